"""A telephone or a document that is taken out leaves the page, not the record; it goes with her name."""

import pytest

from audit.models import Event
from cases import actions
from cases.models import Ground, IdentityDocument, Telephone
from tests.cases.intake.conftest import TODAY, agreed, described
from work.actions import history
from work.models import Revision

pytestmark = pytest.mark.django_db
PHONE = {"number": "5555 1234", "whose": "family", "safe_to_call": "no"}
PAPER = {"kind": "passport", "number": "A 123", "country": "HN"}


@pytest.fixture
def taken_out(case, worker):
    """Her telephone and her passport as they were; both are taken out."""
    agreed(case, worker)
    described(case, worker, telephones=[PHONE], documents=[PAPER])
    rows = [Telephone.objects.get(), IdentityDocument.objects.get()]
    phone, paper = ({"id": row.pk, "version": 1, "remove": True} for row in rows)
    described(case, worker, telephones=[phone], documents=[paper])
    return rows


def test_what_is_taken_out_is_kept_as_it_was_with_who_took_it_out(case, worker, taken_out):
    found = [history(row) for row in taken_out]

    assert [model.objects.count() for model in (Telephone, IdentityDocument)] == [0, 0]
    assert [[(one.verb, one.by) for one, _was in rows] for rows in found] == [
        [("telephone.removed", worker.pk)],
        [("identitydocument.removed", worker.pk)],
    ]
    for [(_revision, was)], written in zip(found, (PHONE, PAPER), strict=True):
        assert {name: was[name] for name in written} == written
        assert was["person"] == case.person_id
        assert "number_lookup" not in was
    lines = Event.objects.filter(verb__endswith=".removed").order_by("id")
    assert [one.subjects for one in lines] == [[row.pk, case.person_id, case.pk] for row in taken_out]


def test_what_was_changed_before_it_was_taken_out_is_kept_too(case, worker):
    agreed(case, worker)
    described(case, worker, telephones=[PHONE])
    row = Telephone.objects.get()
    described(case, worker, telephones=[{"id": row.pk, "version": 1, "number": "4444 1234"}])
    described(case, worker, telephones=[{"id": row.pk, "version": 2, "remove": True}])

    assert [was["number"] for _revision, was in history(row)] == ["4444 1234", "5555 1234"]


def test_it_goes_with_her_name(case, worker, taken_out):
    actions.end_ground(Ground.objects.get(), by=worker, ended_on=TODAY())
    actions.keep_unnamed(case, by=worker)

    assert Revision.objects.filter(verb__endswith=".removed").count() == 2
    assert [history(row) for row in taken_out] == [[], []]
