"""What is missing for a quarter: told to managers by number, to supervisors by worker, to workers by case."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tokens import issue
from audit.models import Event
from cases.models import Case, Person, Service, Task
from config.my_day import notices_for
from programmes.models import Component
from programmes.periods import parse
from reports import actions, missing
from reports.counting import Scope, count, definition
from reports.models import MissingList, MissingSending
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.factories.programmes import SupportedInstitutionFactory
from work.carrying import carry_out
from work.models import OutboxRow

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
QUARTER = "2010-Q4"
DAY = date(2010, 11, 2)
PAGE = "/reports/missing/"
PERIOD = parse(QUARTER)


@pytest.fixture(autouse=True)
def _in_english(in_english):
    """Sentences are read as they stand in the program."""


@pytest.fixture
def place(award, office):
    """An office with a department, whose component the award pays."""
    type(office).objects.filter(pk=office.pk).update(department="GT-01")
    office.refresh_from_db()
    return office


@pytest.fixture
def worker(place):
    made = caseworker(place)
    made.full_name = "Ana Pop"
    made.save(update_fields=["full_name"])
    return made


def served(worker, *, sex="F", majority="adult", day=DAY, component=None):
    """A case of hers in which something was given on this day."""
    case = opened_case(worker, on=date(2010, 10, 20), sex=sex, majority=majority)
    child = {"minor": True, "adult": False}.get(majority)
    component = component or case.component
    Service.objects.create(case=case, component=component, on=day, type="food", child=child)
    Task.objects.filter(case=case).delete()
    return case


def sit(client, user):
    client.force_login(user, backend=BACKEND)
    client.cookies["language"] = "en"
    return client


def page(client, user, **asked):
    return sit(client, user).get(PAGE, {"period": QUARTER} | asked)


def deliver():
    for pk in OutboxRow.objects.filter(effect="reports.send_missing_lists", done_at=None).values_list(
        "pk", flat=True
    ):
        carry_out(pk)


def test_what_each_case_lacks_is_found_and_whole_ones_are_not(place, worker, organisation):
    whole, unknown = served(worker), served(worker, sex="U", majority="unknown")
    early = served(worker)
    Person.objects.filter(pk=early.person_id).update(birth_year=2012)
    unpaid = served(
        worker, component=Component.objects.create(organisation=organisation, name="X", kind="other")
    )
    later = served(worker, sex="U", day=date(2011, 2, 1))
    Case.objects.filter(pk=later.pk).update(opened_on=date(2011, 1, 20))
    asked = served(worker)
    due = {"case": asked, "office": place, "due_on": date(2010, 12, 1)}
    Task.objects.create(kind="needs", **due)
    Task.objects.create(kind="consent_to_data", key="x", **due)

    found = missing.lacking(Case.objects.all(), [organisation.pk], PERIOD)

    assert found == {
        unknown.pk: {"sex", "age"},
        early.pk: {"date"},
        unpaid.pk: {"award"},
        asked.pk: {"needs"},
    }
    assert whole.pk not in found
    type(place).objects.filter(pk=place.pk).update(department="")
    found = missing.lacking(Case.objects.filter(pk=whole.pk), [organisation.pk], PERIOD)
    assert found == {whole.pk: {"department"}}


def test_the_share_of_complete_records_is_by_hand_three_of_five(place, worker, award, organisation):
    served(worker)
    served(worker, sex="U")
    served(worker, component=Component.objects.create(organisation=organisation, name="X", kind="other"))
    told = {}
    for scope in (Scope.of_award(award), Scope.of_organisation(organisation)):
        [counted] = count(definition("DQ-COMP"), scope, [PERIOD])
        told[scope.award] = (counted.total.numerator, counted.total.denominator, counted.total.value)

    # Three cases opened and two services are paid by the award; the third service is paid by nobody.
    assert told == {award: (3, 5, 60), None: (3, 6, 50)}


def test_a_manager_reads_numbers_by_office_and_field_and_never_a_code_name(client, place, worker, manager):
    case, other = served(worker, sex="U"), served(worker, sex="U")
    whole = served(worker)

    shown = page(client, manager)
    link = f"{reverse('reports:missing-numbers')}?period={QUARTER}&office={place.pk}&field=sex"
    behind = client.get(link)

    assert "2 of 6 records lack nothing (33.3 %)" in shown.text
    assert link.replace("&", "&amp;") in shown.text
    assert (case.number in behind.text, other.number in behind.text) == (True, True)
    assert whole.number not in behind.text
    for text in (shown.text, behind.text):
        assert not any(one.code_name in text for one in (case, other, whole))
    assert Event.objects.filter(verb="missing.opened", actor=manager.pk).count() == 1
    assert client.get(link.replace("field=sex", "field=name")).status_code == 404
    assert client.get(link.replace(str(place.pk), "x")).status_code == 404


def test_a_worker_finds_her_cases_with_the_page_to_write_it_on_and_nobody_elses(client, place, worker):
    mine, colleagues = served(worker, sex="U", majority="unknown"), served(caseworker(place), sex="U")

    shown = page(client, worker).text

    assert mine.code_name in shown
    assert shown.count(reverse("cases:intake-person", args=[mine.number])) == 2
    assert colleagues.code_name not in shown
    assert colleagues.number not in shown
    assert colleagues.number not in page(client, worker, whose=str(colleagues.worker_id)).text
    assert Event.objects.filter(verb="case.read", actor=worker.pk, detail__contains=["missing"]).exists()


def test_a_supervisor_reads_by_worker_and_opens_what_one_of_them_has_to_write(client, place, worker):
    head, foreign = supervisor(place), served(caseworker(working_office()), sex="U")
    mine = served(worker, sex="U")

    shown = page(client, head).text
    opened = page(client, head, whose=str(worker.pk)).text

    assert "Ana Pop" in shown
    assert f"whose={worker.pk}" in shown
    assert mine.code_name in opened
    assert foreign.code_name not in opened
    assert mine.code_name not in page(client, head, whose="nonsense").text


def test_nonsense_for_a_period_is_said_and_the_running_quarter_shown(client, worker):
    assert page(client, worker, period="AQ1").status_code == 422
    assert page(client, worker, period="FY2011-Q1").status_code == 200


def test_one_button_sends_each_worker_her_list_once_however_often_it_is_pressed(
    client, place, worker, manager
):
    served(worker, sex="U")
    other = caseworker(place)
    served(other)
    sit(client, manager)
    sent = {"place": str(place.organisation_id), "period": QUARTER}

    for key in ("one", "one", "two"):
        answer = client.post(reverse("reports:missing-send"), sent | {"once": key})
        assert answer.status_code == 302
        deliver()
    deliver()

    assert MissingSending.objects.count() == 2
    [found] = MissingList.objects.all()
    assert (found.worker, found.cases, found.period) == (worker, 1, QUARTER)
    assert set(MissingSending.objects.values_list("workers", flat=True)) == {1}
    [notice] = [one for one in notices_for(worker) if PAGE in one.url]
    assert notice.sentence == "For the reports of 2010-Q4 something is missing in 1 of your cases."
    assert [one for one in notices_for(other) if PAGE in one.url] == []
    assert "to 1 worker" in page(client, manager).text


def test_she_goes_through_her_list_and_it_comes_again_while_something_is_missing(client, place, worker):
    case, head = served(worker, sex="U"), supervisor(place)
    actions.send_missing_lists(place, by=head, period=PERIOD)
    deliver()
    found = MissingList.objects.get()

    assert "This list was sent to you" in page(client, worker).text
    done = client.post(reverse("reports:missing-done", args=[found.pk]))
    assert done.status_code == 302
    assert [one for one in notices_for(worker) if PAGE in one.url] == []
    assert client.post(reverse("reports:missing-done", args=[found.pk])).status_code == 422

    actions.send_missing_lists(place, by=head, period=PERIOD)
    deliver()
    assert MissingList.objects.get().done_at is None
    Person.objects.filter(pk=case.person_id).update(sex="F")
    actions.send_missing_lists(place, by=head, period=PERIOD)
    deliver()
    assert "Nothing is missing" in page(client, worker).text


def test_nobody_sends_to_an_office_that_is_not_hers_and_a_list_is_for_its_worker(client, place, worker):
    served(worker, sex="U")
    actions.send_missing_lists(place, by=supervisor(place), period=PERIOD)
    deliver()
    found, stranger = MissingList.objects.get(), supervisor(working_office())

    with pytest.raises(Exception, match="sent by programme managers"):
        actions.send_missing_lists(place, by=stranger, period=PERIOD)
    with pytest.raises(Exception, match="by whoever it was sent to"):
        actions.finish_missing_list(found, by=stranger)
    assert sit(client, stranger).get(reverse("reports:missing-done", args=[found.pk])).status_code == 404
    assert sit(client, worker).post(reverse("reports:missing-send"), {}).status_code == 403
    assert sit(client, worker).get(reverse("reports:missing-numbers")).status_code == 403


def test_programs_read_and_send_the_same(client, place, worker, manager):
    case = served(worker, sex="U")
    hers, managers = ({"Authorization": f"Bearer {issue(one)[0]}"} for one in (worker, manager))
    asked = f"?period={QUARTER}"

    own = client.get(f"/api/v1/missing-lists/cases/{asked}", headers=hers)
    offices = client.get(f"/api/v1/missing-sendings/offices/{asked}", headers=managers)
    sent = client.post(
        "/api/v1/missing-sendings/",
        {"place": str(place.organisation_id), "period": QUARTER},
        content_type="application/json",
        headers=managers,
    )
    deliver()
    [found] = client.get("/api/v1/missing-lists/", headers=hers).json()["results"]
    done = client.post(
        f"/api/v1/missing-lists/{found['id']}/done/",
        content_type="application/json",
        headers=hers | {"If-Match": "*"},
    )

    assert own.json()["results"] == [{"case": case.number, "lacks": ["sex"]}]
    [line] = offices.json()["results"]
    assert (line["office"], line["cases"], line["lacks"]["sex"]) == (str(place.pk), 1, 1)
    assert (sent.status_code, found["cases"], done.status_code) == (201, 1, 200)
    assert client.get("/api/v1/missing-lists/cases/?period=AQ1", headers=hers).status_code == 422


@pytest.mark.parametrize("who", ["manager", "head", "worker"])
def test_the_page_asks_as_often_for_three_cases_as_for_one(
    client, place, worker, manager, django_assert_num_queries, who
):
    head = supervisor(place)
    user = {"manager": manager, "head": head, "worker": worker}[who]
    served(worker, sex="U")
    page(client, user)
    with django_assert_num_queries(QUERIES[who]):
        page(client, user)
    served(worker, sex="U")
    served(caseworker(place), majority="unknown")
    with django_assert_num_queries(QUERIES[who]):
        assert page(client, user).status_code == 200


QUERIES = {"manager": 45, "head": 38, "worker": 27}


def test_until_anybody_is_in_the_list_nobody_can_tell_who_was_identified_by_supported_actors(
    client, award, helped, made, manager, desk
):
    case = helped(DAY)
    Case.objects.filter(pk=case.pk).update(identified_on=DAY, recognised_on=DAY)
    report = made()

    figure = report.figures.of_period(report).totals().get(code="VIC-IDENT")
    shown = desk.get(reverse("reports:figure", args=[report.pk, figure.pk])).text
    told = client.get(
        f"/api/v1/indicators/VIC-IDENT/value/?award={award.number}&period=FY2011-Q1",
        headers={"Authorization": f"Bearer {issue(manager)[0]}"},
    ).json()

    assert figure.value is None
    assert "has not written down yet" in shown
    assert "Nothing was counted" not in shown
    assert (told["value"], "not written down" in told["note"]) == (None, True)
    assert all(one["holds"] for one in report.checks if one["stops"])
    SupportedInstitutionFactory(organisation=award.organisation, source=case.source, since=date(2010, 10, 5))
    figure = made().figures.of_period(report).totals().get(code="VIC-IDENT")
    assert figure.value == 1
    assert timezone.localdate() > figure.latest
