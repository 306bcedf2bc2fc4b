"""Addresses of cases: they carry the number of a case, never a name."""

from django.urls import path

from cases.views import (
    assistance,
    best_interests,
    cases,
    conferences,
    consents,
    covering,
    deciding,
    documents,
    drafts,
    events,
    goals,
    grounds,
    groups,
    hearings,
    intake,
    likeness,
    listing,
    loads,
    merging,
    notes,
    opening,
    opening_together,
    passing_on,
    person,
    plans,
    printing,
    proceedings,
    readers,
    reflection,
    relatives,
    retention,
    risks,
    routes,
    screening,
    suspects,
    suspending,
    tasks,
    team,
    transferring,
)

app_name = "cases"

urlpatterns = [
    path("", listing.cases, name="cases"),
    path("find/", listing.find, name="find"),
    path("likeness/<uuid:likeness>/", likeness.likeness, name="likeness"),
    path("likeness/<uuid:likeness>/take-back/", likeness.likeness_take_back, name="likeness-take-back"),
    path("likeness/<uuid:likeness>/merge/", merging.likeness_merge, name="likeness-merge"),
    path("likeness/<uuid:likeness>/undo-merge/", merging.likeness_undo_merge, name="likeness-undo-merge"),
    path("retention/", retention.retention, name="retention"),
    path("retention/<uuid:clock>/keep/", retention.clock_keep, name="clock-keep"),
    path("retention/holds/new/", retention.hold_place, name="hold-place"),
    path("retention/holds/<uuid:hold>/lift/", retention.hold_lift, name="hold-lift"),
    path("retention/periods/", retention.retention_periods, name="retention-periods"),
    path("retention/periods/set/", retention.retention_period_set, name="retention-period-set"),
    path("new/", opening.case_create, name="case-create"),
    path("group-service/", groups.group_service, name="group-service"),
    path("group-service/<uuid:group_service>/", groups.group_service_done, name="group-service-done"),
    # Browsers print the address beside the page: here it says nothing of whose plan it is.
    path("paper/<uuid:plan>/", plans.plan_paper, name="plan-paper"),
    path("new/draft/", opening.case_create_draft, name="case-create-draft"),
    path("new/group/", opening_together.group_create, name="group-create"),
    path("new/group/draft/", opening_together.group_create_draft, name="group-create-draft"),
    path("group/<uuid:group_intake>/", opening_together.group_opened, name="group-opened"),
    path("drafts/<uuid:draft>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft>/discard/", opening.draft_discard, name="draft-discard"),
    path("consent-texts/", consents.consent_texts, name="consent-texts"),
    path("consent-texts/new/", consents.consent_text_create, name="consent-text-create"),
    path("consent-texts/<uuid:consent_text>/", consents.consent_text, name="consent-text"),
    path(
        "consent-texts/<uuid:consent_text>/recording/",
        consents.consent_text_recording,
        name="consent-text-recording",
    ),
    path(
        "consent-texts/<uuid:consent_text>/record/", consents.consent_text_record, name="consent-text-record"
    ),
    path(
        "consent-texts/<uuid:consent_text>/retire/", consents.consent_text_retire, name="consent-text-retire"
    ),
    path("reflection-periods/", reflection.reflection_periods, name="reflection-periods"),
    path("reflection-periods/new/", reflection.reflection_period_create, name="reflection-period-create"),
    path("loads/", loads.loads, name="loads"),
    path("absences/", covering.absences, name="absences"),
    path("absences/new/", covering.absence_say, name="absence-say"),
    path("absences/<uuid:absence>/end/", covering.absence_end, name="absence-end"),
    path("transfers/", transferring.transfers, name="transfers"),
    path("transfers/<uuid:transfer>/accept/", transferring.transfer_accept, name="transfer-accept"),
    path("transfers/<uuid:transfer>/decline/", transferring.transfer_decline, name="transfer-decline"),
    path("<text:case_number>/", cases.case, name="case"),
    path("<text:case_number>/reveal/", cases.case_reveal, name="case-reveal"),
    path("<text:case_number>/change/", cases.case_change, name="case-change"),
    path("<text:case_number>/identify/", deciding.case_identify, name="case-identify"),
    path("<text:case_number>/outside-scope/", deciding.case_outside_scope, name="case-outside-scope"),
    path("<text:case_number>/activate/", deciding.case_activate, name="case-activate"),
    path("<text:case_number>/close/", deciding.case_close, name="case-close"),
    path("<text:case_number>/reopen/", deciding.case_reopen, name="case-reopen"),
    path("<text:case_number>/team/", team.team, name="team"),
    path("<text:case_number>/team/new/", team.access_give, name="access-give"),
    path("<text:case_number>/team/<uuid:access>/end/", team.access_end, name="access-end"),
    path("<text:case_number>/team/<uuid:exclusion>/take-back/", team.known_take_back, name="known-take-back"),
    path("<text:case_number>/transfer/", transferring.transfer_ask, name="transfer-ask"),
    path(
        "<text:case_number>/transfer/<uuid:transfer>/withdraw/",
        transferring.transfer_withdraw,
        name="transfer-withdraw",
    ),
    path("<text:case_number>/conferences/", conferences.conferences, name="conferences"),
    path("<text:case_number>/conferences/new/", conferences.conference_create, name="conference-create"),
    path("<text:case_number>/conferences/call/", conferences.conference_call, name="conference-call"),
    *(
        path(f"<text:case_number>/conferences/<uuid:conference>/{rest}", view, name=name)
        for rest, view, name in [
            ("", conferences.conference, "conference"),
            ("amend/", conferences.conference_amend, "conference-amend"),
            ("decide/", conferences.conference_decide, "conference-decide"),
        ]
    ),
    path("<text:case_number>/known/", team.case_known, name="case-known"),
    path("<text:case_number>/suspend/", suspending.case_suspend, name="case-suspend"),
    path("<text:case_number>/attempts/", suspending.failed_contacts, name="failed-contacts"),
    path("<text:case_number>/attempts/new/", suspending.failed_contact_create, name="failed-contact-create"),
    path(
        "<text:case_number>/attempts/<uuid:failed_contact>/withdraw/",
        suspending.failed_contact_withdraw,
        name="failed-contact-withdraw",
    ),
    path("<text:case_number>/print/", printing.case_print, name="case-print"),
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
    path("<text:case_number>/plan/", plans.plan, name="plan"),
    path("<text:case_number>/plan/new/", plans.plan_create, name="plan-create"),
    path("<text:case_number>/plan/<uuid:plan>/agree/", plans.plan_agree, name="plan-agree"),
    path("<text:case_number>/plan/<uuid:plan>/review/", plans.plan_review, name="plan-review"),
    path("<text:case_number>/plan/<uuid:plan>/close/", plans.plan_close, name="plan-close"),
    path("<text:case_number>/plan/<uuid:plan>/goals/new/", goals.goal_create, name="goal-create"),
    path("<text:case_number>/goals/<uuid:goal>/", goals.goal_change, name="goal-change"),
    path("<text:case_number>/goals/<uuid:goal>/end/", goals.goal_end, name="goal-end"),
    path("<text:case_number>/goals/<uuid:goal>/steps/new/", goals.step_create, name="step-create"),
    path("<text:case_number>/steps/<uuid:plan_step>/", goals.step_change, name="step-change"),
    path("<text:case_number>/steps/<uuid:plan_step>/done/", goals.step_done, name="step-done"),
    path(
        "<text:case_number>/best-interests/new/",
        best_interests.best_interest_create,
        name="best-interest-create",
    ),
    path(
        "<text:case_number>/best-interests/<uuid:best_interest>/",
        best_interests.best_interest_change,
        name="best-interest-change",
    ),
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
    path("<text:case_number>/documents/", documents.documents, name="documents"),
    path("<text:case_number>/documents/new/", documents.document_create, name="document-create"),
    path("<text:case_number>/documents/<uuid:document>/", documents.document, name="document"),
    path("<text:case_number>/documents/<uuid:document>/file/", documents.document_file, name="document-file"),
    path("<text:case_number>/documents/<uuid:document>/view/", documents.document_view, name="document-view"),
    path(
        "<text:case_number>/documents/<uuid:document>/image/", documents.document_image, name="document-image"
    ),
    path(
        "<text:case_number>/documents/<uuid:document>/change/",
        documents.document_change,
        name="document-change",
    ),
    path(
        "<text:case_number>/documents/<uuid:document>/withdraw/",
        documents.document_withdraw,
        name="document-withdraw",
    ),
    path("<text:case_number>/risks/", risks.risks, name="risks"),
    path("<text:case_number>/risks/new/", risks.risk_create, name="risk-create"),
    path("<text:case_number>/risks/<uuid:risk>/", risks.risk_change, name="risk-change"),
    path("<text:case_number>/risks/<uuid:risk>/withdraw/", risks.risk_withdraw, name="risk-withdraw"),
    path("<text:case_number>/risks/passed-on/", passing_on.risk_notices, name="risk-notices"),
    path("<text:case_number>/risks/passed-on/new/", passing_on.risk_notice_create, name="risk-notice-create"),
    path(
        "<text:case_number>/risks/passed-on/<uuid:risk_notice>/",
        passing_on.risk_notice_answer,
        name="risk-notice-answer",
    ),
    path(
        "<text:case_number>/risks/passed-on/<uuid:risk_notice>/withdraw/",
        passing_on.risk_notice_withdraw,
        name="risk-notice-withdraw",
    ),
    path("<text:case_number>/proceedings/", proceedings.proceedings, name="proceedings"),
    path("<text:case_number>/proceedings/new/", proceedings.proceeding_create, name="proceeding-create"),
    path(
        "<text:case_number>/proceedings/<uuid:proceeding>/",
        proceedings.proceeding_change,
        name="proceeding-change",
    ),
    path(
        "<text:case_number>/proceedings/<uuid:proceeding>/withdraw/",
        proceedings.proceeding_withdraw,
        name="proceeding-withdraw",
    ),
    path(
        "<text:case_number>/proceedings/<uuid:proceeding>/stages/new/",
        proceedings.proceeding_stage_create,
        name="proceeding-stage-create",
    ),
    path(
        "<text:case_number>/proceedings/stages/<uuid:proceeding_stage>/withdraw/",
        proceedings.proceeding_stage_withdraw,
        name="proceeding-stage-withdraw",
    ),
    path(
        "<text:case_number>/proceedings/steps/new/",
        hearings.proceeding_step_create,
        name="proceeding-step-create",
    ),
    *(
        path(f"<text:case_number>/proceedings/steps/<uuid:proceeding_step>/{rest}", view, name=name)
        for rest, view, name in [
            ("", hearings.proceeding_step_change, "proceeding-step-change"),
            ("held/", hearings.proceeding_step_held, "proceeding-step-held"),
            ("postpone/", hearings.proceeding_step_postpone, "proceeding-step-postpone"),
            ("cancel/", hearings.proceeding_step_cancel, "proceeding-step-cancel"),
            ("service/", hearings.proceeding_step_service, "proceeding-step-service"),
        ]
    ),
    path("<text:case_number>/screening/", screening.screenings, name="screenings"),
    path("<text:case_number>/screening/new/", screening.screening_create, name="screening-create"),
    path("<text:case_number>/screening/<uuid:screening>/", screening.screening, name="screening"),
    path(
        "<text:case_number>/screening/<uuid:screening>/page/<text:screening_page>/",
        screening.screening_page,
        name="screening-page",
    ),
    *(
        path(f"<text:case_number>/screening/<uuid:screening>/{verb}/", view, name=f"screening-{verb}")
        for verb, view in [
            ("moment", screening.screening_moment),
            ("send", screening.screening_send),
            ("review", screening.screening_review),
            ("withdraw", screening.screening_withdraw),
        ]
    ),
    path("<text:case_number>/events/", events.events, name="events"),
    path("<text:case_number>/events/new/", events.event_create, name="event-create"),
    path("<text:case_number>/events/<uuid:exploitation>/", events.event_change, name="event-change"),
    path("<text:case_number>/events/<uuid:exploitation>/join/", events.event_join, name="event-join"),
    path(
        "<text:case_number>/events/<uuid:exploitation>/take-out/",
        events.event_take_out,
        name="event-take-out",
    ),
    path(
        "<text:case_number>/events/<uuid:exploitation>/suspects/", suspects.suspects_of_event, name="suspects"
    ),
    *(
        path(f"<text:case_number>/events/<uuid:exploitation>/suspects/{rest}", view, name=name)
        for rest, view, name in [
            ("new/", suspects.suspect_create, "suspect-create"),
            ("link/", suspects.suspect_link, "suspect-link"),
            ("<uuid:suspect>/open/", suspects.suspect_open, "suspect-open"),
            ("<uuid:suspect>/change/", suspects.suspect_change, "suspect-change"),
            ("<uuid:suspect>/take-out/", suspects.suspect_take_out, "suspect-take-out"),
        ]
    ),
    path("<text:case_number>/events/<uuid:exploitation>/route/", routes.route, name="route"),
    *(
        path(
            f"<text:case_number>/events/<uuid:exploitation>/route/<uuid:route_stage>/{rest}", view, name=name
        )
        for rest, view, name in [
            ("", routes.route_stage_change, "route-stage-change"),
            ("move/", routes.route_stage_move, "route-stage-move"),
            ("remove/", routes.route_stage_remove, "route-stage-remove"),
        ]
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
    path("<text:case_number>/intake/person/alike/", person.intake_person_alike, name="intake-person-alike"),
    path("<text:case_number>/intake/exploitation/", intake.intake_exploitation, name="intake-exploitation"),
    path("<text:case_number>/intake/needs/", intake.intake_needs, name="intake-needs"),
    path("<text:case_number>/intake/drafts/<text:intake_section>/", drafts.intake_draft, name="intake-draft"),
    path("<text:case_number>/grounds/<uuid:ground>/end/", grounds.ground_end, name="ground-end"),
]
