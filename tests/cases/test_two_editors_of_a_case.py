"""Two people change one case in whatever order: nothing that one saved is lost."""

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import actions
from cases.models import Case
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from work.actions import history
from work.errors import Stale

EXAMPLES = int(os.environ.get("INTERLEAVINGS", "200"))
NAMES, POPULATIONS = ["Ceiba", "Jade", "Pino"], ["victim_of_trafficking", "at_risk", "returnee"]
FIELDS = st.dictionaries(st.sampled_from(["code_name", "population"]), st.integers(0, 2), min_size=1).map(
    lambda typed: {name: (NAMES if name == "code_name" else POPULATIONS)[at] for name, at in typed.items()}
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["ana", "bea"]), st.one_of(st.just("open"), FIELDS)), min_size=2, max_size=10
)


@pytest.fixture
def team(db):
    """A worker and her supervisor, and a case of hers."""
    office = working_office()
    worker = caseworker(office)
    return {"ana": worker, "bea": supervisor(office)}, opened_case(worker, code_name=NAMES[0])


def stored(case):
    return Case.objects.values("code_name", "population").get(pk=case.pk)


@given(steps=STEPS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_two_people_open_and_save_a_case_nothing_saved_is_lost(team, steps):
    people, case = team
    with transaction.atomic():
        states, seen = [stored(case)], dict.fromkeys(people, case.version)
        first = case.version
        for who, step in steps:
            row, now = Case.objects.get(pk=case.pk), first + len(states) - 1
            if step == "open":
                seen[who] = now
                continue
            wanted = {**states[-1], **step}
            if wanted == states[-1] or seen[who] == now:
                seen[who] = actions.change_case(row, by=people[who], version=seen[who], **step).version
                states += [wanted] if wanted != states[-1] else []
            else:
                with pytest.raises(Stale):
                    actions.change_case(row, by=people[who], version=seen[who], **step)
            assert stored(case) == states[-1]
        assert replayed(case) == states
        transaction.set_rollback(True)


def replayed(case):
    """Every state the case ever had, read back from its revisions."""
    states = [stored(case)]
    for _revision, before in history(case):
        states.insert(0, {**states[0], **before})
    return states
