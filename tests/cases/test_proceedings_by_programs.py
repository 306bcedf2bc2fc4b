"""Programs keep proceedings and their dates as the pages do."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from accounts.tokens import issue
from audit.models import Event
from cases import actions
from cases.models import DateState, Level, Proceeding, ProceedingStep, Service
from tests.api.conftest import Caller
from tests.factories.cases import caseworker, let_in, member, opened_case
from tests.factories.proceedings import SOON, proceeding_of, step_of

pytestmark = pytest.mark.django_db
PROCEEDINGS, STAGES, STEPS = (
    f"/api/v1/{name}/" for name in ("proceedings", "proceeding-stages", "proceeding-steps")
)
TODAY = timezone.localdate()


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def program(case):
    return of(case.worker)


def of(user):
    return Caller(issue(user)[0])


def seen(version):
    return {"If-Match": f'"{version}"'}


def a_proceeding(case, **facts):
    facts = {"kind": "criminal", "stage": "complaint", "on": TODAY.isoformat(), "country": "GT"} | facts
    return {"case": case.number} | facts


def a_step(proceeding, **facts):
    facts = {"kind": "hearing", "state": "planned", "on": SOON.isoformat(), "attends": True} | facts
    return {"proceeding": str(proceeding.pk)} | facts


def test_a_proceeding_is_recorded_once_for_its_key_read_and_changed(program, case):
    body = a_proceeding(case, authority="GT-MP", file_number="44", part=["witness"], words="Of the bar.")
    first, again = (program.post(PROCEEDINGS, body, headers={"Idempotency-Key": "p1"}) for _ in range(2))
    assert (first.status_code, again.status_code, Proceeding.objects.count()) == (201, 201, 1), first.content
    url = f"{PROCEEDINGS}{first.json()['id']}/"

    changed = program.patch(url, {"told_free_on": TODAY.isoformat()}, headers=seen(1))

    told = program.get(url).json()
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert (told["file_number"], told["part"], told["words"], told["told_free_on"]) == (
        "44", ["witness"], "Of the bar.", TODAY.isoformat(),
    )  # fmt: skip
    assert program.patch(url, {"words": "x"}, headers=seen(1)).status_code == 412
    assert program.patch(url, {"words": "x"}).status_code == 428
    assert ["proceedings"] in [event.detail for event in Event.objects.filter(verb="case.read")]


@pytest.mark.parametrize(
    ("sent", "field"), [({"stage": "granted"}, "stage"), ({"kind": "moon"}, "kind"), ({"on": None}, "on")]
)
def test_what_cannot_be_is_refused_by_field(program, case, sent, field):
    refused = program.post(PROCEEDINGS, a_proceeding(case, **sent))

    assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])


def test_a_stage_is_recorded_and_withdrawn(program, case):
    proceeding = proceeding_of(case)
    body = {"proceeding": str(proceeding.pk), "stage": "trial", "on": TODAY.isoformat()}

    made = program.post(STAGES, body)
    assert (made.status_code, made.json()["stage"]) == (201, "trial"), made.content
    url = f"{STAGES}{made.json()['id']}/withdraw/"
    taken = program.post(url, {"withdrawn_reason": "Of another file"}, headers=seen(1))

    assert (taken.status_code, taken.json()["withdrawn_reason"]) == (200, "Of another file")
    rows = program.get(f"{STAGES}?proceeding={proceeding.pk}").json()["results"]
    assert {row["stage"] for row in rows} == {"trial", "complaint"}
    assert program.post(STAGES, body | {"stage": "granted"}).status_code == 422


def test_a_step_is_planned_changed_moved_held_and_given_as_a_service(program, case):
    made = program.post(STEPS, a_step(proceeding_of(case), at="09:30", leaves_at="08:00", place="Court 3"))
    assert made.status_code == 201, made.content
    assert (made.json()["at"], made.json()["leaves_at"]) == ("09:30", "08:00")
    url = f"{STEPS}{made.json()['id']}/"

    changed = program.patch(url, {"at": "10:15"}, headers=seen(1))
    assert (changed.status_code, changed.json()["at"], changed.json()["place"]) == (200, "10:15", "Court 3")
    moved = program.post(f"{url}postpone/", {"state_words": "Ill", "on": TODAY.isoformat()}, headers=seen(2))
    assert (moved.status_code, moved.json()["state"]) == (200, "postponed"), moved.content
    later = ProceedingStep.objects.get(moved_from=made.json()["id"])
    held = program.post(
        f"{STEPS}{later.pk}/held/", {"on": TODAY.isoformat(), "outcome": "Heard"}, headers=seen(1)
    )
    assert (held.status_code, held.json()["outcome"]) == (200, "Heard"), held.content
    served = program.post(f"{STEPS}{later.pk}/service/", {}, headers=seen(2))
    assert served.json()["service"] == str(Service.objects.get().pk), served.content
    ended = program.post(f"{STEPS}{later.pk}/cancel/", {"state_words": "Mistake"}, headers=seen(3))
    assert ended.json()["state"] == DateState.CANCELLED


def test_a_consulate_is_contacted_on_a_ground_alone(program, case):
    proceeding = proceeding_of(case, kind="consular", stage="requested")
    body = a_step(proceeding, kind="consular_contact", contact_by="us")

    refused = program.post(STEPS, body)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["ground"])
    assert program.post(STEPS, body | {"contact_by": "herself"}).status_code == 201
    duty = actions.record_ground(case, by=case.worker, kind="duty_to_report", since=case.opened_on)
    assert program.post(STEPS, body | {"ground": str(duty.pk)}).status_code == 201


def test_whoever_looks_after_her_is_told_when_she_is_out_and_nothing_of_the_matter(case):
    helper = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(helper, case, Level.ASSISTANCE)
    proceeding = proceeding_of(case)
    step_of(
        proceeding, leaves_at="08:00", at="09:30", place="Court 3", accompanied_by=case.worker,
        companion="Ana Gil", for_shelter="Back by noon",
    )  # fmt: skip

    told = of(helper).get(f"/api/v1/cases/{case.number}/").json()["outings"]

    assert told == [
        {
            "on": SOON.isoformat(), "leaves_at": "08:00", "at": "09:30",
            "with": f"{case.worker.full_name}, Ana Gil", "for_shelter": "Back by noon",
        }
    ]  # fmt: skip
    for url in (PROCEEDINGS, STAGES, STEPS):
        assert of(helper).get(url).status_code == 403


def test_another_office_finds_nothing(case):
    proceeding = proceeding_of(case)
    step, stranger = step_of(proceeding), of(caseworker())

    for url in (
        f"{PROCEEDINGS}{proceeding.pk}/", f"{STAGES}{proceeding.stages.get().pk}/", f"{STEPS}{step.pk}/",
    ):  # fmt: skip
        assert stranger.get(url).status_code == 404
    assert stranger.get(STEPS).json()["results"] == []
    assert stranger.post(STEPS, a_step(proceeding)).status_code == 422


@pytest.mark.parametrize("url", [PROCEEDINGS, STAGES, STEPS])
def test_each_list_asks_as_often_for_many_as_for_one(program, case, url, django_assert_max_num_queries):
    asked = []
    for number in (1, 3):
        for _time in range(number):
            step_of(proceeding_of(case), accompanied_by=case.worker)
        program.get(url)
        with django_assert_max_num_queries(50) as queries:
            program.get(url)
        asked.append(len(queries))

    assert asked[0] == asked[1]
