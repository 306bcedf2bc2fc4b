"""What is typed in the place of a note is kept while it is typed, for its writer alone, until it is saved."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cases import actions
from cases.models import Draft
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor

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
    assert "Amend the note" in notice.sentence
    assert desk.get(notice.url).url == amending(note)
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


def back(person):
    """She signs in anew."""
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(person)
    return client


def away(case, monkeypatch, **by):
    """The case is a colleague's since so long."""
    actions.change_case(case, by=supervisor(case.office), worker=caseworker(case.office))
    now = timezone.now() + timedelta(**by)
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.mark.parametrize("by", [{"hours": 1}, {"days": 3}, {"days": 300}])
def test_once_the_case_is_closed_to_her_she_still_reads_her_own_words(desk, case, note, monkeypatch, by):
    ana = case.worker
    typed_of(desk, note)
    away(case, monkeypatch, **by)
    desk = back(ana)

    [notice] = [one for one in desk.get("/").context["notices"] if "/drafts/" in one.url]
    page = desk.get(notice.url)

    assert page.status_code == 200
    assert BETTER in dict(page.context["lines"]).values()
    assert desk.post(f"/cases/drafts/{Draft.objects.get().pk}/discard/").status_code == 302
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("by", [{"hours": 1}, {"days": 300}])
def test_but_not_the_words_of_a_colleague_in_which_she_had_begun_to_write(desk, case, monkeypatch, by):
    ana, boss = case.worker, supervisor(case.office)
    theirs = actions.write_note(case, by=boss, on=OPENED, text="Her brother was seen at the market.")
    typed_of(desk, theirs, text="Her brother was seen at the market. Ask\nher aunt")
    away(case, monkeypatch, **by)
    desk = back(ana)

    page = desk.get(f"/cases/drafts/{Draft.objects.get().pk}/")

    assert page.status_code == 200
    assert "Ask her aunt" in page.text
    assert ["brother" in page.text, "market" in page.text] == [False, False]


def test_what_was_typed_and_sent_after_the_case_was_closed_is_kept_once(desk, case, note, monkeypatch):
    ana, page = case.worker, desk.get(amending(note))
    typed = {"text": BETTER, "on": "03/03/2026", "draft_page": page.context["draft_page"]}
    desk.post(page.context["draft_url"], typed, headers=BY_ITSELF)
    away(case, monkeypatch, hours=1)
    desk = back(ana)

    answer = desk.post(amending(note), typed | {"kind": "progress", "once": uuid4()})

    assert (answer.status_code, answer.url) == (302, f"/cases/{case.number}/notes/new/")
    assert [draft.section for draft in Draft.objects.all()] == ["note"]


def test_of_a_note_that_is_not_hers_to_read_nothing_is_kept_or_told(desk, case):
    psychologist = caseworker(case.office, profession="psychology")
    let_in(psychologist, case)
    secret = actions.write_note(
        case, by=psychologist, on=OPENED, text="dreams", note_class="psychological", kind="clinical"
    )
    drafts = f"/cases/{case.number}/intake/drafts/amendment:"

    for key in (secret.pk.hex, uuid4().hex):
        assert desk.post(f"{drafts}{key}/", {"text": "x"}, headers=BY_ITSELF).status_code == 404
    assert Draft.objects.count() == 0


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
    assert f'href="/cases/{case.number}/notes/{later.pk}/"' in answer.text
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


def test_what_is_too_long_for_a_draft_stays_on_the_page_of_the_note_that_was_amended(desk, case, note):
    actions.write_note(case, by=supervisor(case.office), on=OPENED, text="another", amends=note)
    long = "word " * 50_000

    answer = desk.post(amending(note), {"text": long, "on": "03/03/2026", "kind": "progress"})

    assert (answer.status_code, answer.context["form"]["text"].value()) == (422, long)


def test_whoever_typed_nothing_is_told_of_nothing_typed(desk, case, note):
    actions.write_note(case, by=supervisor(case.office), on=OPENED, text="another", amends=note)

    page = desk.get(amending(note), follow=True)

    assert "This note was amended: this is the later one." in page.text
    assert "What you had typed" not in page.text
