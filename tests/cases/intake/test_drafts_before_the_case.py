"""What is typed before there is a case, or before anything lets the programme keep it."""

from uuid import uuid4

import pytest
from django.utils import timezone

from cases import actions
from cases.models import Case, Draft
from tests.cases.intake.test_drafts import BY_ITSELF, KEEP_NEW, NEW, drafts_of, sign_in
from tests.factories.cases import caseworker, opened_case

pytestmark = pytest.mark.django_db


def test_a_case_that_does_not_exist_yet_keeps_its_first_page_under_her(desk, worker):
    key = uuid4()

    for place in ("Terminal", "Terminal norte"):
        desk.post(KEEP_NEW, {"draft": key, "found_place": place, "sex": "F"}, headers=BY_ITSELF)

    draft = Draft.objects.get()
    assert (draft.pk, draft.user, draft.case) == (key, worker, None)
    assert [one for one, _words in desk.get(NEW).context["others"]] == [draft]
    form = desk.get(f"{NEW}?draft={key}").context["form"]
    assert (form["found_place"].value(), form["sex"].value()) == ("Terminal norte", "F")
    notices = [notice.url for notice in desk.get("/").context["notices"]]
    assert notices == [f"{NEW}?draft={key}"]


def test_a_first_page_of_somebody_who_does_not_want_her_data_kept_holds_no_words_of_where_she_was_found(desk):
    key = uuid4()
    said = {"draft": key, "found_place": "Terminal", "source_details": "Her aunt", "sex": "F"}
    desk.post(KEEP_NEW, said, headers=BY_ITSELF)

    desk.post(KEEP_NEW, said | {"unnamed": "on"}, headers=BY_ITSELF)

    assert dict(Draft.objects.get().typed) == {"sex": ["F"], "unnamed": ["on"]}


def test_opening_the_case_ends_it(desk, worker):
    key, office = uuid4(), worker.memberships.get().office
    first = {"draft": key, "danger": "no", "source": "police", "found_on": "2026-03-02", "sex": "F"}
    desk.post(KEEP_NEW, first)

    answer = desk.post(NEW, first | {"majority": "adult", "role": "direct_victim", "office": office.pk})

    assert (answer.status_code, Draft.objects.count()) == (302, 0)


def test_nobody_else_sees_or_takes_it(desk, worker):
    key = uuid4()
    desk.post(KEEP_NEW, {"draft": key, "found_place": "Terminal"})
    sign_in(desk, caseworker(worker.memberships.get().office))

    page = desk.get(f"{NEW}?draft={key}")
    desk.post(KEEP_NEW, {"draft": key, "found_place": "Elsewhere"})

    assert (page.context["form"]["found_place"].value(), page.context["others"]) == (None, [])
    assert Draft.objects.get(pk=key).typed == [["found_place", ["Terminal"]]]
    assert desk.post(f"/cases/drafts/{key}/discard/").status_code == 404


HERS = ("person", {"given_names": "Ana"}), ("exploitation", {"account": "A bar in Cobán"})


@pytest.mark.parametrize(("name", "typed"), HERS)
def test_before_any_ground_not_even_typed_words_of_her_are_kept(desk, case, name, typed):
    answer = desk.post(drafts_of(case, name), typed, headers=BY_ITSELF)

    assert (answer.status_code, answer.content.decode()[:43], Draft.objects.count()) == (
        422,
        "Until there is consent or another ground, n",
        0,
    )


@pytest.mark.parametrize(("name", "typed"), HERS)
def test_of_somebody_who_wants_no_name_kept_no_typed_words_are_kept(desk, worker, name, typed):
    unnamed = opened_case(worker, unnamed=True)
    actions.record_ground(unnamed, by=worker, kind="duty_to_report", since=timezone.localdate())

    answer = desk.post(drafts_of(unnamed, name), typed, headers=BY_ITSELF)

    assert (answer.status_code, Draft.objects.count()) == (422, 0)


def test_typed_words_of_her_go_with_the_last_ground_and_what_she_needs_stays(desk, case, worker):
    today = timezone.localdate()
    consent = {"kind": "consent", "giver": "self_adult", "purposes": ["data_processing"]}
    grounds = [actions.record_ground(case, by=worker, since=today, **consent) for _more in range(2)]
    for name, typed in (*HERS, ("needs", {"wishes": "To study"})):
        desk.post(drafts_of(case, name), typed, headers=BY_ITSELF)

    actions.end_ground(grounds[0], by=worker, ended_on=today)
    with_a_ground = Draft.objects.count()
    actions.end_ground(grounds[1], by=worker, ended_on=today)

    assert (with_a_ground, [draft.section for draft in Draft.objects.all()]) == (3, ["needs"])


def test_other_words_under_the_key_of_an_open_case_wait_as_a_case_not_opened_yet(desk, worker):
    key, office = uuid4(), worker.memberships.get().office
    first = {
        "draft": key, "once": uuid4(), "danger": "no", "source": "police", "found_on": "2026-03-02",
        "sex": "F", "majority": "adult", "role": "direct_victim", "office": office.pk,
    }  # fmt: skip

    opened = desk.post(NEW, first)
    other = desk.post(NEW, first | {"found_place": "The market"})
    anew = Draft.objects.get().pk
    assert str(anew) in other.content.decode()
    again = desk.get(f"{NEW}?draft={anew}").context["form"]
    saved = desk.post(NEW, first | {"found_place": "The market", "once": uuid4(), "draft": anew})

    assert (opened.status_code, other.status_code, again["found_place"].value()) == (302, 422, "The market")
    assert saved.status_code == 302
    assert [case.found_place for case in Case.objects.order_by("number")] == [None, "The market"]
    assert Draft.objects.count() == 0


def test_the_same_words_sent_again_leave_no_draft_behind(desk, worker):
    key, office = uuid4(), worker.memberships.get().office
    first = {
        "draft": key, "once": uuid4(), "danger": "no", "source": "police", "found_on": "2026-03-02",
        "sex": "F", "majority": "adult", "role": "direct_victim", "office": office.pk,
    }  # fmt: skip

    answers = [desk.post(NEW, first) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Case.objects.count(), Draft.objects.count()) == (1, 0)
