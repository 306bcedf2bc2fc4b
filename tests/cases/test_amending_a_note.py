"""What is typed in the place of a note is kept while it is typed, for its writer alone, until it is saved."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases import actions
from cases.models import Draft
from tests.factories.cases import OPENED, caseworker, opened_case, supervisor, working_office

pytestmark = pytest.mark.django_db
TEXT, BETTER = "dreams of the river", "dreams of the sea"
BY_ITSELF = {"X-Background": "1"}


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def note(case):
    return actions.write_note(case, by=case.worker, on=OPENED, text=TEXT)


@pytest.fixture
def desk(client, case):
    client.cookies["language"] = "en"
    client.force_login(case.worker)
    return client


def amending(note):
    return f"/cases/{note.case.number}/notes/{note.pk}/amend/"


def typed_of(desk, note, **typed):
    """What the page sends by itself a few seconds after somebody typed."""
    url = desk.get(amending(note)).context["draft_url"]
    return desk.post(url, {"text": BETTER, "on": "03/03/2026"} | typed, headers=BY_ITSELF)


def test_it_is_offered_again_on_the_page_and_from_my_day_and_ends_when_it_is_saved(desk, note):
    assert desk.get(amending(note)).context["form"]["text"].value() == TEXT

    assert typed_of(desk, note).status_code == 200

    page = desk.get(amending(note))
    assert (page.context["form"]["text"].value(), page.context["draft"]) == (BETTER, Draft.objects.get())
    [notice] = [one for one in desk.get("/").context["notices"] if "draft" in one.sentence]
    assert (notice.url, "Amend the note" in notice.sentence) == (amending(note), True)
    saved = {"text": BETTER, "on": "03/03/2026", "kind": "progress", "once": uuid4()}
    saved["draft_page"] = page.context["draft_page"]
    saved |= {"resumed": page.context["draft"].pk}
    assert desk.post(amending(note), saved).status_code == 302
    assert (Draft.objects.count(), note.case.notes.standing().get().text) == (0, BETTER)


def test_of_each_note_by_itself_and_beside_a_new_one(desk, case, note):
    other = actions.write_note(case, by=case.worker, on=OPENED, text="Slept well")

    typed_of(desk, note)

    assert desk.get(amending(other)).context["form"]["text"].value() == "Slept well"
    assert not desk.get(f"/cases/{case.number}/notes/new/").context["form"]["text"].value()


def test_what_has_to_be_mended_stays_as_a_draft(desk, note):
    answer = desk.post(amending(note), {"text": BETTER, "on": "not a day", "kind": "progress"})

    assert (answer.status_code, answer.context["form"]["text"].value()) == (422, BETTER)
    assert desk.get(amending(note)).context["form"]["text"].value() == BETTER


def test_it_is_its_writers_alone(desk, case, note):
    typed_of(desk, note)
    draft, boss = Draft.objects.get(), supervisor(case.office)
    desk.force_login(boss)

    assert desk.get(amending(note)).context["form"]["text"].value() == TEXT
    assert desk.post(f"/cases/drafts/{draft.pk}/discard/").status_code == 404
    assert list(Draft.objects.visible_to(boss)) == []


def test_once_the_case_is_closed_to_her_she_still_reads_her_own_words(desk, case, note, monkeypatch):
    ana = case.worker
    typed_of(desk, note)
    actions.change_case(case, by=supervisor(case.office), worker=caseworker(case.office))
    now = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: now)
    desk.force_login(ana)

    page = desk.get(f"/cases/drafts/{Draft.objects.get().pk}/")

    assert page.status_code == 200
    assert BETTER in dict(page.context["lines"]).values()
    assert TEXT not in page.text


def test_of_a_note_that_is_not_hers_to_read_nothing_is_kept_or_told(desk, case, note):
    typed_of(desk, note)
    url = desk.get(amending(note)).context["draft_url"]
    desk.force_login(caseworker(working_office()))

    assert desk.post(url, {"text": "x"}, headers=BY_ITSELF).status_code == 404
    assert Draft.objects.count() == 1


def test_whoever_saves_after_a_colleague_goes_on_with_her_words_in_the_place_of_the_later_note(
    desk, case, note
):
    typed_of(desk, note)
    later = actions.write_note(case, by=supervisor(case.office), on=OPENED, text="another", amends=note)

    answer = desk.post(
        amending(note), {"text": "and more", "on": "03/03/2026", "kind": "progress"}, follow=True
    )

    assert answer.redirect_chain == [(amending(later), 302)]
    assert answer.context["form"]["text"].value() == "and more"
    assert "This note was amended meanwhile: this is the later one." in answer.text
    assert case.notes.standing().get() == later
    sent = {"text": "both", "on": "03/03/2026", "kind": "progress", "once": uuid4()}
    assert desk.post(amending(later), sent).status_code == 302
    assert (case.notes.standing().get().text, case.notes.standing().get().amends) == ("both", later)


def test_a_note_that_was_amended_leads_to_the_later_one_with_what_was_typed(desk, case, note):
    typed_of(desk, note)
    later = actions.write_note(case, by=case.worker, on=OPENED, text="another", amends=note)
    latest = actions.write_note(case, by=case.worker, on=OPENED, text="the last", amends=later)

    page = desk.get(amending(note), follow=True)

    assert page.redirect_chain == [(amending(latest), 302)]
    assert page.context["form"]["text"].value() == BETTER
    assert Draft.objects.count() == 1


def test_the_same_amendment_sent_twice_is_made_once(desk, case, note):
    sent = {"text": BETTER, "on": "03/03/2026", "kind": "progress", "once": uuid4()}

    urls = [desk.post(amending(note), sent).url for _twice in range(2)]

    assert urls == [f"/cases/{case.number}/notes/"] * 2
    assert (case.notes.count(), Draft.objects.count()) == (2, 0)


def test_the_day_of_which_the_note_tells_is_offered(desk, note):
    assert desk.get(amending(note)).context["form"]["on"].value() == OPENED
