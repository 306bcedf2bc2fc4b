"""Two people edit one record: nothing that was saved is ever lost, whoever comes second is told."""

import os
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.testrooms.models import Leaflet
from tests.work.crowd import together
from work.actions import create, history, write
from work.errors import Stale

EXAMPLES = int(os.environ.get("INTERLEAVINGS", "50"))
FIELDS = st.dictionaries(st.sampled_from(["title", "price"]), st.integers(0, 4), min_size=1).map(
    lambda typed: {name: f"t{value}" if name == "title" else value for name, value in typed.items()}
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["ana", "bea"]), st.one_of(st.just("open"), FIELDS)), min_size=2, max_size=12
)


def leaflet():
    return create(Leaflet(title="t0", price=0), by=None, verb="leaflet.created")


def save(row, version, **changes):
    return write(row, by=uuid4(), verb="leaflet.changed", changes=changes, version=version)


def stored(row):
    row = Leaflet.objects.get(pk=row.pk)
    return {"title": row.title, "price": row.price}


def test_of_two_who_save_at_once_the_second_sees_both_versions(committed_db):
    row = leaflet()

    answers = together(
        lambda: save(Leaflet.objects.get(), 1, title="Ana's"),
        lambda: save(Leaflet.objects.get(), 1, title="Bea's"),
    )

    saved, stale = sorted(answers, key=lambda answer: isinstance(answer, Stale))
    assert stored(row)["title"] == saved.title == stale.row.title
    assert {saved.title, stale.changes["title"]} == {"Ana's", "Bea's"}
    assert Leaflet.objects.get().version == 2


def test_many_who_change_different_fields_without_having_looked_lose_nothing(committed_db):
    row = leaflet()

    together(
        *[lambda: save(Leaflet.objects.get(), None, title="t9")] * 4,
        *[lambda: save(Leaflet.objects.get(), None, price=9)] * 4,
    )

    assert stored(row) == {"title": "t9", "price": 9}
    assert Leaflet.objects.get().version == 3


@pytest.mark.django_db
@given(steps=STEPS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_two_people_open_and_save_nothing_saved_is_lost(steps):
    with transaction.atomic():
        row = leaflet()
        states, seen = [stored(row)], {"ana": 1, "bea": 1}
        for person, step in steps:
            if step == "open":
                seen[person] = len(states)
                continue
            wanted = {**states[-1], **step}
            if wanted == states[-1] or seen[person] == len(states):
                seen[person] = save(row, seen[person], **step).version
                states += [wanted] if wanted != states[-1] else []
            else:
                with pytest.raises(Stale):
                    save(row, seen[person], **step)
            assert stored(row) == states[-1]
        assert replayed(row) == states
        transaction.set_rollback(True)


def replayed(row):
    """Every state the record ever had, read back from its revisions."""
    states = [stored(row)]
    for _revision, before in history(row):
        states.insert(0, {**states[0], **before})
    return states
