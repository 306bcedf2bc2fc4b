"""Dates are read as people write them, on paper, on a keyboard and on a phone."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from accounts.models import Membership
from work.dates import HOW_TO_WRITE_A_DAY, HOW_TO_WRITE_A_PART, Precision, century, shown
from work.forms import DateField, Form, ModelForm, PartialDateField

DAY = date(2026, 3, 27)


@pytest.mark.parametrize(
    "text",
    ["27/03/2026", "27-3-26", "27/3/26", "27.03.2026", "27 3 2026", "27032026", "2026-03-27", " 27/03/2026."],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert DateField().clean(text) == DAY


@pytest.mark.parametrize("text", ["27", "marzo", "03/2026", "2026", "27/03", "27//03/2026", "270326"])
def test_what_is_not_a_day_gets_a_sentence_that_says_how_to_write_one(text):
    with pytest.raises(ValidationError) as refused:
        DateField().clean(text)

    assert refused.value.messages == [str(HOW_TO_WRITE_A_DAY)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2026", "no_such_day"),
        ("00/01/2026", "no_such_day"),
        ("03/27/2026", "no_such_day"),
        ("01/01/1899", "year"),
        ("01/01/2101", "year"),
        ("9999-01-01", "year"),
    ],
)
def test_a_day_that_does_not_exist_is_said_back(text, code):
    with pytest.raises(ValidationError) as refused:
        DateField().clean(text)

    assert refused.value.error_list[0].code == code
    assert text in refused.value.messages[0]


@pytest.mark.parametrize("digits", ["٢٧/٠٣/٢٠٢٦", "２７/０３/２０２６"])
def test_figures_of_other_scripts_are_not_guessed(digits):
    with pytest.raises(ValidationError):
        DateField().clean(digits)


def test_a_year_of_two_figures_lies_at_most_five_years_ahead(monkeypatch):
    monkeypatch.setattr("work.dates.timezone.localdate", lambda: date(2026, 11, 22))

    assert [century(digits) for digits in ["26", "31", "32", "99", "00"]] == [2026, 2031, 1932, 1999, 2000]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("27/03/2011", (date(2011, 3, 27), Precision.DAY)),
        ("03/2011", (date(2011, 3, 1), Precision.MONTH)),
        ("3-2011", (date(2011, 3, 1), Precision.MONTH)),
        ("032011", (date(2011, 3, 1), Precision.MONTH)),
        ("2011-03", (date(2011, 3, 1), Precision.MONTH)),
        ("2011", (date(2011, 1, 1), Precision.YEAR)),
        ("no se sabe", (None, Precision.UNKNOWN)),
        ("No se sabe.", (None, Precision.UNKNOWN)),
        ("?", (None, Precision.UNKNOWN)),
        ("not known", (None, Precision.UNKNOWN)),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(text, value):
    assert PartialDateField().clean((text, False)) == value


def test_not_known_can_be_ticked_where_the_keyboard_has_no_letters():
    assert PartialDateField().clean(("", True)) == (None, Precision.UNKNOWN)


def test_a_date_and_not_known_together_are_asked_about():
    with pytest.raises(ValidationError) as refused:
        PartialDateField().clean(("2011", True))

    assert refused.value.error_list[0].code == "both"


def test_nothing_said_is_not_the_same_as_not_known():
    assert PartialDateField(required=False).clean(("", False)) == (None, "")


@pytest.mark.parametrize("text", ["hace mucho", "20111", "99", "13", "primavera de 2011"])
def test_a_half_known_date_that_cannot_be_read_gets_a_sentence(text):
    with pytest.raises(ValidationError) as refused:
        PartialDateField().clean((text, False))

    assert refused.value.messages == [str(HOW_TO_WRITE_A_PART)]


class Birth(Form):
    born = PartialDateField()


@pytest.mark.parametrize(
    ("value", "text", "ticked"),
    [
        ((date(2011, 3, 27), Precision.DAY), 'value="27/03/2011"', 0),
        ((date(2011, 3, 1), Precision.MONTH), 'value="03/2011"', 0),
        ((date(2011, 1, 1), Precision.YEAR), 'value="2011"', 0),
        ((None, Precision.UNKNOWN), 'name="born"', 1),
    ],
)
def test_a_kept_date_stands_in_its_box_as_it_would_be_typed(value, text, ticked):
    page = str(Birth(initial={"born": value})["born"])

    assert (text in page, page.count(" checked")) == (True, ticked)


def test_what_was_typed_stays_when_it_was_wrong():
    form = Birth({"born": "hace mucho", "born_unknown": "on"})

    assert not form.is_valid()
    assert 'value="hace mucho"' in str(form["born"])
    assert " checked" in str(form["born"])


def test_a_kept_date_that_is_sent_back_unchanged_is_no_change():
    kept = {"born": (date(2011, 3, 1), Precision.MONTH)}

    assert Birth({"born": "03/2011"}, initial=kept).changed_data == []
    assert Birth({"born": "2011"}, initial=kept).changed_data == ["born"]


def test_a_half_known_date_is_said_in_words():
    with override("en"):
        said = [shown(date(2011, 3, 5), p) for p in (Precision.DAY, Precision.MONTH, Precision.YEAR)]
    assert said == ["5 March 2011", "March 2011", "2011"]
    with override("es"):
        said = [shown(date(2011, 3, 5), p) for p in (Precision.DAY, Precision.MONTH, Precision.YEAR)]
    assert said == ["5 de marzo de 2011", "marzo de 2011", "2011"]
    assert shown(None, "") == ""


def test_a_day_box_of_a_model_form_reads_the_same():
    class MembershipForm(ModelForm):
        class Meta:
            model = Membership
            fields = ["since"]

    form = MembershipForm({"since": "27-3-26"})

    assert isinstance(form.fields["since"], DateField)
    assert isinstance(form.fields["since"].widget, forms.TextInput)
    assert form.fields["since"].clean("27-3-26") == DAY
