"""What every form of the house shares: its order on the page, its fields, and rows that can be added."""

from work.forms.base import ADD_ROW, BoundField, FilterForm, Form, ModelForm, Renderer, Rows
from work.forms.fields import (
    DateField,
    FileField,
    MoneyField,
    PartialDateField,
    PlainDecimalField,
    PlainIntegerField,
)

__all__ = [
    "ADD_ROW",
    "BoundField",
    "DateField",
    "FileField",
    "FilterForm",
    "Form",
    "ModelForm",
    "MoneyField",
    "PartialDateField",
    "PlainDecimalField",
    "PlainIntegerField",
    "Renderer",
    "Rows",
]
