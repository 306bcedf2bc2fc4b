"""Numbers are read as Guatemala and Honduras write them; what could mean two numbers is never guessed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import override

from work.forms import Form, MoneyField, PlainDecimalField, PlainIntegerField

CURRENCIES = [("GTQ", "Q"), ("USD", "$")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1,234", "1234"),
        ("12,345,678.9", "12345678.9"),
        ("0.5", "0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        (" 7 ", "7"),
        ("-3", "-3"),
    ],
)
@pytest.mark.parametrize("language", ["es", "en"])
def test_an_amount_is_read_alike_in_both_languages(text, value, language):
    with override(language):
        assert PlainDecimalField(max_digits=14, decimal_places=2).clean(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1234,50", "1,23", "12,34,567", "1.234,50", ",5", "1,2345", "1,234,5"])
def test_a_comma_that_could_be_a_decimal_sign_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        PlainDecimalField(max_digits=14, decimal_places=2).clean(text)

    assert [error.code for error in refused.value.error_list] == ["comma"]


@pytest.mark.parametrize(
    "text",
    [
        "1 234",
        "12 34",
        "1e5",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "Q5",
        "٣",
        "--1",
        "9" * 41,
        ".",
        "1,234.50x",
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        PlainDecimalField().clean(text)

    assert [error.code for error in refused.value.error_list] == ["invalid"]


def test_a_point_before_thousands_is_refused_where_money_has_two_decimals():
    with pytest.raises(ValidationError) as refused:
        PlainDecimalField(max_digits=14, decimal_places=2).clean("1.234")

    assert refused.value.error_list[0].code == "max_decimal_places"


@pytest.mark.parametrize(("text", "value"), [("12", 12), ("1,234", 1234), ("0", 0), ("12.0", 12)])
def test_a_whole_number_is_read(text, value):
    assert PlainIntegerField().clean(text) == value


@pytest.mark.parametrize("text", ["12.5", "1,23", "doce", "1e3", ""])
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(ValidationError):
        PlainIntegerField().clean(text)


@pytest.mark.parametrize("language", ["es", "en"])
def test_numbers_are_shown_with_commas_between_thousands_in_both_languages(language):
    with override(language):
        assert number_format(Decimal("1234567.89")) == "1,234,567.89"


class Cost(Form):
    cost = MoneyField(currencies=CURRENCIES, required=False)


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ({"cost": "1,234.50", "cost_currency": "USD"}, (Decimal("1234.50"), "USD")),
        ({"cost": "", "cost_currency": "GTQ"}, None),
        ({}, None),
    ],
)
def test_money_is_an_amount_and_its_currency(sent, value):
    form = Cost(sent)

    assert form.is_valid()
    assert form.cleaned_data["cost"] == value


@pytest.mark.parametrize(
    "sent",
    [
        {"cost": "5"},
        {"cost": "5", "cost_currency": "EUR"},
        {"cost": "-5", "cost_currency": "GTQ"},
        {"cost": "5,0", "cost_currency": "GTQ"},
    ],
)
def test_money_that_is_not_whole_is_refused(sent):
    assert not Cost(sent).is_valid()


def test_a_currency_that_stands_chosen_by_itself_is_no_change():
    assert Cost({"cost": "", "cost_currency": "GTQ"}).changed_data == []


def test_both_boxes_of_money_have_a_name():
    page = str(Cost()["cost"])

    assert page.count("aria-label=") == 2
    assert 'class="form-select"' in page
