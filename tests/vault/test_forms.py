"""A worker types into forms what is sealed behind them."""

from datetime import date

import pytest
from django import forms

from tests.testrooms.models import Contact
from vault.fields import SealedText

pytestmark = pytest.mark.django_db


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ["name", "note", "born", "answers", "hiding_place", "phone"]


def test_what_is_typed_is_sealed_and_shown_again():
    typed = {"name": "María", "born": "2004-02-29", "answers": '{"safe": true}', "phone": "5555 1234"}

    ContactForm(typed).save()

    contact = Contact.objects.get()
    assert (contact.name, contact.born, contact.answers) == ("María", date(2004, 2, 29), {"safe": True})
    assert Contact.objects.get(phone_lookup="+502 5555 1234") == contact
    shown = ContactForm(instance=Contact.objects.get())
    assert 'value="María"' in str(shown["name"])
    assert shown["born"].value() == date(2004, 2, 29)


def test_fields_left_empty_are_null_where_null_is_allowed():
    ContactForm({"name": "María"}).save()

    contact = Contact.objects.get()
    assert (contact.note, contact.born, contact.answers, contact.phone) == (None, None, None, None)


def test_what_is_wrong_is_said_beside_its_field():
    form = ContactForm({"name": "x" * 81, "born": "30/02/2004", "answers": "{"})

    assert form.errors == {
        "name": ["Ensure this value has at most 80 characters (it has 81)."],
        "born": ["Enter a valid date."],
        "answers": ["Enter a valid JSON."],
    }


def test_no_browser_remembers_what_was_typed():
    widgets = {name: field.widget for name, field in ContactForm().fields.items()}

    assert {widget.attrs["autocomplete"] for widget in widgets.values()} == {"off"}
    assert isinstance(widgets["note"], forms.Textarea)
    assert isinstance(widgets["name"], forms.TextInput)


def test_bytes_are_not_typed():
    assert Contact._meta.get_field("photo").formfield() is None


def test_a_choice_is_chosen():
    field = SealedText(choices=[("mother", "Mother"), ("aunt", "Aunt")], null=True, blank=True).formfield()

    assert isinstance(field.widget, forms.Select)
    assert field.clean("") is None


def test_a_form_saved_unchanged_seals_nothing_again():
    contact = Contact.objects.create(name="María", born=date(2004, 2, 29))
    before = Contact.objects.values_list("name", "born").get()[0].envelope

    form = ContactForm({"name": "María", "born": "2004-02-29"}, instance=Contact.objects.get())

    assert form.changed_data == []
    form.save()
    assert Contact.objects.values_list("name", flat=True).get().envelope == before
    assert contact.pk == Contact.objects.get().pk
