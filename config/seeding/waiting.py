"""What waits, and what waited, to be done: tasks, and pairs of people who may be one."""

from datetime import timedelta
from itertools import pairwise

from django.utils import timezone

from cases.models import Likeness, Task
from cases.task_words import BLIND_LIKENESS, BY_HAND, LIKENESS
from config.seeding.lives import DAY

WORDS = "Acompañarla al juzgado."
ASSIGNED = 0.9
PAIR_OF = 100  # of so many people one is like the next one


def of_cases(cases, chance, today):
    """One task that was done for each case, and one or two that wait for each open one."""
    tasks = [done(case, chance) for case in cases]
    for case in cases:
        if case.is_open:
            tasks += [due(case, chance, today) for _number in range(chance.randint(1, 2))]
    return tasks


def done(case, chance):
    """The first question of each case, answered."""
    return Task(
        kind="needs", case=case, office=case.office, assignee=case.worker, due_on=case.opened_on + DAY,
        done_at=timezone.now() - timedelta(minutes=chance.randrange(10**6)), done_by=case.worker,
    )  # fmt: skip


def due(case, chance, today):
    """Written by hand or asked by the programme, late or due soon."""
    kind, words = chance.choice([(BY_HAND, WORDS), ("consent_to_service", None)])
    return Task(
        kind=kind, words=words, case=case, office=case.office,
        assignee=case.worker if chance.random() < ASSIGNED else None,
        due_on=today + chance.randrange(-10, 30) * DAY,
    )  # fmt: skip


def pairs(batch, moment, chance):
    """`(likeness, its tasks)`: every other pair was looked at; the others wait where they would."""
    for life, other in list(pairwise(batch))[::PAIR_OF]:
        if life.cases and other.cases:
            one, two = sorted((life.person, other.person), key=lambda person: person.pk)
            pair = Likeness(one=one, other=two)
            if chance.random() < 0.5:
                pair.answer, pair.answered_at = "not_same", moment
            yield pair, [] if pair.answer else list(asked_of(pair, life.cases[-1], other.cases[-1], moment))


def asked_of(pair, case, other, moment):
    """One task for whoever helps both; else one without a case for the supervisors of each office."""
    about = {"subject": pair.pk, "due_on": moment.date() + 7 * DAY}
    if case.worker_id == other.worker_id:
        key = str(pair.pk)
        yield Task(kind=LIKENESS, key=key, case=case, office=case.office, assignee=case.worker, **about)
        return
    for office in {case.office_id: case.office, other.office_id: other.office}.values():
        yield Task(kind=BLIND_LIKENESS, key=f"{pair.pk}:{office.pk}", office=office, **about)
