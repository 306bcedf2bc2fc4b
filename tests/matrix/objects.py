"""One own and one foreign row for each kind of argument in an address.

None in the place of a foreign row: such things are nobody's, so only own and absent are tried.
"""

import datetime
import io
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from accounts.models import Absence
from accounts.tokens import issue
from cases.actions import (
    add_consent_text,
    add_relative,
    add_route_stage,
    add_step,
    add_suspect,
    ask_transfer,
    assess_risk,
    attach_document,
    begin_screening,
    give_access,
    keep_draft,
    make_plan,
    note_likeness,
    open_group,
    pass_risk_on,
    plan_task,
    record_best_interest,
    record_conference,
    record_exploitation,
    record_failed_contact,
    record_ground,
    record_group_service,
    record_service,
    set_reflection_period,
    write_note,
)
from cases.models import Excluded
from programmes.models import (
    AwardChange,
    ChangeKind,
    ComponentKind,
    ExchangeRate,
    ExpenditureImport,
    OfficeDefault,
)
from tests.factories import programmes as made
from tests.factories.accounts import SoleDecisionFactory, UnsentTextFactory
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from tests.factories.codebook import MunicipalityFactory
from tests.factories.proceedings import proceeding_of, step_of
from tests.files import mp3, picture
from tests.matrix.housing import HOUSED
from tests.matrix.kept import KEPT
from tests.matrix.reported import REPORTED
from work.models import OutboxRow

SINCE = datetime.date(2011, 3, 1)


class Programme:
    """Everything a programme manager keeps, once for an organisation."""

    def __init__(self, organisation):
        self.organisation = organisation

    @cached_property
    def donor(self):
        return made.DonorFactory(organisation=self.organisation)

    @cached_property
    def award(self):
        return made.AwardFactory(donor=self.donor)

    @cached_property
    def component(self):
        return made.ComponentFactory(organisation=self.organisation)

    @cached_property
    def funding(self):
        return made.FundingFactory(award=self.award, component=self.component)

    @cached_property
    def objective(self):
        return made.ObjectiveFactory(award=self.award)

    @cached_property
    def award_indicator(self):
        return made.AwardIndicatorFactory(award=self.award)

    @cached_property
    def target(self):
        return made.TargetFactory(row=self.award_indicator)

    @cached_property
    def activity(self):
        return made.ActivityFactory(award=self.award)

    @cached_property
    def sub_award(self):
        return made.SubAwardFactory(award=self.award)

    @cached_property
    def supported_institution(self):
        return made.SupportedInstitutionFactory(organisation=self.organisation)

    @cached_property
    def award_change(self):
        facts = {"dated_on": SINCE, "reason": "Letter of the donor", "document": "Letter 4", "since": SINCE}
        return AwardChange.objects.create(award=self.award, kind=ChangeKind.SUSPENSION, **facts)

    @cached_property
    def exchange_rate(self):
        return ExchangeRate.objects.create(award=self.award, currency="GTQ", since=SINCE, rate=Decimal("7.8"))

    @cached_property
    def expenditure_import(self):
        return ExpenditureImport.objects.create(award=self.award, file_name="gasto.csv", digest="0" * 64)


class Casework:
    """One case of an office, as its caseworker keeps it; a shelter's staff look after her too."""

    def __init__(self, office, worker, helper=None):
        self.office, self.worker, self.helper = office, worker, helper

    @cached_property
    def case(self):
        kind = ComponentKind.ASSISTANCE
        component = made.ComponentFactory(organisation=self.office.organisation, kind=kind)
        place = {"office": self.office, "organisation": self.office.organisation, "kind": kind}
        OfficeDefault.objects.create(component=component, **place)
        case = opened_case(self.worker, office=self.office)
        if self.helper:
            let_in(self.helper, case)
        return case

    @cached_property
    def service(self):
        return record_service(self.case, by=self.worker, on=self.case.opened_on, type="food")

    @cached_property
    def ground(self):
        facts = {"kind": "duty_to_report", "since": self.case.opened_on}
        return record_ground(self.case, by=self.worker, **facts)

    @cached_property
    def draft(self):
        page = {"case": self.case, "section": "needs", "typed": [["wishes", ["To study"]]]}
        return keep_draft(by=self.worker, **page)

    @cached_property
    def exploitation(self):
        return self.ground and record_exploitation(self.case, by=self.worker, acts=["recruitment"])

    @cached_property
    def task(self):
        return plan_task(self.case, by=self.worker, words="Call", due_on=timezone.localdate())

    @cached_property
    def likeness(self):
        other = opened_case(self.worker, office=self.case.office)
        return note_likeness(self.case.person, other.person, by=self.worker)

    @cached_property
    def relative(self):
        safe = {"safe_to_contact": "yes", "said_by": "person", "said_on": self.case.opened_on}
        return self.ground and add_relative(self.case, by=self.worker, relation="mother", **safe)

    @cached_property
    def risk(self):
        return assess_risk(self.case, by=self.worker, level="medium")

    @cached_property
    def risk_notice(self):
        told = {"receiver": "Consulate", "country": "HN", "what": "Her mother is threatened."}
        return pass_risk_on(self.case, by=self.worker, on=timezone.localdate(), ground=self.ground, **told)

    @cached_property
    def proceeding(self):
        return proceeding_of(self.case)

    @cached_property
    def proceeding_stage(self):
        return self.proceeding.stages.get()

    @cached_property
    def proceeding_step(self):
        return step_of(self.proceeding)

    @cached_property
    def screening(self):
        return self.ground and begin_screening(self.case, by=self.worker, interviewed_on=self.case.opened_on)

    @cached_property
    def failed_contact(self):
        return record_failed_contact(self.case, by=self.worker, on=timezone.localdate(), how="call")

    @cached_property
    def access(self):
        until = timezone.localdate()
        facts = {"user": caseworker(self.office), "level": "assistance", "reason": "language"}
        return give_access(self.case, by=self.worker, until=until, **facts)

    @cached_property
    def absence(self):
        days = {"since": timezone.localdate(), "until": timezone.localdate()}
        return Absence.objects.create(user=self.worker, cover=caseworker(self.office), **days)

    @cached_property
    def transfer(self):
        """Another office of the organisation is asked, and has not answered."""
        there = supervisor(working_office(self.office.organisation)).memberships.get().office
        by = supervisor(self.office)
        return ask_transfer(self.case, by=by, to_office=there, reason="lives_there")

    @cached_property
    def conference(self):
        facts = {"minutes": "She is safe.", "outside": ["police"]}
        return record_conference(self.case, by=self.worker, on=self.case.opened_on, **facts)

    @cached_property
    def exclusion(self):
        return Excluded.objects.create(case=self.case, user=caseworker(self.office))

    @cached_property
    def note(self):
        words = {"text": "Called.", "note_class": "care"}
        return write_note(self.case, by=self.worker, on=self.case.opened_on, **words)

    @cached_property
    def plan(self):
        goals = [{"words": "To study", "service_type": "education_formal"}]
        return make_plan(self.case, by=self.worker, on=self.case.opened_on, goals=goals)

    @cached_property
    def goal(self):
        return self.plan.goals.get()

    @cached_property
    def plan_step(self):
        return add_step(self.goal, by=self.worker, words="Ask the school", who="herself")

    @cached_property
    def best_interest(self):
        facts = {"on": self.case.opened_on, "stage": "bia_needed"}
        return record_best_interest(self.case, by=self.worker, **facts)

    @cached_property
    def group_service(self):
        return record_group_service([self.case], by=self.worker, on=self.case.opened_on, type="recreation")

    @cached_property
    def group_intake(self):
        found = {"source": "police", "found_on": self.case.opened_on, "danger": "no"}
        people = [{"sex": "F", "majority": "adult"}] * 2
        group = open_group(people=people, by=self.worker, office=self.office, **found)
        type(self.case).objects.filter(pk=self.case.pk).update(group=group)
        return group

    @cached_property
    def route_stage(self):
        return add_route_stage(self.exploitation, by=self.worker, case=self.case, country="MX")

    @cached_property
    def suspect(self):
        return add_suspect(self.exploitation, by=self.worker, case=self.case, roles=["recruiter"])

    @cached_property
    def document(self):
        facts = {"kind": "photograph", "title": "Her room", "note_class": "care"}
        file = io.BytesIO(picture())
        return attach_document(self.case, by=self.worker, on=self.case.opened_on, file=file, **facts)


def of_case(name, key="pk"):
    """Something of the own and something of the foreign office's case."""

    def pair(world):
        return tuple(getattr(getattr(world.casework[place], name), key) for place in ("own", "foreign"))

    return pair


def of_programme(name):
    """A row of the own and one of the foreign organisation's programme."""

    def pair(world):
        return tuple(getattr(world.programmes[place], name).pk for place in ("own", "foreign"))

    return pair


def text_of_consent(world):
    """A text with its recording; texts are the whole programme's, so that none is foreign."""
    words = {
        "purposes": ["data_processing"],
        "language": "spa",
        "text": "Decide",
        "in_force_since": SINCE,
    }
    by, recording = world.users["supervisor"], io.BytesIO(mp3())
    return add_consent_text(by=by, recording=recording, **words).pk, None


def time_to_think(world):
    """How long there is to think in a country; the whole programme's, so that none is foreign."""
    facts = {"country": "GT", "days": 45, "since": SINCE, "source": "Agreement"}
    return set_reflection_period(by=world.users["administrator"], **facts).pk, None


OBJECTS = {
    "reflection_period": time_to_think,
    "consent_text": text_of_consent,
    "office": lambda world: (world.own_office.pk, world.foreign_office.pk),
    "organisation": lambda world: (world.own.pk, world.foreign.pk),
    "user": lambda world: (world.users["caseworker"].pk, world.stranger.pk),
    "membership": lambda world: (
        world.users["caseworker"].memberships.get().pk,
        world.stranger.memberships.get().pk,
    ),
    "access_token": lambda world: (issue(world.users["caseworker"])[1].pk, issue(world.stranger)[1].pk),
    "unsent_text": lambda world: (
        UnsentTextFactory(user=world.users["caseworker"]).pk,
        UnsentTextFactory(user=world.stranger).pk,
    ),
    "sole_decision": lambda world: (
        SoleDecisionFactory(office=world.own_office).pk,
        SoleDecisionFactory(office=world.foreign_office).pk,
    ),
    "token": lambda world: ("a-link-that-nobody-was-given", None),
    "code_list": lambda world: ("service_type", None),
    "code": lambda world: ("food", None),
    "municipality": lambda world: (MunicipalityFactory().pk, None),
    "outbox_row": lambda world: (
        OutboxRow.objects.create(effect="tests.nothing", given_up_at="2026-01-01T00:00Z").pk,
        None,
    ),
    "api_resource": lambda world: ("stays", None),
    "award_number": lambda world: tuple(world.programmes[place].award.number for place in ("own", "foreign")),
}
OBJECTS |= HOUSED
OBJECTS |= KEPT
OBJECTS |= REPORTED
OBJECTS |= {
    "case_number": of_case("case", "number"),
    "service": of_case("service"),
    "note": of_case("note"),
    "relative": of_case("relative"),
    "document": of_case("document"),
    "failed_contact": of_case("failed_contact"),
    "access": of_case("access"),
    "exclusion": of_case("exclusion"),
    "absence": of_case("absence"),
    "transfer": of_case("transfer"),
    "conference": of_case("conference"),
    "risk": of_case("risk"),
    "risk_notice": of_case("risk_notice"),
    "proceeding": of_case("proceeding"),
    "proceeding_stage": of_case("proceeding_stage"),
    "proceeding_step": of_case("proceeding_step"),
    "screening": of_case("screening"),
    "screening_page": lambda world: ("before", None),
    "task": of_case("task"),
    "likeness": of_case("likeness"),
    "ground": of_case("ground"),
    "ground_kind": lambda world: ("consent", None),
    "draft": of_case("draft"),
    "intake_section": lambda world: ("needs", None),
    "exploitation": of_case("exploitation"),
    "plan": of_case("plan"),
    "goal": of_case("goal"),
    "plan_step": of_case("plan_step"),
    "best_interest": of_case("best_interest"),
    "group_service": of_case("group_service"),
    "group_intake": of_case("group_intake"),
    "route_stage": of_case("route_stage"),
    "suspect": of_case("suspect"),
}
OBJECTS |= {
    name: of_programme(name)
    for name in (
        "donor", "award", "component", "funding", "objective", "award_indicator", "target", "activity",
        "sub_award", "supported_institution", "award_change", "exchange_rate", "expenditure_import",
    )
}  # fmt: skip
