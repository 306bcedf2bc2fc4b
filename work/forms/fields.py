import datetime
import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from work import dates
from work.dates import Precision

GROUPED = re.compile(r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$", re.ASCII)
PLAIN = re.compile(r"^[-+]?(\d+(\.\d*)?|\.\d+)$", re.ASCII)
# Figures with a comma somewhere: it may be meant as a decimal sign.
COMMA = re.compile(r"^[-+]?[\d.]*,[\d.,]*$", re.ASCII)
LONGEST_NUMBER = 40
LARGEST_FILE = 25 * 1024 * 1024


def digits(attrs=None, mode="numeric"):
    return {"inputmode": mode, "autocomplete": "off", **(attrs or {})}


class DayInput(forms.TextInput):
    """One box for a day; the browser's own date box speaks the browser's language, not ours."""

    def __init__(self, attrs=None):
        super().__init__(digits({"class": "short", **(attrs or {})}))

    def format_value(self, value):
        return dates.written(value, Precision.DAY) if isinstance(value, datetime.date) else value


class DateField(forms.DateField):
    """A day: 27/03/2026, 27-3-26, 27032026 and 2026-03-27 are read."""

    widget = DayInput
    default_error_messages = {"invalid": dates.HOW_TO_WRITE_A_DAY}

    def to_python(self, value):
        if isinstance(value, datetime.date) or value in self.empty_values:
            return super().to_python(value)
        text = dates.tidy(value)
        if not (day := dates.read_day(text)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class PartialDateInput(forms.TextInput):
    """One box, and "not known" to tick, because a phone's numeric keyboard cannot write it."""

    template_name = "forms/widgets/partial_date.html"

    def __init__(self, attrs=None):
        super().__init__(digits({"class": "short", **(attrs or {})}))

    def value_from_datadict(self, data, files, name):
        return data.get(name, ""), f"{name}_unknown" in data

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}_unknown" not in data

    def get_context(self, name, value, attrs):
        text, unknown = value if isinstance(value, tuple) else (value, False)
        context = super().get_context(name, text, attrs)
        return context | {"unknown": unknown}


class PartialDateField(forms.Field):
    """A date as far as it is known; its value is `(first day, precision)`, or `(None, "")` for nothing."""

    widget = PartialDateInput
    default_error_messages = {
        "both": _("A date is written and “not known” is ticked: keep one of the two."),
    }

    def prepare_value(self, value):
        if isinstance(value, tuple) and not isinstance(value[1], bool):
            date, precision = value
            return dates.written(date, precision), precision == Precision.UNKNOWN
        return value

    def clean(self, value):
        text, unknown = value if isinstance(value, tuple) else (value, False)
        text = dates.tidy(text or "")
        if text and unknown:
            raise ValidationError(self.error_messages["both"], code="both")
        if unknown:
            return None, Precision.UNKNOWN
        if text:
            return dates.read_part(text)
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return None, ""

    def has_changed(self, initial, data):
        try:
            return (initial or (None, "")) != self.clean(data)
        except ValidationError:
            return True


class PlainNumber:
    """Reads 1234.50 and 1,234.50; any other comma is refused, since it may be meant as a decimal sign."""

    input_mode = "decimal"

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        return digits({**attrs, "class": "short"}, self.input_mode)

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, int | Decimal):
            return super().to_python(value)
        text = str(value).strip()
        if GROUPED.match(text):
            text = text.replace(",", "")
        if len(text) > LONGEST_NUMBER or not PLAIN.match(text):
            code = "comma" if COMMA.match(text) else "invalid"
            raise ValidationError(self.error_messages[code], code=code)
        return super().to_python(text)


class PlainDecimalField(PlainNumber, forms.DecimalField):
    """An amount, with a point before the decimals."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write a number, for example 1234.50."),
        "comma": _("Write decimals after a point, for example 1234.50; a comma only parts thousands: 1,234."),
    }


class PlainIntegerField(PlainNumber, forms.IntegerField):
    """A whole number."""

    widget = forms.TextInput
    input_mode = "numeric"
    default_error_messages = {
        "invalid": _("Write a whole number, for example 12."),
        "comma": _("Write a whole number; commas only part thousands: 1,234."),
    }


class MoneyInput(forms.MultiWidget):
    """An amount and its currency, side by side; `usual` is the currency that stands chosen by itself."""

    template_name = "forms/widgets/money.html"
    usual = None

    def __init__(self, currencies=(), attrs=None):
        amount = forms.TextInput(digits({"aria-label": _("Amount")}, "decimal"))
        currency = forms.Select({"aria-label": _("Currency")}, currencies)
        super().__init__({"": amount, "currency": currency}, attrs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        currency = context["widget"]["subwidgets"][1]["attrs"]
        currency["class"] = currency.get("class", "").replace("form-control", "form-select")
        return context

    def decompress(self, value):
        return list(value) if value else [None, self.usual]


class MoneyField(forms.MultiValueField):
    """An amount in a currency; its value is `(amount, currency)`, None when nothing was said."""

    default_error_messages = {"incomplete": _("Write the amount and choose its currency.")}

    def __init__(self, *, currencies, max_digits=14, decimal_places=2, min_value=0, **kwargs):
        amount = PlainDecimalField(max_digits=max_digits, decimal_places=decimal_places, min_value=min_value)
        currency = forms.ChoiceField(choices=currencies)
        widget = kwargs.pop("widget", None) or MoneyInput(currencies)
        super().__init__([amount, currency], widget=widget, **kwargs)

    def clean(self, value):
        amount = value[0] if value else None
        return super().clean(value if amount not in self.empty_values else None)

    def compress(self, values):
        if any(value in self.empty_values for value in values):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return tuple(values) if values else None

    def has_changed(self, initial, data):
        """A currency that stands chosen by itself is not yet something said."""
        if not initial and data and data[0] in self.empty_values:
            return False
        return super().has_changed(initial, data)


class FileField(forms.FileField):
    """A file of at most 25 MB."""

    default_error_messages = {
        "large": _("The file has %(size)s; at most %(limit)s can be kept. Make it smaller or split it."),
    }

    def clean(self, data, initial=None):
        kept = super().clean(data, initial)
        if data and data.size > LARGEST_FILE:
            sizes = {"size": filesizeformat(data.size), "limit": filesizeformat(LARGEST_FILE)}
            raise ValidationError(self.error_messages["large"], code="large", params=sizes)
        return kept
