"""Suspects of an event: read by the team of each who stands in it, one at a time, and nowhere else."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tokens import issue
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import Case, CaseAccess, Level, Person, Suspect, SuspectInEvent, SuspectToPerson, Task
from tests.api.conftest import Caller
from tests.cases.intake.conftest import agreed
from tests.factories.cases import caseworker, let_in, opened_case, supervisor
from vault.models import SubjectKey

pytestmark = pytest.mark.django_db
NAME, KNOWN = "Rigoberto Malo", "Waits at the terminal"


def known(worker, code_name):
    case = opened_case(worker, code_name=code_name)
    agreed(case, worker)
    return case


@pytest.fixture
def case(worker):
    return known(worker, "Ceiba")


@pytest.fixture
def event(case, worker):
    return actions.record_exploitation(case, by=worker, acts=["recruitment"])


@pytest.fixture
def one(event, case, worker):
    facts = {"names": NAME, "known": KNOWN, "roles": ["recruiter"], "relation": "neighbour"}
    return actions.add_suspect(event, by=worker, case=case, **facts)


@pytest.fixture
def other(event, case, worker):
    """Of another organisation, in the same event; the worker reads that case no more."""
    stranger = caseworker()
    other = known(stranger, "Onyx")
    let_in(worker, other, Level.FULL, source="referral")
    actions.join_exploitation(event, by=worker, case=case, other=other)
    CaseAccess.objects.filter(case=other, user=worker).delete()
    return other


def at(case, event, *further):
    return "/".join([f"/cases/{case.number}/events/{event.pk}/suspects", *map(str, further)]) + "/"


def opened(who):
    return Event.objects.filter(verb="suspect.opened", actor=who.pk)


def test_a_suspect_is_typed_and_its_words_stand_only_on_the_page_that_is_opened_on_purpose(
    desk, case, event, worker
):
    typed = {
        "names": NAME, "known": KNOWN, "roles": ["recruiter"], "relation": "neighbour", "danger": "yes",
        "danger_words": "Calls her mother", "once": str(uuid4()),
    }  # fmt: skip
    answers = [desk.post(at(case, event, "new"), typed) for _time in range(2)]
    one = SuspectInEvent.objects.get()

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Task.objects.open().filter(case=case, kind="risk_assessment").exists()
    pages = [at(case, event), at(case, event, one.pk, "change"), at(case, event, one.pk, "take-out")]
    pages += [f"/cases/{case.number}/{path}" for path in ("", "events/", "intake/", "readers/", "notes/")]
    for page in pages:
        shown = desk.get(page)
        assert shown.status_code == 200, page
        assert not any(word in shown.content.decode() for word in (NAME, KNOWN, "Calls her mother")), page
    assert not opened(worker).exists()
    assert desk.get(at(case, event, one.pk, "open")).status_code == 405

    shown = desk.post(at(case, event, one.pk, "open")).content.decode()
    assert all(word in shown for word in (NAME, KNOWN, "Calls her mother"))
    assert NAME not in shown[shown.index("<title") : shown.index("</title")]
    assert opened(worker).get().subjects == [one.pk, one.suspect_id, case.pk]


def test_a_suspect_is_found_by_no_search_and_is_no_person(desk, case, one):
    people = Person.objects.count()

    assert NAME not in desk.post("/cases/find/", {"looked_for": NAME}).content.decode()
    assert case.number not in desk.post("/cases/find/", {"looked_for": NAME}).content.decode()
    assert Person.objects.count() == people
    typed = {"sections": ["identification", "needs", "services", "notes"], "purpose": "person"}
    assert NAME not in desk.post(f"/cases/{case.number}/print/", typed).content.decode()


def test_each_team_of_the_event_reads_the_suspect_and_of_its_own_person_alone_what_it_is_to_her(
    client, desk, case, other, event, one, worker
):
    client.force_login(other.worker)
    shown = client.post(at(other, event, one.pk, "open")).content.decode()
    assert NAME in shown
    assert not any(word in shown for word in ("Neighbour", case.number, "Vecino"))
    assert client.post(at(case, event, one.pk, "open")).status_code == 404

    hers = {"relation": "stranger", "danger": "no"}
    actions.change_suspect(one, by=other.worker, case=other, **hers)
    mine = SuspectToPerson.objects.get(case=case)
    assert (mine.relation, SuspectToPerson.objects.count()) == ("neighbour", 2)
    told = Caller(issue(worker)[0]).get(f"/api/v1/exploitations/{event.pk}/suspects/{one.pk}/").json()
    assert [person["case"] for person in told["to_people"]] == [case.number]


def test_who_does_not_read_the_account_finds_no_suspect(client, case, event, one):
    helper = caseworker(case.office)
    let_in(helper, case, Level.ASSISTANCE)
    client.force_login(helper)

    assert client.get(at(case, event)).status_code == 403
    assert client.post(at(case, event, one.pk, "open")).status_code == 403
    with pytest.raises(Refused):
        actions.open_suspect(one, by=helper, case=case)
    assert not opened(helper).exists()
    api = f"/api/v1/exploitations/{event.pk}/suspects/"
    assert Caller(issue(helper)[0]).get(api).status_code == 404


def test_a_suspect_of_two_events_tells_neither_of_the_other(client, desk, case, event, one, other, worker):
    """The other organisation reads the first event; the second is only of the worker's person."""
    second = actions.record_exploitation(case, by=worker, acts=["harbouring"])
    client.force_login(other.worker)
    before = client.get(f"/api/v1/exploitations/{event.pk}/suspects/", headers=_token(other.worker)).json()

    client.force_login(worker)
    assert desk.get(at(case, second)).context["elsewhere"] is True
    typed = {"same": one.pk, "roles": ["exploiter"], "known": "Only in the second", "once": str(uuid4())}
    assert desk.post(at(case, second, "link"), typed).status_code == 302
    assert desk.post(at(case, second, "link"), typed | {"once": str(uuid4())}).status_code == 422
    two = SuspectInEvent.objects.get(exploitation=second)
    assert (two.suspect_id, Suspect.objects.count()) == (one.suspect_id, 1)

    client.force_login(other.worker)
    shown = client.post(at(other, event, one.pk, "open")).content.decode()
    assert NAME in shown
    assert "Only in the second" not in shown
    for path in (at(other, event), at(other, event, two.pk, "change"), at(other, second)):
        assert "Only in" not in client.get(path).content.decode()
    assert client.post(at(other, event, two.pk, "open")).status_code == 404
    assert client.post(at(other, second, two.pk, "open")).status_code == 404
    after = client.get(f"/api/v1/exploitations/{event.pk}/suspects/", headers=_token(other.worker)).json()
    assert after == before
    with pytest.raises(ValidationError):
        actions.link_suspect(event, by=other.worker, case=other, same=two)


def _token(user):
    return {"Authorization": f"Bearer {issue(user)[0]}"}


def test_words_stand_unless_others_are_written_and_whoever_comes_second_sees_both(desk, case, event, one):
    page = desk.get(at(case, event, one.pk, "change"))
    typed = {"version": page.context["version"], "roles": ["recruiter"], "relation": "neighbour"}
    typed |= {"danger": "unknown", "known_to_authorities": "unknown", "telephones": "5555 0000"}
    assert desk.post(at(case, event, one.pk, "change"), typed).status_code == 302
    assert desk.post(at(case, event, one.pk, "change"), typed | {"names": "x"}).status_code == 409
    both = typed | {"version": 2, "forget": ["telephones"]}
    assert desk.post(at(case, event, one.pk, "change"), both).status_code == 422
    desk.post(at(case, event, one.pk, "change"), both | {"telephones": ""})

    suspect = Suspect.objects.get()
    assert (suspect.names, suspect.telephones) == (NAME, None)
    assert SuspectInEvent.objects.get().known == KNOWN


def test_a_relative_who_took_part_is_linked_without_copying_a_name(desk, case, event, worker):
    uncle = actions.add_relative(case, by=worker, relation="uncle", name="Tío Lencho", involved="yes")
    typed = {"relative": uncle.pk, "roles": ["sold"], "once": str(uuid4())}
    desk.post(at(case, event, "new"), typed)
    one = SuspectInEvent.objects.get()

    shown = desk.post(at(case, event, one.pk, "open")).content.decode()
    assert "Uncle" in shown
    assert "Lencho" not in shown
    strange = opened_case(worker, code_name="Jade")
    agreed(strange, worker)
    other = actions.add_relative(strange, by=worker, relation="aunt", name="x")
    wrong = {"relative": other, "roles": ["sold"]}
    with pytest.raises(ValidationError):
        actions.add_suspect(event, by=worker, case=case, **wrong)


def test_a_suspect_taken_out_of_one_event_stands_in_the_other(case, event, one, worker):
    second = actions.record_exploitation(case, by=worker, acts=["harbouring"])
    two = actions.link_suspect(second, by=worker, case=case, same=one)

    actions.take_out_suspect(one, by=worker, case=case, withdrawn_reason="Another man")

    assert list(SuspectInEvent.objects.read_by(worker)) == [two]
    with pytest.raises(ValidationError):
        actions.change_suspect(one, by=worker, case=case, names="x")


def test_whoever_is_forgotten_takes_along_what_a_suspect_was_to_her_and_whom_nobody_else_names(
    case, other, event, one, worker
):
    alone = actions.record_exploitation(case, by=worker, acts=["harbouring"])
    hers = actions.add_suspect(alone, by=worker, case=case, names="Nobody else")
    actions.link_suspect(alone, by=worker, case=case, same=one)
    boss, new = supervisor(case.office), opened_case(worker)
    pair = actions.note_likeness(*sorted((case.person, new.person), key=lambda row: row.pk), by=worker)
    actions.answer_likeness(pair, by=worker, answer="same")
    actions.change_suspect(one, by=worker, case=case, danger_words="Has her photograph")
    actions.merge_people(pair, by=boss, keep=new.number)
    assert SuspectToPerson.objects.get(case=case, of=one).danger_words == "Has her photograph"

    ground = case.grounds.get()
    actions.end_ground(ground, by=boss, ended_on=ground.since)
    actions.keep_unnamed(Case.objects.get(pk=case.pk), by=boss)

    assert list(Suspect.objects.values_list("pk", flat=True)) == [one.suspect_id]
    assert not SuspectToPerson.objects.filter(case=case).exists()
    gone = SubjectKey.objects.filter(kind="suspect", subject=hers.suspect_id)
    assert {bytes(key.wrapped) for key in gone} == {b""}
    assert Suspect.objects.get().names == NAME
    assert actions.open_suspect(one, by=other.worker, case=other)


def test_a_list_asks_as_often_for_three_suspects_as_for_one(desk, case, event, worker):
    def add():
        actions.add_suspect(event, by=worker, case=case, names="x", relation="neighbour")

    counts = []
    add()
    desk.get(at(case, event))
    for _round in (1, 2):
        with CaptureQueriesContext(connection) as asked:
            desk.get(at(case, event))
        counts.append(len(asked))
        add()
        add()

    assert counts[0] == counts[1]


def test_a_program_writes_opens_corrects_links_and_takes_out(worker, case, event):
    program, path = Caller(issue(worker)[0]), f"/api/v1/exploitations/{event.pk}/suspects/"
    through = {"case": case.number}
    made = program.post(path, through | {"names": NAME, "roles": ["recruiter"], "danger": "possible"})
    assert made.status_code == 201, made.json()
    row = f"{path}{made.json()['id']}/"
    changed = program.patch(row, through | {"known": KNOWN}, headers={"If-Match": made["ETag"]})
    told = program.post(f"{row}reveal/", through).json()
    second = actions.record_exploitation(case, by=worker, acts=["harbouring"])
    link = f"/api/v1/exploitations/{second.pk}/suspects/link/"
    linked = program.post(link, through | {"same": made.json()["id"]})
    reason = through | {"withdrawn_reason": "Another man"}
    out = program.post(f"{row}take-out/", reason, headers={"If-Match": changed["ETag"]})

    assert [changed.status_code, linked.status_code, out.status_code] == [200, 201, 200], linked.json()
    assert NAME not in str(changed.json())
    assert changed.json()["to_people"][0]["danger"] == "possible"
    assert told == {"words": {"names": NAME, "known": KNOWN}}
    assert opened(worker).count() == 1
    assert program.get(path).json()["results"] == []


def test_without_a_ground_a_program_reads_the_words_of_a_suspect_no_more(worker, case, event, one):
    program, row = Caller(issue(worker)[0]), f"/api/v1/exploitations/{event.pk}/suspects/{one.pk}/reveal/"
    assert program.post(row, {"case": case.number}).status_code == 200
    for ground in case.grounds.all():
        actions.end_ground(ground, by=worker, ended_on=timezone.localdate())

    assert program.post(row, {"case": case.number}).status_code == 422


def test_programs_lock_cases_before_the_event_as_pages_do(case, event, one):
    stage = actions.add_route_stage(event, by=case.worker, case=case, country="GT")

    assert list(one.locked_after())[:2] == [case, event]
    assert list(stage.locked_after()) == [case, event]
