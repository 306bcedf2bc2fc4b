"""What happened as events: who lived through the same, who was exploited again, and who reads of whom."""

import datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.tokens import issue
from audit.doors import Refused
from audit.models import Event
from cases import actions, legal
from cases.events import parts_of
from cases.intake import DID
from cases.models import Case, CaseAccess, CaseExploitation, Draft, Exploitation, Level
from tests.api.conftest import Caller
from tests.cases.intake.conftest import agreed
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office

pytestmark = pytest.mark.django_db
WORDS = "Taken at the terminal"
FIRST = {"began": datetime.date(2011, 3, 1), "began_precision": "month"}
LATER = {"began": datetime.date(2015, 6, 1), "began_precision": "month"}


@pytest.fixture
def office():
    return working_office()


@pytest.fixture
def worker(office):
    return caseworker(office)


@pytest.fixture
def desk(client, worker):
    client.force_login(worker)
    client.cookies["language"] = "en"
    return client


def known(worker, code_name):
    case = opened_case(worker, code_name=code_name)
    agreed(case, worker)
    return case


@pytest.fixture
def case(worker):
    return known(worker, "Ceiba")


@pytest.fixture
def sister(worker):
    return known(worker, "Jade")


@pytest.fixture
def stranger():
    """Somebody of another organisation who answers for a case of the same event."""
    return caseworker()


@pytest.fixture
def event(case, worker):
    return actions.record_exploitation(case, by=worker, acts=["recruitment"], account=WORDS, **FIRST)


@pytest.fixture
def shared(event, case, worker, stranger):
    """Another organisation's case in the event, which the worker knew until lately and reads no more."""
    other = known(stranger, "Onyx")
    let_in(worker, other, Level.FULL, source="referral")
    actions.join_exploitation(event, by=worker, case=case, other=other)
    CaseAccess.objects.filter(case=other, user=worker).delete()
    return other


def page(case, event=None, verb=""):
    return "/".join(filter(None, [f"/cases/{case.number}/events", event and str(event.pk), verb])) + "/"


def program_of(user):
    return Caller(issue(user)[0])


def test_somebody_else_who_lived_through_the_same_is_put_to_it_by_the_number_of_her_case(
    desk, case, sister, event
):
    sent = {"other": sister.number, "once": str(uuid4())}

    answers = [desk.post(page(case, event, "join"), sent) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert {part.case for part in event.links.all()} == {case, sister}
    shown = desk.get(page(sister)).content.decode()
    assert WORDS in shown
    assert case.number in shown


def test_what_concerns_one_alone_is_read_of_nobody_else(desk, worker, case, sister, event, client):
    actions.join_exploitation(event, by=worker, case=case, other=sister)
    actions.edit_exploitation(event, by=worker, case=sister, own_account="Only Jade")

    assert "Only Jade" in desk.get(page(sister)).content.decode()
    assert "Only Jade" not in desk.get(page(case)).content.decode()
    form = desk.get(page(case, event)).context["form"]
    assert form["own_account"].value() is None


@pytest.mark.parametrize("path", ["events/", "intake/exploitation/", "", "intake/", "readers/"])
def test_nobody_learns_of_somebody_in_the_event_whose_case_she_does_not_read(desk, case, shared, path):
    shown = desk.get(f"/cases/{case.number}/{path}")

    assert shown.status_code == 200
    assert not any(word in shown.content.decode() for word in (shared.number, "Onyx", shared.office.name))


def test_a_page_of_an_event_reads_the_same_whether_somebody_unseen_stands_in_it_or_not(
    desk, worker, case, event, stranger
):
    def words():
        found = desk.get(page(case)).content.decode()
        return found[found.index("<main") : found.index("</main")]

    before = words()
    CaseExploitation.objects.create(case=known(stranger, "Onyx"), exploitation=event)

    assert words() == before


def test_nor_does_a_program_and_whoever_reads_neither_case_finds_no_event(worker, case, shared, event):
    told = program_of(worker).get(f"/api/v1/exploitations/{event.pk}/").json()
    foreign = program_of(caseworker()).get(f"/api/v1/exploitations/{event.pk}/")

    assert told["cases"] == [case.number]
    assert [part["case"] for part in told["parts"]] == [case.number]
    assert foreign.status_code == 404


def test_each_team_reads_the_event_through_its_own_case(client, stranger, shared, event, case):
    client.force_login(stranger)

    shown = client.get(page(shared)).content.decode()

    assert WORDS in shown
    assert case.number not in shown
    assert client.get(page(case)).status_code == 404
    assert client.get(page(shared, event, "join")).status_code == 200


def test_a_case_that_is_read_in_part_is_no_case_to_join(desk, worker, case, event, stranger):
    other = known(stranger, "Onyx")
    let_in(worker, other, Level.ASSISTANCE, source="referral")
    typed = {"other": other.number, "once": str(uuid4())}

    answer = desk.post(page(case, event, "join"), typed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["other"])
    with pytest.raises(Refused):
        actions.join_exploitation(event, by=worker, case=case, other=other)
    assert event.links.count() == 1


def test_who_stands_in_it_already_and_who_minds_her_data_are_not_put_to_it(worker, case, sister, event):
    unnamed = opened_case(worker, unnamed=True)
    actions.join_exploitation(event, by=worker, case=case, other=sister)

    for other in (sister, unnamed, case):
        with pytest.raises(ValidationError):
            actions.join_exploitation(event, by=worker, case=case, other=other)

    assert event.links.count() == 2


def test_a_new_case_is_opened_into_the_event(desk, worker, office, case, event):
    form = desk.get(f"/cases/new/?event={event.pk}").context["form"]
    typed = {
        "danger": "no", "source": "police", "found_on": "2026-03-02", "sex": "F", "majority": "adult",
        "role": "direct_victim", "code_name": "Nube", "office": office.pk, "once": str(uuid4()),
        "exploitation": form["exploitation"].value(),
    }  # fmt: skip

    for _time in range(2):
        desk.post("/cases/new/", typed)

    new = Case.objects.get(code_name="Nube")
    assert {part.case for part in event.links.all()} == {case, new}
    assert new.worker == worker


def test_a_foreign_event_is_none_to_open_a_case_into(desk, office, stranger):
    other = known(stranger, "Onyx")
    foreign = actions.record_exploitation(other, by=stranger, acts=["recruitment"])
    typed = {
        "danger": "no", "source": "police", "found_on": "2026-03-02", "sex": "F", "majority": "adult",
        "role": "direct_victim", "office": office.pk, "exploitation": str(foreign.pk),
    }  # fmt: skip

    answers = [desk.post("/cases/new/", typed | {"exploitation": key}) for key in (foreign.pk, uuid4())]

    said = [answer.context["form"].errors["exploitation"] for answer in answers]
    assert said[0] == said[1]
    assert foreign.links.count() == 1


def test_a_wrong_one_is_taken_out_with_a_reason_and_the_event_stays(desk, worker, case, sister, event):
    actions.join_exploitation(event, by=worker, case=case, other=sister)

    bare = desk.post(page(sister, event, "take-out"), {})
    done = desk.post(page(sister, event, "take-out"), {"withdrawn_reason": "Another bus"})

    assert (bare.status_code, done.status_code) == (422, 302)
    shown = desk.get(page(sister)).content.decode()
    assert WORDS not in shown
    assert "Another bus" in shown
    assert desk.get(page(sister, event)).status_code == 404
    assert sister.number not in desk.get(page(case)).content.decode()
    assert WORDS in desk.get(page(case)).content.decode()


def test_the_legal_tests_and_the_list_of_the_intake_read_no_part_that_was_taken_out(worker, case, event):
    actions.take_out_of_exploitation(event, by=worker, case=case, withdrawn_reason="x")

    assert legal.side_by_side(case, datetime.date(2026, 3, 2))["palermo"] is None
    assert DID["exploitation"](case) is False


def test_the_last_one_goes_out_like_any_other_and_can_be_put_back(worker, case, sister, event):
    actions.join_exploitation(event, by=worker, case=case, other=sister)
    actions.take_out_of_exploitation(event, by=worker, case=case, withdrawn_reason="x")
    actions.join_exploitation(event, by=worker, case=sister, other=case)
    for one in (case, sister):
        actions.take_out_of_exploitation(event, by=worker, case=one, withdrawn_reason="x")

    assert (event.links.standing().count(), event.links.count()) == (0, 3)
    assert not Exploitation.objects.read_by(worker).exists()
    with pytest.raises(ValidationError):
        actions.take_out_of_exploitation(event, by=worker, case=case, withdrawn_reason="x")


def test_who_minds_her_data_later_leaves_the_event_also_where_she_was_taken_out(worker, case, event):
    actions.take_out_of_exploitation(event, by=worker, case=case, withdrawn_reason="x")
    for ground in case.grounds.all():
        actions.end_ground(ground, by=worker, ended_on=timezone.localdate())

    actions.keep_unnamed(case, by=worker)

    assert (CaseExploitation.objects.count(), Exploitation.objects.count()) == (0, 0)


def test_what_happened_again_is_offered_as_after_the_earlier_one_and_stands_behind_it(
    desk, worker, case, event
):
    form = desk.get(f"{page(case)}new/").context["form"]
    typed = {"acts": ["harbouring"], "began_part": "06/2015", "once": str(uuid4())}

    desk.post(f"{page(case)}new/", typed | {"follows": form["follows"].value()})

    parts = desk.get(page(case)).context["parts"]
    assert form["follows"].value() == event.pk
    assert [part.exploitation.acts for part in parts] == [["recruitment"], ["harbouring"]]
    assert [part.after for part in parts] == [None, event]
    assert case.exploitation_links.count() == 2


def test_what_is_not_known_by_its_day_still_stands_behind_what_it_came_after(worker, case):
    first = actions.record_exploitation(case, by=worker, acts=["recruitment"])
    second = actions.record_exploitation(case, by=worker, acts=["harbouring"], follows=first, **FIRST)
    assert [part.exploitation for part in parts_of(case)] == [first, second]


def test_it_came_after_no_event_of_somebody_else_nor_in_a_circle_nor_before_it_began(
    worker, case, sister, event
):
    hers = actions.record_exploitation(sister, by=worker, acts=["recruitment"])
    again = actions.record_exploitation(case, by=worker, acts=["harbouring"], follows=event, **LATER)

    wrong = [
        lambda: actions.record_exploitation(case, by=worker, acts=["transfer"], follows=hers),
        lambda: actions.edit_exploitation(event, by=worker, case=case, follows=again),
        lambda: actions.edit_exploitation(event, by=worker, case=case, follows=event),
        lambda: actions.record_exploitation(
            case, by=worker, acts=["transfer"], follows=again, began=datetime.date(2012, 1, 1)
        ),
    ]

    for write in wrong:
        with pytest.raises(ValidationError) as refused:
            write()
        assert list(refused.value.message_dict) == ["follows"]


def test_an_earlier_event_of_a_case_of_hers_that_is_not_read_is_as_if_there_were_none(
    desk, worker, case, stranger
):
    before = known(stranger, "Onyx")
    earlier = actions.record_exploitation(before, by=stranger, acts=["recruitment"], **FIRST)
    Case.objects.filter(pk=before.pk).update(person=case.person_id)

    form = desk.get(f"{page(case)}new/").context["form"]

    assert "follows" not in form.fields
    with pytest.raises(ValidationError):
        actions.record_exploitation(case, by=worker, acts=["harbouring"], follows=earlier)


def test_another_event_is_changed_on_its_own_page_and_its_draft_is_its_own(desk, worker, case, event):
    again = actions.record_exploitation(case, by=worker, acts=["harbouring"], follows=event, **LATER)
    keep = f"/cases/{case.number}/intake/drafts/event:{again.pk.hex}/"
    desk.post(keep, {"account": "Typed and not saved"})

    resumed = desk.get(page(case, again))
    other = desk.get(page(case, event))

    assert "Typed and not saved" in resumed.content.decode()
    assert "Typed and not saved" not in other.content.decode()
    typed = {"acts": ["harbouring"], "account": "Later", "follows": event.pk, "version": again.version}
    part = again.links.get()
    saved = desk.post(page(case, again), typed | {"part_version": part.version, "own_account": "Hers"})
    again.refresh_from_db()
    assert (saved.status_code, again.account, again.links.get().account) == (302, "Later", "Hers")
    desk.post(keep, {"account": "Typed once more"})
    actions.take_out_of_exploitation(again, by=worker, case=case, withdrawn_reason="x")
    assert not Draft.objects.filter(section__startswith="event:").exists()


def test_without_a_ground_nothing_of_it_is_shown_and_a_wrong_one_is_still_taken_out(
    desk, worker, case, event
):
    for ground in case.grounds.all():
        actions.end_ground(ground, by=worker, ended_on=timezone.localdate())

    shown = desk.get(page(case)).content.decode()

    assert WORDS not in shown
    assert desk.get(page(case, event)).templates[0].name == "cases/needs_ground.html"
    assert desk.post(page(case, event, "take-out"), {"withdrawn_reason": "x"}).status_code == 302


def test_two_who_change_it_from_two_cases_are_told_of_each_other(desk, worker, case, sister, event):
    actions.join_exploitation(event, by=worker, case=case, other=sister)
    seen = Exploitation.objects.get(pk=event.pk).version
    actions.edit_exploitation(event, by=worker, case=sister, place="Zona 1")

    answer = desk.post(page(case, event), {"acts": ["recruitment"], "place": "Zona 4", "version": seen})

    assert answer.status_code == 409


def test_the_team_alone_reads_and_writes_it(client, worker, office, case, event):
    helper = caseworker(office)
    let_in(helper, case, Level.ASSISTANCE)
    client.force_login(helper)

    paths = [page(case), f"{page(case)}new/", page(case, event), page(case, event, "join")]

    assert [client.get(path).status_code for path in paths] == [403] * 4
    client.force_login(supervisor(office))
    assert [client.get(path).status_code for path in paths] == [200] * 4


def test_no_line_of_the_trail_names_two_of_those_who_lived_through_it(desk, worker, case, sister, event):
    desk.post(page(case, event, "join"), {"other": sister.number, "once": str(uuid4())})
    desk.get(page(case))
    desk.post(page(sister, event, "take-out"), {"withdrawn_reason": "x"})

    keys = {case.pk, sister.pk}
    assert max(len(keys & set(line.subjects)) for line in Event.objects.all()) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_for_three_events_as_for_one(
    desk, worker, case, number, django_assert_max_num_queries
):
    before = None
    for _time in range(number):
        before = actions.record_exploitation(case, by=worker, acts=["recruitment"], follows=before)
    desk.get(page(case))

    with django_assert_max_num_queries(32):
        assert len(desk.get(page(case)).context["parts"]) == number
