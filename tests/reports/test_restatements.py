"""What an approved report said and what is counted now: told of totals and of each category, in words."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl import load_workbook

from accounts.tokens import issue
from cases.models import Service
from reports import actions
from reports.models import Report
from reports.restating import restated
from tests.api.conftest import Caller
from tests.factories.programmes import FundingFactory
from tests.factories.shelters import admitted, left, shelter_of
from work.files import read_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def approved(made, manager):
    """Has a quarter's report made and approved."""

    def approve(label):
        return actions.approve_report(made(label), by=manager, confirmed=["targets"])

    return approve


def sex_is(case, sex):
    case.person.sex = sex
    case.person.save(update_fields=["sex"])


def one_more_meal(case, day):
    Service.objects.create(case=case, component=case.component, on=day, type="food")


def told(report, code):
    """What is restated of an indicator: {(column, breakdown, category): (reported, now)}."""
    return {
        (one.period, one.dimension, one.category): (one.reported, one.now)
        for one in restated(report)
        if one.code == code
    }


@pytest.fixture
def she_was_he(helped, approved):
    """Somebody told as a woman in the first quarter; afterwards he is written as the man he is."""
    case = helped(date(2010, 11, 2))
    sex_is(case, "F")
    approved("FY2011-Q1")
    sex_is(case, "M")
    return case


def test_a_category_that_moved_is_told_where_its_total_stands(she_was_he, made):
    assert told(made("FY2011-Q2"), "VIC-NEW") == {
        ("FY2011-Q1", "sex", "F"): (1, 0),
        ("FY2011-Q1", "sex", "M"): (0, 1),
    }


def test_a_total_comes_before_its_categories(helped, approved, made):
    case = helped(date(2010, 11, 2), date(2010, 11, 3))
    sex_is(case, "F")
    approved("FY2011-Q1")
    one_more_meal(case, date(2010, 12, 1))

    meals = told(made("FY2011-Q2"), "SVC-EVT")

    assert next(iter(meals)) == ("FY2011-Q1", "", "")
    assert meals["FY2011-Q1", "", ""] == meals["FY2011-Q1", "sex", "F"] == (2, 3)


def test_breakdowns_that_only_its_own_quarter_had_are_not_told_as_gone(helped, approved, made):
    helped(date(2010, 11, 2))
    approved("FY2011-Q1")

    assert restated(made("FY2011-Q2")) == []


def test_a_year_that_was_over_is_held_against_what_was_said_of_it(helped, approved, made):
    case = helped(date(2010, 11, 2))
    approved("FY2011-Q4")
    one_more_meal(case, date(2010, 12, 1))

    meals = told(made("FY2012-Q1"), "SVC-EVT")

    assert {column: both for column, both in meals.items() if not column[1]} == {
        ("FY2011-Q1", "", ""): (1, 2),
        ("FY2011", "", ""): (1, 2),
    }


def test_a_year_or_an_award_that_went_on_is_no_restatement(helped, approved, made):
    helped(date(2010, 11, 2), date(2011, 2, 3))
    approved("FY2011-Q1")

    assert restated(made("FY2011-Q2")) == []


def test_what_was_approved_later_is_not_told_as_said_before(helped, approved):
    case = helped(date(2010, 11, 2), date(2011, 2, 3))
    second = approved("FY2011-Q2")
    one_more_meal(case, date(2010, 12, 1))
    approved("FY2011-Q1")

    assert restated(Report.objects.get(pk=second.pk)) == []


def test_what_was_approved_before_is_told_of_an_approved_report_too(helped, approved):
    case = helped(date(2010, 11, 2), date(2011, 2, 3))
    approved("FY2011-Q1")
    one_more_meal(case, date(2010, 12, 1))

    second = approved("FY2011-Q2")

    assert told(second, "SVC-EVT")["FY2011-Q1", "", ""] == (1, 2)


def test_what_was_told_last_is_what_the_donor_knows(helped, approved, made):
    case = helped(date(2010, 11, 2))
    approved("FY2011-Q1")
    one_more_meal(case, date(2010, 11, 3))
    approved("FY2011-Q2")
    twice = Service.objects.get(on=date(2010, 11, 3))
    twice.withdrawn_at, twice.withdrawn_reason = timezone.now(), "twice"
    twice.save(update_fields=["withdrawn_at", "withdrawn_reason"])

    # One at first, then two: that it is one again is said, though it was one in the first report.
    assert told(made("FY2011-Q3"), "SVC-EVT")["FY2011-Q1", "", ""] == (2, 1)


def test_a_report_of_an_earlier_quarter_tells_what_a_later_one_had_said_of_it(helped, approved, made):
    case = helped(date(2010, 11, 2))
    approved("FY2011-Q2")
    one_more_meal(case, date(2010, 11, 3))

    first = approved("FY2011-Q1")

    assert told(first, "SVC-EVT")["FY2011-Q1", "", ""] == (1, 2)
    # Once that was said, nobody is told it again.
    assert told(made("FY2011-Q3"), "SVC-EVT") == {}


def test_of_nobody_there_was_no_median_to_be_told_otherwise(organisation, award, approved, made):
    shelter = shelter_of(organisation)
    FundingFactory(award=award, component=shelter.component)
    stay = left(admitted(shelter, on=date(2010, 11, 2)), on=date(2010, 11, 12))
    sex_is(stay.case, "F")
    approved("FY2011-Q1")
    sex_is(stay.case, "M")

    moved = told(made("FY2011-Q2"), "SHL-LOS")

    assert moved["FY2011-Q1", "sex", "F"] == (10, None)
    assert moved["FY2011-Q1", "sex", "M"] == (None, 10)


def test_a_draft_counted_before_an_earlier_period_was_is_counted_anew_first(helped, approved, made, manager):
    case = helped(date(2010, 11, 2))
    early = made("FY2011-Q2")
    one_more_meal(case, date(2010, 11, 3))
    approved("FY2011-Q1")
    # The draft would tell as the newer number what was counted first.
    assert told(early, "SVC-EVT")["FY2011-Q1", "", ""] == (2, 1)

    with pytest.raises(ValidationError, match="counted later is approved already"):
        actions.approve_report(early, by=manager, confirmed=["targets"])

    assert told(approved("FY2011-Q2"), "SVC-EVT") == {}


@pytest.mark.parametrize(("language", "sheet"), [("en", "Notes"), ("es", "Notas")])
def test_the_file_tells_a_breakdown_in_one_line(she_was_he, made, language, sheet):
    report = made("FY2011-Q2")
    file = report.files.get(language=language).file
    notes = load_workbook(BytesIO(b"".join(read_file(file))))[sheet]
    lines = [note for code, note in notes.iter_rows(min_row=2, values_only=True) if code == "VIC-NEW"]

    [line] = [one for one in lines if "FY2011-Q1" in one]
    day = timezone.localdate(Report.objects.get(period="FY2011-Q1").approved_at).isoformat()
    said = f"Restated: FY2011-Q1, Sex (approved on {day}): Female 1, now 0; Male 0, now 1."
    assert (line == said) if language == "en" else ("Femenino" in line)


def test_the_page_tells_the_total_and_folds_the_categories_under_it(helped, approved, made, desk):
    case = helped(date(2010, 11, 2))
    sex_is(case, "F")
    approved("FY2011-Q1")
    one_more_meal(case, date(2010, 12, 1))

    page = " ".join(desk.get(made("FY2011-Q2").get_absolute_url()).text.split())

    line = page.partition('<span class="soft">SVC-EVT</span>, FY2011-Q1: ')[2].partition("</li>")[0]
    total, _fold, folded = line.partition("<details>")
    assert total.strip() == "reported 1, now 2"
    assert "Sex: Female reported 1, now 2" in folded


def test_a_program_reads_it_of_every_figure_and_in_words(she_was_he, made, manager):
    program = Caller(issue(manager)[0])

    answer = program.get(f"/api/v1/reports/{made('FY2011-Q2').pk}/").json()

    [woman, man] = [one for one in answer["restated"] if one["code"] == "VIC-NEW"]
    assert [woman[name] for name in ("stretch", "period", "dimension", "category", "reported", "now")] == [
        "quarter", "FY2011-Q1", "sex", "F", 1, 0,
    ]  # fmt: skip
    assert "Sex: Male was reported as 0" in man["words"]
    marked = [one for one in answer["figures"] if one["reported_before"] is not None]
    assert {(one["dimension"], one["category"], one["reported_before"]) for one in marked} == {
        ("sex", "M", 0)
    }
