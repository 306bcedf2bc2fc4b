"""What is written of each person and each case: rows with something sealed in them."""

from datetime import timedelta

from cases.models import CaseExploitation, Exploitation, Ground, IdentityDocument, Needs, Note, Telephone
from config.seeding.lives import DAY

NOTES = 3
PAPERS = 0.6
LIVED_THROUGH_BY = [1, 1, 1, 2, 3, 5]
NOTE = "Se conversó sobre el plan de la semana; dice que se siente tranquila y pide llamar a su tía."
ACCOUNT = "Le ofrecieron trabajo de mesera; le quitaron sus documentos y no le pagaron."
NEEDED = ["food", "clothing", "medical_general", "psychosocial_individual", "legal_advice", "vocational"]


def of_people(people, chance):
    """Each table that hangs on a person, with its rows."""
    phones = [Telephone(person=p, number=str(chance.randrange(30_000_000, 59_999_999))) for p in people]
    papers = [a_paper(person, chance) for person in people if chance.random() < PAPERS]
    return [(Telephone, phones), (IdentityDocument, papers)]


def of_cases(cases, chance, today):
    """Each table that hangs on a case, with its rows."""
    links = list(shared_events(cases, chance))
    events = {link.exploitation_id: link.exploitation for link in links}
    return [
        (Ground, [a_consent(case) for case in cases]),
        (Needs, [what_she_needs(case, chance) for case in cases]),
        (Note, [a_note(case, chance, today) for case in cases for _number in range(NOTES)]),
        (Exploitation, list(events.values())),
        (CaseExploitation, links),
    ]


def a_paper(person, chance):
    """The thirteen digits of a Guatemalan identity document."""
    number = f"{chance.randrange(10**8, 10**9)}{person.origin[-2:]}01"
    return IdentityDocument(person=person, kind="national_id", number=number, country="GT")


def a_consent(case):
    purposes = ["interview", "data_processing", "assistance"]
    return Ground(
        case=case, kind="consent", purposes=purposes, since=case.opened_on, giver="self_adult", form="written"
    )


def what_she_needs(case, chance):
    return Needs(case=case, on=case.opened_on, needs=chance.sample(NEEDED, 3), wishes="Quiere estudiar.")


def a_note(case, chance, today):
    span = max(1, ((case.closed_on or today) - case.opened_on).days)
    return Note(case=case, on=case.opened_on + chance.randrange(span) * DAY, text=NOTE, author=case.worker)


def shared_events(cases, chance):
    """What was done, as events of one person or of a few who were freed together."""
    left = iter(cases)
    for first in left:
        event = what_was_done(first, chance)
        yield CaseExploitation(case=first, exploitation=event)
        for _other in range(chance.choice(LIVED_THROUGH_BY) - 1):
            if case := next(left, None):
                yield CaseExploitation(case=case, exploitation=event)


def what_was_done(case, chance):
    ended = case.opened_on - timedelta(days=chance.randrange(1, 90))
    return Exploitation(
        acts=["recruitment", "harbouring"], purposes=[chance.choice(["sexual", "forced_labour"])],
        country="GT", department=case.person.origin if case.person.origin.startswith("GT") else "GT-01",
        began=ended - timedelta(days=chance.randrange(30, 400)), began_precision="month",
        ended=ended, ended_precision="day", account=ACCOUNT,
    )  # fmt: skip
