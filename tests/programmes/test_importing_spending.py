"""Spending comes from a file of the accounts: every row taken, matched, or shown back with its reason."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import Workbook

from audit.models import Event
from programmes import actions
from programmes.models import Expenditure, ExpenditureImport, RowOutcome
from programmes.spending.sums import rates_of, spent, spent_by_objective, total
from programmes.spending.words import sentence
from tests.factories.programmes import ObjectiveFactory

pytestmark = pytest.mark.django_db
HEADS = ("Objetivo", "Período", "Monto", "Moneda")


def workbook(*rows, heads=HEADS):
    book, file = Workbook(), io.BytesIO()
    for row in [("Fundación Amanecer",), (), heads, *rows]:
        book.active.append(row)
    book.save(file)
    return SimpleUploadedFile("gasto.xlsx", file.getvalue())


def table(*rows, heads=HEADS):
    lines = [";".join(row) for row in [heads, *rows]]
    return SimpleUploadedFile("gasto.csv", "\r\n".join(lines).encode("cp1252"))


def take_in(award, manager, rows, **answers):
    """Read a file and take it in at once; the objective named first is there."""
    if not award.objectives.exists():
        ObjectiveFactory(award=award, code="1")
    made = actions.read_spending(award, by=manager, file=table(*rows))
    return actions.take_in_import(made, by=manager, **answers)


def account(made):
    return [(row.number, row.outcome, sentence(row.reason)) for row in made.rows.all()]


@pytest.fixture
def objective(award):
    return ObjectiveFactory(award=award, code="1", budget=Decimal("1000"))


def test_a_workbook_is_shown_row_by_row_and_nothing_is_taken_before_the_second_decision(
    desk, award, objective
):
    file = workbook(
        ("1", "FY2011-Q1", 1200.5, "USD"),
        ("1", "FY2011-Q2", "1,300.00", "usd"),
        (),
        ("General", "FY2011-Q1", 75, "GTQ"),
        ("Total", None, 2575.5, None),
        ("9", "FY2011-Q1", 10, "USD"),
        ("1", "Q1", 10, "USD"),
        ("1", "FY2011-Q3", "12,5", "USD"),
        ("1", "FY2011-Q3", -3, "USD"),
        ("1", "FY2011-Q1", 5, "USD"),
        ("1", "FY2011-Q3", 5, "Quetzales"),
        ("1", "FY2009-Q1", 5, "USD"),
    )

    answer = desk.post(reverse("programmes:spending-read", args=[award.pk]), {"file": file})

    made = ExpenditureImport.objects.get()
    assert answer.url == reverse("programmes:spending-import", args=[made.pk])
    assert account(made) == [
        (4, RowOutcome.NEW, ""),
        (5, RowOutcome.NEW, ""),
        (6, RowOutcome.BLANK, "The row is empty."),
        (7, RowOutcome.NEW, ""),
        (8, RowOutcome.BLANK, "A row of totals: the rows above it are taken."),
        (9, RowOutcome.REFUSED, "The award has no objective “9”."),
        (10, RowOutcome.REFUSED, "“Q1” is no period; write for example FY2011-Q1, AQ2 or 2011-Q1."),
        (11, RowOutcome.REFUSED, "“12,5” is no amount; write for example 1234.50."),
        (12, RowOutcome.REFUSED, "The amount is below zero: correct the earlier amount instead."),
        (
            13,
            RowOutcome.REFUSED,
            "Row 4 already gives an amount for this: add them up, or name the budget lines apart.",
        ),
        (14, RowOutcome.REFUSED, "“Quetzales” is no currency code; write for example USD or GTQ."),
        (15, RowOutcome.REFUSED, "FY2009-Q1 lies outside the award."),
    ]
    shown = desk.get(answer.url).content.decode()
    assert "The award has no objective “9”." in shown
    assert not Expenditure.objects.exists()


def test_rows_that_cannot_be_taken_are_left_out_only_knowingly(desk, award, objective, manager):
    made = actions.read_spending(
        award, by=manager, file=table(("1", "FY2011-Q1", "10", "USD"), ("9", "FY2011-Q1", "10", "USD"))
    )
    url = reverse("programmes:spending-import", args=[made.pk])

    silent = desk.post(url, {"version": 1})
    assert silent.status_code == 422
    assert list(silent.context["form"].errors) == ["without_refused"]
    assert not Expenditure.objects.exists()

    desk.post(url, {"version": 1, "without_refused": "on"})

    taken = Expenditure.objects.get()
    assert (taken.objective, taken.amount, taken.starts, taken.ends) == (
        objective,
        Decimal("10.00"),
        date(2010, 10, 1),
        date(2010, 12, 31),
    )
    assert made.rows.get(number=2).expenditure == taken
    assert Event.objects.filter(verb="spending.taken_in", subjects__contains=[made.pk]).count() == 1


def test_the_same_file_sent_again_is_recognised(desk, award, objective, manager):
    rows = [("1", "FY2011-Q1", "10", "USD")]
    made = take_in(award, manager, rows)

    answer = desk.post(reverse("programmes:spending-read", args=[award.pk]), {"file": table(*rows)})

    assert answer.url == reverse("programmes:spending-import", args=[made.pk])
    assert ExpenditureImport.objects.count() == 1
    with pytest.raises(ValidationError, match="already taken in"):
        actions.take_in_import(made, by=manager)


def test_another_file_with_the_same_amounts_takes_nothing_twice(award, objective, manager):
    take_in(award, manager, [("1", "FY2011-Q1", "10", "USD")])
    again = actions.read_spending(
        award, by=manager, file=workbook(("1", "FY2011-Q1", 10, "USD"), ("1", "FY2011-Q2", 4, "USD"))
    )

    assert [row.outcome for row in again.rows.all()] == [RowOutcome.SAME, RowOutcome.NEW]
    actions.take_in_import(again, by=manager)
    assert spent(award).amount == Decimal("14.00")


def test_an_amount_that_differs_replaces_the_old_one_only_knowingly(award, objective, manager):
    take_in(award, manager, [("1", "FY2011-Q1", "10", "USD")])
    rows = [("1", "FY2011-Q1", "12", "USD")]

    with pytest.raises(ValidationError) as refused:
        take_in(award, manager, rows)
    assert list(refused.value.message_dict) == ["replace"]

    take_in(award, manager, rows, replace=True)
    assert spent(award).amount == Decimal("12.00")


def test_a_year_does_not_come_on_top_of_its_quarters(award, objective, manager):
    take_in(award, manager, [("1", "FY2011-Q1", "10", "USD")])

    made = actions.read_spending(award, by=manager, file=table(("1", "FY2011", "40", "USD")))

    assert account(made) == [
        (
            2,
            RowOutcome.REFUSED,
            "Spending for FY2011-Q1 is already there, which covers part of the same time.",
        )
    ]


def test_the_data_base_refuses_spending_of_the_same_time_twice(award, objective, manager):
    take_in(award, manager, [("General", "FY2011-Q1", "10", "USD")])
    first = Expenditure.objects.get()

    with pytest.raises(IntegrityError, match="expenditure_once_for_a_time"), transaction.atomic():
        Expenditure.objects.create(
            award=award,
            period="2010-12-31..2011-01-31",
            starts=date(2010, 12, 31),
            ends=date(2011, 1, 31),
            amount=1,
            currency="USD",
            came_in=first.came_in,
        )
    with pytest.raises(IntegrityError, match="expenditure_plausible"), transaction.atomic():
        Expenditure.objects.filter(pk=first.pk).update(amount=-1)


def test_when_the_figures_changed_since_the_file_was_read_nothing_is_taken(desk, award, objective, manager):
    shown = actions.read_spending(award, by=manager, file=table(("1", "FY2011-Q1", "10", "USD")))
    take_in(award, manager, [("1", "FY2011-Q1", "11", "USD")])

    answer = desk.post(reverse("programmes:spending-import", args=[shown.pk]), {"version": 1})

    assert answer.status_code == 302
    assert [row.outcome for row in shown.rows.all()] == [RowOutcome.CHANGED]
    assert spent(award).amount == Decimal("11.00")
    shown.refresh_from_db()
    assert shown.imported_at is None


def test_a_file_can_be_put_aside_and_read_again(desk, award, objective, manager):
    rows = [("1", "FY2011-Q1", "10", "USD")]
    made = actions.read_spending(award, by=manager, file=table(*rows))

    desk.post(reverse("programmes:spending-discard", args=[made.pk]))

    with pytest.raises(ValidationError, match="discarded"):
        actions.take_in_import(made, by=manager)
    assert actions.read_spending(award, by=manager, file=table(*rows)) != made


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (
            SimpleUploadedFile("a.csv", b"Objetivo;Monto\n1;2"),
            "No row of heads was found with these columns: period",
        ),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 not a workbook"), "cannot be read as a table"),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7\x00\x01"), "cannot be read as a table"),
        (table(), "There is no row below the heads."),
        (SimpleUploadedFile("a.csv", b""), "empty"),
    ],
)
def test_what_is_no_such_table_is_refused_in_a_sentence(desk, award, file, sentence):
    file.seek(0)

    answer = desk.post(reverse("programmes:spending-read", args=[award.pk]), {"file": file})

    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors["file"])
    assert not ExpenditureImport.objects.exists()


def test_amounts_are_converted_by_the_rate_of_their_period_and_summed_once(award, objective, manager):
    actions.add_rate(award, by=manager, currency="GTQ", since=date(2010, 10, 1), rate=Decimal("8"))
    actions.add_rate(award, by=manager, currency="GTQ", since=date(2011, 1, 1), rate=Decimal("7.5"))
    take_in(
        award,
        manager,
        [
            ("1", "FY2011-Q1", "100", "GTQ"),
            ("1", "FY2011-Q2", "100", "GTQ"),
            ("General", "FY2011-Q2", "1", "USD"),
        ],
    )

    assert [(line and line.code, one.amount) for line, one in spent_by_objective(award)] == [
        ("1", Decimal("25.83")),
        (None, Decimal("1.00")),
    ]
    assert spent(award, date(2010, 10, 1), date(2010, 12, 31)).amount == Decimal("12.50")
    assert spent(award).share_of(Decimal("1000")) == 3


def test_without_a_rate_there_is_no_sum_and_the_page_says_so(desk, award, objective, manager):
    actions.add_rate(award, by=manager, currency="GTQ", since=date(2011, 1, 1), rate=Decimal("7.5"))
    take_in(award, manager, [("1", "FY2011-Q1", "100", "GTQ"), ("1", "FY2011-Q1", "5", "USD")])

    assert (spent(award).amount, spent(award).without_rate) == (None, ("GTQ",))
    shown = desk.get(reverse("programmes:spending", args=[award.pk])).content.decode()
    assert "no sum: no rate for GTQ" in shown
    assert "GTQ: no rate in force on 31 Dec 2010 (FY2011-Q1)." in shown
    assert f"{reverse('programmes:rate-create', args=[award.pk])}?currency=GTQ&amp;since=2010-12-31" in shown
    on_award = desk.get(reverse("programmes:award", args=[award.pk])).content.decode()
    assert "Which rate is missing" in on_award


def test_before_an_amount_without_a_rate_is_taken_in_the_page_names_it_and_leads_to_the_rate_and_back(
    desk, award, objective, manager
):
    actions.add_rate(award, by=manager, currency="EUR", since=date(2010, 10, 1), rate=Decimal("0.75"))
    rows = [("FY2011-Q2", "GTQ"), ("FY2011-Q1", "GTQ"), ("FY2011-Q1", "HNL"), ("FY2011-Q1", "EUR")]
    file = table(*[("1", period, "100", currency) for period, currency in rows])
    made = actions.read_spending(award, by=manager, file=file)
    read = desk.get(made.get_absolute_url())

    shown = [(one.currency, one.day, one.periods) for one in read.context["lacking"]]
    assert shown == [
        ("GTQ", date(2010, 12, 31), ("FY2011-Q1", "FY2011-Q2")),
        ("HNL", date(2010, 12, 31), ("FY2011-Q1",)),
    ]
    page = read.content.decode()
    assert "Once this is taken in, the award has no sum of its spending in USD" in page
    link = (
        f"{reverse('programmes:rate-create', args=[award.pk])}?currency=GTQ&since=2010-12-31&file={made.pk}"
    )
    assert link.replace("&", "&amp;") in page
    asked = desk.get(link).context["form"]
    assert (asked["currency"].value(), asked["since"].value()) == ("GTQ", date(2010, 12, 31))

    answer = desk.post(link, {"currency": "GTQ", "since": "31/12/2010", "rate": "8"})

    assert answer.url == made.get_absolute_url()
    assert [one.currency for one in desk.get(answer.url).context["lacking"]] == ["HNL"]


def test_an_address_that_asks_for_no_known_rate_shows_the_usual_form(desk, award):
    url = reverse("programmes:rate-create", args=[award.pk])

    answer = desk.get(url, {"currency": "coins", "since": "31/02/2011", "file": "mine"})

    assert answer.status_code == 200
    assert answer.context["back_url"] == reverse("programmes:spending", args=[award.pk])


def test_a_file_whose_every_amount_has_a_rate_warns_of_nothing(desk, award, objective, manager):
    made = actions.read_spending(award, by=manager, file=table(("1", "FY2011-Q1", "10", "USD")))

    assert "exchange rate is missing" not in desk.get(made.get_absolute_url()).content.decode()


def test_the_award_s_own_currency_needs_no_rate(award, manager):
    with pytest.raises(ValidationError, match="needs no rate"):
        actions.add_rate(award, by=manager, currency="USD", since=date(2011, 1, 1), rate=Decimal("1"))
    assert total([], rates_of(award)).amount == Decimal("0.00")


def test_own_contribution_is_counted_apart(award, objective, manager):
    heads = (*HEADS, "Pagado por")
    file = table(
        ("1", "FY2011-Q1", "10", "USD", "Convenio"),
        ("1", "FY2011-Q1", "3", "USD", "Contrapartida"),
        ("1", "FY2011-Q1", "4", "USD", "Otro"),
        heads=heads,
    )
    made = actions.read_spending(award, by=manager, file=file)
    actions.take_in_import(made, by=manager, without_refused=True)

    assert spent(award).amount == Decimal("10.00")
    assert spent(award, paid_by="counterpart").amount == Decimal("3.00")
    assert account(made)[2][2] == "“Otro” says not who paid: write “Convenio” or “Contrapartida”."


def test_the_file_with_the_right_columns_can_be_filled_in_and_read(desk, award, objective, manager):
    answer = desk.get(reverse("programmes:spending-sample", args=[award.pk]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="USAID-GT-2010-01-spending.csv"'
    assert lines[:2] == ["Objective,Period,Line,Paid by,Amount,Currency", "1,2010-Q4,,Convenio,,USD"]

    filled = "\n".join([lines[0], "1,2010-Q4,,Convenio,12.50,USD"]).encode()
    made = actions.read_spending(award, by=manager, file=SimpleUploadedFile("lleno.csv", filled))

    assert [row.outcome for row in made.rows.all()] == [RowOutcome.NEW]
