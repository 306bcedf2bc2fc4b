"""Who answered for a case until somebody else does still writes what she saw, for 48 hours."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from cases import actions
from cases.models import CaseAccess, Draft, Note, Service
from cases.rules import can_add, level_of
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from tests.shelters.conftest import browser_of, in_english, program_of

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TEXT = "She spoke of her brother"
BY_ITSELF = {"X-Background": "1"}


@pytest.fixture
def office():
    return working_office()


@pytest.fixture
def ana(office):
    return caseworker(office)


@pytest.fixture
def berta(office):
    return caseworker(office)


@pytest.fixture
def case(ana):
    return opened_case(ana)


def note(**facts):
    return {"text": TEXT, "on": str(TODAY), "note_class": "care", "kind": "progress"} | facts


def typed_before(case, by, section="note", typed=None):
    url = f"/cases/{case.number}/intake/drafts/{section}/"
    return browser_of(by).post(url, typed or note(), headers=BY_ITSELF)


def handed_on(case, to):
    actions.change_case(case, by=supervisor(case.office), worker=to)
    case.refresh_from_db()


def told_today(desk):
    """What her day says, each with where it leads."""
    return {notice.sentence: notice.url for notice in desk.get(reverse("my-day")).context["notices"]}


def days_later(case, days=3):
    """All that was open until lately has been shut for so long."""
    day = timedelta(days=days)
    for row in CaseAccess.objects.filter(case=case, ended_at__isnull=False):
        times = {"created_at": row.created_at - day, "ended_at": row.ended_at - day}
        CaseAccess.objects.filter(pk=row.pk).update(**times)


def test_who_was_of_the_team_writes_for_the_team_alone_as_long(case, ana, berta, in_english):
    """What she began for the team would otherwise be read by the shelter too, or by nobody."""
    typed_before(case, ana, typed=note(note_class="team"))
    handed_on(case, berta)
    desk, url = browser_of(ana), f"/cases/{case.number}/notes/new/"

    field = desk.get(url).context["form"].fields["note_class"]
    offered = [value for value, _label in field.choices]
    kept = desk.post(url, note(note_class="team"))

    assert offered == ["care", "team"]
    assert field.help_text == (
        "Whoever looks after her: her team and the shelter where she lives. The team: nobody of the shelter."
    )
    assert kept.status_code == 302
    assert Note.objects.get().note_class == "team"


def test_a_class_that_she_may_not_choose_any_more_is_refused_in_words(case, ana, berta, in_english):
    handed_on(case, berta)

    page = browser_of(ana).post(f"/cases/{case.number}/notes/new/", note(note_class="legal"))

    said = "This case is open to you no more: choose among those who may still read what you saw."
    assert (page.status_code, said in page.text, TEXT in page.text) == (422, True, True)


def test_what_she_was_typing_when_another_was_put_in_her_place_is_kept(case, ana, berta):
    typed_before(case, ana)
    handed_on(case, berta)
    desk = browser_of(ana)

    shown = desk.get(f"/cases/{case.number}/notes/new/")
    kept = desk.post(f"/cases/{case.number}/notes/new/", note())
    given = desk.post(f"/cases/{case.number}/services/new/", {"type": "food", "on": str(TODAY)})

    assert shown.context["form"]["text"].value() == TEXT
    assert [(one.status_code, one.url) for one in (kept, given)] == [(302, reverse("my-day"))] * 2
    assert (Note.objects.get().author, Service.objects.get().given_by) == (ana, ana)
    assert Draft.objects.count() == 0


def test_she_reads_nothing_more_and_the_trail_says_that_it_was_closed_to_her(case, ana, berta):
    handed_on(case, berta)

    row = CaseAccess.objects.get()
    assert (level_of(ana, case), browser_of(ana).get(case.get_absolute_url()).status_code) == (None, 404)
    assert (row.user, row.source, row.ended_at is None) == (ana, "team", False)
    assert Event.objects.filter(verb="access.ended", subjects__contains=[row.pk, case.pk]).count() == 1


def test_it_goes_on_for_forty_eight_hours(case, ana, berta):
    handed_on(case, berta)
    before = can_add(ana, case)
    days_later(case)

    assert (before, can_add(ana, case)) == (True, False)
    assert browser_of(ana).post(f"/cases/{case.number}/notes/new/", note()).status_code == 404


def test_of_whoever_reads_it_still_nothing_is_closed(case, ana, berta, office):
    let_in(ana, case)
    handed_on(case, berta)
    boss = supervisor(office)
    actions.change_case(case, by=boss, worker=boss)
    actions.change_case(case, by=boss, worker=None)

    # To Berta alone it is closed: Ana helps on, and a supervisor of the office reads it as ever.
    assert [row.user for row in CaseAccess.objects.filter(ended_at__isnull=False)] == [berta]


def test_where_nobody_answers_for_it_any_more_she_adds_too(case, ana):
    handed_on(case, None)

    assert (level_of(ana, case), can_add(ana, case)) == (None, True)


# What was typed and not saved, once nothing can be added any more


@pytest.fixture
def draft(case, ana, berta):
    """Her draft of a note, three days after another answers for the case."""
    typed_before(case, ana)
    handed_on(case, berta)
    days_later(case)
    return Draft.objects.get()


def test_her_own_words_stay_hers_to_read_and_are_called_by_the_number_alone(case, ana, berta, draft):
    actions.change_case(case, by=berta, code_name="Jacaranda")
    desk = browser_of(ana)

    [(my_day, url)] = told_today(desk).items()
    page = desk.get(url)
    shown = page.content.decode()

    assert my_day.startswith(f"What you typed of case {case.number} at")
    assert (page.status_code, TEXT in shown, case.number in shown) == (200, True, True)
    assert ("Jacaranda" in my_day, "Jacaranda" in shown) == (False, False)


def test_of_a_service_it_says_what_was_given(case, ana, berta):
    typed_before(case, ana, "service", {"type": "food", "on": "29/11/2026", "detail": "For two"})
    handed_on(case, berta)
    days_later(case)

    page = browser_of(ana).get(f"/cases/drafts/{Draft.objects.get().pk}/")

    assert page.context["lines"] == [("date", "29/11/2026"), ("service", "Food"), ("details", "For two")]


def test_she_throws_them_away(ana, draft):
    thrown = browser_of(ana).post(reverse("cases:draft-discard", args=[draft.pk]))

    assert (thrown.status_code, thrown.url, Draft.objects.count()) == (302, reverse("my-day"), 0)


def test_nobody_else_reads_them(case, berta, office, draft):
    for other in (berta, supervisor(office), caseworker(office)):
        answers = [
            browser_of(other).get(f"/cases/drafts/{draft.pk}/"),
            browser_of(other).post(reverse("cases:draft-discard", args=[draft.pk])),
        ]
        assert [one.status_code for one in answers] == [404, 404]


def test_nor_does_she_once_she_works_for_another_organisation(ana, draft):
    ana.memberships.update(until=TODAY)
    member(Role.CASEWORKER, user=ana)

    assert browser_of(ana).get(f"/cases/drafts/{draft.pk}/").status_code == 404


def test_while_she_may_still_write_it_leads_to_the_page_on_which_she_does(case, ana, berta):
    typed_before(case, ana)
    draft, desk = Draft.objects.get(), browser_of(ana)
    urls = [desk.get(f"/cases/drafts/{draft.pk}/").url]
    handed_on(case, berta)
    urls.append(desk.get(f"/cases/drafts/{draft.pk}/").url)

    assert urls == [f"/cases/{case.number}/notes/new/"] * 2


# Of whom a profession reads


@pytest.fixture
def psychologist(case, office):
    """She helped until an hour ago."""
    person = caseworker(office, profession="psychology")
    row = let_in(person, case)
    CaseAccess.objects.filter(pk=row.pk).update(ended_at=timezone.now())
    return person


def write(case, by, **facts):
    return browser_of(by).post(f"/cases/{case.number}/notes/new/", note(**facts))


def test_a_psychologist_adds_her_note_for_her_own_profession_alone(case, psychologist):
    shown = browser_of(psychologist).get(f"/cases/{case.number}/notes/new/").context["form"]

    kept = write(case, psychologist, kind="clinical", note_class="psychological")

    assert [one for one, _label in shown.fields["note_class"].choices] == ["care", "psychological"]
    assert (kept.status_code, Note.objects.get().note_class) == (302, "psychological")


def test_by_a_program_too(case, psychologist):
    body = note(kind="clinical", note_class="psychological") | {"case": case.number}

    assert program_of(psychologist).post("/api/v1/notes/", body).status_code == 201


def test_what_is_refused_names_what_she_may_choose(case, psychologist, office):
    somebody = caseworker(office)
    row = let_in(somebody, case)
    CaseAccess.objects.filter(pk=row.pk).update(ended_at=timezone.now())

    answers = [
        write(case, psychologist, kind="clinical"),
        write(case, somebody, kind="clinical"),
        write(case, psychologist, note_class="legal"),
    ]
    said = [dict(one.context["form"].errors)["note_class"][0] for one in answers[:2]]
    told = program_of(psychologist).post("/api/v1/notes/", note(note_class="team") | {"case": case.number})

    assert said == [
        "A note of this kind is for its profession alone: choose Psychological, or another kind.",
        "A note of this kind is for its profession alone: choose another kind.",
    ]
    assert (answers[2].status_code, told.status_code) == (422, 422)
    assert "or for your own profession." in str(told.json())
    assert Note.objects.count() == 0


# What is rewritten meanwhile


def test_a_note_that_she_was_rewriting_goes_on_as_a_new_one_whose_readers_she_says(case, ana, berta):
    before = actions.write_note(case, by=ana, on=TODAY, text="Before", note_class="team")
    handed_on(case, berta)
    desk, rewritten = browser_of(ana), {"text": TEXT, "on": str(TODAY), "kind": "progress"}

    sent = desk.post(f"/cases/{case.number}/notes/{before.pk}/amend/", rewritten)
    page = desk.get(sent.url)

    assert (sent.status_code, sent.url) == (302, f"/cases/{case.number}/notes/new/")
    assert "Your text is in the draft of a new note" in page.content.decode()
    form = page.context["form"]
    assert (form["text"].value(), form["note_class"].value()) == (TEXT, None)
    assert (Note.objects.get().text, Draft.objects.get().user) == ("Before", ana)
    assert desk.post(sent.url, note()).status_code == 302


def test_it_tells_nothing_of_which_notes_there_are_and_a_stranger_nothing_of_the_case(
    case, ana, berta, office
):
    before = actions.write_note(case, by=ana, on=TODAY, text="Before", note_class="team")
    handed_on(case, berta)
    rewritten = {"text": TEXT, "on": str(TODAY), "kind": "progress"}

    def sent(by, number, pk):
        return browser_of(by).post(f"/cases/{number}/notes/{pk}/amend/", rewritten)

    hers, absent = sent(ana, case.number, before.pk), sent(ana, case.number, case.pk)
    foreign, nowhere = (sent(caseworker(office), number, before.pk) for number in (case.number, "26-9999-Z"))
    assert (hers.status_code, hers.url) == (absent.status_code, absent.url) == (302, hers.url)
    assert (foreign.status_code, foreign.content) == (404, nowhere.content)
    assert browser_of(ana).get(f"/cases/{case.number}/notes/{before.pk}/amend/").status_code == 404
    assert browser_of(ana).post(f"/cases/{case.number}/notes/{before.pk}/amend/", {}).status_code == 404


# Where she is led


def test_my_day_leads_to_what_she_may_still_write_and_each_page_to_the_other(case, ana, berta):
    handed_on(case, berta)
    desk, here = browser_of(ana), f"/cases/{case.number}"

    first = told_today(desk)
    notes, services = (desk.get(f"{here}/{name}/new/").content.decode() for name in ("notes", "services"))
    days_later(case)

    sentence = f"{case} was closed to you lately: what you saw until then can still be written."
    assert (first, told_today(desk)) == ({sentence: f"{here}/notes/new/"}, {})
    assert f'href="{here}/services/new/"' in notes
    assert f'href="{here}/notes/new/"' in services


def test_to_whoever_reads_it_again_my_day_says_nothing_of_it(case, ana, berta):
    handed_on(case, berta)
    let_in(ana, case)

    assert told_today(browser_of(ana)) == {}


@pytest.mark.parametrize("section", ["notes", "services"])
def test_where_it_is_closed_to_her_while_it_is_kept_she_is_led_to_my_day(
    case, ana, berta, section, monkeypatch
):
    name = {"notes": "write_note", "services": "record_service"}[section]
    verb = getattr(actions, name)

    def and_then(*args, **facts):
        """Another answers for the case from the moment at which it was kept."""
        made = verb(*args, **facts)
        handed_on(case, berta)
        return made

    monkeypatch.setattr(actions, name, and_then)
    typed = note() if section == "notes" else {"type": "food", "on": "2020-01-01"}

    answer = browser_of(ana).post(f"/cases/{case.number}/{section}/new/", typed, follow=True)

    assert (answer.status_code, answer.redirect_chain) == (200, [(reverse("my-day"), 302)])
    # Nor to the correction of a service whose year is asked about.
    assert f'href="/cases/{case.number}/services/' not in answer.content.decode()
