"""Every address of the house, opened by each of them with the rows that the day has made."""

from io import BytesIO

from django.utils import timezone

from accounts.models import Absence, UnsentText
from cases.actions import add_consent_text, ask_transfer, give_access, record_group_service
from cases.models import (
    BestInterest,
    Complaint,
    ComplaintBox,
    ComplaintStep,
    Conference,
    Document,
    Draft,
    Excluded,
    FailedContact,
    Ground,
    GroupIntake,
    Likeness,
    Note,
    Plan,
    Proceeding,
    ProceedingStage,
    ProceedingStep,
    Relative,
    RiskAssessment,
    RiskNotice,
    RouteStage,
    Screening,
    Service,
    Step,
    SuspectInEvent,
    Task,
)
from reintegration.models import Placement
from shelters.models import Stay
from tests.canaries.day import OPENED
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.files import mp3
from tests.matrix.addresses import ABSENT, FRAMEWORK, arguments_of, filled, named_addresses

# Rooms whose pages hold something of hers; with their API every row that the day has made must open.
HERS = (
    *("cases:", "tasks:", "shelters:", "reintegration:", "api-case", "api-exploitation", "api-ground"),
    *("api-note", "api-task", "api-likeness", "api-relative", "api-service", "api-shelter", "api-room"),
    *("api-bed", "api-stay", "api-placement", "api-document", "api-risk", "api-proceeding"),
    *("api-screening", "api-conference", "api-absence", "api-transfer"),
)
# Written by administrators, who work with no case; nothing of anybody stands there.
OF_ADMINISTRATORS = {"cases:reflection-period-create"}
# Whoever protects the data and administrators say how long cases are kept; no case of the day closed.
OF_DATA_PROTECTION = {
    "cases:clock-keep", "cases:hold-lift", "cases:hold-place", "cases:retention-period-set",
    "cases:retention-periods",
}  # fmt: skip
# Answered by the supervisors of the office that is asked to take the case, who work in another one.
OF_THE_OTHER_OFFICE = {"cases:transfer-accept", "cases:transfer-decline"}
LEAVING = {"account_logout", "leave-now"}
# Shows her own words once a case is open to her no more; until then it leads on to the page of the draft.
LEADS_ON = {"cases:draft"}


def rows_of(day, case):
    """What stands in the place of each argument."""
    plan = Plan.objects.get(case=case, closed_on=None)
    text = {"purposes": ["interview"], "language": "spa", "text": "x", "in_force_since": case.opened_on}
    text = add_consent_text(by=day.head.person, recording=BytesIO(mp3()), **text)
    let_in = {"user": caseworker(day.office), "level": "assistance", "reason": "language"}
    access = give_access(case, by=day.worker.person, until=timezone.localdate(), **let_in)
    away = {"user": caseworker(day.office), "cover": day.worker.person}
    away |= {"since": timezone.localdate(), "until": timezone.localdate()}
    there = supervisor(working_office(day.office.organisation)).memberships.get().office
    transfer = ask_transfer(case, by=day.head.person, to_office=there, reason="lives_there")
    group = record_group_service([case], by=day.worker.person, on=case.opened_on, type="recreation")
    other = opened_case(day.worker.person, office=day.office, **OPENED | {"sex": "F"})
    one, two = sorted([case.person, other.person], key=lambda person: person.pk)
    rooms = day.shelter.rooms.all()
    return {
        "case_number": case.number,
        "service": Service.objects.filter(case=case).first().pk,
        "note": Note.objects.filter(case=case, note_class="team", amendment=None).first().pk,
        "relative": Relative.objects.of_case(case).standing().get().pk,
        "document": Document.objects.filter(case=case).first().pk,
        "risk": RiskAssessment.objects.filter(case=case).first().pk,
        "risk_notice": RiskNotice.objects.filter(case=case).first().pk,
        "plan": plan.pk,
        "goal": plan.goals.latest("created_at").pk,
        "plan_step": Step.objects.get(goal__plan=plan).pk,
        "best_interest": BestInterest.objects.get(case=case).pk,
        "group_service": group.pk,
        "proceeding": Proceeding.objects.filter(case=case, withdrawn_at=None).first().pk,
        "proceeding_stage": ProceedingStage.objects.filter(case=case).first().pk,
        "proceeding_step": ProceedingStep.objects.filter(case=case).first().pk,
        "screening": Screening.objects.filter(case=case, withdrawn_at=None).first().pk,
        "screening_page": "before",
        "consent_text": text.pk,
        "failed_contact": FailedContact.objects.filter(case=case, withdrawn_at=None).first().pk,
        "access": access.pk,
        "conference": Conference.objects.filter(case=case).first().pk,
        "absence": Absence.objects.create(**away).pk,
        "transfer": transfer.pk,
        "exclusion": Excluded.objects.create(case=case, user=caseworker(day.office)).pk,
        "complaint": Complaint.objects.first().pk,
        "complaint_step": ComplaintStep.objects.first().pk,
        "box_key": ComplaintBox.objects.get().key,
        "task": Task.objects.filter(case=case).first().pk,
        "likeness": Likeness.objects.create(one=one, other=two).pk,
        "ground": Ground.objects.filter(case=case).first().pk,
        "ground_kind": "consent",
        "draft": Draft.objects.get(case=case, section="needs").pk,
        "intake_section": "needs",
        "exploitation": case.exploitation_links.standing().first().exploitation_id,
        "route_stage": RouteStage.objects.filter(exploitation__links__case=case).first().pk,
        "suspect": SuspectInEvent.objects.standing().filter(exploitation__links__case=case).first().pk,
        "group_intake": GroupIntake.objects.create(opened_by=day.worker.person).pk,
        "shelter": day.shelter.pk,
        "room": rooms[0].pk,
        "bed": rooms[0].beds.first().pk,
        "stay": Stay.objects.filter(case=case).first().pk,
        "placement": Placement.objects.filter(case=case).get().pk,
        "unsent_text": UnsentText.objects.filter(user=day.worker.person).first().pk,
        "office": day.office.pk,
        "organisation": day.office.organisation_id,
        "user": day.worker.person.pk,
    }


def opens_everything(day, case):
    """{address: how it was answered to each}; of a row that is not in the day, an absent one is asked for."""
    rows, answered = rows_of(day, case), {}
    for name, route in named_addresses():
        if name in FRAMEWORK | LEAVING:
            continue
        path = filled(route, {word: rows.get(word, ABSENT["uuid"]) for word in arguments_of(route)})
        open_it = "read" if path.startswith("/api/") else "get"
        answered[name] = {getattr(desk, open_it)(path).status_code for desk in day.desks}
    return answered
