"""Addresses of tasks: they carry an id that says nothing."""

from django.urls import path

from cases.views import tasks

app_name = "tasks"

urlpatterns = [
    path("", tasks.tasks, name="tasks"),
    path("<uuid:task>/done/", tasks.task_done, name="task-done"),
    path("<uuid:task>/change/", tasks.task_change, name="task-change"),
]
