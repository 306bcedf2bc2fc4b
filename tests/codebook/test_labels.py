"""What codes are called: as they came, and as the programme wants it."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from codebook import actions, lists
from codebook.models import AddedCode, CodeOverride
from tests.factories.accounts import administrator
from tests.factories.codebook import AddedCodeFactory, CodeOverrideFactory, ListOrderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return administrator(lead=True)


def test_a_code_is_called_as_it_came_in_the_language_of_the_reader():
    with translation.override("es"):
        assert lists.get("service_type").label("food") == "Alimentación"
    with translation.override("en"):
        assert lists.get("service_type").label("food") == "Food"
    assert lists.get("service_type").label("food", "en") == "Food"


def test_a_label_of_the_programme_takes_the_place_of_the_original_in_its_language_alone(keeper):
    actions.relabel_code("service_type", "food", by=keeper, label_es="Comida")

    food = lists.get("service_type")["food"]
    assert (food.es, food.en) == ("Comida", "Food")
    assert food.relabelled
    assert food.original.es == "Alimentación"


def test_the_original_label_typed_again_is_no_change(keeper):
    actions.relabel_code("service_type", "food", by=keeper, label_es="Alimentación", label_en="Food")

    assert not lists.get("service_type")["food"].changed
    assert CodeOverride.objects.get().label_es == ""


def test_a_code_is_as_it_came_after_undo(keeper):
    actions.relabel_code("service_type", "food", by=keeper, label_es="Comida", label_en="Meals")
    actions.hide_code("service_type", "food", by=keeper)

    actions.restore_code("service_type", "food", by=keeper)

    assert lists.get("service_type")["food"].label("es") == "Alimentación"
    assert not lists.get("service_type")["food"].changed


def test_a_hidden_code_is_not_offered_but_still_shown_where_a_record_holds_it(keeper):
    actions.hide_code("sex", "I", by=keeper)

    sex = lists.get("sex")
    assert sex.choices("es") == [("F", "Mujer"), ("M", "Hombre"), ("U", "Sin registro")]
    assert ("I", "Intersexual") in sex.choices("es", include=["I"])
    assert sex.label("I", "es") == "Intersexual"
    assert sex.codes() == ["F", "M", "U"]
    assert "I" in sex


def test_a_hidden_code_that_is_shown_again_is_offered_at_its_place(keeper):
    actions.hide_code("sex", "I", by=keeper)
    actions.show_code("sex", "I", by=keeper)

    assert lists.get("sex").codes() == ["F", "M", "I", "U"]


def test_a_code_of_the_programme_stands_before_other_and_says_whose_it_is(keeper):
    words = {"label_en": "Evening school", "label_es": "Escuela nocturna", "reason": "Decided on 3 March"}

    actions.add_code("service_type", by=keeper, code="evening_school", **words)

    found = lists.get("service_type")
    assert found.codes()[-2:] == ["evening_school", "other"]
    assert found["evening_school"].provenance == "programme"
    assert found["evening_school"].note == "Decided on 3 March"


def test_a_code_of_the_programme_can_be_called_otherwise_too(keeper):
    AddedCodeFactory(code="evening_school", label_es="Escuela nocturna")

    actions.relabel_code("service_type", "evening_school", by=keeper, label_es="Escuela de noche")

    found = lists.get("service_type")["evening_school"]
    assert (found.es, found.original.es) == ("Escuela de noche", "Escuela nocturna")


def test_labels_of_the_programme_stay_when_a_newer_release_brings_the_same_code():
    AddedCodeFactory(code="food", label_en="Meals", label_es="Comida")

    food = lists.get("service_type")["food"]
    assert (food.es, food.original.es) == ("Comida", "Alimentación")
    assert food.extra["group"] == "basic"


def test_codes_stand_in_the_order_of_the_programme(keeper):
    actions.order_codes("sex", by=keeper, codes=["U", "I", "M", "F"])

    assert lists.get("sex").codes() == ["U", "I", "M", "F"]
    assert lists.get("sex").reordered


def test_a_code_that_the_order_does_not_name_follows_the_one_it_usually_follows():
    ListOrderFactory(code_list="sex", codes=["U", "M", "F"])

    assert lists.get("sex").codes() == ["U", "M", "I", "F"]


def test_the_usual_order_comes_back(keeper):
    actions.order_codes("sex", by=keeper, codes=["U", "I", "M", "F"])

    actions.order_codes("sex", by=keeper, codes=[])

    assert lists.get("sex").codes() == ["F", "M", "I", "U"]
    assert not lists.get("sex").changed


def test_countries_follow_the_alphabet_of_the_language():
    spanish = [code.es for code in lists.get("country").in_order("es")]

    assert spanish[:3] == ["Afganistán", "Albania", "Alemania"]
    assert spanish[-2:] == ["Apátrida", "Desconocida"]


def test_every_language_of_the_standard_is_a_language_and_the_short_list_is_what_is_offered():
    language = lists.get("language")

    assert len(language.choices("en")) == 20
    assert language.label("pay") == "Pech"
    assert ("pay", "Pech") in language.choices("en", include=["pay"])
    assert "xxx-none" not in language


def test_a_code_that_nobody_knows_is_shown_as_it_stands():
    assert lists.get("sex").label("X") == "X"
    assert lists.get("sex").label(None) == ""


def test_a_list_that_nobody_knows_is_a_mistake_of_the_program():
    with pytest.raises(KeyError, match="no code list colours"):
        lists.get("colours")


def test_what_was_undone_is_never_taken_for_what_came_after():
    with transaction.atomic():
        CodeOverrideFactory(label_es="Comida")
        assert lists.get("service_type").label("food", "es") == "Comida"
        transaction.set_rollback(True)

    CodeOverrideFactory(label_es="Víveres")

    assert lists.get("service_type").label("food", "es") == "Víveres"


def test_a_page_full_of_labels_asks_the_data_base_once(django_assert_num_queries):
    AddedCodeFactory()
    lists.get("service_type")

    with lists.held(), django_assert_num_queries(1):
        for _row in range(3):
            lists.get("service_type").label("food")
            lists.get("sex").choices()


def test_one_change_and_three_cost_the_same_queries(django_assert_num_queries):
    for count in (1, 3):
        AddedCodeFactory.create_batch(count)
        with lists.held(), django_assert_num_queries(4):
            lists.get("service_type").choices()


def test_a_code_that_came_with_the_app_is_known_without_asking(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert lists.knows("service_type", "food")
        assert lists.knows("country", "GT")


def test_a_change_in_the_same_request_shows_at_once(keeper):
    with lists.held():
        lists.get("service_type")
        actions.relabel_code("service_type", "food", by=keeper, label_es="Comida")

        assert lists.get("service_type").label("food", "es") == "Comida"


@pytest.mark.parametrize("factory", [CodeOverrideFactory, AddedCodeFactory, ListOrderFactory])
def test_the_data_base_refuses_to_delete_what_the_lists_hold(factory):
    row = factory()

    with pytest.raises(DatabaseError, match="codes are hidden, never deleted"), transaction.atomic():
        row.delete()

    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("table", ["addedcode", "codeoverride", "listorder", "municipality"])
def test_the_data_base_refuses_to_empty_a_table_of_codes(owner, table):
    with pytest.raises(Exception, match="codes are hidden, never deleted"):
        owner.execute(f"TRUNCATE codebook_{table}")


def test_the_data_base_refuses_to_rename_a_code():
    AddedCodeFactory(code="evening_school")
    CodeOverrideFactory()

    with pytest.raises(DatabaseError, match="never deleted or renamed"), transaction.atomic():
        AddedCode.objects.update(code="night_school")
    with pytest.raises(DatabaseError, match="never deleted or renamed"), transaction.atomic():
        CodeOverride.objects.update(code="meals")
