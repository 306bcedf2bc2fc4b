"""A closed case has a day on which somebody looks whether it is still needed; a hold stops it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.roles import Role
from accounts.tokens import issue
from audit.models import Event
from cases import actions
from cases.models import Document, KeptLonger, LegalHold, Person, RetentionClock, RetentionPeriod
from tests.api.conftest import Caller
from tests.cases.test_documents import TITLE, attached
from tests.factories.accounts import administrator
from tests.factories.cases import ENDING, caseworker, opened_case, supervisor, working_office
from work.models import SealedFile

pytestmark = pytest.mark.django_db
PAGE, CLOCKS, HOLDS = reverse("cases:retention"), "/api/v1/retention-clocks/", "/api/v1/legal-holds/"
# 2024 has a 29 February; five years later there is none.
CLOSED, AGAIN = date(2020, 2, 29), date(2025, 2, 28)


def closed(office, on=CLOSED, **facts):
    """A case of an office, closed on a day by its supervisor; written afterwards."""
    case = opened_case(caseworker(office), on=date(2019, 5, 6), **facts)
    actions.close_case(case, by=supervisor(office), on=on, entered_from="paper", **ENDING)
    case.refresh_from_db()
    return case


def protector(office):
    return caseworker(office, role=Role.DATA_PROTECTION)


def of(user):
    return Caller(issue(user)[0])


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def office(client):
    client.cookies["language"] = "en"
    return working_office()


def test_the_clock_of_a_closed_case_begins_ends_when_it_goes_on_and_begins_anew(office, client):
    case, boss = closed(office, code_name="Ceiba"), supervisor(office)
    clock = RetentionClock.objects.get()
    client.force_login(boss)

    page = client.get(case.get_absolute_url()).text

    assert (clock.since, clock.review_on) == (CLOSED, AGAIN)
    assert "To be looked at again on" in page
    assert "28 February 2025" in page
    told = of(boss).get(f"/api/v1/cases/{case.number}/").json()["retention"]
    assert told == {"review_on": "2025-02-28", "held": False}
    assert [row["case"] for row in of(boss).get(f"{CLOCKS}?state=due").json()["results"]] == [case.number]

    actions.reopen_case(case, by=boss, on=date(2026, 1, 5), reason="She came back.")

    assert not RetentionClock.objects.visible_to(boss).running().exists()
    with pytest.raises(ValidationError, match="taken up again"):
        actions.keep_longer(clock, by=boss, why="asked")
    case.refresh_from_db()
    actions.close_case(case, by=boss, on=date(2026, 2, 5), entered_from="paper", **ENDING)
    assert RetentionClock.objects.running().get().review_on == date(2031, 2, 5)


def test_whoever_protects_the_data_reads_numbers_and_days_and_keeps_a_case_for_another_period(office, client):
    case, guard = closed(office, code_name="Ceiba"), protector(office)
    clock = RetentionClock.objects.get()
    client.force_login(guard)

    page = client.get(PAGE).text
    kept = client.post(reverse("cases:clock-keep", args=[clock.pk]), {"why": "child"})
    again = client.post(reverse("cases:clock-keep", args=[clock.pk]), {"why": "child"})

    assert case.number in page
    assert "Ceiba" not in page
    assert case.get_absolute_url() not in page
    clock.refresh_from_db()
    today = timezone.localdate()
    assert (kept.status_code, again.status_code) == (302, 422)
    assert clock.review_on >= today + timedelta(days=5 * 365)
    assert KeptLonger.objects.values_list("due_on", "until", "why").get() == (AGAIN, clock.review_on, "child")
    line = Event.objects.get(verb="retention.kept_longer")
    assert (line.subjects, line.detail) == ([clock.pk, case.pk], ["review_on", "child"])
    # The team reads it among what happened.
    client.force_login(supervisor(office))
    shown = client.get(case.get_absolute_url()).text
    assert "Kept for another period" in shown
    assert "the person was a child" in shown


def test_a_hold_stops_the_clock_until_it_is_lifted(office, client):
    case, guard = closed(office), protector(office)
    client.force_login(guard)
    spoken = {"case": case.number.lower(), "why": "court"}

    placed = client.post(reverse("cases:hold-place"), spoken)
    unknown = client.post(reverse("cases:hold-place"), spoken | {"case": closed(working_office()).number})

    hold = LegalHold.objects.get()
    assert (placed.status_code, unknown.status_code) == (302, 422)
    assert not RetentionClock.objects.visible_to(guard).due().exists()
    assert case.number in client.get(f"{PAGE}?state=held").text
    assert of(supervisor(office)).get(f"/api/v1/cases/{case.number}/").json()["retention"]["held"] is True
    program = of(guard)
    lifted = program.post(f"{HOLDS}{hold.pk}/lift/", {"lifted_why": "over"}, headers={"If-Match": "*"})
    assert (lifted.status_code, lifted.json()["lifted_why"]) == (200, "over"), lifted.content
    assert RetentionClock.objects.visible_to(guard).due().get().case == case
    with pytest.raises(ValidationError, match="lifted already"):
        actions.lift_hold(hold, by=guard, lifted_why="over")


def test_an_open_case_is_held_too(office):
    case, guard = opened_case(caseworker(office)), protector(office)

    made = of(guard).post(HOLDS, {"case": case.number, "why": "claim"})

    assert made.status_code == 201, made.content
    with pytest.raises(PermissionDenied):
        actions.place_hold(case, by=case.worker, why="claim")


def test_a_day_that_has_not_come_decides_nothing_and_another_office_finds_nothing(office, client):
    case = closed(office, on=timezone.localdate())
    clock = RetentionClock.objects.get()

    with pytest.raises(ValidationError, match="until then nothing"):
        actions.keep_longer(clock, by=protector(office), why="law")
    for stranger in (supervisor(), protector(working_office())):
        client.force_login(stranger)
        assert case.number not in client.get(f"{PAGE}?state=all").text
        assert client.get(reverse("cases:clock-keep", args=[clock.pk])).status_code == 404


def test_an_organisation_says_for_how_long_and_on_what_that_rests(office, client):
    boss = administrator(office.organisation)
    client.force_login(boss)
    periods, facts = reverse("cases:retention-periods"), {"record_class": "case", "years": 10}
    facts |= {"organisation": str(office.organisation_id)}

    before = client.get(periods).text
    empty = client.post(reverse("cases:retention-period-set"), facts | {"basis": " "})
    client.post(reverse("cases:retention-period-set"), facts | {"basis": "Board, 3 March 2026"})
    client.post(reverse("cases:retention-period-set"), facts | {"basis": "Board, 4 May 2026", "years": 7})

    assert before.count("To be confirmed") == 2
    assert empty.status_code == 422
    assert RetentionPeriod.objects.values_list("years", "basis").get() == (7, "Board, 4 May 2026")
    closed(office)
    assert RetentionClock.objects.get().review_on == date(2027, 2, 28)


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_ask_as_often_for_many_as_for_one(office, client, number, django_assert_num_queries):
    for _time in range(number):
        closed(office)
    guard = protector(office)
    program = of(guard)
    client.force_login(guard)
    client.get(PAGE)

    with django_assert_num_queries(8):
        client.get(PAGE)
    with django_assert_num_queries(8):
        program.get(CLOCKS)


def test_while_a_case_is_held_nothing_of_her_leaves_the_record(office, client):
    case = opened_case(caseworker(office))
    other = opened_case(case.worker, person=case.person)
    hold = actions.place_hold(other, by=protector(office), why="court")
    client.force_login(case.worker)

    page = client.post(f"/cases/{case.number}/intake/unnamed/", {})
    program = of(case.worker).post(f"/api/v1/cases/{case.number}/unnamed/", {}, headers={"If-Match": "*"})

    assert (page.status_code, program.status_code) == (422, 422)
    for said in (page.text, program.content.decode()):
        assert "This cannot be done from here now." in said
        assert other.number not in said
    assert not Person.objects.filter(unnamed=True).exists()
    actions.lift_hold(hold, by=protector(office), lifted_why="over")
    assert actions.keep_unnamed(case, by=case.worker).person.unnamed


def test_of_a_held_case_the_file_of_somebody_else_stays_until_the_last_hold_is_lifted(office, client):
    case, guard = opened_case(caseworker(office)), protector(office)
    documents = [attached(case), attached(case)]
    holds = [actions.place_hold(case, by=guard, why=why) for why in ("court", "claim")]
    client.force_login(case.worker)
    withdraw = f"/cases/{case.number}/documents/{documents[0].pk}/withdraw/"
    assert "destroyed once no hold stands" in client.get(withdraw).text

    page = client.post(withdraw, {"withdrawn_why": "wrong_person"})
    program = of(case.worker).post(
        f"/api/v1/documents/{documents[1].pk}/withdraw/",
        {"withdrawn_why": "wrong_person"},
        headers={"If-Match": "*"},
    )

    assert (page.status_code, program.status_code) == (302, 200), program.content
    assert SealedFile.objects.count() == 2
    actions.lift_hold(holds[0], by=guard, lifted_why="over")
    assert [one.title for one in Document.objects.all()] == [TITLE, TITLE]
    actions.lift_hold(holds[1], by=guard, lifted_why="over")
    assert SealedFile.objects.count() == 0
    assert [one.title for one in Document.objects.all()] == ["—", "—"]
    assert Event.objects.filter(verb="file.destroyed").count() == 2


def test_a_period_that_is_sent_twice_stands_as_it_was_said_last(office):
    guard, organisation = protector(office), office.organisation

    def say(years, once):
        said = {"record_class": "case", "years": years, "basis": "Our decision"}
        actions.set_retention_period(by=guard, organisation=organisation, once=once, **said)

    say(6, "k-1"), say(8, "k-2"), say(6, "k-1")

    assert RetentionPeriod.objects.get().years == 8
