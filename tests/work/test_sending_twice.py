"""A form may be sent twice: a double click, a lost answer, a program that tries again."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import override

from audit.models import Event
from tests.testrooms.models import Leaflet
from tests.work.crowd import together
from work.actions import create, once
from work.asked import Once
from work.models import IdempotencyKey
from work.tasks import tidy

ANA, BEA = uuid4(), uuid4()


def send(key, *, by=ANA, verb="leaflet.created", asked=None, title=None):
    def make():
        return create(Leaflet(title=title or str(uuid4())), by=by, verb=verb)

    return once(Once(key, asked), by=by, verb=verb, make=make)


@pytest.mark.django_db
def test_a_form_sent_twice_makes_one_record_and_answers_it_both_times():
    key = uuid4()

    assert send(key) == send(key) == Leaflet.objects.get().pk
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_without_a_key_each_sending_makes_a_record():
    assert send(None) != send("")
    assert Leaflet.objects.count() == 2


@pytest.mark.django_db
def test_the_key_of_one_person_says_nothing_to_another():
    assert send("a", by=ANA) != send("a", by=BEA)


@pytest.mark.django_db
def test_people_without_an_account_share_one_space_of_keys():
    assert send("a", by=None) == send("a", by=None)


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"verb": "leaflet.copied"}, {"asked": {"title": "Other"}}])
def test_a_key_used_for_something_else_is_refused(other):
    send("a", asked={"title": "Rights"})

    with pytest.raises(ValidationError) as refused, override("en"):
        send("a", **{"asked": {"title": "Rights"}, **other})
    assert refused.value.messages == [
        "This form was already used for something else. If this is a new record, save it again."
    ]
    assert Leaflet.objects.count() == 1


@pytest.mark.django_db
def test_what_was_typed_is_kept_as_a_digest_only():
    send("a", asked={"name": "María"})

    key = IdempotencyKey.objects.get()
    assert len(key.fingerprint) == 16
    assert send("a", asked={"name": "María"}) == key.made


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 61, "María's form", "a b"])
def test_a_key_that_is_no_code_is_refused(key):
    with pytest.raises(ValidationError) as refused:
        send(key)
    assert refused.value.code == "key"


@pytest.mark.django_db
def test_what_was_undone_is_made_by_the_next_sending():
    with transaction.atomic():
        send("a")
        transaction.set_rollback(True)

    assert send("a") == Leaflet.objects.get().pk


def test_fifty_sendings_at_once_have_one_effect_and_one_answer(committed_db):
    answers = together(*[lambda: send("a")] * 50)

    assert set(answers) == {Leaflet.objects.get().pk}
    assert Event.objects.count() == 1


def test_when_the_first_of_many_fails_another_does_the_work(committed_db):
    tried = []

    def make():
        tried.append(1)
        if len(tried) == 1:
            raise ZeroDivisionError
        return create(Leaflet(title="Rights"), by=ANA, verb="leaflet.created")

    answers = together(*[lambda: once("a", by=ANA, verb="leaflet.created", make=make)] * 8)

    assert [type(answer) for answer in answers].count(ZeroDivisionError) == 1
    assert {answer for answer in answers if not isinstance(answer, Exception)} == {Leaflet.objects.get().pk}
    assert len(tried) == 2


@pytest.mark.django_db
def test_keys_are_forgotten_after_thirty_days():
    send("new")
    send("old")
    IdempotencyKey.objects.filter(key="old").update(created_at="2026-01-01T00:00Z")

    tidy()

    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["new"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 2, "b": 1}),
        ({"x", "y"}, {"y", "x"}, {"x"}),
        (["x", "y"], ("x", "y"), ["y", "x"]),
        (
            {("FY2011", 1): Decimal("4.50")},
            {("FY2011", 1): Decimal("4.50")},
            {("FY2011", 1): Decimal("4.51")},
        ),
        (ContentFile(b"a,b", "a.csv"), ContentFile(b"a,b", "b.csv"), ContentFile(b"a,c", "a.csv")),
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 2)),
        (None, None, ""),
    ],
)
def test_the_same_answers_are_known_again_in_whatever_form_they_come(one, same, other):
    made = send("a", asked=[one])

    assert send("a", asked=[same]) == made
    with pytest.raises(ValidationError):
        send("a", asked=[other])


@pytest.mark.django_db
def test_of_records_chosen_it_counts_which_they_are():
    first, second = [Leaflet.objects.create(title=title) for title in "ab"]
    both = Leaflet.objects.filter(pk__in=[first.pk, second.pk])
    made, again = send("a", asked=both.order_by("title")), send("b", asked=first)

    assert send("a", asked=both.order_by("-title")) == made
    assert send("b", asked=Leaflet.objects.get(pk=first.pk)) == again
    for key, asked in (("a", both.filter(pk=first.pk)), ("b", second)):
        with pytest.raises(ValidationError):
            send(key, asked=asked)


@pytest.mark.django_db
def test_a_file_that_was_compared_is_read_from_its_beginning():
    file = ContentFile(b"a,b", "a.csv")

    send("a", asked=file)

    assert file.read() == b"a,b"


@pytest.mark.django_db
def test_answers_that_cannot_be_compared_are_never_taken_for_the_same():
    with pytest.raises(TypeError, match="object cannot be compared"):
        send("a", asked=object())
