"""The way of an event from place to place: in which order, of whom, and who reads it."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tokens import issue
from audit.doors import Refused
from cases import actions, routes
from cases.models import Case, CaseAccess, Exploitation, Level, RouteStage
from tests.api.conftest import Caller
from tests.cases.intake.conftest import agreed
from tests.factories.cases import caseworker, let_in, opened_case, supervisor
from vault.models import SubjectKey
from work.actions import history

pytestmark = pytest.mark.django_db


def known(worker, code_name):
    case = opened_case(worker, code_name=code_name)
    agreed(case, worker)
    return case


@pytest.fixture
def case(worker):
    return known(worker, "Ceiba")


@pytest.fixture
def event(case, worker):
    return actions.record_exploitation(case, by=worker, acts=["recruitment"], country="MX")


@pytest.fixture
def other(event, case, worker):
    """Of another organisation, in the same event; its team knows nothing of the worker's case."""
    stranger = caseworker()
    other = known(stranger, "Onyx")
    let_in(worker, other, Level.FULL, source="referral")
    actions.join_exploitation(event, by=worker, case=case, other=other)
    CaseAccess.objects.filter(case=other, user=worker).delete()
    return other


def at(case, event, *further):
    return "/".join([f"/cases/{case.number}/events/{event.pk}/route", *map(str, further)]) + "/"


def way(case, event):
    return routes.line(routes.stages_of(case, event)[event.pk])


def main_of(answer):
    """The page without its keys and tokens."""
    found = answer.content.decode()
    found = found[found.index("<main") : found.index("</main")]
    return re.sub(r'value="[^"]{36,}"', "", found)


def test_a_route_is_typed_place_by_place_put_in_order_and_read_on_one_line(desk, case, event):
    sent = {"department": "MX-CHP", "place": "Tapachula", "happened": ["transit"], "once": str(uuid4())}
    typed = [sent, sent, {"department": "GT-12", "happened": ["recruitment"]}, {"country": "US"}]
    answers = [desk.post(at(case, event), {"once": str(uuid4())} | one) for one in typed]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert way(case, event) == "Tapachula → San Marcos → United States"
    second = RouteStage.objects.get(department="GT-12")
    earlier = {"direction": "earlier", "version": second.version}
    for _press in range(2):  # the second time its version is gone: pressed twice, it moves once
        desk.post(at(case, event, second.pk, "move"), earlier)
    assert way(case, event) == "San Marcos → Tapachula → United States"
    assert "San Marcos → Tapachula →" in desk.get(f"/cases/{case.number}/events/").content.decode()


def test_a_place_is_corrected_and_taken_out_and_what_stood_there_is_kept(desk, case, event, worker):
    stage = actions.add_route_stage(event, by=worker, case=case, place="Tecun", happened=["held"])

    page = desk.get(at(case, event, stage.pk))
    typed = {"place": "Tecún Umán", "began_part": "03/2011", "version": page.context["version"]}
    stale = desk.post(at(case, event, stage.pk), typed | {"version": 0})
    desk.post(at(case, event, stage.pk), typed)
    wrong = desk.post(at(case, event, stage.pk), {"version": 2, "began_part": "03/2011"})
    stage.refresh_from_db()

    assert stale.status_code == 409
    assert wrong.status_code == 422
    assert (stage.place, stage.began_precision, stage.happened) == ("Tecún Umán", "month", [])
    desk.post(at(case, event, stage.pk, "remove"), {})
    assert not RouteStage.objects.exists()
    assert [kept["place"] for _revision, kept in history(stage)] == ["Tecún Umán", "Tecun"]


def test_what_one_alone_travelled_is_read_of_nobody_else_and_changes_no_page_of_the_others(
    client, desk, case, other, event, worker
):
    client.force_login(other.worker)
    before = main_of(client.get(at(other, event)))
    alone = actions.add_route_stage(event, by=worker, case=case, place="Cancún", alone=True)

    client.force_login(other.worker)
    assert main_of(client.get(at(other, event))) == before
    assert client.get(at(other, event, alone.pk)).status_code == 404
    program = Caller(issue(other.worker)[0])
    assert program.get(f"/api/v1/exploitations/{event.pk}/route/").json()["results"] == []
    assert program.get(f"/api/v1/exploitations/{event.pk}/route/{alone.pk}/").status_code == 404
    with pytest.raises(ValidationError):
        actions.change_route_stage(alone, by=other.worker, case=other, place="x")


def test_stages_of_one_alone_stand_between_those_of_all_and_moving_goes_by_what_one_reads(
    case, other, event, worker
):
    def add(case, place, **how):
        return actions.add_route_stage(event, by=case.worker, case=case, place=place, **how)

    add(case, "Jutiapa")
    add(other, "Onyx alone", alone=True)
    last = add(case, "Tapachula")

    actions.move_route_stage(last, by=worker, case=case, direction="earlier")

    assert way(case, event) == "Tapachula → Jutiapa"
    assert way(other, event) == "Tapachula → Onyx alone → Jutiapa"


def test_who_reads_no_account_finds_no_route_and_without_a_ground_nothing_is_written(client, case, event):
    shelter = let_in(caseworker(case.office), case, Level.ASSISTANCE)
    reader = getattr(shelter, "user", shelter)
    with pytest.raises(Refused):
        actions.add_route_stage(event, by=reader, case=case, place="x")

    ground = case.grounds.get()
    actions.end_ground(ground, by=case.worker, ended_on=ground.since)
    client.force_login(case.worker)
    assert client.post(at(case, event), {"place": "x", "once": str(uuid4())}).status_code == 422
    assert not RouteStage.objects.exists()


def test_two_countries_of_exploitation_are_said_and_neither_is_changed(desk, case, event, worker):
    actions.add_route_stage(event, by=worker, case=case, country="US", happened=["exploited"])

    assert desk.get(at(case, event)).context["says_otherwise"] is True
    assert Exploitation.objects.get().country == "MX"
    actions.add_route_stage(event, by=worker, case=case, country="MX", happened=["exploited"])
    assert desk.get(at(case, event)).context["says_otherwise"] is False


def test_her_own_way_goes_along_when_two_are_joined_and_with_her_when_she_is_forgotten(worker, case, event):
    alone = actions.add_route_stage(event, by=worker, case=case, place="Cancún", alone=True)
    shared = actions.add_route_stage(event, by=worker, case=case, place="Tapachula")
    new, boss = opened_case(worker), supervisor(case.office)
    pair = actions.note_likeness(*sorted((case.person, new.person), key=lambda one: one.pk), by=worker)
    actions.answer_likeness(pair, by=worker, answer="same")
    actions.merge_people(pair, by=boss, keep=new.number)

    row = RouteStage.objects.select_related("case").get(pk=alone.pk)
    assert (row.case.person_id, row.place) == (new.person_id, "Cancún")

    ground = case.grounds.get()
    actions.end_ground(ground, by=boss, ended_on=ground.since)
    actions.keep_unnamed(Case.objects.get(pk=case.pk), by=boss)
    assert not RouteStage.objects.filter(pk__in=[alone.pk, shared.pk]).exists()
    keys = SubjectKey.objects.filter(kind="exploitation", subject=event.pk)
    assert {bytes(key.wrapped) for key in keys} == {b""}


def test_a_page_asks_as_often_for_three_places_as_for_one(desk, case, event, worker):
    desk.get(at(case, event))  # a first page of a session asks more
    counts = []
    for _round in (1, 2):
        for number in range(2):
            facts = {"place": f"Place {number}", "alone": bool(number % 2)}
            actions.add_route_stage(event, by=worker, case=case, **facts)
        for path in (at(case, event), f"/cases/{case.number}/events/"):
            with CaptureQueriesContext(connection) as asked:
                desk.get(path)
            counts.append(len(asked))

    assert counts[:2] == counts[2:]


def test_a_program_adds_moves_corrects_and_takes_out(worker, case, event):
    program, path = Caller(issue(worker)[0]), f"/api/v1/exploitations/{event.pk}/route/"
    body = {"case": case.number, "department": "GT-12", "happened": ["recruitment"]}
    one = program.post(path, body)
    two = program.post(path, {"case": case.number, "place": "Tapachula", "alone": True})
    assert [one.status_code, two.status_code] == [201, 201], (one.json(), two.json())
    place, through = f"{path}{two.json()['id']}/", {"case": case.number}

    def send(way, address, body, answer):
        return getattr(program, way)(address, through | body, headers={"If-Match": answer["ETag"]})

    moved = send("post", f"{place}move/", {"direction": "earlier"}, two)
    changed = send("patch", place, {"began_part": {"date": "2011-03-01", "precision": "month"}}, moved)
    told = program.get(path).json()["results"]
    out = send("post", f"{place}remove/", {}, changed)

    assert [answer.status_code for answer in (moved, changed, out)] == [200] * 3, changed.json()
    assert [(row["place"], row["case"]) for row in told] == [("Tapachula", case.number), (None, None)]
    assert told[0]["began"] == {"date": "2011-03-01", "precision": "month"}
    assert len(program.get(path).json()["results"]) == 1
