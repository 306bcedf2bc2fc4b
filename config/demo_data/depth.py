"""Casework in depth for the running programme: interviews, plans, families, hearings, offices and letters.

A handful of people have each of it, so that no page of the demonstration is empty.
"""

import io

from PIL import Image, ImageDraw

from accounts.models import User
from cases import actions as cases
from config.seeding.lives import DAY

TOLD = {
    "home_life": "Vivía con su mamá y cuatro hermanos. Dejó la escuela en quinto grado.",
    "promised": "Le ofrecieron cuidar niños en la capital por un sueldo fijo.",
    "debt": "Le dijeron que debía el pasaje y la comida.",
    "work_and_rest": "Trabajaba de seis de la mañana a once de la noche, sin un día libre.",
    "freedom": "Cerraban la puerta con llave y le guardaban sus papeles.",
}
REASONS = "La captaron con engaño y la retuvieron por una deuda para explotar su trabajo."
GOALS = [
    {"words": "Quiero terminar la primaria.", "service_type": "education_formal"},
    {"words": "Quiero tener mi documento de identificación.", "service_type": "legal_advice"},
]
STEPS = ["Inscribirla en el programa acelerado", "Acompañarla al RENAP a sacar su certificado"]
MOTHER = {
    "relation": "mother",
    "name": "Rosa Elena",
    "telephones": "5555 0101",
    "safe_to_contact": "only_how",
    "how": "Solo por llamada, los domingos, y sin decir de dónde se llama.",
    "said_by": "person",
    "involved": "no",
}
AUNT = {
    "relation": "aunt",
    "name": "Delia",
    "safe_to_contact": "yes",
    "said_by": "person",
    "involved": "no",
}
ROUTE = [
    {"country": "GT", "department": "GT-13", "transport": ["bus"], "happened": ["recruitment"]},
    {"country": "GT", "department": "GT-01", "transport": ["car"], "happened": ["held", "exploited"]},
]
SUSPECT = {
    "aliases": "La Seño",
    "description": "Mujer de unos cuarenta años que ofrece trabajo en el mercado de la cabecera.",
    "ties": "Carro rojo de cuatro puertas.",
    "roles": ["recruiter"],
    "danger": "possible",
    "danger_words": "Ha preguntado por ella en su aldea.",
}
MINUTES = "Sigue en el albergue hasta que termine el ciclo escolar. Se pide acompañamiento a la audiencia."
LETTER = {"kind": "treatment", "words": "Por las noches tocan la puerta muy fuerte y no nos dejan dormir."}
SCHOOL = "Constancia de inscripción (inventada)\n\nCiclo escolar, primaria acelerada"


def load(followed, untold, team, places, today):
    """What is written of people whom a team follows closely, of two who were only now found, and of the team.

    `followed` are cases in the order of their opening, `untold` those whose interview is going on.
    """
    writing, to_review = untold
    interview(writing, today, **dict(list(TOLD.items())[:2]))
    send(interview(to_review, today, **TOLD))
    recent = followed[-4:]
    for case in recent:
        plan(case, today)
        cases.add_relative(case, by=case.worker, said_on=case.opened_on, **MOTHER)
    cases.add_relative(recent[0], by=recent[0].worker, said_on=recent[0].opened_on, **AUNT)
    route(recent[1])
    proceed(recent[2], today)
    attach(recent[3])
    confer(recent[2], team["supervisor"], today)
    hand_over(followed[-6], team["supervisor"], places["refugio"])
    say_who_covers(team, today)
    open_boxes(places, team)


def interview(case, today, **told):
    """An interview of some days ago, as far as it was told."""
    on = max(case.opened_on, today - 3 * DAY)
    one = cases.begin_screening(case, by=case.worker, interviewed_on=on, language="spa")
    return cases.edit_screening(one, by=case.worker, **told)


def send(one):
    """The interview waits for a second person, with what is proposed."""
    by = one.interviewer
    one = cases.edit_screening(one, by=by, proposal="victim", reasons=REASONS)
    cases.send_screening(one, by=by)


def plan(case, today):
    """What she wants, who does what by when, and that she agreed."""
    on = min(case.opened_on + 7 * DAY, today)
    made = cases.make_plan(case, by=case.worker, on=on, goals=GOALS, types=["education"])
    for number, (goal, words) in enumerate(zip(made.goals.order_by("created_at"), STEPS, strict=True)):
        due = today + (4 + 3 * number) * DAY
        cases.add_step(goal, by=case.worker, words=words, who="worker", worker=case.worker, due_on=due)
    cases.agree_plan(made, by=case.worker, on=on, how="said", by_whom="herself")


def route(case):
    """How she was brought, and who is thought to have done it."""
    event = case.exploitation_links.get().exploitation
    for stage in ROUTE:
        cases.add_route_stage(event, by=case.worker, case=case, **stage)
    cases.add_suspect(event, by=case.worker, case=case, **SUSPECT)


def proceed(case, today):
    """A complaint was made; she is heard next week."""
    made = cases.record_proceeding(
        case, by=case.worker, kind="criminal", stage="complaint", on=case.opened_on, country="GT"
    )
    cases.add_proceeding_step(made, by=case.worker, kind="hearing", on=today + 6 * DAY)


def attach(case):
    """A paper of the school, as a picture."""
    paper = Image.new("RGB", (900, 600), "white")
    ImageDraw.Draw(paper).multiline_text((80, 120), SCHOOL, fill="black", font_size=28)
    file = io.BytesIO()
    paper.save(file, "PNG")
    file.seek(0)
    facts = {"kind": "school", "title": "Constancia de inscripción", "note_class": "care"}
    cases.attach_document(case, by=case.worker, on=case.opened_on, file=file, **facts)


def confer(case, supervisor, today):
    """Her team met, and agreed on what comes next."""
    people = [case.worker, supervisor]
    met = cases.record_conference(
        case, by=supervisor, on=today - DAY, minutes=MINUTES, people=people, outside=["herself", "school"]
    )
    words = "Pedir la constancia de la escuela"
    cases.decide_in_conference(met, by=supervisor, words=words, due_on=today + 5 * DAY, assignee=case.worker)


def hand_over(case, supervisor, office):
    """Another office is asked to go on with a case, and has not answered."""
    cases.ask_transfer(case, by=supervisor, to_office=office, reason="services")


def say_who_covers(team, today):
    """A colleague is away next week."""
    days = {"since": today + 7 * DAY, "until": today + 11 * DAY}
    cases.say_absence(by=team["supervisor"], user=team["caseworker2"], cover=team["caseworker"], **days)


def open_boxes(places, team):
    """Each office has a letter box; what is written to one is read by people who work elsewhere."""
    boss = User.objects.get(sign_in_name="administrator")
    readers = {"refugio": team["supervisor"], "central": team["coordinator"]}
    for key, user in readers.items():
        cases.name_receiver(places[key], by=boss, user=user)
        cases.name_receiver(places[key], by=boss, user=User.objects.get(sign_in_name="reviewer"))
        cases.open_box(places[key], by=boss)
    cases.receive_complaint(places["refugio"], **LETTER)
