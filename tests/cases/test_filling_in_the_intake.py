"""The intake: short pages in any order; before a ground nothing is kept that says who she is."""

import datetime
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from audit.models import Event
from cases import actions
from cases.models import (
    Ground,
    IdentityDocument,
    Needs,
    Person,
    Service,
    Task,
    Telephone,
)
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from work.models import Revision

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = timezone.localdate
NAME = "Ana Lucía"
HER = {"given_names": NAME, "family_names": "Pérez Xol", "birth": "03/2001", "nationalities": ["GT"]}
INVOLVED = (
    "A parent who took part in what was done to her cannot consent for her. Record another guardian, the "
    "State guardian, a court or vital interest."
)
NO_ROWS = {
    f"{rows}-{count}": number
    for rows in ("telephones", "documents")
    for count, number in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
}


@pytest.fixture
def worker():
    return caseworker(working_office())


@pytest.fixture
def case(worker):
    return opened_case(worker, code_name="Ceiba")


@pytest.fixture
def child(worker):
    return opened_case(worker, majority="minor", code_name="Jacaranda")


@pytest.fixture
def desk(client, worker):
    """A caseworker's browser, in English."""
    client.force_login(worker, backend=BACKEND)
    client.cookies["language"] = "en"
    with translation.override("en"):
        yield client


def page(case, name):
    return f"/cases/{case.number}/intake/{name}/"


def agreed(case, by, **facts):
    usual = {"kind": "consent", "giver": "self_adult", "purposes": ["data_processing"]}
    return actions.record_ground(case, by=by, **usual | {"since": TODAY()} | facts)


def states(desk, case):
    lines = desk.get(f"/cases/{case.number}/intake/").context["lines"]
    return {line.section.name: line.state for line in lines}


def said(answer):
    return {name: list(words) for name, words in answer.context["form"].errors.items()}


# The list


def test_a_new_case_shows_what_is_done_what_is_not_and_what_waits(desk, case):
    assert states(desk, case) == {
        "identification": "done",
        "ground": "todo",
        "person": "waits",
        "exploitation": "waits",
        "needs": "todo",
    }


def test_it_shows_what_was_done_and_the_time_of_a_draft(desk, case, worker):
    agreed(case, worker)
    desk.post(page(case, "exploitation"), {"acts": ["recruitment"], "purposes": ["sexual"]})
    desk.post(page(case, "drafts/needs"), {"wishes": "To study"})

    assert states(desk, case) == {
        "identification": "done",
        "ground": "done",
        "person": "todo",
        "exploitation": "done",
        "needs": "draft",
    }
    assert (
        f"Draft saved {timezone.localtime():%H:}"
        in desk.get(f"/cases/{case.number}/intake/").content.decode()
    )


def test_saving_a_page_leads_to_the_next_that_is_not_done_or_back_to_the_list(desk, case):
    consent = {
        "answer": "given",
        "giver": "self_adult",
        "purposes": ["data_processing"],
        "since": str(TODAY()),
    }

    on = desk.post(page(case, "ground/consent"), consent)
    back = desk.post(page(case, "ground/consent"), consent | {"to-list": "1"})

    assert (on.url, back.url) == (page(case, "person"), f"/cases/{case.number}/intake/")


# Grounds


@pytest.mark.parametrize("name", ["person", "exploitation"])
def test_without_a_ground_the_page_says_so_and_takes_nothing(desk, case, name):
    shown, sent = desk.get(page(case, name)), desk.post(page(case, name), HER | {"account": "x"})

    assert (shown.status_code, sent.status_code) == (200, 422)
    assert page(case, "ground") in shown.content.decode()
    assert (Person.objects.get().given_names, case.exploitation_links.count()) == (None, 0)


def test_without_a_ground_the_action_refuses_too(case, worker):
    with pytest.raises(ValidationError) as refused:
        actions.describe_person(case.person, by=worker, case=case, given_names=NAME)
    assert refused.value.code == "no_ground"
    with pytest.raises(ValidationError) as refused:
        actions.record_exploitation(case, by=worker, acts=["recruitment"])
    assert refused.value.code == "no_ground"


@pytest.mark.parametrize(
    "facts",
    [
        {"purposes": ["assistance"]},
        {"answer": "refused"},
        {"since": datetime.date(2026, 3, 2), "expires_on": datetime.date(2026, 4, 2)},
    ],
)
def test_a_consent_to_something_else_a_refusal_or_an_old_one_is_no_ground(case, worker, facts):
    agreed(case, worker, **facts)

    with pytest.raises(ValidationError):
        actions.describe_person(case.person, by=worker, case=case, given_names=NAME)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("court_order", {"authority": "Juzgado Primero, 01-2026"}),
        ("duty_to_report", {}),
        ("vital_interest", {"reason": "Unconscious"}),
    ],
)
def test_a_court_a_duty_and_danger_to_her_life_are_grounds(desk, case, kind, facts):
    answer = desk.post(page(case, f"ground/{kind}"), facts | {"since": str(TODAY())})

    assert (answer.status_code, Ground.objects.get().kind) == (302, kind)
    assert states(desk, case)["person"] == "todo"


def test_vital_interest_holds_for_72_hours(case, worker):
    ground = actions.record_ground(
        case, by=worker, kind="vital_interest", since=TODAY(), reason="Unconscious"
    )

    assert abs(ground.expires_at - timezone.now() - timedelta(hours=72)) < timedelta(minutes=1)
    Ground.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ValidationError):
        actions.describe_person(case.person, by=worker, case=case, given_names=NAME)


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [("consent", ["giver", "purposes"]), ("court_order", ["authority"]), ("vital_interest", ["reason"])],
)
def test_each_ground_asks_for_what_it_cannot_stand_without(desk, case, kind, lacking):
    answer = desk.post(page(case, f"ground/{kind}"), {"since": str(TODAY()), "answer": "given"})

    assert (answer.status_code, sorted(said(answer))) == (422, lacking)


def test_a_child_does_not_consent_alone_and_is_asked_herself(desk, child):
    consent = {"answer": "given", "purposes": ["data_processing"], "since": str(TODAY())}

    alone = desk.post(page(child, "ground/consent"), consent | {"giver": "self_adult", "assent": "given"})
    unasked = desk.post(page(child, "ground/consent"), consent | {"giver": "state_guardian"})
    right = desk.post(page(child, "ground/consent"), consent | {"giver": "state_guardian", "assent": "given"})

    assert (list(said(alone)), list(said(unasked)), right.status_code) == (["giver"], ["assent"], 302)


def test_a_parent_who_took_part_cannot_consent_and_the_reason_stands_beside_the_box(desk, child):
    consent = {"answer": "given", "purposes": ["data_processing"], "since": str(TODAY()), "assent": "given"}

    answer = desk.post(page(child, "ground/consent"), consent | {"giver": "parent", "giver_involved": "on"})

    assert said(answer) == {
        "giver_involved": [INVOLVED],
    }


def test_nobody_consents_for_an_adult(case, worker):
    with pytest.raises(ValidationError) as refused:
        agreed(case, worker, giver="parent")
    assert list(refused.value.error_dict) == ["giver"]


def test_an_ended_ground_stays_in_the_ledger_and_lets_nothing_more_be_kept(desk, case, worker):
    ground = agreed(case, worker)

    answer = desk.post(f"/cases/{case.number}/grounds/{ground.pk}/end/", {"ended_on": str(TODAY())})

    ground.refresh_from_db()
    assert (answer.status_code, ground.ended_on, states(desk, case)["person"]) == (302, TODAY(), "waits")
    assert Task.objects.get().kind == "data_without_ground"


def test_a_ground_of_another_case_is_not_found_under_this_one(desk, case, child, worker):
    ground = agreed(case, worker)

    assert desk.get(f"/cases/{child.number}/grounds/{ground.pk}/end/").status_code == 404


def test_who_refuses_is_asked_whether_she_wants_help_without_her_name(desk, case):
    refusal = {"answer": "refused", "giver": "self_adult", "since": str(TODAY())}

    asked = desk.post(page(case, "ground/consent"), refusal)

    assert asked.url == page(case, "unnamed")
    assert desk.post(asked.url, {}).url == f"/cases/{case.number}/intake/"
    assert Person.objects.get().unnamed is True
    assert states(desk, case)["person"] == "closed"


def test_who_takes_her_consent_back_leaves_no_name_and_keeps_what_was_given(desk, case, worker):
    ground = agreed(case, worker)
    described(
        case, worker, telephones=[{"number": "5555 1234"}], documents=[{"kind": "passport", "number": "A123"}]
    )
    actions.end_ground(ground, by=worker, ended_on=TODAY())
    service = actions.record_service(case, by=worker, on=TODAY(), type="food")

    actions.keep_unnamed(case, by=worker)

    person = Person.objects.get()
    identity = (person.given_names, person.family_names, person.birth_date, person.residence)
    assert (identity, person.unnamed) == ((None,) * 4, True)
    assert (Telephone.objects.count(), IdentityDocument.objects.count()) == (0, 0)
    assert Service.objects.get() == service
    kept = [revision.read(Person) for revision in Revision.objects.of(person)]
    assert [values.get("given_names") for values in kept] == [None]


def test_while_a_ground_holds_nobody_is_made_unnamed_by_mistake(case, worker):
    agreed(case, worker)

    with pytest.raises(ValidationError) as refused:
        actions.keep_unnamed(case, by=worker)
    assert refused.value.code == "ground_in_force"


def test_an_unnamed_persons_identity_is_refused_by_action_and_by_the_database(worker):
    case = opened_case(worker, unnamed=True)
    actions.record_ground(case, by=worker, kind="duty_to_report", since=TODAY())

    with pytest.raises(ValidationError):
        actions.describe_person(case.person, by=worker, case=case, given_names=NAME)
    person = Person.objects.get()
    person.given_names = NAME
    with pytest.raises(IntegrityError), transaction.atomic():
        person.save()


# The person


def described(case, by, **facts):
    born = {"birth_date": datetime.date(2001, 3, 1), "birth_precision": "month"}
    names = {"given_names": NAME, "family_names": "Pérez Xol"}
    return actions.describe_person(case.person, by=by, case=case, **names | born | facts)


def test_the_page_keeps_who_she_is_and_the_rows_beside_it(desk, case, worker):
    agreed(case, worker)
    rows = NO_ROWS | {
        "telephones-TOTAL_FORMS": 2,
        "telephones-0-number": "5555 1234",
        "telephones-0-whose": "family",
        "telephones-0-safe_to_call": "no",
        "telephones-1-whose": "own",
        "telephones-1-safe_to_call": "unknown",
    }

    answer = desk.post(page(case, "person"), HER | rows | {"version": case.person.version})

    person = Person.objects.get()
    assert answer.status_code == 302
    assert (person.full_name, person.birth_date, person.birth_precision) == (
        "Ana Lucía Pérez Xol",
        datetime.date(2001, 3, 1),
        "month",
    )
    assert (person.birth_year, person.majority) == (2001, "adult")
    assert [(row.number, row.whose, row.safe_to_call) for row in Telephone.objects.all()] == [
        ("5555 1234", "family", "no")
    ]


def test_an_age_that_she_says_becomes_an_estimated_year(desk, case, worker):
    agreed(case, worker)

    desk.post(page(case, "person"), NO_ROWS | {"stated_age": "15", "version": 1})

    person = Person.objects.get()
    assert (person.birth_precision, person.age_estimated, person.majority) == ("year", True, "minor")
    assert person.age_on(TODAY()) == 15


def test_a_birth_date_and_an_age_are_not_both_taken(desk, case, worker):
    agreed(case, worker)

    answer = desk.post(page(case, "person"), NO_ROWS | {"stated_age": "15", "birth": "2011", "version": 1})

    assert said(answer) == {"stated_age": ["Write the birth date or the age, one of the two."]}


def test_what_is_kept_is_shown_only_on_request_and_that_is_kept_in_the_trail(desk, case, worker):
    agreed(case, worker)
    described(case, worker)

    closed, opened = desk.get(page(case, "person")), desk.post(page(case, "person"), {"open": "1"})

    assert (NAME in closed.content.decode(), NAME in opened.content.decode()) == (False, True)
    assert opened.status_code == 200
    assert Event.objects.filter(verb="case.name_revealed", subjects=[case.pk], actor=worker.pk).count() == 1


def test_no_page_of_the_intake_names_her_in_its_title_or_address(desk, case, worker):
    agreed(case, worker)
    described(case, worker)

    opened = desk.post(page(case, "person"), {"open": "1"}).content.decode()

    assert f"<title>The person · Ceiba {case.number} · " in opened


def test_a_name_that_is_her_code_name_is_refused(desk, case, worker):
    agreed(case, worker)

    answer = desk.post(page(case, "person"), NO_ROWS | {"given_names": "María Ceíba", "version": 1})

    assert said(answer) == {
        "given_names": [f"This is also the code name of case {case.number}. Change the code name first."]
    }


def test_a_mended_birth_date_is_counted_in_the_right_band(case, worker):
    service = actions.record_service(case, by=worker, on=TODAY(), type="food")
    agreed(case, worker)

    described(case, worker, birth_date=TODAY().replace(year=TODAY().year - 14, day=1))

    service.refresh_from_db()
    assert (service.age_from, service.child) == (12, True)


def test_sex_and_child_or_adult_may_be_mended_without_a_ground(desk, case):
    desk.post(page(case, "basics"), {"sex": "I", "majority": "minor", "version": 1})

    person = Person.objects.get()
    assert (person.sex, person.majority) == ("I", "minor")


def test_a_row_is_changed_and_another_taken_out(desk, case, worker):
    agreed(case, worker)
    described(case, worker, telephones=[{"number": "5555 1234"}, {"number": "4444 1234"}])
    first, second = Telephone.objects.order_by("created_at")
    rows = NO_ROWS | {"telephones-TOTAL_FORMS": 2}
    for place, row in enumerate((first, second)):
        usual = {"id": row.pk, "version": 1, "number": row.number, "whose": row.whose, "safe_to_call": "no"}
        rows |= {f"telephones-{place}-{name}": value for name, value in usual.items()}

    desk.post(page(case, "person"), HER | rows | {"telephones-1-remove": "on", "version": 2})

    assert [(row.number, row.safe_to_call) for row in Telephone.objects.all()] == [("5555 1234", "no")]


def test_a_row_that_somebody_changed_meanwhile_is_not_overwritten(desk, case, worker):
    agreed(case, worker)
    described(case, worker, telephones=[{"number": "5555 1234"}])
    row = Telephone.objects.get()
    told = {"id": row.pk, "version": 1, "safe_to_call": "no"}
    described(case, worker, telephones=[told | {"number": row.number}])
    stale = {"id": row.pk, "version": 1, "number": row.number, "whose": "own", "safe_to_call": "yes"}
    rows = NO_ROWS | {"telephones-TOTAL_FORMS": 1} | {f"telephones-0-{n}": v for n, v in stale.items()}

    answer = desk.post(page(case, "person"), HER | rows | {"version": Person.objects.get().version})

    assert answer.status_code == 422
    assert Telephone.objects.get().safe_to_call == "no"
    assert answer.context["form"]["family_names"].value() == "Pérez Xol"


def test_of_two_who_change_her_data_the_second_sees_both_versions(desk, case, worker):
    agreed(case, worker)
    described(case, worker)
    seen = Person.objects.get().version
    described(case, worker, residence="Zacapa")

    answer = desk.post(page(case, "person"), HER | NO_ROWS | {"residence": "Jutiapa", "version": seen})

    assert answer.status_code == 409
    differing = {one.name: (one.yours, one.theirs) for one in answer.context["differences"]}
    assert differing == {"residence": ("Jutiapa", "Zacapa")}
    assert Person.objects.get().residence == "Zacapa"


# What was done, and what she needs


def test_what_was_done_is_one_event_of_her_case(desk, case, worker):
    agreed(case, worker)
    described(case, worker)
    typed = {
        "acts": ["recruitment", "transportation"],
        "means": ["deception"],
        "purposes": ["sexual"],
        "department": "GT-19",
        "began_part": "2015",
        "account": "Offered work in a shop",
    }

    assert desk.post(page(case, "exploitation"), typed).status_code == 302

    link = case.exploitation_links.get()
    event = link.exploitation
    assert (event.acts, event.country, event.began_precision) == (
        ["recruitment", "transportation"],
        "GT",
        "year",
    )
    assert (link.was_child, event.account) == (True, "Offered work in a shop")


def test_it_is_changed_on_the_same_page(desk, case, worker):
    agreed(case, worker)
    desk.post(page(case, "exploitation"), {"acts": ["recruitment"]})

    desk.post(page(case, "exploitation"), {"acts": ["harbouring"], "was_child": "yes", "version": 1})

    link = case.exploitation_links.get()
    assert (link.exploitation.acts, link.was_child) == (["harbouring"], True)


def test_a_department_of_another_country_and_an_end_before_the_beginning_are_said_at_once(desk, case, worker):
    agreed(case, worker)

    answer = desk.post(
        page(case, "exploitation"),
        {"country": "HN", "department": "GT-19", "began_part": "2015", "ended_part": "2014"},
    )

    assert sorted(said(answer)) == ["department", "ended_part"]


def test_needs_are_written_without_any_ground(desk, case):
    desk.post(page(case, "needs"), {"needs": ["food", "medical_general"], "health_alert": "Penicillin"})

    needs = Needs.objects.get()
    assert (needs.needs, needs.health_alert, needs.on) == (["food", "medical_general"], "Penicillin", TODAY())


def test_asked_on_another_day_the_answers_stand_beside_the_old_ones(desk, case, worker):
    actions.record_needs(case, by=worker, on=TODAY() - timedelta(days=3), needs=["food"])

    form = desk.get(page(case, "needs")).context["form"]
    desk.post(page(case, "needs"), {"needs": ["clothing"]})

    assert form["needs"].value() == ["food"]
    assert [row.needs for row in Needs.objects.all()] == [["clothing"], ["food"]]


def test_the_same_day_the_answers_are_changed_with_both_versions_shown_to_the_second(desk, case, worker):
    needs = actions.record_needs(case, by=worker, needs=["food"])
    actions.edit_needs(needs, by=worker, needs=["clothing"])

    answer = desk.post(page(case, "needs"), {"needs": ["hygiene"], "version": 1})

    assert (answer.status_code, Needs.objects.get().needs) == (409, ["clothing"])


def test_identification_is_mended_and_danger_calls_the_supervisors(desk, case):
    typed = {"danger": "yes", "source": "hospital", "found_on": "2026-03-02", "code_name": "Ceiba"}

    desk.post(page(case, "identification"), typed | {"source": "health", "version": 1})

    case.refresh_from_db()
    assert (case.source, case.danger, Task.objects.get().kind) == ("health", "yes", "danger")


def test_each_page_that_is_opened_stands_in_the_trail(desk, case, worker):
    desk.get(page(case, "needs"))

    event = Event.objects.filter(verb="case.read").get()
    assert (event.subjects, event.actor, event.detail) == ([case.pk], worker.pk, ["intake_needs"])


def test_a_supervisor_of_the_office_fills_it_in_too_and_another_does_not_find_it(client, case):
    client.force_login(supervisor(case.office), backend=BACKEND)
    assert client.get(page(case, "ground")).status_code == 200

    client.force_login(supervisor(working_office(case.office.organisation)), backend=BACKEND)
    assert client.get(page(case, "ground")).status_code == 404


def test_the_list_asks_the_database_as_often_with_one_draft_as_with_three(
    desk, case, django_assert_max_num_queries
):
    for name in ("needs", "identification", "ground:consent"):
        desk.post(page(case, f"drafts/{name}"), {"found_place": "x", "wishes": "x", "authority": "x"})

    with django_assert_max_num_queries(32):
        assert desk.get(f"/cases/{case.number}/intake/").status_code == 200
