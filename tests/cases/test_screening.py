"""The interview by which it is found out whether she was trafficked: page by page, then a second person."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import SoleDecision
from accounts.roles import Role
from audit.models import Event
from cases import actions
from cases.models import Case, Draft, Level, Screening, ScreeningStep, Task
from config.my_day import notices_for
from tests.cases.test_identifying import WORKED, identify, lived_through
from tests.factories.accounts import OrganisationFactory, member
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor, working_office
from tests.factories.screening import grounded, screening_of, sent
from tests.shelters.conftest import browser_of, in_english, program_of

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
DAY = OPENED + timedelta(days=1)


@pytest.fixture
def office():
    return working_office(OrganisationFactory(country="GT"))


@pytest.fixture
def case(office):
    return opened_case(caseworker(office))


def at(case, *rest):
    return "/".join([f"/cases/{case.number}", *map(str, rest), ""])


def waiting(case, *kinds):
    return {task.kind: task.assignee for task in Task.objects.open().filter(case=case, kind__in=kinds)}


def test_an_interview_is_written_page_by_page_stopped_when_she_wants_and_sent_with_reasons(case):
    desk = browser_of(case.worker)
    begin = {"interviewed_on": str(DAY), "place": "Room 2", "language": "mam", "interpreter_name": "Ana"}
    closed = desk.post(at(case, "screening/new"), begin)
    grounded(case, "data_processing")

    begun = desk.post(at(case, "screening/new"), begin)

    one = Screening.objects.get()
    here = at(case, "screening", one.pk)
    assert (closed.status_code, begun.status_code, begun.url) == (422, 302, here)
    # Without a consent to the interview help goes on, and somebody is asked to see to it.
    assert (one.ground, waiting(case, "consent_to_interview")) == (
        None,
        {"consent_to_interview": case.worker},
    )
    page = desk.get(here).text
    assert at(case, "intake/exploitation") in page
    assert at(case, "risks") in page
    wrong = desk.post(
        here + "page/interview/", begin | {"interviewed_on": str(timezone.localdate() + timedelta(days=1))}
    )
    assert (wrong.status_code, "has not come yet" in wrong.text) == (422, True)
    assert desk.post(here + "page/interview/", begin | {"version": one.version}).status_code == 302
    typed = {"promised": "A house to clean", "platforms": ["facebook"], "version": one.version}
    assert desk.post(here + "page/promised/", typed).url == here + "page/journey/"
    # Whoever had another page open meanwhile saves it all the same: the two do not meet.
    other = {"home_life": "With her aunt", "version": one.version, "to-list": "1"}
    assert desk.post(here + "page/before/", other).url == here
    stop = {"what": "stopped", "on": str(DAY), "words": "She was tired"}
    assert desk.post(here + "moment/", stop).status_code == 302
    assert desk.post(here + "moment/", stop).status_code == 422
    assert "stopped" in desk.get(here).text
    assert desk.post(here + "moment/", {"what": "resumed", "on": str(DAY)}).status_code == 302
    early = desk.post(here + "send/", {})
    assert (early.status_code, "Say what you propose" in early.text) == (422, True)

    now = Screening.objects.get()
    desk.post(
        here + "page/proposal/", {"proposal": "victim", "reasons": "Held by a debt", "version": now.version}
    )
    answer = desk.post(here + "send/", {})

    one.refresh_from_db()
    assert (answer.status_code, one.state, one.promised, one.home_life) == (
        302, "in_review", "A house to clean", "With her aunt",
    )  # fmt: skip
    assert waiting(case, "screening_review") == {"screening_review": None}
    late = desk.post(here + "page/before/", {"home_life": "Else", "version": one.version})
    assert (late.status_code, "waits for a second person" in late.text) == (422, True)
    assert Event.objects.filter(verb="screening.sent", subjects__contains=[case.pk]).count() == 1


def test_a_second_person_sends_it_back_then_agrees_and_the_decision_keeps_both(case, office):
    lived_through(case, **WORKED)
    one = sent(screening_of(case))
    boss = supervisor(office)
    desk, here = browser_of(boss), at(case, "screening", one.pk)
    page = desk.get(here + "review/").text
    assert "By national law" in page
    assert "Held by a debt" not in page
    assert "She was held by a debt." in page

    unsaid = desk.post(here + "review/", {"agrees": "false"})
    back = desk.post(here + "review/", {"agrees": "false", "words": "Ask about the papers"})

    assert (unsaid.status_code, back.status_code) == (422, 302)
    assert waiting(case, "screening_review", "screening_back") == {"screening_back": case.worker}
    returned = browser_of(case.worker).get(here)
    assert returned.text.count("Ask about the papers") == 2  # at the top, and among what happened
    assert returned.context["screening"].pill["text"] == "Sent back by the second person"
    assert Task.objects.open().get(kind="screening_back").due_on == timezone.localdate() + timedelta(days=2)
    assert browser_of(case.worker).get(here + "review/").status_code == 403
    actions.send_screening(Screening.objects.get(), by=case.worker)
    assert browser_of(case.worker).get(here).context["screening"].sent_back is None
    with pytest.raises(ValidationError) as refused:
        identify(case, boss)
    assert refused.value.code == "in_review"
    assert desk.post(here + "review/", {"agrees": "true"}).status_code == 302
    assert waiting(case, "screening_back", "screening_decide") == {"screening_decide": None}
    decided = identify(case, supervisor(office), reason="Either law is met")
    assert (decided.screening, decided.reviewed_by, decided.decision_reason) == (
        one,
        boss,
        "Either law is met",
    )
    assert waiting(case, "screening_decide") == {}
    shown = browser_of(case.worker).get(at(case)).text
    assert boss.full_name in shown
    assert here in shown
    assert "Either law is met" in shown
    with pytest.raises(ValidationError) as refused:
        actions.withdraw_screening(Screening.objects.get(), by=case.worker, withdrawn_reason="x")
    assert refused.value.code == "decided_on_it"


def test_what_an_authority_decided_is_written_whatever_our_interview_says(case, office):
    sent(screening_of(case), proposal="outside")
    court = {"trafficking_status": "confirmed_court", "status_decider": "court_prosecution"}

    decided = identify(case, supervisor(office), **court)

    assert (decided.status, decided.screening, decided.reviewed_by) == ("identified", None, None)


@pytest.mark.parametrize("small", [False, True])
def test_whoever_held_the_interview_reviews_it_nowhere_but_in_a_small_office_a_day_later(small):
    office = working_office(OrganisationFactory(country="GT"), small=small)
    case, boss = opened_case(caseworker(office)), supervisor(office)
    one = sent(screening_of(case, by=boss))

    with pytest.raises(ValidationError) as refused:
        actions.review_screening(one, by=boss, agrees=True)

    assert refused.value.code == ("too_soon" if small else "own")
    offered = browser_of(boss).get(at(case, "screening", one.pk)).text
    assert ("Review the interview" in offered) == small
    if not small:
        return
    ScreeningStep.objects.update(created_at=timezone.now() - timedelta(hours=25))
    agreed = actions.review_screening(Screening.objects.get(), by=boss, agrees=True)
    assert (agreed.state, SoleDecision.objects.get().verb) == ("agreed", "screening.agreed")
    # Nobody was a second person, so none is named.
    lived_through(case, **WORKED)
    assert identify(case, supervisor(office)).reviewed_by is None


def test_a_supervisor_who_holds_the_interview_does_not_identify_beside_it(case, office):
    boss = supervisor(office)
    screening_of(case, by=boss)
    lived_through(case, **WORKED)
    with pytest.raises(ValidationError) as refused:
        identify(case, boss)
    assert refused.value.code == "own_case"
    assert identify(case, supervisor(office)).status == "identified"


def agreed_by(boss, case, **facts):
    one = sent(screening_of(case), **facts)
    return actions.review_screening(one, by=boss, agrees=True)


def test_a_decision_does_not_rest_on_an_interview_that_proposes_the_opposite(case, office):
    boss = supervisor(office)
    lived_through(case, **WORKED)
    agreed_by(supervisor(office), case, proposal="outside", reasons="Paid and free")
    assert "The interview on which it rests" not in browser_of(boss).get(at(case, "identify")).text

    decided = identify(case, boss)

    assert (decided.screening, decided.reviewed_by) == (None, boss)


def test_whoever_held_the_agreed_interview_does_not_decide_alone_while_another_goes_on(case, office):
    boss = supervisor(office)
    one = sent(screening_of(case, by=boss))
    actions.review_screening(one, by=supervisor(office), agrees=True)
    screening_of(case)
    lived_through(case, **WORKED)

    with pytest.raises(ValidationError) as refused:
        identify(case, boss)

    assert refused.value.code == "own_case"


def test_whoever_wrote_in_the_interview_does_not_review_it(case, office):
    boss, one = supervisor(office), screening_of(case)
    actions.edit_screening(one, by=boss, why_left="Her uncle")
    one = sent(Screening.objects.get())

    with pytest.raises(ValidationError) as refused:
        actions.review_screening(one, by=boss, agrees=True)

    assert refused.value.code == "own"
    assert "review/" not in browser_of(boss).get(at(case, "screening", one.pk)).text
    assert actions.review_screening(one, by=supervisor(office), agrees=True).state == "agreed"


def test_what_is_sent_back_waits_for_whoever_still_reads_the_case(case, office):
    friend, boss = caseworker(office), supervisor(office)
    access = let_in(friend, case, level=Level.FULL)
    one = sent(screening_of(case, by=friend))
    actions.end_access(access, by=boss)

    actions.review_screening(one, by=boss, agrees=False, words="Ask about the papers")

    assert waiting(case, "screening_back") == {"screening_back": case.worker}


def test_what_is_asked_of_a_reviewer_is_asked_of_the_case_as_it_stands(case, office):
    boss, one = supervisor(office), sent(screening_of(case))
    elsewhere = working_office(office.organisation)
    stale = Screening.objects.select_related("case__office").get(pk=one.pk)
    Case.objects.filter(pk=case.pk).update(office=elsewhere, worker=None)

    with pytest.raises(PermissionDenied):
        actions.review_screening(stale, by=boss, agrees=True)


def test_words_typed_into_one_interview_do_not_appear_in_the_next(case):
    desk, one = browser_of(case.worker), screening_of(case)
    page = at(case, "screening", one.pk, "page/before")
    keep = desk.get(page).context["draft_url"]
    assert desk.post(keep, {"why_left": "Her uncle"}).status_code == 302
    actions.withdraw_screening(one, by=case.worker, withdrawn_reason="By mistake")
    two = screening_of(case)

    assert "Her uncle" not in desk.get(at(case, "screening", two.pk, "page/before")).text
    # Whoever typed them is led to where they are read, copied and thrown away.
    [notice] = [one for one in notices_for(case.worker) if "draft" in one.sentence]
    assert notice.url == page
    shown = desk.get(page)
    assert "Her uncle" in shown.text
    draft = shown.context["draft"]
    assert desk.post(reverse("cases:draft-discard", args=[draft.pk])).url == at(case, "screening")
    assert not Draft.objects.exists()


def test_whoever_withdraws_an_interview_finds_herself_at_the_list(case):
    one = screening_of(case)

    gone = browser_of(case.worker).post(
        at(case, "screening", one.pk, "withdraw"), {"withdrawn_reason": "By mistake"}
    )

    assert gone.url == at(case, "screening")


def test_it_is_for_who_reads_the_account_by_page_and_by_program(case, office):
    one = screening_of(case, why_left="Her uncle")
    staff, friend = member(Role.SHELTER_STAFF, office), caseworker(office)
    let_in(staff, case, level=Level.FULL)
    let_in(friend, case)
    here, rows = at(case, "screening", one.pk), "/api/v1/screenings/"

    assert [browser_of(who).get(here).status_code for who in (staff, friend, caseworker())] == [403, 403, 404]
    assert program_of(staff).get(rows).status_code == 403
    assert program_of(friend).get(rows).json()["results"] == []
    told = program_of(case.worker).get(rows).json()["results"]
    assert [(row["why_left"], row["state"]) for row in told] == [("Her uncle", "open")]
    assert "Screening interview" not in browser_of(friend).get(at(case)).text


def test_a_program_does_what_the_pages_do(case, office):
    grounded(case)
    desk, boss = program_of(case.worker), program_of(supervisor(office))
    begin = {"case": case.number, "interviewed_on": str(DAY)}
    two = [desk.post("/api/v1/screenings/", begin, headers={"Idempotency-Key": "k1"}) for _time in range(2)]
    row = two[0].json()
    here = f"/api/v1/screenings/{row['id']}/"

    def send(program, verb, body, version):
        return program.post(f"{here}{verb}/", body, headers={"If-Match": f'"{version}"'})

    changed = desk.patch(
        here,
        {"proposal": "outside", "reasons": "No one held her"},
        headers={"If-Match": f'"{row["version"]}"'},
    ).json()
    paused = send(desk, "moment", {"what": "break", "on": str(DAY)}, changed["version"])
    again = send(desk, "moment", {"what": "break", "on": str(DAY)}, changed["version"])
    done = send(desk, "send", {}, paused.json()["version"])
    agreed = send(boss, "review", {"agrees": True}, done.json()["version"])

    assert [answer.status_code for answer in two] == [201, 201]
    assert Screening.objects.count() == 1
    assert (paused.status_code, again.status_code, done.status_code) == (200, 412, 200)
    assert [step["what"] for step in agreed.json()["steps"]] == ["break", "sent", "agreed"]


def test_a_list_of_interviews_asks_as_often_for_three_as_for_one(case):
    desk, program = browser_of(case.worker), program_of(case.worker)

    def asked():
        found = []
        for who, where in ((desk, at(case, "screening")), (program, "/api/v1/screenings/")):
            who.get(where)
            with CaptureQueriesContext(connection) as seen:
                who.get(where)
            found.append(len(seen))
        return found

    def one_more():
        made = screening_of(case, place="Room 2")
        actions.note_screening_moment(made, by=case.worker, what="break", on=DAY, words="Tired")
        actions.withdraw_screening(made, by=case.worker, withdrawn_reason="By mistake")

    one_more()
    few = asked()
    one_more()
    one_more()

    assert Screening.objects.count() == 3
    assert asked() == few


def test_what_is_typed_and_not_saved_is_not_left_behind_when_the_interview_is_sent(case):
    one = actions.edit_screening(
        screening_of(case), by=case.worker, proposal="victim", reasons="She was held by a debt."
    )
    desk, here = browser_of(case.worker), at(case, "screening", one.pk)
    typed = {"home_life": "With her aunt", "version": one.version}
    desk.post(at(case, "intake", "drafts", f"screening:{one.pk.hex}:before"), typed)

    page, refused = desk.get(here + "send/").text, desk.post(here + "send/", {})

    assert f'<a href="{here}page/before/">' in page
    assert (refused.status_code, "Typed and not saved yet: " in refused.text) == (422, True)
    assert desk.post(here + "page/before/", typed).status_code == 302
    assert desk.post(here + "send/", {}).status_code == 302
