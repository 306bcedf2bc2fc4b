"""What was done before a case was handed over counts where it was done, what is done since where it is."""

from datetime import date, timedelta
from itertools import count as count_up

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import actions
from cases.forms import NewServiceForm
from cases.models import Case
from programmes.models import Component
from programmes.periods import Period
from reintegration.keeping import component_of
from reports import missing
from reports.counting import Scope, count, definition
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.factories.programmes import (
    AwardFactory,
    FundingFactory,
    SupportedInstitutionFactory,
    programme_manager,
)
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
OPENED, MOVED, AGAIN = date(2026, 3, 2), date(2026, 5, 4), date(2026, 7, 6)
DAY = timedelta(days=1)
BEFORE, SINCE = Period("before", OPENED, MOVED - DAY), Period("since", MOVED, AGAIN - DAY)
COURT = {"trafficking_status": "confirmed_court", "status_decider": "court_prosecution"}


@pytest.fixture
def today(monkeypatch):
    """Lets a day come."""
    return lambda day: monkeypatch.setattr(timezone, "localdate", lambda *_moment: day)


@pytest.fixture
def here():
    return working_office(name="Here", department="GT-01")


@pytest.fixture
def far():
    """An office of another organisation."""
    return working_office(name="Far", department="HN-01")


@pytest.fixture
def case(here, today):
    today(OPENED)
    return opened_case(caseworker(here))


def handed_over(case, office, on, today):
    """The case as it stands once the other office has said yes on this day."""
    today(on)
    ground = None
    if office.organisation_id != case.office.organisation_id:
        ground = actions.record_ground(
            case, by=supervisor(case.office), kind="duty_to_report", since=case.opened_on
        )
    boss = supervisor(office)
    asked = actions.ask_transfer(
        case, by=supervisor(case.office), to_office=office, reason="lives_there", ground=ground
    )
    actions.accept_transfer(asked, by=boss)
    return Case.objects.select_related("office__organisation", "person").get(pk=case.pk)


def paid(component):
    """Whose work is counted by an award that pays for this line of work all the time."""
    days = {"starts": OPENED, "signed_ends": date(2027, 3, 1)}
    award = AwardFactory(donor__organisation=component.organisation, **days)
    FundingFactory(award=award, component=component)
    return Scope.of_award(award)


def told(code, scope, period):
    """The figure; of a share both its parts."""
    [figure] = count(definition(code), scope, [period])
    total = figure.total
    return total.value if total.denominator is None else (total.numerator, total.denominator)


def own_line(office):
    return office.default_components.get()


def test_who_was_identified_before_counts_by_the_list_and_the_award_of_where_she_was(case, here, far, today):
    old, new = paid(own_line(here)), paid(own_line(far))
    for organisation, source in ((here.organisation, "police"), (far.organisation, "hotline")):
        SupportedInstitutionFactory(organisation=organisation, source=source, since=date(2026, 1, 5))
    today(MOVED)
    case = actions.identify_case(case, by=supervisor(here), on=OPENED + DAY, **COURT)
    assert (told("VIC-IDENT", old, BEFORE), told("VIC-IDENT", new, BEFORE)) == (1, 0)

    handed_over(case, far, MOVED, today)

    assert (told("VIC-IDENT", old, BEFORE), told("VIC-IDENT", new, BEFORE)) == (1, 0)


def test_who_is_identified_since_counts_where_the_case_is_now(case, here, far, today):
    old, new = paid(own_line(here)), paid(own_line(far))
    for office in (here, far):
        SupportedInstitutionFactory(organisation=office.organisation, since=date(2026, 1, 5))
    case = handed_over(case, far, MOVED, today)

    actions.identify_case(case, by=supervisor(far), on=MOVED, **COURT)

    assert (told("VIC-IDENT", old, SINCE), told("VIC-IDENT", new, SINCE)) == (0, 1)


@pytest.mark.parametrize(
    ("moved", "of_old", "of_new"),
    [
        (OPENED + 29 * DAY, None, (0, 1)),
        (OPENED + 30 * DAY, None, (0, 1)),
        (OPENED + 31 * DAY, (0, 1), None),
    ],
)
def test_the_plan_is_due_where_the_case_was_on_its_thirtieth_day(case, here, today, moved, of_old, of_new):
    there = working_office(here.organisation)
    old, new = paid(own_line(here)), paid(own_line(there))
    case = actions.identify_case(case, by=supervisor(here), on=OPENED, **COURT)

    handed_over(case, there, moved, today)
    today(AGAIN)

    life = Period("all", OPENED, AGAIN)
    assert (told("VIC-PLAN", old, life), told("VIC-PLAN", new, life)) == (of_old, of_new)


def test_of_three_offices_each_has_the_days_on_which_the_case_was_there(case, here, far, today):
    there = working_office(here.organisation)
    lines = [own_line(one) for one in (here, there, far)]
    case = handed_over(handed_over(case, there, MOVED, today), far, AGAIN, today)

    days = [OPENED, MOVED - DAY, MOVED, AGAIN - DAY, AGAIN, AGAIN + DAY]

    assert [case.component_id_on(day) for day in days] == [one.pk for one in lines for _twice in range(2)]


def test_a_service_of_a_day_before_belongs_to_the_office_that_gave_it_unless_it_is_said(case, here, today):
    there = working_office(here.organisation)
    case = handed_over(case, there, MOVED, today)
    boss = supervisor(there)

    written = [actions.record_service(case, by=boss, on=on, type="food") for on in (MOVED - DAY, MOVED)]
    said = actions.record_service(case, by=boss, on=MOVED - DAY, type="clothing", component=own_line(there))

    assert [one.component for one in (*written, said)] == [own_line(here), own_line(there), own_line(there)]
    # Whoever logs it from the page and chooses no line of work says nothing of it either.
    assert NewServiceForm(case=case, user=boss)["component"].initial is None
    typed = {"type": "food", "on": (OPENED + DAY).isoformat(), "consent": "not_asked"}
    answer = browser_of(boss).post(reverse("cases:service-create", args=[case.number]), typed)
    assert answer.status_code == 302
    assert case.services.get(on=OPENED + DAY).component == own_line(here)


def test_a_service_whose_day_is_mended_goes_with_its_day(case, here, today):
    there = working_office(here.organisation)
    case = handed_over(case, there, MOVED, today)
    boss = supervisor(there)
    slip = actions.record_service(case, by=boss, on=MOVED, type="food")
    chosen = actions.record_service(case, by=boss, on=MOVED, type="food", component=own_line(here))

    mended = [actions.change_service(one, by=boss, on=OPENED) for one in (slip, chosen)]

    assert [one.component for one in mended] == [own_line(here), own_line(here)]


def test_what_begins_from_a_case_that_was_handed_over_is_of_its_present_line_of_work(case, here, today):
    there = working_office(here.organisation)
    case = handed_over(case, there, MOVED, today)
    child = opened_case(
        supervisor(there), on=MOVED, mother_case=case, role="accompanying_child", majority="minor"
    )

    assert (child.component, child.office) == (own_line(there), there)
    assert component_of(case) == own_line(there)


def test_a_line_of_work_that_is_mended_holds_the_open_case_since_the_hand_over(case, here, far, today):
    """On the 4th of May it went to another office, under the wrong line of work; in July elsewhere again."""
    there = working_office(here.organisation)
    right = Component.objects.create(organisation=here.organisation, name="Right", kind="assistance")
    old, wrong, mended, last = [paid(one) for one in (own_line(here), own_line(there), right, own_line(far))]
    case = handed_over(case, there, MOVED, today)
    assert open_in(MOVED, old, wrong, mended, last) == [0, 1, 0, 0]

    case = actions.change_case(case, by=supervisor(there), component=right)

    assert open_in(MOVED - DAY, old, wrong, mended, last) == [1, 0, 0, 0]
    assert open_in(MOVED, old, wrong, mended, last) == [0, 0, 1, 0]
    handed_over(case, far, AGAIN, today)
    assert open_in(MOVED - DAY, old, wrong, mended, last) == [1, 0, 0, 0]
    assert open_in(AGAIN - DAY, old, wrong, mended, last) == [0, 0, 1, 0]
    assert open_in(AGAIN, old, wrong, mended, last) == [0, 0, 0, 1]


def open_in(day, *scopes):
    return [told("VIC-ACTIVE", scope, Period("until", OPENED, day)) for scope in scopes]


def test_a_yes_across_midnight_lies_on_one_day(case, here, monkeypatch, today):
    there = working_office(here.organisation)
    today(MOVED)
    boss, looks = supervisor(there), count_up()
    asked = actions.ask_transfer(case, by=supervisor(here), to_office=there, reason="lives_there")
    # Midnight passes each time that somebody looks at the calendar.
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: MOVED + next(looks) * DAY)

    accepted = actions.accept_transfer(asked, by=boss)

    assert accepted.decided_on == Case.objects.get().moved_on


def test_what_the_old_organisation_gave_is_missing_there_and_not_in_the_new_one(
    case, here, far, today, client
):
    """Old: a case opened and a service, without a sex, paid. New: one service, paid by nobody."""
    old = paid(own_line(here))
    sexless = opened_case(caseworker(here), sex="U")
    for one in (case, sexless):
        actions.record_service(one, by=one.worker, on=OPENED, type="food")
    sexless = handed_over(sexless, far, MOVED, today)
    actions.record_service(sexless, by=supervisor(far), on=MOVED, type="food")
    period = Period("all", OPENED, AGAIN)
    today(AGAIN)
    managers = [programme_manager(one.organisation) for one in (here, far)]
    of_old, of_new = [missing.managed(one, period) for one in managers]

    # Of the other case nothing is missing; what is asked of the new office by tasks is told there alone.
    assert {pk: lacks & {"sex", "award"} for pk, lacks in of_old.items()} == {sexless.pk: {"sex"}}
    assert of_new[sexless.pk] & {"sex", "award"} == {"sex", "award"}
    shares = [told("DQ-COMP", Scope.of_organisation(one.organisation), period) for one in (here, far)]
    # There two cases were opened and two services given, here one service.
    assert shares == [(2, 4), (0, 1)]
    assert told("DQ-COMP", old, period) == (2, 4)
    [line] = missing.by_office(of_old, {here.organisation_id})
    assert (line.key, line.name, line.cases, line.counts["sex"]) == (here.pk, "Here", 1, 1)
    # Of a case that is elsewhere now its old organisation is told that it is one, by no number.
    assert missing.numbers(managers[0], of_old, office=here, field="sex") == [("", "", None)]
    FundingFactory(award=AwardFactory(donor__organisation=far.organisation, starts=OPENED, signed_ends=AGAIN),
                   component=own_line(far))  # fmt: skip
    assert "award" not in missing.managed(managers[1], period)[sexless.pk]
