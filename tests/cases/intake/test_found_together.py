"""Several people found together: one page, one event, and for each a case that names nobody else."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from accounts.tokens import issue
from audit.models import Event
from cases import actions
from cases.models import Case, CaseExploitation, Draft, Exploitation, GroupIntake, Task
from tests.api.conftest import Caller
from tests.factories.accounts import member
from tests.factories.cases import caseworker, supervisor, working_office

pytestmark = pytest.mark.django_db
PAGE, KEEP = "/cases/new/group/", "/cases/new/group/draft/"
SHARED = {
    "danger": "no",
    "source": "police",
    "found_on": "2026-03-02",
    "found_place": "Bar El Faro",
    "acts": ["recruitment"],
    "purposes": ["sexual"],
}
WOMAN = {"sex": "F", "majority": "adult", "role": "direct_victim"}
CHILD = {"sex": "M", "majority": "minor", "role": "accompanying_child"}


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


def typed(office, *people, **other):
    rows = {
        f"people-{place}-{name}": value for place, one in enumerate(people) for name, value in one.items()
    }
    counts = {"people-TOTAL_FORMS": len(people), "people-INITIAL_FORMS": 0}
    names = {"once": str(uuid4()), "draft": str(uuid4()), "office": office.pk}
    return SHARED | counts | rows | names | other


def of_all(worker, office, *people, **other):
    """The cases that were opened of these people, in their order."""
    found = {"source": "police", "found_on": timezone.localdate(), "danger": "no"}
    actions.open_group(people=list(people), by=worker, office=office, **found | other)
    return list(Case.objects.order_by("number"))


def test_five_who_are_found_together_have_a_case_each_and_one_event_however_often_it_is_sent(
    desk, office, worker
):
    sent = typed(office, WOMAN | {"code_name": "Ceiba"}, *[WOMAN] * 4)

    answers = [desk.post(PAGE, sent) for _time in range(2)]

    group, (event,) = GroupIntake.objects.get(), Exploitation.objects.all()
    assert [one.url for one in answers] == [f"/cases/group/{group.pk}/"] * 2
    assert (Case.objects.count(), group.cases.count(), event.links.count()) == (5, 5, 5)
    assert (event.acts, event.purposes, event.account) == (["recruitment"], ["sexual"], None)
    assert {case.found_place for case in Case.objects.all()} == {"Bar El Faro"}
    assert len({case.code_name for case in Case.objects.all()}) == 5
    assert len({case.person_id for case in Case.objects.all()}) == 5
    assert Task.objects.open().filter(kind="consent_to_data").count() == 5
    assert Draft.objects.count() == 0


def test_each_has_a_worker_of_her_own_who_reads_nobody_else(desk, office, client):
    other = caseworker(office)
    desk.post(
        PAGE, typed(office, WOMAN | {"code_name": "Ceiba"}, WOMAN | {"worker": other.pk, "code_name": "Jade"})
    )
    ceiba, jade = (Case.objects.get(code_name=name) for name in ("Ceiba", "Jade"))

    client.force_login(other)
    pages = [
        client.get(f"/cases/{jade.number}/{name}")
        for name in ("", "intake/", "intake/exploitation/", "services/", "readers/")
    ]

    assert jade.worker == other
    assert client.get(f"/cases/{ceiba.number}/").status_code == 404
    assert {answer.status_code for answer in pages} == {200}
    assert not any(
        "Ceiba" in page.content.decode() or ceiba.number in page.content.decode() for page in pages
    )
    assert client.get(f"/cases/group/{GroupIntake.objects.get().pk}/").status_code == 404


def test_no_line_of_the_trail_says_of_one_that_she_was_found_with_another(desk, office):
    desk.post(PAGE, typed(office, WOMAN, WOMAN))
    keys = set(Case.objects.values_list("pk", flat=True))

    lines = Event.objects.exclude(verb="case.read")

    assert {len(keys & set(line.subjects)) for line in lines} == {0, 1}


def test_of_who_does_not_want_data_kept_the_event_says_nothing(office, worker):
    found = {"found_place": "Bar El Faro", "acts": ["recruitment"]}
    one, two = of_all(worker, office, WOMAN, WOMAN | {"unnamed": True}, **found)

    assert (one.found_place, two.found_place) == ("Bar El Faro", None)
    assert [part.case for part in CaseExploitation.objects.all()] == [one]
    assert [task.case for task in Task.objects.filter(kind="consent_to_data")] == [one]


def test_who_minds_later_goes_out_of_the_event_and_the_group_and_the_others_stay(office, worker):
    one, two = of_all(worker, office, WOMAN, WOMAN, acts=["recruitment"])

    actions.keep_unnamed(one, by=worker)

    one.refresh_from_db()
    assert one.group is None
    assert [part.case for part in CaseExploitation.objects.all()] == [two]
    assert Exploitation.objects.get().acts == ["recruitment"]


def test_a_child_comes_to_whom_it_accompanies_wherever_it_stands_in_the_list(office, worker):
    other = caseworker(office)
    people = [CHILD | {"accompanies": 2}, WOMAN | {"worker": other}]

    cases = of_all(worker, office, *people)

    child = next(case for case in cases if case.role == "accompanying_child")
    mother = next(case for case in cases if case != child)
    assert (child.mother_case, child.worker, child.population) == (mother, other, "indirect_victim")
    assert [part.case for part in CaseExploitation.objects.all()] == [mother]


def test_empty_rows_are_left_out_and_the_child_still_finds_its_mother(desk, office):
    desk.post(PAGE, typed(office, {"role": "direct_victim"}, WOMAN, CHILD | {"accompanies": "2"}))

    child = Case.objects.get(role="accompanying_child")
    assert child.mother_case == Case.objects.get(role="direct_victim")


@pytest.mark.parametrize(
    ("people", "where"),
    [
        ([WOMAN], "__all__"),
        ([WOMAN, WOMAN | {"sex": ""}], "sex"),
        ([WOMAN, WOMAN | {"majority": ""}], "majority"),
        ([WOMAN, CHILD], "accompanies"),
        ([WOMAN, CHILD | {"accompanies": "2"}], "accompanies"),
        ([WOMAN, CHILD | {"accompanies": "3"}], "accompanies"),
        ([CHILD | {"accompanies": "2"}, CHILD | {"accompanies": "1"}], "accompanies"),
        ([WOMAN | {"code_name": "Ceiba"}, WOMAN | {"code_name": "ceiba"}], "code_name"),
        ([WOMAN] * 21, "__all__"),
    ],
)
def test_what_has_to_be_mended_is_said_beside_its_row_and_all_that_was_typed_stays(
    desk, office, people, where
):
    answer = desk.post(PAGE, typed(office, *people))

    form = answer.context["form"]
    assert answer.status_code == 422
    assert where in {*form.errors, *(name for row in form.wrong_rows for name in row.errors)}
    assert "Bar El Faro" in answer.content.decode()
    assert Case.objects.count() == 0
    assert "Bar El Faro" in str(Draft.objects.get().words)


def test_one_more_row_is_asked_for_without_a_script_and_nothing_is_saved(desk, office):
    answer = desk.post(PAGE, typed(office, WOMAN, WOMAN | {"code_name": "Jade"}) | {"add-row": "people"})

    page = answer.content.decode()
    assert (answer.status_code, Case.objects.count(), 'name="people-2-sex"' in page) == (200, 0, True)
    assert "Jade" in page
    assert "Bar El Faro" in page


def test_where_one_cannot_be_opened_none_is(office, worker):
    stranger = caseworker()

    with pytest.raises(ValidationError, match=r"Persona? 2"):
        of_all(worker, office, WOMAN, WOMAN | {"worker": stranger})

    assert (Case.objects.count(), GroupIntake.objects.count(), Exploitation.objects.count()) == (0, 0, 0)


def test_what_is_typed_is_kept_as_a_draft_and_found_again_on_its_own_page(desk, office):
    draft = typed(office, WOMAN, WOMAN | {"code_name": "Jade"})
    desk.post(KEEP, draft)

    assert [one for one, _words in desk.get(PAGE).context["others"]] == [Draft.objects.get()]
    assert desk.get("/cases/new/").context["others"] == []
    again = desk.get(f"{PAGE}?draft={Draft.objects.get().pk}").content.decode()
    assert "Jade" in again
    desk.post(PAGE, draft)
    assert Draft.objects.count() == 0


def test_the_supervisors_are_called_for_each_who_is_in_danger(office, worker):
    supervisor(office)

    cases = of_all(worker, office, WOMAN, WOMAN, danger="yes")

    called = Task.objects.open().filter(kind="danger")
    assert {task.case for task in called} == set(cases)


def test_a_list_of_an_earlier_day_says_from_what_it_is_entered(desk, office):
    refused = desk.post(PAGE, typed(office, WOMAN, WOMAN, on="05/03/2026"))
    desk.post(PAGE, typed(office, WOMAN, WOMAN, on="05/03/2026", entered_from="paper"))

    assert list(refused.context["form"].errors) == ["entered_from"]
    assert {f"{case.opened_on} {case.entered_from}" for case in Case.objects.all()} == {"2026-03-05 paper"}


def test_whoever_answers_for_no_cases_may_not_open_them(client):
    client.force_login(member(Role.PROGRAMME_MANAGER))

    assert (client.get(PAGE).status_code, client.post(PAGE).status_code) == (403, 403)


def test_a_program_opens_them_the_same_way_once(office, worker):
    program = Caller(issue(worker)[0])
    body = SHARED | {"office": str(office.pk), "people": [WOMAN, WOMAN, CHILD | {"accompanies": 1}]}

    sent = {"headers": {"Idempotency-Key": "one"}}
    answers = [program.post("/api/v1/group-intakes/", body, **sent) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201], answers[0].json()
    assert sorted(answers[0].json()["cases"]) == sorted(Case.objects.values_list("number", flat=True))
    assert (Case.objects.count(), Exploitation.objects.get().links.count()) == (3, 2)


@pytest.mark.parametrize("people", [[], [WOMAN], [WOMAN, {"sex": "F"}], [WOMAN, WOMAN | {"wroker": "x"}]])
def test_a_program_is_told_what_to_mend(office, worker, people):
    program = Caller(issue(worker)[0])

    answer = program.post("/api/v1/group-intakes/", SHARED | {"office": str(office.pk), "people": people})

    assert (answer.status_code, Case.objects.count()) == (422, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_what_was_opened_asks_as_much_for_three_as_for_one(
    desk, office, worker, number, django_assert_max_num_queries
):
    of_all(worker, office, *[WOMAN] * (number + 1))
    group = GroupIntake.objects.get()
    desk.get(f"/cases/group/{group.pk}/")

    with django_assert_max_num_queries(24):
        assert desk.get(f"/cases/group/{group.pk}/").status_code == 200
