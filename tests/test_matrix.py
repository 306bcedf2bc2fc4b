"""Every address of the house × every method × everybody × own, foreign and absent rows, against one table."""

import os
import re
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import transaction

from tests.matrix import table
from tests.matrix.actors import ACTORS, ANONYMOUS, DEACTIVATED, LEAD
from tests.matrix.addresses import FRAMEWORK, addresses, named_addresses, unreadable

ADDRESSES = sorted({(name, route) for name, route in named_addresses() if name not in FRAMEWORK})
EXPECTED = table.read()
# Opened without signing in: nothing of any person stands there.
OPEN = {
    "account_login", "api-token", "box:answer", "box:write", "invitation", "leave-now", "livez", "neutral",
    "readyz", "set-language", "session-extend",
}  # fmt: skip
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')
COMPARED_WITHOUT = {"X-Request-ID", "Date"}


def all_answers(visitor, places):
    """`{method: {place: answer}}`, every request undone.

    What an address takes it says with its first refusal of a method: others that it does not name there are
    refused by the same gate before any row is looked for, so that the next of them is asked of one's own row
    alone, and the answer stands for those after it.
    """
    found, taken, shut = {}, None, None
    for method in table.METHODS:
        if taken is not None and method not in taken:
            shut = shut or answers(visitor, method, {"own": places["own"]})["own"]
            if (shut.status_code, shut.headers.get("Allow")) == (405, ", ".join(taken)):
                found[method] = dict.fromkeys(places, shut)
                continue
        found[method] = given = answers(visitor, method, places)
        if {one.status_code for one in given.values()} == {405}:
            taken = given["own"].headers["Allow"].split(", ")
    return found


def answers(visitor, method, places):
    """The answer for each place, every request undone."""
    given = {}
    for kind, url in places.items():
        with transaction.atomic():
            given[kind] = visitor.ask(method, url)
            transaction.set_rollback(True)
    return given


def cell(given):
    """What the table says of these answers."""
    if "foreign" not in given:
        return str(given["own"].status_code)
    return f"{given['own'].status_code}/{given['foreign'].status_code}"


def told_apart(actor, given):
    """The places in which she could tell what is another's from what is not there.

    Whoever leads the accounts sees those of every organisation: nothing is foreign to her.
    """
    hidden = [place for place in ("foreign", "mixed") if place in given and actor != LEAD]
    return [place for place in hidden if not seen_alike(given[place], given["absent"])]


def seen_alike(foreign, absent):
    """Foreign and absent may differ in nothing a stranger could read.

    A 404 is compared byte by byte. Other answers repeat the address that was asked for and carry a token for
    their forms: both are taken out first.
    """
    if foreign.status_code == 404:
        return told(foreign) == told(absent)
    return told(foreign, without_own=True) == told(absent, without_own=True)


def told(answer, *, without_own=False):
    """Status, headers and body of an answer."""
    headers = {name: value for name, value in answer.headers.items() if name not in COMPARED_WITHOUT}
    body = answer.content.decode()
    if without_own:
        path = answer.wsgi_request.path
        for written in (quote(path, safe=""), quote(path), path):
            headers = {name: value.replace(written, "") for name, value in headers.items()}
        headers.pop("Content-Length", None)
        body = TOKEN.sub("", body).replace(path, "")
    return answer.status_code, headers, body


@pytest.mark.parametrize(
    ("address", "route"), ADDRESSES, ids=[f"{name} {route}" for name, route in ADDRESSES]
)
def test_every_door_opens_only_for_whom_the_table_says(address, route, world):
    places = addresses(route, world)
    found, differing = {}, []
    for actor in ACTORS:
        visitor = world.visitor(actor)
        for method, given in all_answers(visitor, places).items():
            found.setdefault(method, {})[actor] = cell(given)
            differing += [(actor, method, place) for place in told_apart(actor, given)]

    table.keep(f"{address} {route}", found)

    assert differing == []
    assert found == EXPECTED.get(f"{address} {route}"), f"write a row for {address} {route}: {found}"


@pytest.mark.parametrize("seer", ["programme_manager", "administrator"])
@pytest.mark.parametrize("route", sorted({route for _name, route in ADDRESSES if "<" in route}))
def test_an_address_that_nobody_can_mean_is_not_found(route, seer, world):
    visitor = world.visitor(seer)

    given = {
        (method, url): visitor.ask(method, url).status_code
        for url in unreadable(route, world)
        for method in table.METHODS
    }

    assert set(given.values()) <= {404}, given


def test_no_text_in_an_address_may_hold_what_the_data_base_cannot_look_for():
    assert [route for _name, route in ADDRESSES if re.search(r"<(str|path):|<\w+>", route)] == []


def test_the_table_is_counted_without_the_settings_of_an_installation():
    bare = {"PATH": os.environ["PATH"]}

    done = subprocess.run(
        [sys.executable, "-m", "tests.matrix.table"], cwd=settings.BASE_DIR, env=bare, capture_output=True
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(f"{len(EXPECTED)} addresses, 5 methods, {len(ACTORS)} actors: ".encode())


def test_the_table_has_a_column_for_everybody_who_may_knock():
    assert {tuple(row) for methods in EXPECTED.values() for row in methods.values()} == {tuple(ACTORS)}


def test_no_row_of_the_table_speaks_of_an_address_that_is_gone():
    assert sorted(EXPECTED) == sorted(f"{name} {route}" for name, route in ADDRESSES)


@pytest.mark.parametrize("address", sorted(EXPECTED))
def test_nobody_without_a_living_account_is_let_in(address):
    if address.split()[0] in OPEN:
        return
    for method, cells in EXPECTED[address].items():
        for actor in (ANONYMOUS, DEACTIVATED):
            assert set(cells[actor].split("/")) <= {"302", "401", "404", "405"}, (method, actor)


@pytest.mark.parametrize("address", sorted(EXPECTED))
def test_a_foreign_row_is_never_opened(address):
    for method, cells in EXPECTED[address].items():
        for actor, statuses in cells.items():
            if "/" in statuses and actor != "lead_administrator":
                assert statuses.split("/")[1] in {"302", "401", "403", "404", "405"}, (method, actor)
