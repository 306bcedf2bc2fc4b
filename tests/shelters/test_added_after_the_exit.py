"""She left while somebody on shift was still writing: what was seen until then is kept, nothing is read."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import CaseAccess, Draft, Note, Service
from cases.rules import can_add, level_of
from shelters import actions as actions_of_stays
from tests.factories.cases import ENDING, caseworker, let_in, supervisor
from tests.factories.shelters import admitted, coordinator, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CAME, YESTERDAY, TOMORROW = (TODAY + timedelta(days=days) for days in (-20, -1, 1))
BY_ITSELF = {"X-Background": "1"}


@pytest.fixture
def stay(shelter, staff, case):
    return admitted(shelter, by=staff, case=case, on=CAME)


@pytest.fixture
def gone(shelter, stay):
    """The case of somebody whose exit a colleague has recorded."""
    left(stay, by=shelter_staff(shelter), on=TODAY)
    return stay.case


def ended_ago(case, **ago):
    """Her case was closed to the shelter so long ago."""
    CaseAccess.objects.filter(case=case).update(ended_at=timezone.now() - timedelta(**ago))


def note(**facts):
    typed = {"text": "She slept badly", "on": str(YESTERDAY), "note_class": "care", "kind": "progress"}
    return typed | facts


def service(**facts):
    return {"type": "food", "on": str(YESTERDAY)} | facts


def pages(case):
    return [(f"/cases/{case.number}/notes/new/", note), (f"/cases/{case.number}/services/new/", service)]


def test_what_was_typed_while_a_colleague_recorded_the_exit_is_kept(desk, staff, gone, case):
    answers = [desk.post(url, typed()) for url, typed in pages(gone)]

    assert [(one.status_code, one.url) for one in answers] == [(302, reverse("my-day"))] * 2
    kept, given = Note.objects.get(), Service.objects.get()
    assert (kept.text, kept.author, kept.note_class, kept.on) == ("She slept badly", staff, "care", YESTERDAY)
    assert (given.given_by, given.component) == (staff, case.component)
    assert "The note is kept." in desk.get(reverse("my-day")).content.decode()
    events = Event.objects.filter(verb__in=["note.written", "service.recorded"], subjects__contains=[case.pk])
    assert {(one.actor, one.office) for one in events} == {(staff.pk, case.office_id)}


def test_those_who_look_after_her_now_read_it(desk, gone, case):
    desk.post(pages(gone)[0][0], note())

    told = program_of(case.worker).get(f"/api/v1/notes/{Note.objects.get().pk}/").json()
    assert (told["text"], told["note_class"]) == ("She slept badly", "care")


def test_the_pages_name_her_by_code_name_and_number_and_lead_nowhere_into_the_case(desk, gone):
    for url, _typed in pages(gone):
        page = desk.get(url)
        shown = page.content.decode()

        assert page.status_code == 200
        # In the page itself, not in the title of the window alone, which a telephone does not show.
        assert gone.code_name in shown.partition("<h1>")[2]
        # The one leads to the other, and neither into the case.
        led = set(re.findall(rf'href="(/cases/{gone.number}/[^"]*)"', shown))
        assert led == {other for other, _typed in pages(gone)} - {url}
        assert f'href="{reverse("my-day")}"' in shown
        assert page.context["form"]["on"].value() == TODAY
    assert list(page.context["form"].fields["type"].widget.asking) != []
    assert not Event.objects.filter(verb="case.read", actor=desk.session["_auth_user_id"]).exists()


@pytest.mark.parametrize(
    "path", ["", "notes/", "services/", "intake/", "intake/needs/", "tasks/new/", "readers/"]
)
def test_she_reads_nothing_of_the_case_by_it(desk, staff, gone, path):
    desk.post(pages(gone)[0][0], note())
    written = Note.objects.get()
    program = program_of(staff)

    assert level_of(staff, gone) is None
    assert desk.get(f"/cases/{gone.number}/{path}").status_code == 404
    assert desk.get(f"/cases/{gone.number}/notes/{written.pk}/").status_code == 404
    assert desk.get(f"/cases/{gone.number}/notes/{written.pk}/amend/").status_code == 404
    assert program.get(f"/api/v1/notes/{written.pk}/").status_code == 404
    assert program.get("/api/v1/notes/").json()["results"] == []


@pytest.mark.parametrize(
    ("ago", "status"), [({"hours": 47, "minutes": 55}, 302), ({"hours": 48, "minutes": 5}, 404)]
)
def test_it_goes_on_for_forty_eight_hours(desk, staff, gone, ago, status):
    ended_ago(gone, **ago)
    day = str(TODAY - timedelta(days=4))

    answers = [desk.post(url, typed(on=day)) for url, typed in pages(gone)]
    body = note(on=day) | {"case": gone.number}
    told = program_of(staff).post("/api/v1/notes/", body)

    assert [one.status_code for one in answers] == [status] * 2
    assert told.status_code == (201 if status == 302 else 422)
    assert can_add(staff, gone) is (status == 302)


def test_a_stranger_is_answered_as_of_a_case_that_does_not_exist(shelter, gone, staff):
    stranger = browser_of(caseworker(gone.office))
    another = browser_of(shelter_staff(shelter_of(shelter.office.organisation)))

    for browser in (stranger, another):
        foreign, absent = (
            browser.post(f"/cases/{number}/notes/new/", note()) for number in (gone.number, "26-9999-Z")
        )
        assert (foreign.status_code, foreign.content) == (404, absent.content)
    assert Note.objects.count() == 0


def test_what_came_after_the_day_on_which_the_case_was_closed_to_her_is_refused(desk, staff, gone):
    ended_ago(gone, hours=30)
    last = timezone.localdate(timezone.now() - timedelta(hours=30))

    answers = [desk.post(url, typed(on=str(TODAY))) for url, typed in pages(gone)]
    kept = [desk.post(url, typed(on=str(last))) for url, typed in pages(gone)]

    assert [one.status_code for one in answers] == [422] * 2
    assert "This case was closed to you on" in answers[0].content.decode()
    assert [one.status_code for one in kept] == [302] * 2


@pytest.mark.parametrize("note_class", ["team", "psychological", "legal", "medical"])
def test_a_note_that_those_who_look_after_her_would_not_read_is_refused(desk, staff, gone, note_class):
    page = desk.post(pages(gone)[0][0], note(note_class=note_class))
    told = program_of(staff).post("/api/v1/notes/", note(note_class=note_class) | {"case": gone.number})

    assert (page.status_code, told.status_code) == (422, 422)
    with pytest.raises(ValidationError, match="for whoever looks after her"):
        actions.write_note(gone, by=staff, on=YESTERDAY, text="x", note_class=note_class)
    assert "She slept badly" in page.content.decode()
    assert Note.objects.count() == 0


def test_nothing_else_is_written(desk, staff, gone):
    before = actions.record_service(gone, by=gone.worker, on=YESTERDAY, type="food")

    for write in (
        lambda: actions.record_needs(gone, by=staff, needs=["food"]),
        lambda: actions.change_service(before, by=staff, type="clothing"),
        lambda: actions.withdraw_service(before, by=staff, withdrawn_reason="x"),
        lambda: actions.plan_task(gone, by=staff, words="x", due_on=TOMORROW),
    ):
        with pytest.raises(Refused):
            write()


def test_a_program_adds_it_too_once(staff, gone):
    program = program_of(staff)

    bodies = [("notes", note()), ("services", service())]
    made = [
        program.post(f"/api/v1/{path}/", body | {"case": gone.number}, headers={"Idempotency-Key": path})
        for path, body in bodies
        for _time in range(2)
    ]

    assert [one.status_code for one in made] == [201] * 4
    assert (Note.objects.count(), Service.objects.count()) == (1, 1)


@pytest.mark.parametrize("closed", [False, True])
def test_what_is_answered_of_a_service_does_not_say_how_the_case_stands_by_now(staff, gone, closed):
    if closed:
        boss = supervisor(gone.office)
        actions.close_case(gone, by=boss, **ENDING | {"on": TODAY})
    program, body = program_of(staff), service(quantity=2, detail="For two") | {"case": gone.number}

    answers = [
        program.post("/api/v1/services/", body, headers={"Idempotency-Key": "one"}) for _time in range(2)
    ]

    given = Service.objects.get()
    assert given.recorded_late is closed
    assert [one.json() for one in answers] == [
        {
            "id": str(given.pk),
            "version": 1,
            "case": gone.number,
            "on": str(YESTERDAY),
            "type": "food",
            "quantity": 2.0,
            "value": None,
            "provider": "",
            "together_with": [],
            "detail": "For two",
            "goal": None,
            "component": None,
            "given_by": str(staff.pk),
            "recorded_late": None,
            "entered_from": None,
            "withdrawn_at": None,
            "withdrawn_reason": None,
        }
    ] * 2


@pytest.mark.parametrize("agreed", [False, True])
def test_nor_does_a_refusal_say_what_she_agreed_to(desk, staff, gone, agreed):
    if agreed:
        facts = {"kind": "consent", "since": CAME, "giver": "self_adult", "purposes": ["medical_exam"]}
        actions.record_ground(gone, by=gone.worker, **facts)
    asked = {"type": "dental", "consent": "for_her", "giver": "parent"}

    page = desk.post(pages(gone)[1][0], service(**asked))
    told = program_of(staff).post("/api/v1/services/", service(**asked) | {"case": gone.number})

    assert [error.code for error in page.context["form"].errors.as_data()["giver"]] == ["adult_decides"]
    assert (page.status_code, told.status_code, Service.objects.count()) == (422, 422, 0)


def test_the_page_of_her_stay_leads_to_both_for_as_long(desk, stay, gone):
    url = reverse("shelters:stay", args=[stay.pk])

    first = desk.get(url).content.decode()
    ended_ago(gone, hours=49)
    later = desk.get(url).content.decode()

    for page, _typed in pages(gone):
        assert (page in first, page in later) == (True, False)


# A stay that never was


def here_again(stay, **facts):
    """She is received there once more."""
    return admitted(stay.shelter, by=shelter_staff(stay.shelter), case=stay.case, **{"on": TODAY} | facts)


def never_was(stay):
    return actions_of_stays.withdraw_stay(stay, by=coordinator(stay.shelter), reason="It was 26-0147")


@pytest.mark.parametrize("an_exit_was_written", [False, True])
def test_on_the_case_of_the_wrong_person_nobody_adds_anything_afterwards(
    desk, staff, shelter, stay, an_exit_was_written
):
    typed_before(desk, stay.case, "note", note())
    if an_exit_was_written:
        left(stay, by=staff, on=TODAY)

    never_was(stay)

    answers = [desk.post(url, typed()) for url, typed in pages(stay.case)]
    assert (level_of(staff, stay.case), can_add(staff, stay.case)) == (None, False)
    assert [one.status_code for one in answers] == [404, 404]
    assert "was closed to you lately" not in desk.get(reverse("my-day")).content.decode()
    # Her own words she may still copy to the case for which they were meant.
    assert "She slept badly" in desk.get(f"/cases/drafts/{Draft.objects.get().pk}/").content.decode()


def test_what_an_earlier_stay_had_opened_until_today_stays_open_for_as_long(staff, stay):
    left(stay, by=staff, on=TODAY)

    never_was(here_again(stay))

    assert (level_of(staff, stay.case), can_add(staff, stay.case)) == (None, True)


def test_so_does_what_a_stay_opened_that_was_recorded_since(staff, shelter, case):
    wrong = admitted(
        shelter, by=staff, case=case, on=CAME, left_on=YESTERDAY, exit_reason="family", exit_decided_by="team"
    )
    left(here_again(wrong), by=staff, on=TODAY)

    never_was(wrong)

    assert can_add(staff, case)


# What was typed and not saved


def typed_before(desk, case, section, typed):
    return desk.post(f"/cases/{case.number}/intake/drafts/{section}/", typed, headers=BY_ITSELF)


def test_her_draft_is_hers_to_go_on_with(desk, shelter, stay):
    case = stay.case
    for section, typed in (("note", note()), ("service", service(detail="For two"))):
        typed_before(desk, case, section, typed)
    left(stay, by=shelter_staff(shelter), on=TODAY)

    assert desk.get(reverse("my-day")).content.decode().count("You have a draft in case") == 2
    assert desk.get(f"/cases/{case.number}/notes/new/").context["form"]["text"].value() == "She slept badly"
    assert typed_before(desk, case, "note", note(text="She slept well")).status_code == 200
    assert desk.post(f"/cases/{case.number}/notes/new/", note(text="She slept well")).status_code == 302
    draft = Draft.objects.get(section="service")
    thrown = desk.post(reverse("cases:draft-discard", args=[draft.pk]))
    assert (thrown.status_code, thrown.url, Draft.objects.count()) == (302, reverse("my-day"), 0)


def test_her_draft_is_nobody_elses_and_stays_hers(desk, shelter, stay, staff):
    typed_before(desk, stay.case, "note", note())
    typed_before(desk, stay.case, "needs", {"wishes": "To go home"})
    left(stay, by=shelter_staff(shelter), on=TODAY)

    assert [one.section for one in Draft.objects.visible_to(staff)] == ["note"]
    assert list(Draft.objects.visible_to(shelter_staff(shelter))) == []
    ended_ago(stay.case, hours=49)
    assert [one.section for one in Draft.objects.visible_to(staff)] == ["note"]


# By whom else


def test_who_had_it_open_herself_or_until_a_day_adds_too_and_who_knew_the_number_alone_does_not(case):
    helper, until, reference = (caseworker(case.office) for _one in range(3))
    let_in(helper, case), let_in(until, case), let_in(reference, case, "reference")
    now = timezone.now()
    CaseAccess.objects.filter(user__in=[helper, reference]).update(ended_at=now)
    long_ago = now - timedelta(days=9)
    CaseAccess.objects.filter(user=until).update(expires_at=now, created_at=long_ago)

    assert [can_add(one, case) for one in (helper, until, reference)] == [True, True, False]


def test_the_coordinator_adds_as_those_on_shift_do(shelter, gone):
    answer = browser_of(coordinator(shelter)).post(pages(gone)[1][0], service())

    assert answer.status_code == 302
