"""Programs read and enter awards, and what was agreed later, by the award's number."""

from datetime import date

import pytest

from accounts.tokens import issue
from programmes.models import Award, AwardChange, Funding
from tests.api.conftest import Caller
from tests.factories.programmes import (
    AwardFactory,
    ComponentFactory,
    DonorFactory,
    FundingFactory,
    programme_manager,
)

pytestmark = pytest.mark.django_db
AWARDS = "/api/v1/awards/"
PAPER = {"dated_on": "2012-06-01", "document": "MOD-02", "reason": "Amendment"}


@pytest.fixture
def caller(manager):
    token, _row = issue(manager)
    return Caller(token)


@pytest.fixture
def signed(organisation):
    return {
        "donor": str(DonorFactory(organisation=organisation).pk),
        "number": "SPRMCO24CA0123",
        "title": "Local response",
        "starts": "2025-09-15",
        "signed_ends": "2026-09-14",
        "amount": {"amount": 350000.5, "currency": "USD"},
        "country": "GT",
        "reporting_calendar": "award_quarter",
    }


def test_an_award_is_entered_and_read_by_its_number(caller, signed):
    answer = caller.post(AWARDS, signed)

    assert answer.status_code == 201, answer.content
    assert answer["Location"].endswith("/api/v1/awards/SPRMCO24CA0123/")
    read = caller.get(f"{AWARDS}SPRMCO24CA0123/").json()
    assert read == answer.json()
    assert (read["ends"], read["amount"], read["state"]) == (
        "2026-09-14",
        {"amount": 350000.5, "currency": "USD"},
        read["state"],
    )
    assert (read["final_due_days"], read["fundings"]) == (120, [])


def test_sent_again_with_its_key_an_award_is_entered_once(caller, signed):
    headers = {"Idempotency-Key": "one"}

    first, again = (caller.post(AWARDS, signed, headers=headers) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Award.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ["a"]}, "title"),
        ({"starts": 20250915}, "starts"),
        ({"starts": "15/09/2025"}, "starts"),
        ({"amount": 350000}, "amount"),
        ({"amount": {"amount": 1, "currency": "QQQ"}}, "amount"),
        ({"colour": "red"}, "colour"),
        ({"donor": "00000000-0000-4000-8000-000000000000"}, "donor"),
        ({"report_due_days": 1000}, "report_due_days"),
        ({"reporting_calendar": "weekly"}, "reporting_calendar"),
        ({"number": "a/b"}, "number"),
        ({"signed_ends": "2024-01-01"}, ""),
    ],
)
def test_what_is_wrong_is_said_by_field(caller, signed, body, field):
    answer = caller.post(AWARDS, signed | body)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert not Award.objects.exists()


def test_a_correction_starts_from_what_stands_and_names_its_version(caller, award):
    url = f"{AWARDS}{award.number}/"
    tag = caller.get(url)["ETag"]

    assert caller.patch(url, {"title": "Anew"}).status_code == 428
    assert caller.patch(url, {"title": "Anew"}, headers={"If-Match": '"7"'}).status_code == 412
    answer = caller.patch(url, {"title": "Anew"}, headers={"If-Match": tag})

    assert answer.status_code == 200, answer.content
    award.refresh_from_db()
    assert (award.title, award.amount, award.version) == ("Anew", 100000, 2)
    assert answer["ETag"] == '"2"'


def test_an_award_is_made_to_pay_for_a_component(caller, award):
    component = ComponentFactory(organisation=award.organisation, name="El Refugio")

    answer = caller.post(
        f"{AWARDS}{award.number}/fund/", {"component": str(component.pk), "since": "2011-01-15"}
    )

    assert answer.status_code == 201, answer.content
    window = Funding.objects.get()
    assert answer.json() == {
        "id": str(window.pk),
        "version": 1,
        "component": str(component.pk),
        "component_name": "El Refugio",
        "since": "2011-01-15",
        "last_day": "2012-09-30",
    }
    assert caller.get(f"{AWARDS}{award.number}/").json()["fundings"] == [answer.json()]


def test_a_new_end_a_suspension_and_a_resumption_are_agreed(caller, award):
    window = FundingFactory(award=award)
    here = f"{AWARDS}{award.number}/"

    longer = caller.post(f"{here}change/", PAPER | {"new_end": "2013-03-31", "windows": [str(window.pk)]})
    stopped = caller.post(f"{here}suspend/", PAPER | {"since": "2011-03-01"})
    again = caller.post(f"{here}resume/", PAPER | {"since": "2011-04-01", "suspended_work": "charged"})

    assert [answer.status_code for answer in (longer, stopped, again)] == [201, 201, 201]
    assert (longer.json()["kind"], longer.json()["old_end"]) == ("new_end", "2012-09-30")
    assert caller.get(here).json()["ends"] == "2013-03-31"
    window.refresh_from_db()
    assert window.last_day == date(2013, 3, 31)
    assert AwardChange.objects.count() == 3


def test_what_an_action_refuses_is_said_beside_its_field(caller, award):
    FundingFactory(award=award)

    shorter = caller.post(f"{AWARDS}{award.number}/change/", PAPER | {"new_end": "2012-01-01"})
    resumed = caller.post(f"{AWARDS}{award.number}/resume/", PAPER | {"since": "2011-04-01"})

    assert shorter.status_code == resumed.status_code == 422
    assert "would lie outside the award" in shorter.json()["errors"]["new_end"][0]
    assert resumed.json()["errors"] == {"since": ["The award is not suspended on that day."]}


def test_lists_are_narrowed(caller, award):
    AwardFactory(
        donor=award.donor,
        country="HN",
        starts=date(2020, 1, 1),
        signed_ends=date(2020, 12, 31),
        number="HN-1",
    )

    def numbers(query):
        return [row["number"] for row in caller.get(f"{AWARDS}?{query}").json()["results"]]

    assert numbers("") == ["HN-1", award.number]
    assert numbers("country=HN") == ["HN-1"]
    assert numbers("running_on=2011-05-05") == [award.number]
    assert numbers("reporting_calendar=award_quarter") == []
    assert caller.get(f"{AWARDS}?nation=HN").status_code == 422


def test_a_list_costs_the_same_for_three_awards_as_for_one(caller, award, django_assert_num_queries):
    FundingFactory(award=award)
    caller.get(AWARDS)
    with django_assert_num_queries(9):
        caller.get(AWARDS)
    for _ in range(2):
        FundingFactory(award=AwardFactory(donor=award.donor))
    with django_assert_num_queries(9):
        assert len(caller.get(AWARDS).json()["results"]) == 3


def test_what_belongs_to_another_organisation_is_as_if_it_were_not_there(award):
    token, _row = issue(programme_manager())
    stranger = Caller(token)

    assert stranger.get(AWARDS).json()["results"] == []
    foreign, absent = stranger.get(f"{AWARDS}{award.number}/"), stranger.get(f"{AWARDS}NONE/")
    assert (foreign.status_code, foreign.content) == (404, absent.content)
    assert (
        stranger.post(f"{AWARDS}{award.number}/suspend/", PAPER | {"since": "2011-03-01"}).status_code == 404
    )
