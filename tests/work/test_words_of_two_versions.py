"""The page of two versions names what was chosen in the words of the list, never by its code."""

from django import forms

from work.conflicts import in_words
from work.forms import Form

PLACES = [("", "---------"), ("Guatemala", [("GT-15", "Baja Verapaz")]), ["Honduras", (("HN-CR", "Cortés"),)]]


class WhereForm(Form):
    place = forms.ChoiceField(label="Department", choices=lambda: PLACES, required=False)


def test_a_choice_out_of_a_group_is_said_in_its_words():
    place = WhereForm().fields["place"]

    assert [in_words(place, code) for code in ("GT-15", "HN-CR", "XX-9")] == [
        "Baja Verapaz",
        "Cortés",
        "XX-9",
    ]
