"""Whoever may open a page can read and use it: every page, narrow and wide, by day and by night."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.roles import Role
from tests.journeys.looking import DESKTOP, PHONE, Visit
from tests.matrix.actors import Visitor, World
from tests.matrix.addresses import addresses
from tests.test_languages import ROUTES, pages

PARTS = 6  # so that several processes share the pages
NO_PAGES = {
    "cases:consent-text-recording", "cases:document-file", "cases:document-image", "livez",
    "programmes:spending-sample", "readyz", "reports:report-file", "reports:report-progress",
}  # fmt: skip
ABOUT_THE_API = ("api-docs api/v1/docs/", "api-docs-resource api/v1/docs/<text:api_resource>/")
PAGES = [
    *(page.values for page in pages() if page.id.split()[0] not in NO_PAGES),
    *((address, Role.CASEWORKER) for address in ABOUT_THE_API),
]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_can_be_read_and_used_by_whoever_may_open_it(part, live_server, page):
    world, visit = World(), Visit(page, live_server.url, "es")
    chosen = PAGES[part::PARTS]
    visitors = {seer: Visitor(seer, world, Client()) for seer in {seer for _address, seer in chosen}}

    for address, seer in chosen:
        come_as(visit, visitors[seer])
        path = addresses(ROUTES[address], world)["own"]
        visit.go(path)
        assert page.url == live_server.url + path
        visit.examine(address, DESKTOP, by_night=False)  # the colours of the night are the same there
        visit.examine(address, PHONE)

    assert visit.problems == []


def come_as(visit, visitor):
    """Open the browser as this visitor, who has signed in."""
    name = settings.SESSION_COOKIE_NAME
    visit.page.context.clear_cookies(name=name)
    if session := visitor.client.cookies.get(name):
        visit.page.context.add_cookies([{"name": name, "value": session.value, "url": visit.address}])
