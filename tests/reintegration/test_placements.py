"""How people live after the shelter: who follows them home, where, and until when."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases.actions import finish_task
from cases.models import CaseAccess, Task
from cases.rules import level_of
from config.my_day import notices_for
from reintegration import actions
from reintegration.models import Placement
from shelters.actions import take_back_exit
from shelters.models import Stay
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, supervisor, working_office
from tests.factories.shelters import admitted, case_for, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
GONE, LATER = date(2026, 5, 1), date(2026, 8, 20)
WHERE = "Aldea El Paraíso, with her aunt"
PLACEMENTS = "/api/v1/placements/"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def shelter(db):
    return shelter_of()


@pytest.fixture
def case(shelter):
    return case_for(shelter)


@pytest.fixture
def placement(shelter, case):
    left(admitted(shelter, case=case), on=GONE)
    return Placement.objects.get()


@pytest.fixture
def worker(case):
    return member(Role.REINTEGRATION_WORKER, case.office, since="2010-01-01")


def page_of(placement, name="placement"):
    return reverse(f"reintegration:{name}", args=[placement.pk])


def test_one_placement_follows_another_the_same_day(shelter, case, placement):
    stay = admitted(shelter, case=case, on=date(2026, 6, 1))
    left(stay, on=LATER, to="independent_living")

    assert list(Placement.objects.order_by("since").values_list("kind", "since", "until")) == [
        ("nuclear_family", GONE, date(2026, 6, 1)),
        ("independent_living", LATER, None),
    ]
    actions.begin_placement(case, by=case.worker, kind="extended_family", since=date(2026, 9, 1))
    assert Placement.objects.get(kind="independent_living").until == date(2026, 9, 1)


def test_no_statement_lets_one_person_live_in_two_places(placement):
    twin = Placement.objects.get(pk=placement.pk)
    twin.pk = placement.pk.__class__(int=placement.pk.int ^ 1)

    with pytest.raises(IntegrityError, match="one_placement_of_a_person_at_a_time"), transaction.atomic():
        Placement.objects.bulk_create([twin])


def test_it_belongs_to_the_line_of_work_of_the_case(placement, case):
    assert placement.component == case.component


def test_the_team_writes_where_she_lives_and_reads_it_by_post_alone(case, placement):
    desk = browser_of(case.worker)
    typed = {"kind": "extended_family", "department": "GT-13", "whereabouts": WHERE, "version": "1"}
    desk.post(page_of(placement, "placement-change"), typed)
    placement.refresh_from_db()

    pages = [desk.get(page_of(placement, name)) for name in ("placement", "placement-change")]
    shown = desk.post(page_of(placement, "whereabouts"))

    assert (placement.kind, placement.department, placement.whereabouts) == (
        "extended_family",
        "GT-13",
        WHERE,
    )
    assert [WHERE in page.content.decode() for page in [*pages, shown]] == [False, False, True]
    event = Event.objects.get(verb="placement.whereabouts_opened")
    assert (event.actor, event.subjects) == (case.worker.pk, [placement.pk, case.pk])


def test_an_empty_box_keeps_what_is_written(case, placement):
    actions.change_placement(placement, by=case.worker, whereabouts=WHERE)
    browser_of(case.worker).post(
        page_of(placement, "placement-change"), {"kind": "extended_family", "version": "2"}
    )

    placement.refresh_from_db()
    assert (placement.whereabouts, placement.kind) == (WHERE, "extended_family")


def test_a_worker_who_is_assigned_follows_her_home_without_the_account(case, placement, worker):
    desk = browser_of(worker)
    assert desk.get(page_of(placement)).status_code == 404

    actions.assign_follower(placement, by=case.worker, worker=worker)

    assert level_of(worker, case) == "assistance"
    assert desk.get(page_of(placement)).status_code == 200
    assert desk.post(page_of(placement, "whereabouts")).status_code == 200
    access = CaseAccess.objects.get(user=worker)
    assert (access.source, access.ended_at) == ("placement", None)


def test_when_another_follows_the_case_closes_for_the_first(case, placement, worker):
    second = member(Role.REINTEGRATION_WORKER, case.office, since="2010-01-01")
    actions.assign_follower(placement, by=case.worker, worker=worker)

    actions.assign_follower(placement, by=case.worker, worker=second)
    assert [level_of(one, case) for one in (worker, second)] == [None, "assistance"]
    actions.assign_follower(placement, by=case.worker, worker=None)
    assert [level_of(one, case) for one in (worker, second)] == [None, None]


def waiting(worker):
    return list(Task.objects.visible_to(worker).mine(worker).open().values_list("kind", flat=True))


def test_who_is_to_follow_her_finds_it_among_her_tasks_until_another_does(case, placement, worker):
    second = member(Role.REINTEGRATION_WORKER, case.office, since="2010-01-01")
    actions.assign_follower(placement, by=case.worker, worker=worker)
    assert (waiting(worker), waiting(second)) == (["follow_home"], [])
    assert (
        "Make the first contact after the return"
        in browser_of(worker).get(reverse("tasks:tasks")).content.decode()
    )

    actions.assign_follower(placement, by=case.worker, worker=second)
    held = Task.objects.open().filter(kind="follow_home")
    assert (list(held.values_list("assignee", flat=True)), waiting(second)) == ([second.pk], ["follow_home"])

    actions.end_placement(placement, by=case.worker, until=LATER, end_reason="She went north again")
    assert not held.exists()


def test_whom_nobody_follows_any_more_is_still_to_be_called_by_whoever_answers_for_her(
    case, placement, worker
):
    head, second = supervisor(case.office), member(Role.REINTEGRATION_WORKER, case.office, since="2010-01-01")
    actions.assign_follower(placement, by=head, worker=worker)
    called = Task.objects.get(kind="follow_home")

    actions.assign_follower(placement, by=head, worker=None)
    called.refresh_from_db()
    assert (called.assignee, called.done_at, "follow_home" in waiting(case.worker)) == (
        case.worker,
        None,
        True,
    )

    actions.assign_follower(placement, by=head, worker=second)
    called.refresh_from_db()
    assert (called.assignee, waiting(second)) == (second, ["follow_home"])
    assert not Task.objects.done().filter(kind="follow_home").exists()


def test_who_follows_after_the_first_call_was_made_is_asked_anew(case, placement, worker):
    head, second = supervisor(case.office), member(Role.REINTEGRATION_WORKER, case.office, since="2010-01-01")
    actions.assign_follower(placement, by=head, worker=worker)
    finish_task(Task.objects.get(kind="follow_home"), by=worker, outcome="She is well.")

    actions.assign_follower(placement, by=head, worker=second)

    assert (waiting(worker), waiting(second)) == ([], ["follow_home"])


def test_the_page_that_assigns_shows_who_follows_her_now(case, placement, worker):
    desk, url = browser_of(case.worker), page_of(placement, "placement-assign")
    chosen = f'<option value="{worker.pk}" selected>'
    before = desk.get(url).content.decode()

    actions.assign_follower(placement, by=case.worker, worker=worker)

    assert (chosen in before, chosen in desk.get(url).content.decode()) == (False, True)


def test_it_says_beside_the_day_that_it_cannot_end_before_it_began(case, placement):
    typed = {"until": "30/04/2026", "end_reason": "She went north again"}

    page = browser_of(case.worker).post(page_of(placement, "placement-end"), typed)

    assert page.context["form"].errors == {"until": ["It cannot end before it began."]}


def test_of_two_who_write_where_she_lives_the_second_is_asked_and_shown_nothing_sealed(case, placement):
    desk, url = browser_of(case.worker), page_of(placement, "placement-change")
    actions.change_placement(placement, by=case.worker, whereabouts=WHERE)
    typed = {"kind": "nuclear_family", "whereabouts": "With her godmother", "version": "1"}

    page = desk.post(url, typed)
    both = page.context["differences"]
    theirs = desk.post(url, dict(page.context["typed"]) | {"keep_whereabouts": "theirs", "version": "2"})

    words = "What is written is kept, and not shown here."
    assert [(one.name, one.yours, one.theirs) for one in both] == [
        ("whereabouts", "With her godmother", words)
    ]
    placement.refresh_from_db()
    assert (page.status_code, theirs.status_code, placement.whereabouts) == (409, 302, WHERE)
    assert WHERE not in page.content.decode()


def test_of_two_who_change_different_things_where_she_lives_is_kept_as_typed(case, placement):
    desk, url = browser_of(case.worker), page_of(placement, "placement-change")
    actions.change_placement(placement, by=case.worker, kind="extended_family")
    typed = {"kind": "nuclear_family", "whereabouts": "With her godmother", "version": "1"}

    page = desk.post(url, typed)

    assert [(one.name, one.keep) for one in page.context["of_one"] if one.name == "whereabouts"] == [
        ("whereabouts", "yours")
    ]


def test_a_placement_that_came_from_paper_says_so(shelter, case):
    left(admitted(shelter, case=case), on=GONE, entered_from="paper")
    placement = Placement.objects.get()

    assert "Entered later, from" in browser_of(case.worker).get(page_of(placement)).content.decode()


def test_assigned_twice_she_is_assigned_once(case, placement, worker):
    for _time in range(2):
        actions.assign_follower(placement, by=case.worker, worker=worker)

    assert CaseAccess.objects.filter(user=worker).count() == 1


def test_only_a_reintegration_worker_of_the_organisation_follows(case, placement):
    for stranger in (member(Role.REINTEGRATION_WORKER), caseworker(case.office)):
        with pytest.raises(ValidationError):
            actions.assign_follower(placement, by=case.worker, worker=stranger)


def test_a_worker_assigns_nobody(case, placement, worker):
    actions.assign_follower(placement, by=case.worker, worker=worker)

    assert browser_of(worker).get(page_of(placement, "placement-assign")).status_code == 403
    with pytest.raises(Refused):
        actions.assign_follower(placement, by=worker, worker=None)


def test_shelters_do_not_know_where_she_went_to_live(shelter, case, placement):
    staff = shelter_staff(shelter)
    admitted(shelter, by=staff, case=case, on=LATER)

    assert level_of(staff, case) == "assistance"
    assert list(Placement.objects.visible_to(staff)) == []
    head = supervisor(shelter.office)
    assert browser_of(head).post(page_of(placement, "whereabouts")).status_code == 403


def test_who_only_knows_of_a_case_sees_neither_where_she_stayed_nor_how_she_lives(case, placement):
    knows_of, helps = (caseworker(case.office) for _one in range(2))
    let_in(knows_of, case, "reference")
    let_in(helps, case, "assistance")

    seen = [
        [model.objects.visible_to(one).count() for model in (Stay, Placement)] for one in (knows_of, helps)
    ]
    assert seen == [[0, 0], [1, 1]]
    assert browser_of(knows_of).get(page_of(placement)).status_code == 404


def ended_by_follower(shelter, case, placement, worker):
    typed = {"until": "20/08/2026", "end_reason": "She went north again"}
    answer = browser_of(worker).post(page_of(placement, "placement-end"), typed)
    assert answer.url == reverse("reintegration:placements")


def ended_by_return(shelter, case, placement, worker):
    admitted(shelter, case=case, on=LATER)


def ended_by_taking_back(shelter, case, placement, worker):
    take_back_exit(case.stays.get(), by=supervisor(shelter.office))


@pytest.mark.parametrize("end", [ended_by_follower, ended_by_return, ended_by_taking_back])
def test_when_nothing_is_left_to_follow_the_case_closes_for_who_followed(
    shelter, case, placement, worker, end
):
    actions.assign_follower(placement, by=case.worker, worker=worker)

    end(shelter, case, placement, worker)

    assert level_of(worker, case) is None


def test_it_ends_once_with_a_reason(case, placement):
    desk, url = browser_of(case.worker), page_of(placement, "placement-end")

    asked = desk.post(url, {"until": "20/08/2026"})
    done = desk.post(url, {"until": "20/08/2026", "end_reason": "She went north again"})
    again = desk.post(url, {"until": "21/08/2026", "end_reason": "Again"})

    placement.refresh_from_db()
    assert (asked.status_code, done.status_code, again.status_code) == (422, 302, 422)
    assert (placement.until, placement.end_reason) == (LATER, "She went north again")


def test_my_day_tells_the_supervisor_whom_nobody_follows(case, placement, worker):
    head = supervisor(case.office)
    sentence = "1 person who left a shelter is followed by nobody yet."

    assert [one.sentence for one in notices_for(head) if "followed" in one.sentence] == [sentence]
    actions.assign_follower(placement, by=head, worker=worker)
    assert [one.sentence for one in notices_for(head) if "followed" in one.sentence] == []


def test_the_list_shows_hers_narrows_and_costs_the_same_with_one_and_with_three(shelter, case, placement):
    desk, url = browser_of(supervisor(case.office)), reverse("reintegration:placements")
    left(admitted(shelter), on=GONE)
    page = desk.get(url)
    assert [field.value() for field in page.context["filters"]] == [None, None]
    assert [field.field.choices[0] for field in page.context["filters"]] == [("", "Any")] * 2
    assert list(page.context["page"]) == [placement]
    assert list(desk.get(url, {"state": "ended"}).context["page"]) == []
    assert list(desk.get(url, {"state": "open", "kind": "nuclear_family"}).context["page"]) == [placement]

    def cost():
        with CaptureQueriesContext(connection) as asked:
            desk.get(url)
        return len(asked)

    one = cost()
    for _more in range(2):
        more = case_for(shelter)
        left(admitted(shelter, case=more), on=GONE)
        more.__class__.objects.filter(pk=more.pk).update(office=case.office)
    assert cost() == one


def test_programs_read_change_and_end_placements_and_never_read_where(case, placement):
    actions.change_placement(placement, by=case.worker, whereabouts=WHERE)
    program, url = program_of(case.worker), f"{PLACEMENTS}{placement.pk}/"

    listed = program.get(f"{PLACEMENTS}?case={case.number}&held_on=2026-05-01&kind=nuclear_family")
    none = program.get(f"{PLACEMENTS}?held_on=2026-04-30")
    changed = program.patch(url, {"country": "GT"}, headers={"If-Match": '"2"'})
    ended = program.post(
        f"{url}end/", {"until": "2026-08-20", "end_reason": "Left"}, headers={"If-Match": '"3"'}
    )

    assert [len(one.json()["results"]) for one in (listed, none)] == [1, 0]
    assert listed.json()["results"] == [
        {
            "id": str(placement.pk), "version": 2, "case": case.number, "code_name": case.code_name,
            "kind": "nuclear_family", "since": "2026-05-01", "until": None, "department": "",
            "country": "", "withdrawn": False, "entered_from": "",
        }
    ]  # fmt: skip
    assert (changed.status_code, changed.json()["country"]) == (200, "GT"), changed.content
    assert (ended.status_code, ended.json()["until"]) == (200, "2026-08-20")
    assert "Aldea" not in listed.content.decode() + changed.content.decode()
    placement.refresh_from_db()
    assert placement.whereabouts == WHERE


def test_a_placement_elsewhere_is_not_there(placement):
    stranger = caseworker(working_office())

    assert browser_of(stranger).get(page_of(placement)).status_code == 404
    assert program_of(stranger).get(f"{PLACEMENTS}{placement.pk}/").status_code == 404
