"""Addresses of cases: they carry the number of a case, never a name."""

from django.urls import path

from cases.views import (
    assistance,
    cases,
    deciding,
    drafts,
    grounds,
    intake,
    likeness,
    listing,
    notes,
    opening,
    person,
    readers,
    relatives,
    tasks,
)

app_name = "cases"

urlpatterns = [
    path("", listing.cases, name="cases"),
    path("find/", listing.find, name="find"),
    path("likeness/<uuid:likeness>/", likeness.likeness, name="likeness"),
    path("likeness/<uuid:likeness>/take-back/", likeness.likeness_take_back, name="likeness-take-back"),
    path("new/", opening.case_create, name="case-create"),
    path("new/draft/", opening.case_create_draft, name="case-create-draft"),
    path("drafts/<uuid:draft>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft>/discard/", opening.draft_discard, name="draft-discard"),
    path("<text:case_number>/", cases.case, name="case"),
    path("<text:case_number>/reveal/", cases.case_reveal, name="case-reveal"),
    path("<text:case_number>/change/", cases.case_change, name="case-change"),
    path("<text:case_number>/identify/", deciding.case_identify, name="case-identify"),
    path("<text:case_number>/outside-scope/", deciding.case_outside_scope, name="case-outside-scope"),
    path("<text:case_number>/activate/", deciding.case_activate, name="case-activate"),
    path("<text:case_number>/close/", deciding.case_close, name="case-close"),
    path("<text:case_number>/reopen/", deciding.case_reopen, name="case-reopen"),
    path("<text:case_number>/readers/", readers.readers, name="readers"),
    path("<text:case_number>/services/", assistance.services, name="services"),
    path("<text:case_number>/services/new/", assistance.service_create, name="service-create"),
    path("<text:case_number>/services/<uuid:service>/", assistance.service_change, name="service-change"),
    path(
        "<text:case_number>/services/<uuid:service>/withdraw/",
        assistance.service_withdraw,
        name="service-withdraw",
    ),
    path("<text:case_number>/tasks/new/", tasks.task_create, name="task-create"),
    path("<text:case_number>/notes/", notes.notes, name="notes"),
    path("<text:case_number>/notes/new/", notes.note_create, name="note-create"),
    path("<text:case_number>/notes/<uuid:note>/", notes.note, name="note"),
    path("<text:case_number>/notes/<uuid:note>/amend/", notes.note_amend, name="note-amend"),
    path("<text:case_number>/family/", relatives.relatives, name="relatives"),
    path("<text:case_number>/family/new/", relatives.relative_create, name="relative-create"),
    path("<text:case_number>/family/<uuid:relative>/", relatives.relative_change, name="relative-change"),
    path(
        "<text:case_number>/family/<uuid:relative>/withdraw/",
        relatives.relative_withdraw,
        name="relative-withdraw",
    ),
    path(
        "<text:case_number>/family/<uuid:relative>/reveal/", relatives.relative_reveal, name="relative-reveal"
    ),
    path(
        "<text:case_number>/family/<uuid:relative>/contact/",
        relatives.relative_contact,
        name="relative-contact",
    ),
    path("<text:case_number>/intake/", intake.intake, name="intake"),
    path(
        "<text:case_number>/intake/identification/",
        intake.intake_identification,
        name="intake-identification",
    ),
    path("<text:case_number>/intake/basics/", intake.intake_basics, name="intake-basics"),
    path("<text:case_number>/intake/ground/", grounds.intake_ground, name="intake-ground"),
    path(
        "<text:case_number>/intake/ground/<text:ground_kind>/",
        grounds.intake_ground_add,
        name="intake-ground-add",
    ),
    path("<text:case_number>/intake/unnamed/", grounds.intake_unnamed, name="intake-unnamed"),
    path("<text:case_number>/intake/name-again/", grounds.intake_name_again, name="intake-name-again"),
    path("<text:case_number>/intake/person/", person.intake_person, name="intake-person"),
    path("<text:case_number>/intake/exploitation/", intake.intake_exploitation, name="intake-exploitation"),
    path("<text:case_number>/intake/needs/", intake.intake_needs, name="intake-needs"),
    path("<text:case_number>/intake/drafts/<text:intake_section>/", drafts.intake_draft, name="intake-draft"),
    path("<text:case_number>/grounds/<uuid:ground>/end/", grounds.ground_end, name="ground-end"),
]
