"""Two people at work on one case at the same moment, each pair of verbs in every state: nothing is lost.

Each crossing is two connections that meet before every row they lock or write (`tests.work.crowd.Crossing`).
Each pair crosses twice: in the state that it needs, and in what came of it. A failure prints the seed:
`CROSSINGS_SEED` tries it again, `CROSSINGS=2000` tries more.
"""

import os
from collections import Counter
from datetime import date, timedelta
from functools import partial
from itertools import combinations_with_replacement
from random import Random
from secrets import randbelow
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import Case, StatusChange
from reintegration import actions as homes
from shelters import actions as shelters
from shelters.models import BedAssignment
from tests.factories.accounts import member
from tests.factories.cases import ENDING, caseworker, opened_case, supervisor, working_office
from tests.factories.shelters import admitted, beds_of, coordinator, left, shelter_of
from tests.work.crowd import Crossing
from work.actions import history
from work.errors import Stale
from work.models import Revision

SEED = int(os.environ.get("CROSSINGS_SEED", randbelow(10**6)))
CROSSINGS = int(os.environ.get("CROSSINGS", "210"))
CAME, ON, GONE, LATER = date(2026, 3, 2), date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
DAY, NAMES = timedelta(days=1), ["Ceiba", "Jade", "Pino", "Ronda"]


def again(row):
    """The row as somebody else reads it."""
    return type(row)._base_manager.get(pk=row.pk)


# What each verb does: `(row that it answers, {what it wrote})`; by `n`, 0 to 3, the doings of a pair differ.


def change_service(at, n):
    wrote = {"quantity": 2 + n}
    service = again(at.service)
    return actions.change_service(service, by=at.boss, version=at.service.version, **wrote), wrote


def change_case(at, n):
    wrote = {"code_name": NAMES[n]}
    return actions.change_case(again(at.case), by=at.boss, version=at.case.version, **wrote), wrote


def assign(at, n):
    who, case = at.colleagues[n], again(at.case)
    done = actions.change_case(case, by=at.boss, version=at.case.version, worker=who)
    return done, {"worker": who.pk}


def identify(at, n):
    wrote, on = {"trafficking_status": ["confirmed_court", "confirmed_authority"][n % 2]}, ON + n * DAY
    done = actions.identify_case(again(at.case), by=at.boss, on=on, status_decider="other_gov", **wrote)
    return done, wrote | {"identified_on": on}


def activate(at, n):
    return actions.activate_case(again(at.case), by=at.boss, on=ON), {"status": "active"}


def close(at, n):
    wrote = {"closure_reason": ["goals_met", "transferred"][n % 2]}
    done = actions.close_case(again(at.case), by=at.boss, on=LATER + n * DAY, **ENDING | wrote)
    return done, wrote | {"status": "closed", "closed_on": LATER + n * DAY}


def reopen(at, n):
    done = actions.reopen_case(again(at.case), by=at.boss, on=LATER + 9 * DAY, reason="She came back")
    return done, {"status": "active", "closed_on": None}


def add_ground(at, n):
    facts = {"kind": "consent", "giver": "self_adult", "purposes": ["assistance"]}
    wrote = {"since": ON + n * DAY}
    return actions.record_ground(again(at.case), by=at.boss, **facts, **wrote), wrote


def end_ground(at, n):
    wrote = {"ended_on": ON + n * DAY}
    return actions.end_ground(again(at.ground), by=at.boss, **wrote), wrote


def admit(at, n):
    wrote = {"admission_reason": ["emergency", "voluntary"][n % 2]}
    stay = admitted(at.shelter, by=at.head, case=again(at.case), on=LATER, bed=at.beds[n], **wrote)
    return stay, wrote


def move_bed(at, n):
    bed, since = at.beds[1 + n], ON + n * DAY
    stay = shelters.move_bed(again(at.stay), by=at.head, bed=bed, since=since)
    return stay.beds.get(bed=bed), {"bed": bed.pk, "since": since}


def leave(at, n):
    wrote = {"exit_reason": ["family", "hospital"][n % 2], "left_on": GONE + n * DAY}
    return left(again(at.stay), by=at.head, on=wrote["left_on"], to=wrote["exit_reason"]), wrote


def take_back(at, n):
    return shelters.take_back_exit(again(at.stay), by=at.head), {"left_on": None}


def follow(at, n):
    who = at.colleagues[n]
    homes.assign_follower(again(at.placement), by=at.boss, worker=who)
    return at.case.accesses.filter(user=who).latest("created_at"), {"user": who.pk}


# In which state of a case each may be done, and the line of the trail that it leaves.
VERBS = {
    change_service: ("new", "service.changed"),
    change_case: ("new", "case.changed"),
    assign: ("new", "case.changed"),
    identify: ("new", "case.identified"),
    activate: ("new", "case.activated"),
    close: ("new", "case.closed"),
    reopen: ("closed", "case.reopened"),
    add_ground: ("new", "ground.recorded"),
    end_ground: ("new", "ground.ended"),
    admit: ("new", "stay.begun"),
    move_bed: ("living", "bed.given"),
    leave: ("living", "stay.ended"),
    take_back: ("gone", "stay.exit_taken_back"),
    follow: ("gone", "access.opened"),
}
VERSIONED = {change_service, change_case, assign}
PAIRS = list(combinations_with_replacement(VERBS, 2))


@pytest.fixture
def team(committed_db):
    office = working_office()
    shelter = shelter_of(office.organisation, beds=5)
    colleagues = [member(Role.REINTEGRATION_WORKER, office, since="2010-01-01") for _one in range(4)]
    return SimpleNamespace(
        worker=caseworker(office), boss=supervisor(office), shelter=shelter, head=coordinator(shelter),
        beds=beds_of(shelter), colleagues=colleagues,
    )  # fmt: skip


def in_state(team, pair):
    """A case in the state that a pair of verbs needs; whoever was in a bed before is out of it."""
    BedAssignment.objects.all().delete()
    at = SimpleNamespace(**vars(team), case=opened_case(team.worker), service=None, ground=None)
    state = next((VERBS[verb][0] for verb in pair if VERBS[verb][0] != "new"), "new")
    if change_service in pair:
        at.service = actions.record_service(at.case, by=at.worker, on=CAME, type="food")
    if end_ground in pair:
        facts = {"kind": "consent", "giver": "self_adult", "purposes": ["data_processing"], "since": CAME}
        at.ground = actions.record_ground(at.case, by=at.worker, **facts)
    if state == "closed":
        actions.close_case(at.case, by=at.boss, on=ON, **ENDING)
    if state in ("living", "gone"):
        stay = admitted(at.shelter, by=at.head, case=at.case, on=CAME, bed=at.beds[0])
    if state == "gone":
        left(stay, by=at.head, on=GONE)
    return at


def as_it_stands(at):
    """The same case as both people read it now."""
    at.case = again(at.case)
    at.service = at.service and again(at.service)
    at.stay = at.case.stays.standing().order_by("admitted_on").last()
    at.placement = at.case.placements.open().last()
    return at


@pytest.mark.long
def test_every_pair_of_verbs_crossed_loses_nothing_and_leaves_one_line_for_each(team):
    chance, done = Random(SEED), Counter()
    for number in range(CROSSINGS // 2):
        pair = PAIRS[number % len(PAIRS)]
        at = in_state(team, pair)
        for turn in (0, 2):
            where = f"CROSSINGS_SEED={SEED}, pair {number}, turn {turn}"
            done.update(crossed(as_it_stands(at), pair, turn, chance.randrange(10**6), where))

    assert 2 * len(PAIRS) > CROSSINGS or set(done) == set(VERBS)


def crossed(at, pair, turn, seed, where):
    """Let two people do it at once; answer which verbs were done."""
    calls = [partial(tried, verb, at, turn + place) for place, verb in enumerate(pair)]
    before = lines_of(at.case, pair)
    answers = Crossing(seed).together(*calls)
    named = f"{where}: {[verb.__name__ for verb in pair]} {answers}"

    broken = [one for one in answers if isinstance(one, Exception) and not isinstance(one, Stale)]
    assert [one for one in broken if not isinstance(one, ValidationError | Refused)] == [], named
    done = {verb: answer for verb, answer in zip(calls, answers, strict=True) if isinstance(answer, tuple)}
    verbs = [call.args[0] for call in done]
    for call, (row, wrote) in done.items():
        assert wrote.items() <= states(row)[row.version].items(), named
        if call.args[0] in VERSIONED:
            seen = at.service if call.args[0] is change_service else at.case
            assert row.version == seen.version + 1, named
    kept_whole(at.case, named)
    lines = lines_of(at.case, pair) - before
    assert lines == Counter(VERBS[verb][1] for verb in verbs), named
    return verbs


def tried(verb, at, n):
    """What it wrote; one that finds no row to work on in this state is not done."""
    if (verb in (move_bed, leave, take_back) and at.stay is None) or (verb is follow and not at.placement):
        raise Refused("There is nothing to do this with.")
    return verb(at, n)


def lines_of(case, pair):
    """How often the trail speaks of these verbs, for this case and what hangs on it."""
    ids = [row.pk for row in rows_of(case)]
    verbs = {VERBS[verb][1] for verb in pair}
    told = Event.objects.filter(subjects__overlap=ids, verb__in=verbs)
    # That a stay opens the case to its shelter follows from coming, and is no deed of whoever follows her.
    return Counter(told.exclude(detail__contains=["stay"]).values_list("verb", flat=True))


def rows_of(case):
    """The case and every record that hangs on it."""
    case = again(case)
    hanging = [case.services, case.grounds, case.stays, case.placements, case.accesses, case.tasks]
    beds = BedAssignment.objects.filter(stay__case=case)
    return [case, *(row for rows in hanging for row in rows.all()), *beds]


def kept_whole(case, named):
    """Each version but the last stands in a revision, once; the statuses hang together."""
    for row in rows_of(case):
        versions = Revision.objects.of(row).values_list("version", flat=True)
        assert sorted(versions) == list(range(1, row.version)), named
    statuses = list(StatusChange.objects.filter(case=case).order_by("id").values_list("before", "after"))
    assert [one[0] for one in statuses[1:]] == [one[1] for one in statuses[:-1]], named
    assert Case.objects.get(pk=case.pk).status == statuses[-1][1], named


def states(row):
    """{version: what the record said then}, read back from its revisions."""
    now = again(row)
    said = {field.name: field.value_from_object(now) for field in now._meta.concrete_fields}
    found = {now.version: said}
    for revision, before in history(now):
        said = {**said, **before}
        found[revision.version] = said
    return found
