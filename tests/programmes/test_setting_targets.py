"""What was promised for which period, and what is lacking."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from programmes import actions, indicators
from programmes.forms.targets import cell_name
from programmes.models import AwardChange, AwardIndicator, Target
from programmes.periods import Calendar, parse
from programmes.targets import indicator_lines, lacking_targets
from tests.factories.programmes import AwardFactory, AwardIndicatorFactory, DonorFactory, TargetFactory

pytestmark = pytest.mark.django_db
PAPER = {"dated_on": date(2011, 3, 1), "reason": "Fewer rescues", "document": "MOD-01"}


@pytest.fixture
def row(award):
    return AwardIndicatorFactory(award=award)


def box(row, label):
    return cell_name(row, parse(label, row.award))


def amounts(award):
    return {target.period: target.value for target in award.targets.all()}


def test_a_manager_agrees_an_indicator_with_its_baseline(desk, award):
    desk.post(
        reverse("programmes:indicator-create", args=[award.pk]),
        {
            "indicator": "VIC-NEW",
            "baseline": "12",
            "baseline_on": "30/09/2010",
            "baseline_method": "Count of paper files",
        },
    )

    row = AwardIndicator.objects.get()
    assert (row.indicator, row.baseline, row.baseline_on) == ("VIC-NEW", 12, date(2010, 9, 30))


def test_the_table_of_a_year_is_filled_in_at_once(desk, award, row):
    typed = {
        box(row, "FY2011-Q1"): "10",
        box(row, "FY2011"): "45",
        box(row, "LOA"): "100",
        box(row, "FY2011-Q2"): "",
    }

    answer = desk.post(reverse("programmes:targets", args=[award.pk]) + "?year=FY2011", typed)

    assert answer.status_code == 302
    assert amounts(award) == {"FY2011-Q1": 10, "FY2011": 45, "LOA": 100}


def test_each_period_without_a_target_is_named(desk, award, row):
    TargetFactory(row=row, period="FY2011")

    [line] = lacking_targets(award)

    assert [period.label for period in line.lacking] == [
        *(f"FY2011-Q{number}" for number in range(1, 5)),
        *(f"FY2012-Q{number}" for number in range(1, 5)),
        "FY2012",
        "LOA",
    ]
    shown = desk.get(reverse("programmes:targets", args=[award.pk])).content.decode()
    assert "FY2011-Q1, FY2011-Q2" in shown


@pytest.mark.parametrize(
    ("language", "whole", "year", "quarter"),
    [
        ("en", "the whole award", "award year 1", "award quarter 1"),
        ("es", "todo el convenio", "año 1 del convenio", "trimestre 1 del convenio"),
    ],
)
def test_periods_of_the_award_itself_are_written_out_in_the_reader_s_language(
    desk, organisation, language, whole, year, quarter
):
    award = AwardFactory(
        donor=DonorFactory(organisation=organisation), reporting_calendar=Calendar.AWARD_QUARTER
    )
    row = AwardIndicatorFactory(award=award)
    target = TargetFactory(row=row, period="LOA")
    desk.cookies["language"] = language
    pages = [(name, award) for name in ("award", "targets", "spending", "spending-rows")]
    pages += [("indicator", row), ("target", target)]

    shown = {
        name: desk.get(reverse(f"programmes:{name}", args=[one.pk])).content.decode() for name, one in pages
    }

    assert [name for name, text in shown.items() if re.search(r"\b(LOA|A[QY]\d+)\b", read(text))] == []
    assert [whole in shown[name].lower() for name in ("targets", "indicator", "target")] == [True] * 3
    assert {year, quarter} <= set(re.findall(f"{year}|{quarter}", shown["targets"]))
    assert quarter in shown["award"]


def read(page):
    """What stands on a page for a reader: no addresses, no names of boxes."""
    return re.sub(r'\s(?:name|id|for|href|action|aria-describedby)="[^"]*"', "", page)


def test_a_number_of_open_cases_expects_no_target(award):
    AwardIndicatorFactory(award=award, indicator="VIC-ACTIVE")

    assert lacking_targets(award) == []


def test_a_target_that_stood_is_changed_only_with_date_reason_and_document(desk, award, row):
    target = TargetFactory(row=row, period="FY2011", value=45)
    url = reverse("programmes:targets", args=[award.pk]) + "?year=FY2011"

    silent = desk.post(url, {box(row, "FY2011"): "40"})
    assert silent.status_code == 422
    assert sorted(silent.context["form"].errors) == ["dated_on", "document", "reason"]

    said = {"dated_on": "01/03/2011", "reason": "Fewer rescues", "document": "MOD-01"}
    desk.post(url, {box(row, "FY2011"): "40"} | said)

    target.refresh_from_db()
    change = AwardChange.objects.get()
    assert (target.value, change.old_value, change.new_value, change.target) == (40, 45, 40, target)
    shown = desk.get(reverse("programmes:target", args=[target.pk])).content.decode()
    assert "Fewer rescues" in shown


def test_an_untouched_table_changes_nothing(desk, award, row):
    TargetFactory(row=row, period="FY2011", value=Decimal("45.50"))
    url = reverse("programmes:targets", args=[award.pk]) + "?year=FY2011"
    form = desk.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert typed[box(row, "FY2011")] == Decimal("45.50")

    answer = desk.post(url, typed)

    assert answer.context["form"].non_field_errors() == ["Nothing was changed."]


def test_sending_the_table_twice_sets_each_target_once(desk, award, row):
    url = reverse("programmes:targets", args=[award.pk]) + "?year=FY2011"
    typed = {box(row, "FY2011"): "45", "once": "6f7b3f6c-9a0e-4f5c-8f7b-1d2e3f4a5b6c"}

    desk.post(url, typed)
    desk.post(url, typed)

    assert amounts(award) == {"FY2011": 45}


def test_one_target_is_ended_and_is_then_lacking(desk, award, row):
    target = TargetFactory(row=row, period="FY2011", value=45)

    desk.post(
        reverse("programmes:target-change", args=[target.pk]),
        {"value": "", "dated_on": "01/03/2011", "reason": "Dropped", "document": "MOD-01", "version": 1},
    )

    target.refresh_from_db()
    assert target.value is None
    [line] = indicator_lines(award)
    assert "FY2011" in [period.label for period in line.lacking]


def test_an_unknown_indicator_is_refused_and_the_nearest_named(award, manager):
    with pytest.raises(ValidationError) as refused:
        actions.agree_indicator(award, by=manager, indicator="VIC-NWE")

    assert refused.value.message_dict == {
        "indicator": ["No report knows an indicator “VIC-NWE”. Is it VIC-NEW?"]
    }


@pytest.mark.parametrize(
    ("breakdown", "field"),
    [
        ({"dimension": "institution_type", "category": "police"}, "dimension"),
        ({"dimension": "sex", "category": "female"}, "category"),
        ({"dimension": "department", "category": "the whole west"}, "category"),
    ],
)
def test_a_breakdown_that_the_indicator_has_not_is_refused(award, manager, breakdown, field):
    with pytest.raises(ValidationError) as refused:
        actions.agree_indicator(award, by=manager, indicator="VIC-NEW", **breakdown)

    assert list(refused.value.message_dict) == [field]


def test_an_indicator_that_no_report_knows_any_more_is_shouted_on_the_page(desk, award):
    AwardIndicatorFactory(award=award, indicator="OLD-1")

    shown = desk.get(reverse("programmes:targets", args=[award.pk])).content.decode()

    assert "Indicators that no report knows" in shown


def test_rooms_above_can_name_more_indicators(award, manager, monkeypatch):
    own = indicators.Indicator("OWN-1", "Our own", "Propio", "persons", ())
    monkeypatch.setattr(indicators, "SOURCES", [lambda: {"OWN-1": own}])

    row = actions.agree_indicator(award, by=manager, indicator="OWN-1")

    assert row.name == "Our own"


def test_a_wrong_code_is_corrected_and_its_targets_go_along(award, manager, row):
    target = TargetFactory(row=row)

    actions.edit_indicator(row, by=manager, indicator="VIC-TOT")

    target.refresh_from_db()
    assert target.indicator == "VIC-TOT"


def test_the_data_base_refuses_targets_of_indicators_that_were_not_agreed(award, row):
    with pytest.raises(IntegrityError, match="target_belongs_to_award"), transaction.atomic():
        Target.objects.create(award=award, indicator="VIC-TOT", period="FY2011", value=1)
    with pytest.raises(IntegrityError, match="target_not_negative"), transaction.atomic():
        Target.objects.create(award=award, indicator="VIC-NEW", period="FY2011", value=-1)
    with pytest.raises(IntegrityError, match="baseline_with_date_and_method"), transaction.atomic():
        AwardIndicator.objects.filter(pk=row.pk).update(baseline=3)


def test_a_period_that_cannot_be_read_is_refused(award, manager, row):
    with pytest.raises(ValidationError, match="is no period"):
        actions.set_targets(award, by=manager, values={(row, "Q1"): 3})


def test_targets_of_another_award_are_not_touched(award, manager, row):
    other = TargetFactory(row=AwardIndicatorFactory(award=AwardFactory()))

    actions.set_targets(award, by=manager, values={(row, "FY2011"): 3})

    other.refresh_from_db()
    assert other.value == 45


def test_an_indicator_asked_for_no_more_leaves_the_table(desk, award, row):
    desk.post(reverse("programmes:indicator-end", args=[row.pk]), {"ended_on": "01/03/2011"})

    assert indicator_lines(award) == []


def test_changing_one_target_needs_its_papers(manager, row):
    target = TargetFactory(row=row)

    with pytest.raises(ValidationError, match="in which document"):
        actions.change_target(target, by=manager, value=3, **PAPER | {"document": ""})
