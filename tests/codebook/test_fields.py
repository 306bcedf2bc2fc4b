"""Records that hold codes, and the forms that offer them."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from codebook import actions, lists
from codebook.fields import CodeField
from codebook.forms.fields import CodeChoiceField
from tests.factories.accounts import administrator
from tests.factories.codebook import AddedCodeFactory, CodeOverrideFactory
from tests.testrooms.models import Visit
from work.api_input import schema_of
from work.forms import Form, ModelForm

pytestmark = pytest.mark.django_db


class VisitForm(ModelForm):
    class Meta:
        model = Visit
        fields = ["sex", "people", "services"]


class ReceptionForm(Form):
    sex = CodeChoiceField(code_list="sex", widget=forms.RadioSelect)


@pytest.fixture
def keeper():
    return administrator(lead=True)


def test_a_record_is_saved_with_codes_and_says_their_labels():
    visit = Visit.objects.create(sex="F", services=["clothing", "food"])

    visit.refresh_from_db()
    with translation.override("es"):
        assert visit.get_sex_display() == "Mujer"
        assert visit.get_services_display() == "Alimentación, Vestuario"
    assert visit.people is None
    assert visit.get_people_display() == ""


@pytest.mark.parametrize(
    "codes", [{"sex": "Q"}, {"sex": "F", "people": "Q"}, {"sex": "F", "services": ["food", "Q"]}]
)
def test_a_code_that_is_not_in_its_list_is_never_saved(codes):
    with pytest.raises(ValidationError) as found, transaction.atomic():
        Visit.objects.create(**codes)
    assert found.value.code == "not_in_list"

    with pytest.raises(ValidationError):
        Visit(**codes).full_clean()


def test_a_code_that_is_not_in_its_list_does_not_slip_in_by_an_update():
    Visit.objects.create(sex="F")

    with pytest.raises(ValidationError):
        Visit.objects.update(sex="Q")


def test_a_code_of_the_programme_can_be_saved():
    AddedCodeFactory(code="evening_school")

    assert Visit.objects.create(sex="F", services=["evening_school"]).services == ["evening_school"]


def test_a_field_of_a_list_that_there_is_not_is_found_by_the_checks():
    field = CodeField(code_list="colours")
    field.set_attributes_from_name("colour")

    assert [problem.id for problem in field._check_list()] == ["codebook.E001"]


@pytest.mark.parametrize(("language", "label"), [("es", "Comida"), ("en", "Meals")])
def test_a_form_shows_a_new_label_without_a_restart(keeper, language, label):
    assert label not in VisitForm().as_p()

    actions.relabel_code("service_type", "food", by=keeper, label_es="Comida", label_en="Meals")

    with translation.override(language):
        assert label in VisitForm().as_p()


def test_a_form_offers_a_code_of_the_programme_at_once_and_takes_it(keeper):
    words = {"label_en": "Evening school", "label_es": "Escuela nocturna", "reason": "Decided on 3 March"}
    actions.add_code("service_type", by=keeper, code="evening_school", **words)

    form = VisitForm({"sex": "F", "services": ["evening_school", "food"]})

    assert form.is_valid()
    assert form.cleaned_data == {"sex": "F", "people": None, "services": ["food", "evening_school"]}


def test_a_hidden_code_is_refused_on_a_new_record_and_kept_on_one_that_holds_it():
    CodeOverrideFactory(code_list="sex", code="I", hidden=True)
    visit = Visit.objects.create(sex="I")

    assert "sex" in VisitForm({"sex": "I"}).errors
    assert VisitForm({"sex": "I"}, instance=visit).is_valid()
    assert 'value="I" selected' in VisitForm(instance=visit).as_p()
    assert 'value="I"' not in VisitForm().as_p()


def test_several_hidden_codes_are_kept_on_a_record_that_holds_them():
    visit = Visit.objects.create(sex="F", services=["food", "clothing"])
    CodeOverrideFactory(code="food", hidden=True)
    CodeOverrideFactory(code="clothing", hidden=True)

    assert VisitForm({"sex": "F", "services": ["food", "clothing"]}, instance=visit).is_valid()
    assert "services" in VisitForm({"sex": "F", "services": ["food"]}).errors


def test_round_buttons_do_not_offer_nothing_where_an_answer_is_needed():
    assert [value for value, _label in ReceptionForm().fields["sex"].choices] == ["F", "M", "I", "U"]
    assert VisitForm().fields["sex"].choices[0][0] == ""


def test_a_form_says_of_a_list_from_memory_that_it_is_to_be_confirmed():
    with translation.override("en"):
        fields = VisitForm().fields
        assert str(fields["people"].help_text).startswith("List to be confirmed.")
        assert str(fields["sex"].help_text) == ""


def test_a_form_asks_the_data_base_once_however_many_lists_it_offers(django_assert_num_queries):
    AddedCodeFactory()
    lists.get("service_type")

    for fields in (1, 3):
        with lists.held(), django_assert_num_queries(1):
            form = VisitForm()
            for name in list(form.fields)[:fields]:
                str(form[name])


def test_the_api_takes_codes_as_the_form_does_and_its_description_names_them():
    AddedCodeFactory(code="evening_school")

    schema = schema_of(VisitForm)["properties"]

    assert schema["sex"]["enum"] == ["F", "M", "I", "U"]
    assert "evening_school" in schema["services"]["items"]["enum"]
