"""Who is looked for by name or number stands in no address: histories, proxies and logs keep addresses."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.models import Role
from audit.models import Event
from tests.accounts.visitors import newcomer, signed_in
from tests.factories.accounts import MembershipFactory, administrator, member
from work.pages import SIZE

pytestmark = pytest.mark.django_db
USERS, TRAIL = "/accounts/users/", "/trail/"


@pytest.fixture
def chief():
    return administrator(lead=True, user__full_name="Zoila")


@pytest.fixture
def people():
    """One page of people called María, and one more, beside others."""
    for number in range(SIZE + 1):
        MembershipFactory(user__full_name=f"María {number:02}")
    MembershipFactory(user__full_name="Berta")


def names(answer):
    return [person.full_name for person in answer.context["page"]]


def links(answer):
    return re.findall(r'(?:href|action)="([^"]*)"', answer.text)


def test_no_address_after_a_search_holds_what_was_typed(chief, people):
    client = signed_in(chief)

    sent = client.post(USERS, {"search": "María", "role": "caseworker", "office": "", "state": ""})
    first = client.get(sent.url)
    more = client.get(USERS + next(link for link in links(first) if "cursor=" in link).replace("&amp;", "&"))

    assert (sent.status_code, names(first)[0], names(more)) == (302, "María 00", [f"María {SIZE}"])
    assert 'value="María"' in more.text, "she sees what she looked for"
    seen = [sent.url, *links(first), *links(more)]
    assert [address for address in seen if "mar" in address.lower().replace("%c3%ad", "í")] == []
    assert sorted(parse_qs(urlsplit(sent.url).query)) == ["q", "role"]


def test_codes_alone_stay_in_the_address_as_they_are(chief, people):
    client = signed_in(chief)

    assert (
        client.post(USERS, {"role": "trainer", "search": "", "sort": "name"}).url
        == f"{USERS}?sort=name&role=trainer"
    )
    assert client.post(USERS, {"search": "", "role": ""}).url == USERS
    assert names(client.get(USERS, {"role": "administrator"})) == ["Zoila"]


def test_the_same_words_never_look_alike_twice(chief):
    client = signed_in(chief)

    assert client.post(USERS, {"search": "María"}).url != client.post(USERS, {"search": "María"}).url


def test_an_address_opens_for_her_who_searched_and_on_that_page_only(chief, people):
    other = administrator(chief.memberships.get().organisation, user__full_name="Ana")
    guard = member(Role.DATA_PROTECTION)
    found = urlsplit(signed_in(chief).post(USERS, {"search": "Berta"}).url)

    assert names(signed_in(chief).get(found.geturl())) == ["Berta"]
    assert len(names(signed_in(other).get(found.geturl()))) == SIZE, "she sees her own list, unsearched"
    assert signed_in(guard).get(f"{TRAIL}?{found.query}").context["form"]["person"].value() in (None, "")


@pytest.mark.parametrize("token", ["x", "AAAA", "ñ", "A" * 60, "%00"])
def test_an_address_that_nobody_sealed_searches_nothing(chief, token):
    assert names(signed_in(chief).get(f"{USERS}?q={token}")) == ["Zoila"]


def test_a_name_written_into_the_address_searches_nothing(chief):
    assert names(signed_in(chief).get(USERS, {"search": "Berta"})) == ["Zoila"]


def test_what_cannot_be_looked_for_is_said_beside_the_field_and_stays_typed(chief):
    answer = signed_in(chief).post(USERS, {"search": "x" * 61, "role": "queen"})

    assert (answer.status_code, names(answer)) == (422, [])
    assert set(answer.context["filters"].errors) == {"search", "role"}
    assert "x" * 61 in answer.text


def test_the_trail_is_searched_by_person_in_the_same_way():
    reader = member(Role.DATA_PROTECTION)
    client = signed_in(reader)

    sent = client.post(TRAIL, {"person": reader.sign_in_name, "verb": "trail"})
    client.get(sent.url)
    again = client.get(sent.url)

    assert reader.sign_in_name not in sent.url
    assert "verb=trail" in sent.url
    assert [line["who"] for line in again.context["lines"]] == [reader.sign_in_name]
    assert Event.objects.filter(verb="trail.read").latest("id").detail == ["person", "verb"]
    assert [link for link in links(again) if reader.sign_in_name in link] == []


def test_the_browser_is_asked_to_keep_nothing_that_was_looked_for(chief):
    form = re.search(r'<form class="filters".*?</form>', signed_in(chief).get(USERS).text, re.DOTALL)[0]

    assert 'method="post"' in form
    assert re.search(r'<input[^>]*name="search"[^>]*autocomplete="off"', form)


def test_whoever_is_not_signed_in_searches_nothing():
    assert newcomer().post(USERS, {"search": "María"}).url.startswith("/accounts/login/")
