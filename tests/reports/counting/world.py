"""Random cases with two donors, gaps, a suspension and corrections: in the database and as plain rows."""

import random
from datetime import date, timedelta

from cases.ages import band_edge
from cases.models import (
    Case,
    CaseExploitation,
    CaseRole,
    Exploitation,
    Needs,
    Person,
    Plan,
    PlanAgreement,
    Service,
    StatusChange,
)
from cases.numbers import case_number
from codebook.models import AddedCode
from programmes.actions import suspend_award
from programmes.models import SupportedInstitution
from reintegration.models import Placement
from shelters.models import Bed, Room, Shelter, Stay
from tests.factories.accounts import OfficeFactory, OrganisationFactory
from tests.factories.programmes import (
    AwardFactory,
    ComponentFactory,
    DonorFactory,
    FundingFactory,
    programme_manager,
)
from tests.reports.counting.plain import RECOGNISED, World

DAY = timedelta(days=1)
FIRST, LAST = date(2010, 9, 1), date(2012, 11, 30)
SUSPENDED = (date(2011, 6, 10), date(2011, 7, 5))
SERVICES = ["food", "clothing", "medical_general", "legal_advice", "psychosocial_individual", "recreation"]
# The last is a code that the programme added.
PURPOSES = ["sexual", "forced_labour", "begging", "unknown", "online"]
RESULTS = ["presumed", "identified_programme", "confirmed_court", "not_victim", "under_screening", None]
EXITS = ["family", "left_without_notice", "other_shelter"]
KINDS = ["nuclear_family", "extended_family", "substitute_family", "independent_living", "return_abroad"]
SOURCES = ["police", "prosecutor", "self"]
# Which institutions were supported: kind, where (nothing is everywhere), from when, until when.
SUPPORTED = [
    ("police", "", date(2011, 1, 10), date(2011, 12, 15)),
    ("police", "GT-01", date(2012, 3, 1), None),
    ("prosecutor", "GT-02", date(2010, 11, 1), None),
    ("hotline", "", date(2010, 9, 1), None),
]
POPULATIONS = ["victim_of_trafficking", "at_risk", "returnee"]
NATIONS = [["GT"], ["HN"], ["GT", "SV"], [], ["XX-STATELESS"], ["XX-UNKNOWN"]]


def build(seed, cases=2000):
    """The world of this seed: `(World, {name: award})`."""
    chance = random.Random(seed)
    AddedCode.objects.create(
        code_list="exploitation_type", code="online", label_en="Online", label_es="En línea", reason="Asked"
    )
    frame = Frame()
    people = make_people(chance, cases * 9 // 10)
    rows = make_cases(chance, frame, people, cases)
    make_needs(chance, rows)
    make_plans(chance, rows)
    services = make_services(chance, frame, rows)
    stays = make_stays(chance, frame, rows)
    placements = make_placements(chance, frame, rows)
    world = World(
        cases=rows,
        services=services,
        stays=stays,
        placements=placements,
        beds=frame.beds,
        pays=frame.pays,
        supported=SUPPORTED,
    )
    return world, frame.awards


class Frame:
    """Two offices, a shelter, two components, two awards: who pays what when, also as a plain table."""

    def __init__(self):
        organisation = OrganisationFactory(country="GT")
        self.offices = [OfficeFactory(organisation=organisation, department=code) for code in ("GT-01", "")]
        self.house = ComponentFactory(organisation=organisation, name="House")
        self.help = ComponentFactory(organisation=organisation, name="Help")
        donor = DonorFactory(organisation=organisation)
        one = AwardFactory(donor=donor)
        other = AwardFactory(
            donor=donor,
            starts=date(2011, 1, 15),
            signed_ends=date(2012, 1, 14),
            reporting_calendar="award_quarter",
        )
        self.awards = {"one": one, "other": other}
        self.table = {
            one: {
                self.house: [
                    (date(2010, 10, 1), date(2011, 3, 15)),
                    (date(2011, 5, 1), date(2012, 10, 1)),
                ],
                self.help: [(date(2010, 10, 1), date(2012, 10, 1))],
            },
            other: {
                self.house: [(date(2011, 1, 15), date(2012, 1, 15))],
                self.help: [(date(2011, 1, 15), date(2011, 8, 1)), (date(2011, 8, 1), date(2011, 9, 1))],
            },
        }
        for award, paid in self.table.items():
            for component, windows in paid.items():
                for since, until in windows:
                    FundingFactory(award=award, component=component, since=since, until=until)
        self.make_house(OfficeFactory(organisation=organisation, shelter=True))
        for source, department, since, until in SUPPORTED:
            facts = {"source": source, "department": department, "since": since, "until": until}
            SupportedInstitution.objects.create(
                organisation=organisation, kind="training", evidence="L-1", **facts
            )
        # Another organisation's list says nothing of this one's people.
        facts = {"source": "self", "department": "", "since": date(2010, 9, 1), "kind": "agreement"}
        SupportedInstitution.objects.create(
            organisation=OrganisationFactory(), evidence="L-2", **facts | {"source": "prosecutor"}
        )

        suspend_award(
            other,
            by=programme_manager(organisation),
            dated_on=SUSPENDED[0],
            reason="Stop-work order",
            document="SWO-1",
            since=SUSPENDED[0],
            last_day=SUSPENDED[1] - DAY,
        )

    def make_house(self, office):
        self.shelter = Shelter.objects.create(office=office, component=self.house)
        room = Room.objects.create(shelter=self.shelter, name="1")
        self.beds = []
        for place, (since, until) in enumerate(
            [(FIRST, None)] * 30 + [(date(2011, 2, 1), date(2011, 9, 1))] * 6, 1
        ):
            Bed.objects.create(room=room, place=place, since=since, until=until)
            self.beds.append({"component": self.house, "since": since, "until": until})

    def pays(self, award, component, day):
        if award == self.awards["other"] and SUSPENDED[0] <= day < SUSPENDED[1]:
            return False
        windows = self.table[award].get(component, [])
        return any(since <= day < until for since, until in windows)


def some_day(chance, since=FIRST, until=LAST):
    return since + chance.randrange((until - since).days) * DAY


def make_people(chance, many):
    """Most with a birth date; some known as child or adult only, some not even that."""
    people = []
    for _number in range(many):
        born = some_day(chance, date(1950, 1, 1), date(2009, 1, 1)) if chance.random() < 0.85 else None
        people.append(
            Person(
                sex=chance.choice(["F", "F", "F", "M", "I", "U"]),
                birth_date=born,
                birth_precision="day" if born else "unknown",
                birth_year=born.year if born else None,
                majority="unknown" if born else chance.choice(["minor", "adult", "unknown"]),
                nationalities=chance.choice(NATIONS),
            )
        )
    return Person.objects.bulk_create(people)


def age(person, day):
    born = person.birth_date
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) if born else None


def aged(person, day):
    years = age(person, day)
    child = years < 18 if years is not None else {"minor": True, "adult": False}.get(person.majority)
    return {"age_from": band_edge(years), "child": child}


def make_cases(chance, frame, people, many):
    """Cases one after another for some people; closed, reopened, closed again."""
    rows, made, changes, links = [], [], [], []
    events = Exploitation.objects.bulk_create(
        [Exploitation(purposes=chance.sample(PURPOSES, chance.randint(0, 2))) for _ in range(60)]
    )
    for number in range(many):
        person, opened = chance.choice(people), some_day(chance)
        spans = open_spans(chance, opened)
        closed = spans[-1][1]
        component = chance.choice([frame.house, frame.help, frame.help])
        only = chance.choice([None] * 12 + [frame.awards["one"]])
        case = Case(
            number=case_number(opened.year, number + 1),
            code_name=f"Name {number}",
            person=person,
            office=chance.choice(frame.offices),
            component=component,
            charge_only_to=only,
            charge_only_reason="paid_by_award" if only else "",
            opened_on=opened,
            source=chance.choice(SOURCES),
            found_on=opened,
            found_in=chance.choice(["GT-01", "GT-02", ""]),
            danger="no",
            population=chance.choice(POPULATIONS),
            status="closed" if closed else "active",
            closed_on=closed,
            closure_reason="goals_met" if closed else None,
            role=CaseRole.DIRECT_VICTIM,
        )
        case.trafficking_status = chance.choice(RESULTS)
        decide(chance, case)
        made.append(case)
        purposes = set()
        if chance.random() < 0.8:
            for event in chance.sample(events, chance.randint(1, 2)):
                links.append(CaseExploitation(case=case, exploitation=event))
                purposes.update(event.purposes)
        rows.append({
            "row": case, "case": None, "person": person, "component": component, "only": only,
            "opened": opened, "open": spans, "result": case.trafficking_status, "purposes": purposes,
        })  # fmt: skip
        before = ""
        for since, until in spans:
            changes.append(StatusChange(case=case, before=before, after="active", on=since))
            if until:
                changes.append(StatusChange(case=case, before="active", after="closed", on=until))
            before = "closed"
    Case.objects.bulk_create(made)
    StatusChange.objects.bulk_create(changes)
    CaseExploitation.objects.bulk_create(links)
    for row in rows:
        row["case"], row["order"] = row, order_of(row["row"])
    return rows


def decide(chance, case):
    """When it was decided, once or again later: of who is recognised the first day counts."""
    if case.trafficking_status is None:
        return
    first = case.opened_on + chance.randint(0, 40) * DAY
    case.identified_on = first + chance.choice([0, 0, 150]) * DAY
    case.recognised_on = first if case.trafficking_status in RECOGNISED else None


def open_spans(chance, opened):
    """From when until when a case was open, the last one perhaps for ever."""
    spans, since = [], opened
    while True:
        until = since + chance.randint(0, 400) * DAY if chance.random() < 0.6 else None
        spans.append((since, until))
        if until is None or chance.random() < 0.6:
            return spans
        since = until + chance.randint(0, 100) * DAY


def order_of(row):
    """In which order the engine takes rows of one day: as they were written."""
    return (row.created_at, row.pk)


def make_needs(chance, cases):
    """Of many it was asked what they need: at once or later, once or again, on the day of a service too."""
    made = []
    for case in cases:
        days = {case["opened"] + chance.randint(0, 120) * DAY for _time in range(chance.choice([0, 0, 1, 2]))}
        case["asked"] = days
        made += [Needs(case=case["row"], on=on, needs=["food"]) for on in days]
    Needs.objects.bulk_create(made)


def make_plans(chance, cases):
    """Plans agreed before, on and after the thirtieth day, in each of three ways, some of them again."""
    plans, agreements = [], []
    for case in cases:
        case["agreed"] = []
        if chance.random() < 0.7:
            plan = Plan(case=case["row"], on=case["opened"], closed_on=None)
            plans.append(plan)
            for _time in range(chance.choice([0, 1, 1, 2])):
                on = case["opened"] + chance.choice([0, 12, 29, 30, 31, 50]) * DAY
                how = chance.choice(["signed", "thumbprint", "said"])
                agreements.append(PlanAgreement(plan=plan, case=case["row"], on=on, how=how))
                case["agreed"].append((on, how))
    Plan.objects.bulk_create(plans)
    PlanAgreement.objects.bulk_create(agreements)


def make_services(chance, frame, cases):
    rows, made = [], []
    for case in cases:
        for _number in range(chance.choice([0, 1, 2, 4, 8])):
            on = case["opened"] + chance.randint(0, 300) * DAY
            component = chance.choice([case["component"], frame.help])
            only = chance.choice([None] * 20 + list(frame.awards.values()))
            service = Service(
                case=case["row"], component=component, on=on, type=chance.choice(SERVICES),
                charge_only_to=only, charge_only_reason="donor_asked" if only else "",
                **aged(case["person"], on),
            )  # fmt: skip
            made.append(service)
            rows.append({
                "row": service, "case": case, "component": component, "only": only, "on": on,
                "type": service.type,
            })  # fmt: skip
    Service.objects.bulk_create(made)
    for row in rows:
        row["order"] = order_of(row["row"])
    return without_withdrawn(chance, rows)


def without_withdrawn(chance, rows):
    """A few were entered by mistake and withdrawn: they stay in the table and count nowhere."""
    mistaken = chance.sample(rows, len(rows) // 20)
    for row in mistaken:
        withdrawn = {"withdrawn_at": row["row"].created_at}
        if hasattr(row["row"], "withdrawn_reason"):
            withdrawn["withdrawn_reason"] = "twice"
        for name, value in withdrawn.items():
            setattr(row["row"], name, value)
        row["row"].save(update_fields=[*withdrawn])
    gone = {id(row) for row in mistaken}
    return [row for row in rows if id(row) not in gone]


def make_stays(chance, frame, cases):
    rows, made, free_from = [], [], {}
    for case in sorted(cases, key=lambda case: case["opened"]):
        came = max(case["opened"], free_from.get(case["person"], FIRST))
        if chance.random() > 0.5 or came >= LAST:
            continue
        left = came + chance.randint(0, 260) * DAY if chance.random() < 0.8 else None
        free_from[case["person"]] = left + DAY if left else date(2099, 1, 1)
        only = chance.choice([None] * 15 + [frame.awards["other"]])
        person = case["person"]
        gone = aged(person, left) if left else {"age_from": None, "child": None}
        stay = Stay(
            shelter=frame.shelter, case=case["row"], person=person, component=frame.house, admitted_on=came,
            admission_reason="voluntary", expected_exit_on=came + 180 * DAY, left_on=left,
            exit_reason=chance.choice(EXITS) if left else None, exit_decided_by="team" if left else "",
            charge_only_to=only, charge_only_reason="donor_asked" if only else "",
            left_age_from=gone["age_from"], left_child=gone["child"], **aged(person, came),
        )  # fmt: skip
        made.append(stay)
        rows.append({
            "row": stay, "case": case, "component": frame.house, "only": only, "admitted": came, "left": left,
            "exit": stay.exit_reason,
        })  # fmt: skip
    Stay.objects.bulk_create(made)
    for row in rows:
        row["order"] = order_of(row["row"])
    return without_withdrawn(chance, rows)


def make_placements(chance, frame, cases):
    rows, made, free_from = [], [], {}
    for case in sorted(cases, key=lambda case: case["opened"]):
        since = max(case["opened"] + 100 * DAY, free_from.get(case["person"], FIRST))
        if chance.random() > 0.5 or since >= LAST:
            continue
        until = since + chance.randint(1, 200) * DAY
        free_from[case["person"]] = until
        placement = Placement(
            case=case["row"], person=case["person"], component=frame.help, kind=chance.choice(KINDS),
            since=since, until=until, **aged(case["person"], since),
        )  # fmt: skip
        made.append(placement)
        rows.append({
            "row": placement, "case": case, "component": frame.help, "since": since, "kind": placement.kind,
        })  # fmt: skip
    Placement.objects.bulk_create(made)
    for row in rows:
        row["order"] = order_of(row["row"])
    return without_withdrawn(chance, rows)
