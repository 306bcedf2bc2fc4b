"""Everything that can be written of one person, everywhere and twice: what must be gone with her name."""

import datetime
from io import BytesIO

from django.apps import apps
from django.utils import timezone

from accounts.actions import keep_unsent_text
from cases import actions
from cases.models import (
    BestInterest,
    Case,
    CaseExploitation,
    Complaint,
    ComplaintStep,
    Conference,
    Document,
    Draft,
    Exploitation,
    FailedContact,
    Goal,
    Ground,
    IdentityDocument,
    Needs,
    Note,
    Person,
    Plan,
    PlanAgreement,
    PlanReview,
    Printout,
    Proceeding,
    ProceedingStage,
    ProceedingStep,
    Relative,
    RiskAssessment,
    RiskNotice,
    RouteStage,
    Screening,
    ScreeningStep,
    Service,
    Step,
    Suspect,
    SuspectInEvent,
    SuspectToPerson,
    Task,
    Telephone,
)
from reintegration.models import Placement
from shelters.models import Shelter, Stay
from tests.cases.intake.conftest import agreed, described, page
from tests.factories.cases import opened_case
from tests.factories.plans import planned
from tests.factories.proceedings import proceeding_of, step_of
from tests.factories.shelters import admitted, left
from vault.actions import Subject
from vault.fields import SealedDate, SealedField, SealedJSON
from work import actions as work
from work.files import keep_file

CANARY, BORN = "quetzal", datetime.date(1987, 6, 5)
ON = datetime.date(2026, 3, 2)
TODAY = timezone.localdate
# A complaint is a subject of its own, and tied to nobody's case.
NOT_HERS = {Shelter, Complaint, ComplaintStep}
# Answers out of a list: what they may be, before and after a change.
CODED = {"pregnant": ("no", "yes"), "domains": (["data:low"], ["data:high"])}


def models_with_her_words():
    """Every model of the rooms that hold her with a sealed field in it, as Django knows them."""
    rooms = [apps.get_app_config(room) for room in ("cases", "shelters", "reintegration", "referrals")]
    models = [model for room in rooms for model in room.get_models()]
    return {model for model in models if sealed_fields(model)} - NOT_HERS


def sealed_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def planted(row, by):
    """Her words stand in every sealed field of this row, and other words of hers stood there before."""
    for turn in (0, 1):
        facts = {field.name: words(field, turn) for field in sealed_fields(type(row))}
        work.write(row, by=by, verb="canary.planted", changes=facts)


def words(field, turn):
    if field.name in CODED:
        return CODED[field.name][turn]
    if isinstance(field, SealedDate):
        return BORN + datetime.timedelta(days=turn)
    text = f"{CANARY} {turn}"
    return [["given_names", [text]]] if isinstance(field, SealedJSON) else text


def planned_and_over(case, by):
    """A plan that was agreed, worked at, looked at again and closed; and a step for a child."""
    plan = planned(case)
    actions.agree_plan(plan, by=by, on=ON, how="signed", by_whom="with_guardian", guardian="x", present="x")
    step = actions.add_step(plan.goals.get(), by=by, words="x", who="partner", partner="x")
    actions.finish_step(step, by=by, on=ON, done_words="x")
    actions.review_plan(plan, by=by, on=ON, words="x")
    actions.close_plan(plan, by=by, on=TODAY(), closed_words="x")
    actions.record_best_interest(case, by=by, on=ON, stage="bia_done", decider="x", words="x")
    models = (Plan, PlanAgreement, PlanReview, Goal, Step, BestInterest)
    return [row for model in models for row in model.objects.all()]


def everything_of_her(case, shelter):
    """The case of somebody of whom everything is written, everywhere, twice; and no ground holds any more."""
    by = case.worker
    ground = agreed(case, by, language="spa", giver_name="x")
    described(
        case, by, gender="feminine", people="garifuna", nationalities=["GT"], origin="GT-16",
        languages=["spa"], disabilities=["seeing"], education="isced1", marital_status="single",
        telephones=[{"number": "5555 1234"}], documents=[{"kind": "passport", "number": "A123"}],
    )  # fmt: skip
    court = actions.record_ground(case, by=by, kind="court_order", since=ON, authority="x")
    lived = {"acts": ["recruitment"], "purposes": ["sexual"], "account": "x"}
    event = actions.record_exploitation(case, by=by, was_child=True, **lived)
    actions.edit_exploitation(event, by=by, case=case, was_child=False, own_account="x")
    again = actions.record_exploitation(case, by=by, follows=event, own_account="x", **lived)
    actions.take_out_of_exploitation(again, by=by, case=case, withdrawn_reason="x")
    for alone in (False, True):
        actions.add_route_stage(event, by=by, case=case, place="x", alone=alone)
    of_her = {"names": "x", "known": "x", "danger_words": "x"}
    taken_out = actions.add_suspect(event, by=by, case=case, **of_her)
    actions.take_out_suspect(taken_out, by=by, case=case, withdrawn_reason="x")
    service = actions.record_service(case, by=by, on=ON, type="food")
    actions.withdraw_service(
        actions.record_service(case, by=by, on=ON, type="food"), by=by, withdrawn_reason="x"
    )
    actions.record_needs(case, by=by, needs=["food"], health_alert="x")
    actions.write_note(case, by=by, on=ON, text="x")
    mother = actions.add_relative(case, by=by, relation="mother", name="x")
    actions.withdraw_relative(mother, by=by, case=case, withdrawn_reason="x")
    paper = {"file": BytesIO(CANARY.encode()), "kind": "letter", "title": "x", "description": "x"}
    actions.attach_document(case, by=by, on=ON, **paper)
    actions.print_case(case, by=by, sections=["needs"], purpose="person", name_reason="x")
    actions.record_failed_contact(case, by=by, on=ON, how="call", words="x")
    met = actions.record_conference(case, by=by, on=ON, minutes="x", outside=["police"])
    actions.decide_in_conference(met, by=by, words="x", due_on=TODAY(), assignee=by)
    actions.assess_risk(case, by=by, level="low")
    told = {"receiver": "x", "country": "HN", "what": "x"}
    actions.pass_risk_on(case, by=by, on=ON, ground=court, **told)
    step_of(proceeding_of(case))
    screening = actions.begin_screening(case, by=by, interviewed_on=ON, place="x", platforms=["facebook"])
    actions.note_screening_moment(screening, by=by, what="break", on=ON, words="x")
    actions.plan_task(case, by=by, words="x", due_on=TODAY())
    actions.keep_draft(by=by, section="person", typed=[["given_names", ["x"]]], case=case)
    of_plan = planned_and_over(case, by)
    stay = left(admitted(shelter, case=case), on=datetime.date(2026, 5, 1))
    one, two = sorted((case.person, opened_case(by).person), key=lambda person: person.pk)
    pair = actions.note_likeness(one, two, by=by)
    work.write(
        pair,
        by=by,
        verb="canary.planted",
        changes={"answer": "not_same", "answered_at": timezone.now(), "answered_by": by},
    )
    rows = [
        *Person.objects.filter(pk=case.person_id), *Telephone.objects.all(), *IdentityDocument.objects.all(),
        Case.objects.get(pk=case.pk), *Ground.objects.all(), *Exploitation.objects.all(),
        *Service.objects.filter(withdrawn_at__isnull=False), *Needs.objects.all(), *Note.objects.all(),
        *Relative.objects.all(), *Draft.objects.all(), *Task.objects.filter(case=case),
        *Placement.objects.all(), *of_plan,
        *Document.objects.all(), *Printout.objects.all(),
        *RiskAssessment.objects.all(), *RiskNotice.objects.all(), *Proceeding.objects.all(),
        *ProceedingStage.objects.all(), *ProceedingStep.objects.all(),
        *Screening.objects.all(), *ScreeningStep.objects.all(),
        *FailedContact.objects.all(), *CaseExploitation.objects.filter(withdrawn_at__isnull=False),
        *FailedContact.objects.all(), *RouteStage.objects.select_related("case"), *Suspect.objects.all(),
        *SuspectInEvent.objects.all(), *SuspectToPerson.objects.all(),
        *FailedContact.objects.all(), *Conference.objects.all(),
        *CaseExploitation.objects.filter(withdrawn_at__isnull=False),
    ]  # fmt: skip
    over = {"withdrawn_at": timezone.now(), "withdrawn_reason": "x"}
    for row in rows:
        if isinstance(row, ProceedingStep):
            stopped = {"state": "cancelled", "state_words": "x"}
            work.write(row, by=by, verb="canary.planted", changes=stopped)
        if isinstance(
            row, RiskAssessment | RiskNotice | Proceeding | ProceedingStage | FailedContact | Screening
        ):
            answered = {"answered_on": ON, "answer": "x"} if isinstance(row, RiskNotice) else {}
            work.write(row, by=by, verb="canary.planted", changes=over | answered)
        planted(row, by)
    work.write(service, by=by, verb="canary.planted", changes={"detail": CANARY})
    late = {"withdrawn_at": timezone.now()}
    for turn in (0, 1):
        told = {field.name: words(field, turn) for field in sealed_fields(Stay)}
        work.write(stay, by=by, verb="canary.planted", changes=late | told)
    filled = {type(row) for row in rows} | {Stay}
    assert filled == models_with_her_words()
    keep_file(
        BytesIO(b"%PDF-1.7 " + CANARY.encode()), name=f"{CANARY}.pdf", subject=Subject.of(case.person), by=by
    )
    keep_unsent_text(by, by=by, path=page(case, "person"), typed=[["given_names", [CANARY]]])
    for one in (ground, court):
        actions.end_ground(Ground.objects.get(pk=one.pk), by=by, ended_on=TODAY())
    # Drafts go with the ground: one of a page that needs none is typed since.
    typed = words(Draft._meta.get_field("typed"), 0)
    actions.keep_draft(by=by, section="needs", typed=typed, case=case)
    return Case.objects.get(pk=case.pk)
