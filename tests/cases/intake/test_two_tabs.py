"""One person writes into two tabs: neither takes away what was typed in the other."""

import re

import pytest

from cases.models import Case, Draft
from tests.cases.intake.test_drafts import (  # noqa: F401
    BY_ITSELF,
    case,
    desk,
    drafts_of,
    notes_of,
    worker,
)
from tests.cases.intake.test_opening_a_case import typed as typed_first_page

pytestmark = pytest.mark.django_db


class Tab:
    """A page of a new note that is open in a tab: it sends what its hidden boxes say, as its script does."""

    def __init__(self, browser, her, query=""):
        self.desk, self.case = browser, her
        shown = browser.get(f"{notes_of(her)}new/{query}")
        page = shown.content.decode().split("data-draft=")[1]
        self.sends = {
            name: re.search(rf'name="{name}" value="([^"]*)"', page)
            for name in ("once", "draft_page", "resumed", "resumed_at")
        }
        self.sends = {name: found[1] for name, found in self.sends.items() if found}
        self.text = shown.context["form"]["text"].value()

    def types(self, text):
        typed = self.sends | {"text": text}
        assert self.desk.post(drafts_of(self.case, "note"), typed, headers=BY_ITSELF).status_code == 200

    def saves(self, text):
        assert self.sends_to_save(text).status_code == 302

    def sends_to_save(self, text, **sends):
        typed = {"text": text, "note_class": "team", "kind": "progress", "on": "2026-03-03"}
        return self.desk.post(f"{notes_of(self.case)}new/", self.sends | typed | sends)


def refused_page(answer):
    """What the page of a refusal says above its form, and what it would send of itself."""
    page = answer.content.decode()
    names = ("once", "draft_page", "resumed", "resumed_at")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names}
    return page, {name: hit[1] for name, hit in found.items() if hit}


def kept_texts():
    return sorted(dict(draft.typed)["text"][0] for draft in Draft.objects.all())


def test_two_notes_that_are_typed_in_two_tabs_at_once_are_both_kept(desk, case):  # noqa: F811
    one, other = Tab(desk, case), Tab(desk, case)

    one.types("She slept")
    other.types("Her mother called")
    one.types("She slept well")
    other.types("Her mother called twice")

    assert kept_texts() == ["Her mother called twice", "She slept well"]
    one.saves("She slept well")
    assert (kept_texts(), Tab(desk, case).text) == (["Her mother called twice"], "Her mother called twice")
    other.saves("Her mother called twice")
    assert (kept_texts(), case.notes.count()) == ([], 2)


def test_a_tab_that_went_on_from_a_draft_does_not_overwrite_what_was_typed_on_in_the_first(desk, case):  # noqa: F811
    first = Tab(desk, case)
    first.types("She slept")
    second = Tab(desk, case)
    assert second.text == "She slept"

    first.types("She slept, and woke at four")
    second.types("She slept badly")

    assert kept_texts() == ["She slept badly", "She slept, and woke at four"]
    second.saves("She slept badly")
    assert kept_texts() == ["She slept, and woke at four"]


def test_a_page_that_is_opened_again_goes_on_in_the_same_draft(desk, case):  # noqa: F811
    Tab(desk, case).types("She slept")

    again = Tab(desk, case)
    again.types("She slept well")
    once_more = Tab(desk, case)

    assert (kept_texts(), once_more.text) == (["She slept well"], "She slept well")
    once_more.saves("She slept well")
    assert Draft.objects.count() == 0


def test_another_note_is_begun_beside_the_one_that_is_not_saved(desk, case):  # noqa: F811
    Tab(desk, case).types("She slept")
    assert "?blank=1" in desk.get(f"{notes_of(case)}new/").content.decode()

    another = Tab(desk, case, "?blank=1")
    assert not another.text
    another.types("Her mother called")

    assert kept_texts() == ["Her mother called", "She slept"]


def test_what_was_refused_in_one_tab_leaves_the_draft_of_the_other_alone(desk, case):  # noqa: F811
    one, other = Tab(desk, case), Tab(desk, case)
    one.types("She slept")

    refused = desk.post(
        f"{notes_of(case)}new/", other.sends | {"text": "Her mother called", "on": "2099-01-01"}
    )

    assert (refused.status_code, kept_texts()) == (422, ["Her mother called", "She slept"])
    assert f'name="draft_page" value="{other.sends["draft_page"]}"' in refused.content.decode()


@pytest.mark.parametrize("typed_on", ["nowhere", "the first", "the second"])
@pytest.mark.parametrize("saved", ["by the first", "by the second"])
def test_one_draft_in_two_tabs_is_saved_once(desk, case, saved, typed_on):  # noqa: F811
    first = Tab(desk, case)
    first.types("She slept")
    second = Tab(desk, case)
    if typed_on != "nowhere":
        (first if typed_on == "the first" else second).types("She slept well")
    early, late = (first, second) if saved == "by the first" else (second, first)

    early.saves("She slept")
    answer = late.sends_to_save("She slept, and ate")

    page, _sends = refused_page(answer)
    assert (answer.status_code, case.notes.count()) == (409, 1)
    assert "What is typed here was saved already, in another tab or on another device" in page
    assert f'<a href="/cases/{case.number}/notes/">Look at what was saved</a>' in page
    assert answer.context["form"]["text"].value() == "She slept, and ate"


def test_what_is_meant_as_one_more_is_saved_when_it_is_sent_again(desk, case):  # noqa: F811
    Tab(desk, case).types("She slept")
    first, second = Tab(desk, case), Tab(desk, case)
    first.saves("She slept")
    _page, sends = refused_page(second.sends_to_save("She ate"))
    assert kept_texts() == ["She ate"]

    second.sends = {}
    answer = second.sends_to_save("She ate", **sends)

    assert (answer.status_code, kept_texts(), case.notes.count()) == (302, [], 2)


def test_a_draft_that_a_page_had_to_mend_first_is_known_as_the_same(desk, case):  # noqa: F811
    Tab(desk, case).types("She slept")
    first, second = Tab(desk, case), Tab(desk, case)
    first.saves("She slept")
    _page, sends = refused_page(second.sends_to_save("She slept", on="31/02/2026"))

    answer = second.sends_to_save("She slept", **sends)

    assert (answer.status_code, case.notes.count()) == (409, 1)


def test_the_same_form_sent_twice_is_answered_by_what_it_made(desk, case):  # noqa: F811
    Tab(desk, case).types("She slept")
    tab = Tab(desk, case)

    tab.saves("She slept")
    tab.saves("She slept")

    assert case.notes.count() == 1


def test_of_a_draft_of_a_case_in_two_tabs_one_case_is_opened(desk, case):  # noqa: F811
    typed = typed_first_page(case.office, draft="7b7e2f0a-3d0e-4b7e-9a41-2f2f5c1b0f11")
    assert desk.post("/cases/new/", typed | {"once": "one"}).status_code == 302
    opened = Case.objects.exclude(pk=case.pk).get()

    answer = desk.post("/cases/new/", typed | {"once": "other"})

    assert (answer.status_code, Case.objects.count()) == (409, 2)
    assert f'<a href="/cases/{opened.number}/intake/">Look at what was saved</a>' in answer.content.decode()
