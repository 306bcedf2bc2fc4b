"""The running programme: 40 people around the day of `make demo`, so that every page has life in it.

Days are counted from today and chosen by a fixed seed: the same day gives the same people.
"""

import random

from accounts.models import User
from cases import actions as cases
from cases.models import Case, EnteredFrom
from config.demo_data import depth
from config.demo_data.first_year import lowest_free_bed
from config.seeding.lives import DAY, names
from reintegration import actions as reintegration
from reintegration.models import Placement
from shelters import actions as shelters
from shelters.models import Shelter

SEED, PEOPLE, EVERY = 2011, 40, 9
DEMO = EnteredFrom.DEMO
CONSENT = ["interview", "data_processing", "assistance", "shelter_entry", "followup"]
SERVICES = ["food", "clothing", "hygiene", "medical_general", "psychosocial_individual", "legal_advice",
            "education_formal", "psychosocial_group", "vocational", "family_visit"]  # fmt: skip
PURPOSES = [["sexual"], ["forced_labour"], ["sexual", "forced_labour"], ["begging"], ["forced_criminality"]]
MEANS = [["deception"], ["abuse_vulnerability"], ["threat_force"], ["deception", "coercion"]]
ORIGINS = ["GT-09", "GT-12", "GT-13", "GT-16", "GT-14", "GT-05"]
WENT = ["family", "extended_family", "substitute_family", "independent_living", "family"]
NOTES = [
    "Conversamos sobre su rutina. Dice que duerme mejor y quiere volver a estudiar en enero.",
    "Acompañamiento a la audiencia. La jueza la escuchó en cámara Gesell y salió tranquila.",
    "Llamada con su tía, acordada con ella. La tía puede recibirla los fines de semana.",
    "Se revisó con ella su plan. Pide apoyo para sacar su documento de identificación.",
]
# Days after the opening, and the level on that day.
RISK = [(0, "imminent"), (1, "high"), (8, "high"), (15, "medium"), (29, "medium"), (60, "low")]
DOMAINS = ["retaliation", "family_threat"]
BASIS = "Lo contó ella. Quien la captó ha preguntado por ella en su aldea y en la de su tía."
PLAN = (
    "No sale sola. Solo llama a su tía, desde el teléfono del albergue. Si ve el carro rojo, avisa enseguida."
)
STAY_DAYS = (150, 225)
# Not decided yet: their interviews go on.
INTERVIEWED = (2, 3)
WISHES = {True: "Quiere terminar la primaria y vivir cerca de su mamá.", False: "Quiere un trabajo seguro."}
SUMMARY = "Vive con su familia y estudia. Sabe cómo volver a buscarnos."
ALERTS = [None, None, "Alergia a la penicilina.", "Toma medicamento para el asma."]
TASKS = [
    "Acompañarla a la audiencia",
    "Llevar sus papeles al RENAP",
    "Visitar a su familia",
    "Revisar su plan",
]


def load(places, today):
    """All of them, the first who came first."""
    chance = random.Random(SEED)
    team = {name: User.objects.get(sign_in_name=name) for name in (
        "caseworker", "caseworker2", "supervisor", "coordinator", "reintegration_worker",
    )}  # fmt: skip
    shelter = Shelter.objects.get(office=places["refugio"])
    lived, untold = [], []
    for number in reversed(range(PEOPLE)):
        opened = today - (2 + number * EVERY) * DAY
        worker = team["caseworker"] if number % 3 else team["caseworker2"]
        case = open_case(number, opened, places["central"], worker, chance, today)
        if number < 2:
            continue
        judge_risk(case, number, today)
        help_her(case, number, team["supervisor"], chance, today)
        if number in INTERVIEWED:
            untold.append(case)
        if number % 5 != 2:
            lived.append(case)
    children = [load_child(case, today) for case in lived if case.person.birth_year < today.year - 22][:2]
    house(lived + children, shelter, team, chance, today)
    close_some(team["supervisor"], today)
    plan_work(lived, today)
    depth.load([case for case in lived if case not in untold], untold, team, places, today)


def earlier(day, today):
    """Where something was entered from: whatever lies more than a week back was entered later."""
    return DEMO if day < today - 7 * DAY else ""


def open_case(number, opened, office, worker, chance, today):
    """A case as its first page makes it; the newest in danger, the one before without her data."""
    child = number % 5 < 3
    case = cases.open_case(
        by=worker,
        office=office,
        on=opened,
        found_on=opened - DAY,
        found_in=chance.choice(ORIGINS),
        source=chance.choice(
            ["police", "prosecutor", "child_protection", "hotline", "self", "municipal_office"]
        ),
        danger="yes" if number == 0 else "no",
        sex="M" if number % 11 == 10 else "F",
        majority="minor" if child else "adult",
        unnamed=number == 1,
        entered_from=earlier(opened, today),
    )
    if number > 1:
        describe(case, child, opened, worker, chance)
    return case


def describe(case, child, opened, worker, chance):
    """Why her data may be kept, who she is, what was done to her, and what she needs."""
    guardian = {"giver": "state_guardian", "assent": "given"} if child else {"giver": "self_adult"}
    cases.record_ground(
        case,
        by=worker,
        kind="consent",
        since=opened,
        purposes=CONSENT,
        form="written",
        language="spa",
        **guardian,
    )
    identity = identity_of(case.person.sex, child, opened, chance)
    cases.describe_person(case.person, by=worker, case=case, on=opened, **identity)
    cases.record_exploitation(
        case, by=worker, on=opened, acts=["recruitment", "harbouring"], means=chance.choice(MEANS),
        purposes=chance.choice(PURPOSES), country="GT", department=chance.choice(ORIGINS), was_child=child,
    )  # fmt: skip
    cases.record_needs(
        case, by=worker, on=opened, needs=chance.sample(SERVICES, 3), wishes=WISHES[child],
        health_alert=chance.choice(ALERTS),
    )  # fmt: skip


def identity_of(sex, child, opened, chance):
    """Names, birth date and the rest of what is written of a person."""
    pool, years = names(), chance.randrange(13, 18) if child else chance.randrange(19, 36)
    given, second = (pool["men"], pool["men"]) if sex == "M" else (pool["first"], pool["second"])
    return {
        "given_names": f"{chance.choice(given)} {chance.choice(second)}",
        "family_names": f"{chance.choice(pool['family'])} {chance.choice(pool['family'])}",
        "birth_date": opened - (years * 365 + 60 + chance.randrange(0, 200)) * DAY,
        "birth_precision": "day",
        "gender": "masculine" if sex == "M" else "feminine",
        "nationalities": [chance.choice(["GT", "GT", "GT", "GT", "HN", "SV"])],
        "languages": ["spa", *chance.choice([[], [], ["quc"], ["kek"]])],
        "education": chance.choice(["isced1", "isced2", "isced1", "none"]),
        "origin": chance.choice(ORIGINS),
        "telephones": [telephone(chance)],
    }


def telephone(chance):
    """A number of the family, of which nobody knows yet whether it is safe to call."""
    return {"number": f"5{chance.randrange(1000000, 9999999)}", "whose": "family", "safe_to_call": "unknown"}


def help_her(case, number, supervisor, chance, today):
    """Identified within two weeks, then helped every ten days or so, with a note now and then."""
    worker, opened = case.worker, case.opened_on
    decided = min(opened + chance.randrange(4, 14) * DAY, today)
    if number > 3:
        cases.identify_case(
            case, by=supervisor, on=decided, trafficking_status="identified_programme", status_decider="ngo",
            entered_from=earlier(decided, today),
        )  # fmt: skip
        cases.activate_case(case, by=worker, on=decided, entered_from=earlier(decided, today))
    on, last = opened, min(today, opened + 250 * DAY)
    while on <= last:
        cases.record_service(
            case, by=worker, on=on, type=chance.choice(SERVICES), entered_from=earlier(on, today) or DEMO
        )
        on += chance.randrange(4, 17) * DAY
    for note in chance.sample(NOTES, 2):
        written = min(opened + chance.randrange(5, 60) * DAY, today)
        cases.write_note(case, by=worker, on=written, text=note)


def judge_risk(case, number, today):
    """How great the danger was when she came, and how it went on."""
    for after, level in RISK[number % 3 :]:
        on = case.opened_on + after * DAY
        if on <= today:
            cases.assess_risk(
                case, by=case.worker, on=on, level=level, domains=[f"{one}:{level}" for one in DOMAINS],
                basis=BASIS, safety_plan=PLAN if level in ("imminent", "high") else None,
                entered_from=earlier(on, today),
            )  # fmt: skip


def load_child(mother, today):
    """A small child who came with her."""
    case = cases.open_case(
        by=mother.worker, office=mother.office, on=mother.opened_on, found_on=mother.found_on,
        source=mother.source, danger="no", role="accompanying_child", mother_case=mother, sex="M",
        majority="minor", entered_from=earlier(mother.opened_on, today),
    )  # fmt: skip
    cases.record_ground(
        case, by=case.worker, kind="consent", since=case.opened_on, purposes=CONSENT, form="written",
        language="spa", giver="parent", assent="not_able", assent_reason="Tiene dos años.",
    )  # fmt: skip
    cases.describe_person(
        case.person, by=case.worker, case=case, on=case.opened_on, given_names="Mateo",
        family_names=mother.person.family_names, birth_date=case.opened_on - 900 * DAY, birth_precision="day",
        gender="masculine", nationalities=["GT"],
    )  # fmt: skip
    return case


def house(lived, shelter, team, chance, today):
    """Who lives or lived in El Refugio, in the order of arrival; who left is followed home."""
    for turn, case in enumerate(sorted(lived, key=lambda case: case.opened_on)):
        admitted = min(case.opened_on + DAY, today)
        stay = shelters.admit_person(
            shelter, by=team["coordinator"], case=case, admitted_on=admitted, admission_reason="authority",
            bed=lowest_free_bed(shelter, admitted) if turn % 9 else None,
            not_fitting="Acompaña a su mamá." if case.mother_case_id else None,
            entered_from=earlier(admitted, today),
        )  # fmt: skip
        left = admitted + chance.randrange(*STAY_DAYS) * DAY
        if left < today and not case.mother_case_id:
            shelters.record_exit(
                stay, by=team["coordinator"], left_on=left, exit_reason=WENT[turn % len(WENT)],
                exit_decided_by="team", entered_from=DEMO,
            )  # fmt: skip
    for placement in Placement.objects.filter(case__in=[case.pk for case in lived], until=None):
        reintegration.assign_follower(placement, by=team["supervisor"], worker=team["reintegration_worker"])


def close_some(supervisor, today):
    """Cases of people who have lived at home for a long time."""
    old = today - 330 * DAY
    for case in Case.objects.filter(opened_on__lt=old, status="active", office__name="Oficina central"):
        if not case.stays.filter(left_on=None).exists():
            cases.close_case(
                case, by=supervisor, on=today - 10 * DAY, closure_reason="goals_met",
                reintegration_outcome="progressing", final_risk="low", told_how_to_return=True,
                closing_summary=SUMMARY, entered_from=DEMO,
            )  # fmt: skip


def plan_work(lived, today):
    """Tasks that wait this week."""
    recent = sorted(lived, key=lambda case: case.opened_on)[-len(TASKS) :]
    for number, (case, what) in enumerate(zip(recent, TASKS, strict=True)):
        cases.plan_task(case, by=case.worker, words=what, due_on=today + number * 2 * DAY)
