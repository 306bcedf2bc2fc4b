"""Addresses of the letter box: they say nothing of what is written, by whom and about whom."""

from django.urls import path

from cases.views import box, complaints, receivers_of_complaints

app_name = "box"

urlpatterns = [
    path("", complaints.complaints, name="complaints"),
    path("new/", complaints.complaint_create, name="complaint-create"),
    path("letters/<uuid:complaint>/", complaints.complaint, name="complaint"),
    path("letters/<uuid:complaint>/step/", complaints.complaint_step, name="complaint-step"),
    path("letters/<uuid:complaint>/answer/", complaints.complaint_answer, name="complaint-answer"),
    path("letters/<uuid:complaint>/close/", complaints.complaint_close, name="complaint-close"),
    path("letters/<uuid:complaint>/about/", complaints.complaint_about, name="complaint-about"),
    path(
        "letters/<uuid:complaint>/steps/<uuid:complaint_step>/amend/",
        complaints.complaint_step_amend,
        name="complaint-step-amend",
    ),
    path("receivers/", receivers_of_complaints.receivers, name="receivers"),
    path("receivers/<uuid:office>/name/", receivers_of_complaints.receiver_name, name="receiver-name"),
    path("receivers/<uuid:office>/open/", receivers_of_complaints.box_open, name="box-open"),
    path("receivers/<uuid:receiver>/end/", receivers_of_complaints.receiver_end, name="receiver-end"),
    path("at/<text:box_key>/", box.write, name="write"),
    path("at/<text:box_key>/answer/", box.read_answer, name="answer"),
]
