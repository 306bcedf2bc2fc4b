"""A caseworker finds her cases: in the list, by number or code name, by an exact telephone or document."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from cases import actions
from cases.finding import no_code_name
from cases.models import Level, Status
from cases.numbers import case_number
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office

pytestmark = pytest.mark.django_db
NOT_FOUND = "No se encontró entre los casos que usted puede abrir."


@pytest.fixture
def office():
    return working_office(name="Zacapa")


@pytest.fixture
def worker(office):
    return caseworker(office, user__full_name="Marta Paz")


@pytest.fixture
def case(worker):
    return opened_case(worker, code_name="Ceiba")


@pytest.fixture
def foreign():
    return opened_case(code_name="Zunza")


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def listed(client, query=""):
    """Code names of the list, in its order."""
    return [case.code_name for case in client.get(reverse("cases:cases") + query).context["page"]]


def found(client, typed):
    """Where she is led, or the sentence and the code names that are shown."""
    answer = client.post(reverse("cases:find"), {"known": typed})
    if answer.status_code == 302:
        return answer.url
    assert answer.status_code == 200
    shown = answer.context["found"]
    return shown.sentence or [case.code_name for case in shown.cases]


def with_papers(case, *, phone="", document=""):
    """The case after its telephone and document were written down."""
    actions.record_ground(case, by=case.worker, kind="vital_interest", since=timezone.localdate())
    phones = [{"number": phone, "whose": "own", "safe_to_call": "no"}] if phone else []
    papers = [{"kind": "national_id", "number": document}] if document else []
    about = {"given_names": "Zoraida", "telephones": phones, "documents": papers}
    actions.describe_person(case.person, by=case.worker, case=case, **about)
    return case


# The list


def test_a_caseworker_begins_with_her_open_cases_the_latest_first(client, worker, case, foreign):
    opened_case(worker, code_name="Jade", on=datetime.date(2026, 5, 1))
    let_in(worker, opened_case(code_name="Nance", on=datetime.date(2026, 1, 5)))
    lent = opened_case(code_name="Roble", on=datetime.date(2026, 4, 1))
    let_in(worker.memberships.get().office, lent)

    assert listed(signed_in(client, worker)) == ["Jade", "Ceiba", "Nance"]
    assert listed(client, "?whose=office") == ["Jade", "Roble", "Ceiba", "Nance"]


def test_a_supervisor_begins_with_all_of_her_office(client, office, case, foreign):
    assert listed(signed_in(client, supervisor(office))) == ["Ceiba"]


def test_shelter_staff_see_the_cases_of_their_residents(client, case, foreign):
    shelter = working_office()
    let_in(shelter, case, source="stay")

    assert listed(signed_in(client, member(Role.SHELTER_STAFF, shelter))) == ["Ceiba"]


def test_a_reintegration_worker_sees_those_that_were_opened_to_her(client, case, foreign):
    follower = member(Role.REINTEGRATION_WORKER, case.office)
    let_in(follower, case, source="placement")

    assert listed(signed_in(client, follower)) == ["Ceiba"]


def test_a_day_that_cannot_be_is_said_and_not_that_no_case_fits(client, worker, case):
    answer = signed_in(client, worker).get("/cases/?since=31/02/2026")

    assert answer.status_code == 422
    assert 'class="empty' not in answer.content.decode()


def test_the_list_is_narrowed_by_codes_and_days_in_the_address(client, office, worker, case):
    boss, other = supervisor(office), caseworker(office)
    opened_case(other, code_name="Jade", on=datetime.date(2026, 5, 1))
    signed_in(client, boss)

    assert listed(client, f"?worker={other.pk}") == ["Jade"]
    assert listed(client, f"?component={case.component_id}") == ["Jade", "Ceiba"]
    assert listed(client, "?since=2026-05-01&until=01/05/2026") == ["Jade"]
    assert listed(client, "?until=2026-04-30") == ["Ceiba"]
    assert listed(client, "?status=active") == []
    assert listed(client, "?sort=code_name") == ["Ceiba", "Jade"]


def test_closed_cases_stand_apart_until_they_are_asked_for(client, office, worker, case):
    case.status, case.closed_on, case.closure_reason = Status.CLOSED, case.opened_on, "lost_contact"
    case.save(update_fields=["status", "closed_on", "closure_reason"])

    assert listed(signed_in(client, worker)) == []
    assert (listed(client, "?status=closed"), listed(client, "?status=all")) == (["Ceiba"], ["Ceiba"])


def test_a_filter_that_cannot_be_read_is_refused_and_lists_nothing(client, worker, case):
    answer = signed_in(client, worker).get(reverse("cases:cases") + "?since=ayer")

    assert (answer.status_code, list(answer.context["page"])) == (422, [])
    backwards = client.get(reverse("cases:cases") + "?since=2026-05-01&until=2026-04-01")
    assert backwards.status_code == 422


def test_an_empty_list_says_the_next_step(client, worker):
    page = signed_in(client, worker).get(reverse("cases:cases")).content.decode()

    assert "Todavía no hay casos" in page
    assert reverse("cases:case-create") in page


def test_no_name_of_a_person_stands_in_the_list(client, worker, case):
    with_papers(case)

    assert "Zoraida" not in signed_in(client, worker).get(reverse("cases:cases")).content.decode()


def test_each_case_says_when_its_next_task_is_due(client, worker, case):
    soon = timezone.localdate()
    for days in (9, 2):
        due_on = soon + datetime.timedelta(days=days)
        actions.plan_task(case, by=worker, words="Llamar", due_on=due_on)

    [(_case, _pill, day)] = signed_in(client, worker).get(reverse("cases:cases")).context["lines"]

    assert day == soon + datetime.timedelta(days=2)


def test_the_list_asks_as_often_for_three_as_for_one(client, worker, case, django_assert_num_queries):
    signed_in(client, worker).get(reverse("cases:cases"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("cases:cases"))
    opened_case(worker)
    opened_case(worker)

    with django_assert_num_queries(len(one)):
        assert len(listed(client)) == 3


# By number and code name


@pytest.mark.parametrize("writing", ["{}", " {} ", "{:l}", "{:s}"])
def test_a_number_in_any_writing_leads_straight_to_the_case(client, worker, case, writing):
    number = case.number
    typed = {"{:l}": number.lower(), "{:s}": number.replace("-", " ")}.get(writing) or writing.format(number)

    assert found(signed_in(client, worker), typed) == case.get_absolute_url()


def test_a_number_that_is_anothers_is_answered_like_one_that_is_nobodys(client, worker, foreign):
    signed_in(client, worker)
    absent = case_number(2026, 9999)

    answers = [client.post(reverse("cases:find"), {"known": typed}) for typed in (foreign.number, absent)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.context["found"].sentence for answer in answers] == [NOT_FOUND, NOT_FOUND]
    one, other = (
        without(answer, typed) for answer, typed in zip(answers, (foreign.number, absent), strict=True)
    )
    assert one == other


def without(answer, typed):
    """The page without what was typed and the token of its forms."""
    return re.sub(r'value="\w{64}"|"X-CSRFToken": "\w+"', "", answer.content.decode().replace(typed, ""))


WRONG_LETTER = "The letter at the end does not fit: look at the number again, its digits and its letter."


@pytest.mark.parametrize("writing", ["{0}-{1}-{2}", "{0} {1} {2}", "{0}/{1}{2}"])
def test_the_noughts_of_a_number_may_be_left_out(client, worker, case, writing):
    year, running, letter = case.number.split("-")
    short = writing.format(year, running.lstrip("0"), letter.lower())

    assert len(short) < len(case.number)
    assert found(signed_in(client, worker), short) == case.get_absolute_url()


@pytest.mark.parametrize("writing", [str, str.lower, lambda number: number.replace("-", "")])
def test_a_wrong_check_letter_is_said_of_her_own_of_anothers_and_of_nobodys(
    client, worker, case, foreign, writing
):
    client.cookies["language"] = "en"
    signed_in(client, worker)

    for number in (case.number, foreign.number, case_number(2026, 9999)):
        for letter in {"A", "B", "Ñ"} - {number[-1]}:
            assert found(client, writing(number[:-1] + letter)) == WRONG_LETTER


@pytest.mark.parametrize("writing", ["{0}-{1}", "{0}{1}", "{0} {1}", "{0}-{1}-", "{0}-{2}", "{0} {2}"])
def test_a_number_without_its_letter_shows_the_case_and_does_not_open_it(client, worker, case, writing):
    client.cookies["language"] = "en"
    year, running, _letter = case.number.split("-")
    typed = writing.format(year, running, running.lstrip("0"))

    answer = signed_in(client, worker).post(reverse("cases:find"), {"known": typed})

    assert (answer.status_code, answer.context["found"].cases) == (200, [case])
    assert f'href="{case.get_absolute_url()}"' in answer.content.decode()
    assert "without its letter" in answer.content.decode()


def test_without_its_letter_anothers_number_is_answered_like_nobodys(client, worker, foreign):
    signed_in(client, worker)

    assert [found(client, number[:-2]) for number in (foreign.number, case_number(2026, 9999))] == (
        [NOT_FOUND] * 2
    )


def test_digits_that_are_a_number_and_a_telephone_find_both(client, worker, case):
    digits = "".join(case.number.split("-")[:2])
    with_papers(opened_case(worker, code_name="Jade"), phone=digits)

    found_cases = signed_in(client, worker).post(reverse("cases:find"), {"known": digits}).context["found"]

    assert [one.code_name for one in found_cases.cases] == ["Ceiba", "Jade"]


def test_the_beginning_of_a_code_name_is_enough(client, worker, case, foreign):
    opened_case(worker, code_name="Cedro")
    opened_case(worker, code_name="Jícaro")
    signed_in(client, worker)

    assert found(client, "Ce") == ["Cedro", "Ceiba"]
    assert found(client, "ceib") == case.get_absolute_url()
    assert found(client, "zun") == no_code_name()


# By what is sealed


@pytest.mark.parametrize("typed", ["5555 1234", "+502 5555-1234", "55551234"])
def test_an_exact_telephone_leads_to_the_case_of_whom_it_is(client, worker, case, typed):
    with_papers(case, phone="5555-1234")

    assert found(signed_in(client, worker), typed) == case.get_absolute_url()


def test_an_exact_document_does_too(client, worker, case):
    with_papers(case, document="2345 67890 0101")

    assert found(signed_in(client, worker), "2345-67890-0101") == case.get_absolute_url()
    assert found(client, "2345-67890-010") == NOT_FOUND


def test_several_who_share_a_telephone_are_listed(client, worker, case):
    with_papers(case, phone="5555-1234")
    with_papers(opened_case(worker, code_name="Jade"), phone="5555-1234")

    assert sorted(found(signed_in(client, worker), "55551234")) == ["Ceiba", "Jade"]


def test_a_telephone_of_somebody_elses_case_is_not_found_like_one_that_nobody_has(client, worker, foreign):
    with_papers(foreign, phone="5555-1234", document="A123456")
    signed_in(client, worker)

    assert [found(client, typed) for typed in ("55551234", "55559999", "A123456")] == [NOT_FOUND] * 3
    with CaptureQueriesContext(connection) as known:
        found(client, "55551234")
    with CaptureQueriesContext(connection) as unknown:
        found(client, "55559999")
    assert len(known) == len(unknown)


def test_who_knows_only_of_a_case_learns_nothing_by_a_telephone(client, case):
    with_papers(case, phone="5555-1234")
    knows_of = caseworker()
    let_in(knows_of, case, Level.REFERENCE)

    assert found(signed_in(client, knows_of), "55551234") == NOT_FOUND
    assert found(client, case.number) == case.get_absolute_url()


def test_each_search_stands_in_the_trail_without_what_was_typed(client, worker, case):
    signed_in(client, worker)
    for typed in ("5555 1234", "55551234", "Ceiba", "26-0147-K"):
        client.post(reverse("cases:find"), {"known": typed})

    searches = Event.objects.filter(verb="case.searched").order_by("pk")
    assert [(event.actor, event.detail, event.subjects) for event in searches] == [
        (worker.pk, ["telephone", "document"], []),
        (worker.pk, ["number", "telephone", "document"], []),
        (worker.pk, ["code_name", "name"], []),
        (worker.pk, ["number"], []),
    ]


def test_what_was_typed_stands_in_no_address_and_no_title(client, worker, case):
    with_papers(case, phone="5555-1234")

    answer = signed_in(client, worker).post(reverse("cases:find"), {"known": "5555 9999"})

    title = answer.content.decode().split("<title>")[1].split("</title>")[0]
    assert "5555" not in title
    assert answer.headers["Cache-Control"] == client.get(reverse("cases:cases")).headers["Cache-Control"]
    assert client.get(reverse("cases:find") + "?known=55551234").context["found"] is None


@pytest.mark.parametrize("typed", ["", "a", "x" * 61])
def test_what_is_too_short_or_too_long_is_refused_in_words(client, worker, typed):
    answer = signed_in(client, worker).post(reverse("cases:find"), {"known": typed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["known"])
