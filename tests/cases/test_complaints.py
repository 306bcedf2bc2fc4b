"""Complaints against staff: two people outside the office follow them; whom they concern finds nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.roles import Role
from accounts.tokens import issue
from audit.models import Event
from cases import actions
from cases.complaints import receivers_offered, without_hidden
from cases.models import Complaint, ComplaintReceiver, ComplaintStep
from config.my_day import notices_for
from tests.api.conftest import Caller
from tests.factories.accounts import MembershipFactory, administrator, member
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.factories.complaints import complaint_about, receivers_for
from tests.factories.programmes import programme_manager

pytestmark = pytest.mark.django_db
LIST, HAND_IN, API = reverse("box:complaints"), reverse("box:complaint-create"), "/api/v1/complaints/"
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def office(client):
    client.cookies["language"] = "en"
    return working_office()


@pytest.fixture
def receivers(office):
    return receivers_for(office)


def of(user):
    return Caller(issue(user)[0])


def fresh(user):
    """The same person in another request: what she may do is read anew."""
    return type(user).objects.get(pk=user.pk)


def address(complaint, name="complaint"):
    return reverse(f"box:{name}", args=[complaint.pk])


def sees(user):
    return set(Complaint.objects.visible_to(fresh(user)))


def paper(office, **facts):
    usual = {"office": str(office.pk), "how": "paper", "received_on": TODAY.isoformat(), "kind": "secrets"}
    return usual | {"words": "He told my family where I live."} | facts


def test_a_complaint_its_subject_cannot_find(client, office, receivers):
    """The journey: by every door that she has, she who is meant finds not even that there is one."""
    meant, boss = caseworker(office), supervisor(office)
    guard = caseworker(office, role=Role.DATA_PROTECTION)
    head = administrator(office.organisation)
    case = opened_case(meant, office=office)
    # A colleague writes down what she was told, and names him.
    teller = caseworker(office, role=Role.SHELTER_STAFF)
    client.force_login(teller)
    said = paper(office, words="Canario pushed her.", about_words="Mario Canario", her_name="Canario Ruiz")
    handed = client.post(HAND_IN, said, follow=True)
    assert "It was handed over" in handed.text
    complaint = Complaint.objects.get()
    [one, other] = receivers
    # Both are told, the one opens it, says whom it is about, writes a step and answers.
    for user in receivers:
        assert any("Letter box: 1 new letter." in notice.sentence for notice in notices_for(fresh(user)))
    client.force_login(one)
    assert "Canario pushed her." in client.get(address(complaint)).text
    client.post(address(complaint, "complaint-about"), {"about": meant.pk, "version": 2})
    step = {"kind": "heard_her", "on": TODAY.isoformat(), "words": "Canario was heard."}
    client.post(address(complaint, "complaint-step"), step)
    client.post(address(complaint, "complaint-answer"), {"words": "Canario answered."})
    complaint.refresh_from_db()
    assert (complaint.about, complaint.state) == (meant, "answered")
    assert sees(other) == {complaint}

    doors = [
        "/", LIST, reverse("cases:cases"), reverse("tasks:tasks"), case.get_absolute_url(),
        reverse("cases:readers", args=[case.number]), reverse("reports:trail"), reverse("own-account"),
        reverse("users"), reverse("box:receivers"), reverse("cases:retention"),
        f"{reverse('reports:trail')}?verb=complaint.",
        f"{reverse('reports:trail')}?record={complaint.pk}",
        address(complaint), *(address(complaint, f"complaint-{verb}") for verb in VERBS),
    ]  # fmt: skip
    programs = [
        API,
        f"{API}{complaint.pk}/",
        f"{API}{complaint.pk}/steps/",
        "/api/v1/tasks/",
        "/api/v1/cases/",
    ]
    for who in (meant, boss, guard, head, teller, caseworker(office)):
        client.force_login(who)
        for door in doors:
            page = client.get(door)
            assert "Canario" not in page.text, (who, door)
            # What was asked for stands in the box that narrows the trail; no line of it is found.
            shown = page.text.partition("<table")[2] if "?record" in door else page.text.replace(door, "")
            assert str(complaint.pk) not in shown, (who, door)
            if str(complaint.pk) in door and "trail" not in door:
                absent = door.replace(str(complaint.pk), "00000000-0000-4000-8000-000000000000")
                assert (page.status_code, page.content) == (404, client.get(absent).content), (who, door)
        found = client.post(reverse("cases:find"), {"q": "Canario"})
        assert "Canario Ruiz" not in found.text
        program = of(who)
        for door in programs:
            told = program.get(door)
            assert told.status_code in (200, 403, 404), door
            assert str(complaint.pk) not in told.content.decode(), (who, door)
        assert program.get(API).json()["results"] == []
        assert program.post(f"{API}{complaint.pk}/answer/", {"words": "x"}).status_code == 404
        assert sees(who) == set()
        assert not any("Letter box" in notice.sentence for notice in notices_for(fresh(who))), who
    # Nor does the office's own data protection read a line of it in the trail; that of another office does.
    lines = Event.objects.filter(verb__startswith="complaint.", subjects__contains=[complaint.pk])
    assert lines.count() >= 5
    client.force_login(guard)
    assert "A complaint was received" not in trail_lines(client)
    client.force_login(caseworker(working_office(office.organisation), role=Role.DATA_PROTECTION))
    assert "A complaint was received" in trail_lines(client)
    # And no line says whom it is about, or what.
    told = {word for line in lines for word in line.detail}
    assert told <= {"state", "opened_at", "about", "answered_on"}
    assert not any(meant.pk in line.subjects for line in lines)


VERBS = ("step", "answer", "close", "about")


def trail_lines(client):
    """What stands in the list, without the box that narrows it."""
    return client.get(f"{reverse('reports:trail')}?verb=complaint.received").text.partition("<table")[2]


def test_whoever_is_meant_or_moves_in_loses_it_at_once_and_others_of_the_organisation_receive(
    office, receivers
):
    [one, other] = receivers
    complaint, spare = complaint_about(office), receivers_for(working_office(office.organisation), 1)[0]
    assert sees(one) == sees(other) == {complaint}
    assert sees(spare) == set()

    actions.say_whom(complaint, by=one, about=other)
    # They work in the same office: neither of the two reads it any more, and somebody else does.
    assert sees(one) == sees(other) == set()
    assert sees(spare) == {complaint}

    actions.say_whom(complaint, by=spare, about=None)
    MembershipFactory(user=one, office=office, role=Role.CASEWORKER)
    assert (sees(one), sees(other)) == (set(), {complaint})
    with pytest.raises(PermissionDenied):
        actions.answer_complaint(complaint, by=fresh(one), words="x")
    MembershipFactory(user=other, organisation=office.organisation, office=None, role=Role.ADMINISTRATOR)
    assert sees(other) == set()


def test_where_all_who_receive_work_for_the_organisation_like_her_who_is_meant_others_receive(client, office):
    organisation, boss = office.organisation, administrator(office.organisation)
    wide = {"organisation": organisation, "office": None}
    managers = [programme_manager(organisation) for _one in range(2)]
    for user in managers:
        actions.name_receiver(office, by=boss, user=user)
    spare = receivers_for(working_office(organisation), 1)[0]
    complaint = complaint_about(office)
    client.force_login(managers[0])
    page = client.get(address(complaint)).text
    assert managers[1].full_name in page
    assert spare.full_name not in page

    actions.say_whom(complaint, by=managers[0], about=programme_manager(organisation))

    assert sees(managers[0]) == sees(managers[1]) == set()
    assert sees(spare) == {complaint}
    client.force_login(spare)
    page = client.get(address(complaint)).text
    assert not any(user.full_name in page for user in managers)
    # Nor does an organisation's own worker follow it who works with people everywhere.
    MembershipFactory(user=spare, role=Role.SUPERVISOR, **wide)
    assert sees(spare) == set()


def test_whoever_once_worked_with_her_who_is_meant_or_in_the_office_reads_none_of_it(office, receivers):
    [one, other] = receivers
    complaint, spare = complaint_about(office), receivers_for(working_office(office.organisation), 1)[0]
    over = {"role": Role.CASEWORKER, "since": "2015-01-01", "until": "2020-01-01"}

    MembershipFactory(user=one, office=office, **over)

    assert (sees(one), sees(other), sees(spare)) == (set(), {complaint}, set())
    assert one not in receivers_offered(office)
    assert list(ComplaintReceiver.objects.able().filter(office=office).values_list("user", flat=True)) == [
        other.pk
    ]
    # She who is meant works here now, and worked beside the other until lately.
    meant = caseworker(office)
    MembershipFactory(user=meant, office=other.memberships.get().office, **over)
    actions.say_whom(complaint, by=other, about=meant)
    assert (sees(one), sees(other), sees(spare)) == (set(), set(), {complaint})


def test_whoever_manages_accounts_and_protects_data_reads_no_line_of_it_in_the_trail(office, receivers):
    head = caseworker(working_office(office.organisation), role=Role.DATA_PROTECTION)
    complaint_about(office)
    lines = Event.objects.filter(verb="complaint.received")
    assert without_hidden(lines, fresh(head)).exists()

    MembershipFactory(user=head, organisation=office.organisation, office=None, role=Role.ADMINISTRATOR)

    head = fresh(head)
    # As in a small office, where she chooses for each request in which of the two she acts.
    head.acting_role = Role.DATA_PROTECTION
    assert lines.visible_to(head).exists()
    assert not without_hidden(lines.visible_to(head), head).exists()


def test_of_two_who_make_the_address_at_once_the_second_finds_that_of_the_first(office):
    boss = administrator(office.organisation)

    with CaptureQueriesContext(connection) as asked:
        actions.open_box(office, by=boss, instead="Ana, 5555 1234")

    locks = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    assert 'FROM "accounts_office"' in locks[0]


def test_a_closed_letter_is_asked_for_again_when_its_day_has_come(client, office, receivers):
    complaint, one = complaint_about(office), receivers[0]
    actions.close_complaint(complaint, by=one, outcome="open", words="Nobody saw it.")
    client.force_login(one)

    def asked():
        return [notice for notice in notices_for(fresh(one)) if "closed letter" in notice.sentence]

    assert asked() == []
    Complaint.objects.update(review_on=TODAY)
    [notice] = asked()
    assert address(complaint) in client.get(notice.url).text
    assert [row["id"] for row in of(one).get(f"{API}?state=to_review").json()["results"]] == [
        str(complaint.pk)
    ]
    Complaint.objects.update(review_on=TODAY + timedelta(days=1))
    assert address(complaint) not in client.get(notice.url).text


def test_steps_are_dated_amended_and_never_overwritten(client, office, receivers):
    complaint, [one, other] = complaint_about(office), receivers
    step = actions.take_step(
        complaint, by=one, kind="measure", on=TODAY, words="He is on leave since Monday."
    )

    actions.amend_step(step, by=other, on=TODAY, words="He is on leave since Tuesday.")

    with pytest.raises(ValidationError, match="amended already"):
        actions.amend_step(step, by=one, on=TODAY, words="Since Sunday.")
    with pytest.raises(ValidationError, match="has not come"):
        actions.take_step(complaint, by=one, kind="other", on=TODAY + timedelta(days=1), words="x")
    client.force_login(one)
    page = client.get(address(complaint)).text
    assert "since Monday" in page
    assert "since Tuesday" in page
    # Violence asks for safety before anything is looked into.
    assert "Safety first" in page
    assert ComplaintStep.objects.count() == 2


def test_a_complaint_is_closed_with_what_was_found_and_taken_up_again_by_a_step(office, receivers):
    complaint, one = complaint_about(office), receivers[0]
    actions.answer_complaint(complaint, by=one, words="It was so.")

    actions.close_complaint(complaint, by=one, outcome="founded", words="He left.")

    complaint.refresh_from_db()
    assert (complaint.state, complaint.closed_on, complaint.outcome) == ("closed", TODAY, "founded")
    assert complaint.review_on.year == TODAY.year + 5
    with pytest.raises(ValidationError, match="is closed"):
        actions.answer_complaint(complaint, by=one, words="x")
    actions.take_step(complaint, by=one, kind="other", on=TODAY, words="She came back.")
    complaint.refresh_from_db()
    assert (complaint.state, complaint.closed_on, complaint.outcome) == ("looking", None, "")
    assert complaint.answered_on == TODAY


def test_what_nobody_opens_or_answers_in_time_presses(office, receivers, settings):
    one, other = receivers
    complaint = complaint_about(office, received_on=TODAY - timedelta(days=4))

    def pressing(user):
        return [notice.sentence for notice in notices_for(fresh(user)) if notice.kind == "bad"]

    late = ["Letter box: 1 letter has waited too long."]
    assert pressing(one) == pressing(other) == late
    actions.open_complaint(complaint, by=one)
    assert pressing(other) == []
    old = complaint_about(office, received_on=TODAY - timedelta(days=16))
    actions.open_complaint(old, by=one)
    assert pressing(other) == late
    actions.answer_complaint(old, by=one, words="We look into it.")
    assert pressing(other) == []


def test_the_administrator_names_two_outside_and_sees_that_they_are_missing(client, office):
    boss, inside = administrator(office.organisation), caseworker(office)
    outside = programme_manager(office.organisation)
    client.force_login(boss)
    name = reverse("box:receiver-name", args=[office.pk])

    asked = [notice.sentence for notice in notices_for(fresh(boss))]
    refused = [client.post(name, {"user": user.pk}).status_code for user in (inside, boss)]
    named = client.post(name, {"user": outside.pk})

    assert "For 1 office fewer than two people receive complaints: name them." in asked
    assert (refused, named.status_code) == ([422, 422], 302)
    assert "Fewer than two people" in client.get(reverse("box:receivers")).text
    receiver = ComplaintReceiver.objects.get()
    made = of(boss).post("/api/v1/complaint-receivers/", {"office": str(office.pk), "user": str(inside.pk)})
    assert made.status_code == 422
    client.post(reverse("box:receiver-end", args=[receiver.pk]), {"version": 1})
    receiver.refresh_from_db()
    assert receiver.ended_at
    with pytest.raises(PermissionDenied):
        actions.name_receiver(office, by=supervisor(office), user=outside)


def test_programs_hand_in_list_read_step_answer_and_close(office, receivers):
    teller, one = member(Role.TRAINER, office), receivers[0]
    program, key = of(one), {"Idempotency-Key": "c-1"}

    first, again = (of(teller).post(API, paper(office), headers=key) for _time in range(2))

    complaint = Complaint.objects.get()
    here = f"{API}{complaint.pk}/"
    assert first.status_code == again.status_code == 201, first.content
    assert first.json() == {"received": True}
    # Whoever handed it in cannot follow by its version whether anybody opened it.
    assert not first.has_header("ETag")
    assert not again.has_header("ETag")
    [row] = program.get(API).json()["results"]
    assert (row["id"], row["urgent"], row["state"]) == (str(complaint.pk), False, "received")
    assert "family" not in str(row)
    assert program.get(here).json()["words"] == "He told my family where I live."
    step = program.post(f"{here}steps/", {"kind": "other", "on": TODAY.isoformat(), "words": "Called."})
    assert step.status_code == 201, step.content
    facts = {"on": TODAY.isoformat(), "words": "Called twice."}
    assert program.post(f"{here}steps/{step.json()['id']}/amend/", facts).status_code == 201
    assert program.post(f"{here}answer/", {"words": "Thank you."}).status_code == 201
    closed = program.post(
        f"{here}close/", {"outcome": "open", "words": "Nobody saw it."}, headers={"If-Match": "*"}
    )
    assert (closed.status_code, closed.json()["state"]) == (200, "closed"), closed.content
    steps = program.get(here).json()["steps"]
    amended = program.post(f"{here}steps/{steps[-1]['id']}/amend/", facts)
    assert (amended.status_code, "A closing is not amended" in amended.content.decode()) == (422, True)
    words = [step["words"] for step in program.get(here).json()["steps"]]
    assert words == ["Called.", "Called twice.", "Thank you.", "Nobody saw it."]
    assert of(teller).get(here).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_ask_as_often_for_many_as_for_one(
    client, office, receivers, number, django_assert_num_queries
):
    for _time in range(number):
        complaint_about(office)
    program = of(receivers[0])
    client.force_login(receivers[0])
    client.get(LIST)

    with django_assert_num_queries(8):
        client.get(LIST)
    with django_assert_num_queries(9):
        program.get(API)
