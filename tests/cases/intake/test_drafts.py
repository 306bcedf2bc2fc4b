"""What is typed is kept while it is typed: sealed on the server, found again by whoever goes on with it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone, translation

from accounts.middleware import SEEN
from audit.models import Event
from cases import actions
from cases.models import CaseAccess, Draft, Level, Needs, Person
from tests.factories.cases import caseworker, opened_case, supervisor, working_office

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BY_ITSELF = {"X-Background": "1"}
NEW, KEEP_NEW = "/cases/new/", "/cases/new/draft/"


@pytest.fixture
def worker():
    return caseworker(working_office(), user__full_name="Marta Paz")


@pytest.fixture
def case(worker):
    return opened_case(worker, code_name="Ceiba")


@pytest.fixture
def desk(client, worker):
    client.force_login(worker, backend=BACKEND)
    client.cookies["language"] = "en"
    with translation.override("en"):
        yield client


@pytest.fixture
def colleague(case):
    """A supervisor of the office."""
    return supervisor(case.office, user__full_name="Rosa Ixim")


def needs_of(case):
    return f"/cases/{case.number}/intake/needs/"


def drafts_of(case, page="needs"):
    return f"/cases/{case.number}/intake/drafts/{page}/"


def shown(desk, case):
    return desk.get(needs_of(case)).context["form"]["wishes"].value()


def sign_in(desk, user):
    desk.force_login(user, backend=BACKEND)
    desk.cookies["language"] = "en"


def test_typed_text_is_kept_and_stands_in_the_page_when_it_is_opened_again(desk, case):
    answer = desk.post(drafts_of(case), {"wishes": "To study", "needs": ["food"]}, headers=BY_ITSELF)

    at = timezone.localtime(Draft.objects.get().typed_at)
    assert (answer.status_code, answer.content.decode()) == (200, f"Draft saved {at:%H:%M}")
    page = desk.get(needs_of(case))
    form = page.context["form"]
    assert (form["wishes"].value(), form["needs"].value(), form.errors) == ("To study", ["food"], {})
    assert page.status_code == 200
    assert Needs.objects.count() == 0


def test_the_button_without_a_script_leads_back_to_the_list(desk, case):
    answer = desk.post(drafts_of(case), {"wishes": "To study"})

    assert (answer.status_code, answer.url) == (302, f"/cases/{case.number}/intake/")


def test_saving_the_page_ends_the_draft(desk, case):
    desk.post(drafts_of(case), {"wishes": "To study"})

    desk.post(needs_of(case), {"wishes": "To study and work"})

    assert (Draft.objects.count(), Needs.objects.get().wishes) == (0, "To study and work")


def test_a_page_that_has_to_be_mended_keeps_its_draft(desk, case):
    desk.post(drafts_of(case), {"wishes": "To study"})

    desk.post(needs_of(case), {"needs": ["no_such_help"]})

    assert Draft.objects.count() == 1


def test_whoever_of_the_team_opens_the_page_goes_on_from_what_was_typed(desk, case, colleague):
    desk.post(drafts_of(case), {"wishes": "To study"})
    sign_in(desk, colleague)

    page = desk.get(needs_of(case))
    draft = page.context["draft"]
    desk.post(needs_of(case), {"wishes": "To study in Cobán", "resumed": draft.pk})

    assert page.context["typed_by"].full_name == "Marta Paz"
    assert (Draft.objects.count(), Needs.objects.get().wishes) == (0, "To study in Cobán")


def test_two_who_type_into_one_page_take_no_words_from_each_other(desk, case, worker, colleague):
    desk.post(drafts_of(case), {"wishes": "Of Marta"})
    sign_in(desk, colleague)
    desk.post(drafts_of(case), {"wishes": "Of Rosa"})
    assert shown(desk, case) == "Of Rosa"

    desk.post(needs_of(case), {"wishes": "Of Rosa"})

    sign_in(desk, worker)
    assert shown(desk, case) == "Of Marta"


def test_a_draft_is_thrown_away_on_request(desk, case):
    desk.post(drafts_of(case), {"wishes": "To study"})

    answer = desk.post(f"/cases/drafts/{Draft.objects.get().pk}/discard/")

    assert (answer.url, Draft.objects.count()) == (f"/cases/{case.number}/intake/", 0)
    assert Event.objects.filter(verb="draft.discarded", subjects=[case.pk]).count() == 1


def test_a_draft_of_a_case_that_is_not_hers_is_not_found(desk, case):
    desk.post(drafts_of(case), {"wishes": "To study"})
    sign_in(desk, caseworker())

    assert desk.post(f"/cases/drafts/{Draft.objects.get().pk}/discard/").status_code == 404
    assert desk.post(drafts_of(case), {"wishes": "x"}).status_code == 404


@pytest.mark.parametrize("page", ["nothing", "ground", "ground:gift", "n" * 41])
def test_pages_that_do_not_exist_keep_no_draft(desk, case, page):
    assert (desk.post(drafts_of(case, page), {"wishes": "x"}).status_code, Draft.objects.count()) == (404, 0)


def test_whoever_reads_little_of_the_case_keeps_no_draft_of_the_account(desk, case):
    reader = caseworker(case.office)
    CaseAccess.objects.create(case=case, user=reader, level=Level.ASSISTANCE, source="team")
    sign_in(desk, reader)

    assert desk.post(drafts_of(case, "exploitation"), {"account": "x"}).status_code == 403
    assert desk.post(drafts_of(case), {"wishes": "x"}).status_code == 302


def test_nothing_typed_is_no_draft(desk, case):
    answer = desk.post(drafts_of(case), {"wishes": "  ", "version": "1"}, headers=BY_ITSELF)

    assert (answer.content, Draft.objects.count()) == (b"", 0)


def test_a_text_beyond_all_measure_is_refused(desk, case):
    answer = desk.post(drafts_of(case), {"wishes": "x" * 200_001}, headers=BY_ITSELF)

    assert (answer.status_code, Draft.objects.count()) == (422, 0)


def test_the_database_holds_nothing_of_what_was_typed(desk, case):
    desk.post(drafts_of(case), {"wishes": "Canario"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM cases_draft")
        assert b"Canario" not in bytes(cursor.fetchone()[0])


def test_a_draft_keeps_which_version_of_the_record_it_was_typed_over(desk, case, worker):
    needs = actions.record_needs(case, by=worker, needs=["food"], wishes="To rest")
    desk.post(drafts_of(case), {"needs": ["food"], "wishes": "To study", "version": 1})
    actions.edit_needs(needs, by=worker, wishes="To work")

    version = desk.get(needs_of(case)).context["version"]
    answer = desk.post(needs_of(case), {"needs": ["food"], "wishes": "To study", "version": version})

    assert (version, answer.status_code, Needs.objects.get().wishes) == (1, 409, "To work")


def test_a_draft_begun_before_somebody_saved_the_page_overwrites_nothing(desk, case, worker):
    desk.post(drafts_of(case), {"wishes": "To study"})
    actions.record_needs(case, by=worker, wishes="To work")

    version = desk.get(needs_of(case)).context["version"]
    answer = desk.post(needs_of(case), {"wishes": "To study", "version": version})

    assert (answer.status_code, Needs.objects.get().wishes) == (409, "To work")


def test_a_draft_of_a_page_on_which_nobody_chose_between_two_versions_overwrites_nothing(desk, case, worker):
    needs = actions.record_needs(case, by=worker, needs=["food"], wishes="To rest")
    actions.edit_needs(needs, by=worker, wishes="To work")
    mine = {"needs": ["food"], "wishes": "To study"}
    open_still = mine | {"version": 2, "first_seen": 1, "to_decide": "wishes"}

    assert desk.post(needs_of(case), open_still).status_code == 409
    version = desk.get(needs_of(case)).context["version"]
    answer = desk.post(needs_of(case), mine | {"version": version})

    assert (version, answer.status_code, Needs.objects.get().wishes) == (1, 409, "To work")


def test_what_was_chosen_between_two_versions_stays_chosen_in_the_draft(desk, case, worker):
    needs = actions.record_needs(case, by=worker, needs=["food"], wishes="To rest")
    actions.edit_needs(needs, by=worker, wishes="To work")
    decided = {"version": 2, "first_seen": 1, "to_decide": "wishes", "keep_wishes": "theirs"}
    sent = {"needs": ["food"], "wishes": "To study", "health_alert": "x" * 400} | decided

    assert desk.post(needs_of(case), sent).status_code == 422
    opened = desk.get(needs_of(case)).context

    assert (opened["form"]["wishes"].value(), opened["version"]) == ("To work", 2)


def test_what_a_page_sends_by_itself_after_its_change_was_saved_makes_no_draft(desk, case, worker):
    actions.record_needs(case, by=worker, needs=["food"], wishes="To rest")
    page = desk.get(needs_of(case)).context
    typed = {"wishes": "To study", "version": page["version"], "draft_page": page["draft_page"]}

    assert desk.post(needs_of(case), typed).status_code == 302
    desk.post(drafts_of(case), typed, headers=BY_ITSELF)
    assert Draft.objects.count() == 0
    desk.post(drafts_of(case), typed | {"draft_page": uuid4()}, headers=BY_ITSELF)
    assert Draft.objects.count() == 1


def test_a_draft_that_a_page_sends_by_itself_is_no_sign_of_life(desk, case):
    desk.get("/")
    session = desk.session
    before = (timezone.now() - timedelta(minutes=5)).isoformat()
    session[SEEN] = before
    session.save()

    desk.post(drafts_of(case), {"wishes": "To study"}, headers=BY_ITSELF)

    assert desk.session[SEEN] == before


# Notes


def notes_of(case):
    return f"/cases/{case.number}/notes/"


def test_a_note_that_was_typed_and_not_saved_is_gone_on_with(desk, case):
    typed = {"text": "She slept", "note_class": "team", "kind": "progress", "on": "2026-03-03"}
    desk.post(drafts_of(case, "note"), typed, headers=BY_ITSELF)

    assert "You have typed a note and not saved it yet" in desk.get(notes_of(case)).text
    assert desk.get(f"{notes_of(case)}new/").context["form"]["text"].value() == "She slept"
    answer = desk.post(f"{notes_of(case)}new/", typed | {"once": uuid4()})
    assert (answer.status_code, Draft.objects.count()) == (302, 0)
    assert case.notes.get().text == "She slept"


def test_what_is_typed_of_a_note_is_its_writers_alone(desk, case, colleague):
    desk.post(drafts_of(case, "note"), {"text": "She slept", "note_class": "psychological"})
    draft = Draft.objects.get()
    sign_in(desk, colleague)

    assert not desk.get(f"{notes_of(case)}new/").context["form"]["text"].value()
    assert "not saved" not in desk.get(notes_of(case)).text
    assert desk.post(f"/cases/drafts/{draft.pk}/discard/").status_code == 404
    assert list(Draft.objects.visible_to(colleague)) == []


@pytest.mark.parametrize(
    ("page", "typed", "address"),
    [
        ("note", {"text": "She slept"}, "notes/new/"),
        ("service", {"detail": "For two"}, "services/new/"),
        ("needs", {"wishes": "To study"}, "intake/needs/"),
        ("identification:basics", {"majority": "adult"}, "intake/basics/"),
        ("ground:consent", {"since": "2026-03-03"}, "intake/ground/consent/"),
    ],
)
def test_my_day_leads_to_the_page_of_each_draft(desk, case, page, typed, address):
    desk.post(drafts_of(case, page), typed)

    [notice] = [one for one in desk.get("/").context["notices"] if "draft" in one.sentence]

    assert notice.url == f"/cases/{case.number}/{address}"
    assert desk.get(notice.url).context["draft"] == Draft.objects.get()


@pytest.mark.parametrize("rows", ["telephones", "documents"])
def test_asking_for_another_row_keeps_all_that_was_typed_and_saves_nothing(desk, case, worker, rows):
    actions.record_ground(case, by=worker, kind="duty_to_report", since=timezone.localdate())
    here = f"/cases/{case.number}/intake/person/"
    before = desk.get(here).context["form"].rows[rows].total_form_count()

    answer = desk.post(here, {"given_names": "Rosalinda", f"{rows}-TOTAL_FORMS": before, "add-row": rows})

    form = answer.context["form"]
    assert (form.rows[rows].total_form_count(), form["given_names"].value()) == (before + 1, "Rosalinda")
    assert Person.objects.get().given_names is None


# What could not be saved yet


def test_what_was_refused_is_found_again_by_whoever_leaves_then(desk, case):
    desk.post(f"{notes_of(case)}new/", {"text": "She slept", "on": "2099-01-01", "once": uuid4()})

    assert desk.get(f"{notes_of(case)}new/").context["form"]["text"].value() == "She slept"


def test_an_untouched_first_page_and_one_that_is_saved_already_leave_no_draft(desk, case, worker):
    blank = desk.get(NEW).context["form"]
    proposed = {box.html_name: str(box.value()) for box in blank if box.value()}
    desk.post(NEW, proposed | {"once": uuid4(), "draft": uuid4()})
    assert Draft.objects.count() == 0

    opened = proposed | {"danger": "no", "source": "police", "found_on": "02/03/2026", "sex": "F"}
    opened |= {"majority": "adult", "code_name": "Nance", "once": uuid4(), "draft": uuid4()}
    assert desk.post(NEW, opened).status_code == 302
    assert desk.post(NEW, opened).status_code == 302
    assert Draft.objects.count() == 0


def test_a_service_that_was_typed_and_not_saved_is_gone_on_with(desk, case):
    here, typed = (
        f"/cases/{case.number}/services/new/",
        {"type": "food", "detail": "For two", "on": "2026-03-03"},
    )
    desk.post(drafts_of(case, "service"), typed, headers=BY_ITSELF)

    assert desk.get(here).context["form"]["detail"].value() == "For two"
    assert desk.post(here, typed | {"once": uuid4()}).status_code == 302
    assert (case.services.get().detail, Draft.objects.count()) == ("For two", 0)


def test_what_a_page_sends_by_itself_after_it_was_saved_makes_no_draft(desk, case):
    typed = {
        "text": "She slept",
        "note_class": "team",
        "kind": "progress",
        "on": "2026-03-03",
        "once": uuid4(),
    }
    assert desk.post(f"{notes_of(case)}new/", typed).status_code == 302

    late = desk.post(drafts_of(case, "note"), typed, headers=BY_ITSELF)

    assert (late.status_code, Draft.objects.count()) == (200, 0)


def test_nobody_ends_a_draft_that_is_its_writers_alone(desk, case, colleague):
    desk.post(drafts_of(case, "note"), {"text": "She slept"})
    hers = Draft.objects.get()
    sign_in(desk, colleague)
    typed = {"text": "She ate", "note_class": "team", "kind": "progress", "on": "2026-03-03"}

    desk.post(f"{notes_of(case)}new/", typed | {"once": uuid4(), "resumed": hers.pk})

    assert Draft.objects.get() == hers
