from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkConfig(AppConfig):
    name = "work"

    def ready(self):
        # Effects stand in each room's tasks.py: the web server must know them to promise them.
        autodiscover_modules("tasks")
