"""The pages of the lists, as those who read them and those who keep them use them."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from audit.models import Event
from codebook import actions, lists
from codebook.models import AddedCode, CodeOverride, ListOrder
from tests.factories.accounts import administrator, member
from tests.factories.codebook import AddedCodeFactory, CodeOverrideFactory

pytestmark = pytest.mark.django_db


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def keeper(client):
    user = administrator(lead=True)
    signed_in(client, user)
    return user


@pytest.fixture
def reader(client):
    user = member(Role.CASEWORKER)
    signed_in(client, user)
    return user


def label_page(code="food", code_list="service_type"):
    return reverse("codebook:code-label", args=[code_list, code])


def test_a_caseworker_looks_up_what_a_code_means(client, reader):
    page = client.get(reverse("codebook:code", args=["means_of_control", "threats"])).text

    assert "Threats of harm to the person or another" in page
    assert "Amenazas contra la persona o terceros" in page
    assert "meansOfControlThreats" in page
    assert "To be confirmed" in page


def test_a_reader_is_offered_nothing_that_she_may_not_do(client, reader):
    for address in ("lists", "municipalities"):
        page = client.get(reverse(f"codebook:{address}")).text
        assert "Import a list" not in page
    page = client.get(reverse("codebook:list", args=["service_type"])).text
    assert "Add a code" not in page
    page = client.get(reverse("codebook:code", args=["service_type", "food"])).text
    assert "Call it otherwise" not in page
    assert "Offer it no more" not in page


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("code-label", ["service_type", "food"]),
        ("code-add", ["service_type"]),
        ("list-order", ["service_type"]),
        ("municipalities-import", []),
        ("code-label", ["no_such_list", "food"]),
    ],
)
def test_a_reader_who_writes_the_address_by_hand_is_refused_in_a_sentence(client, reader, name, args):
    answer = client.get(reverse(f"codebook:{name}", args=args))

    assert answer.status_code == 403
    assert "Only an administrator of the organisation that leads the programme" in answer.text
    assert Event.objects.get(verb="refused").detail == ["can_change_lists"]


@pytest.mark.parametrize(
    "address", ["/lists/no-such-list/", "/lists/sex/codes/Q/", "/lists/sex/codes/..%2Fq/"]
)
def test_what_there_is_not_is_not_found(client, reader, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("code", ["0--8", "48+"])
def test_a_code_with_signs_has_its_page(client, reader, code):
    assert client.get(reverse("codebook:code", args=["age_group_ctdc", code])).status_code == 200
    assert client.get(f"/lists/age_group_ctdc/codes/{code}/").status_code == 200


def test_every_list_has_its_page_and_every_page_says_where_the_list_comes_from(client, reader):
    for name in lists.names():
        page = client.get(reverse("codebook:list", args=[name])).text
        with translation.override("en"):
            assert str(lists.get(name).provenance.label) in page
        assert ("To be confirmed" in page) is any(code.to_confirm for code in lists.get(name))


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"text": "atencion DENTAL"}, ["service_type"]),
        ({"text": "DEPARTAMENTOS DE HONDURAS"}, ["admin1_honduras"]),
        ({"text": "Peten"}, ["admin1_guatemala"]),
        ({"text": "zzz"}, []),
        ({"provenance": "pointer"}, ["country", "language"]),
        ({"changed": "on"}, ["sex"]),
    ],
)
def test_lists_are_found_by_text_by_provenance_and_by_change(client, reader, asked, names):
    CodeOverrideFactory(code_list="sex", code="I", hidden=True)

    found = client.get(reverse("codebook:lists"), asked).context["found"]

    assert sorted(one.code_list.name for one in found) == names


def test_an_administrator_calls_a_code_otherwise_and_it_shows_in_both_languages(client, keeper):
    answer = client.post(label_page(), {"label_es": "Comida", "label_en": "Meals", "version": 1}, follow=True)

    assert "The label is saved" in answer.text
    assert lists.get("service_type").label("food", "es") == "Comida"
    assert lists.get("service_type").label("food", "en") == "Meals"
    event = Event.objects.get(verb="code.relabelled")
    assert (event.actor, event.detail) == (keeper.pk, ["label_en", "label_es", "service_type", "food"])


def test_what_she_called_it_before_stays_readable(client, keeper):
    actions.relabel_code("service_type", "food", by=keeper, label_es="Comida")
    actions.relabel_code("service_type", "food", by=keeper, label_es="Víveres")

    page = client.get(reverse("codebook:code", args=["service_type", "food"])).text

    assert "Comida" in page
    assert page.count("Alimentación") == 2  # the original, and the label before the first change


def test_a_label_that_is_too_long_is_sent_back_with_what_was_typed(client, keeper):
    answer = client.post(label_page(), {"label_es": "x" * 201, "label_en": "Meals"})

    assert answer.status_code == 422
    assert "Meals" in answer.text
    assert not CodeOverride.objects.exists()


def test_the_second_of_two_administrators_sees_both_labels_and_chooses(client, keeper):
    client.get(label_page())
    actions.relabel_code(
        "service_type", "food", by=administrator(keeper.memberships.get().organisation), label_es="Comida"
    )

    answer = client.post(label_page(), {"label_es": "Víveres", "label_en": "", "version": 1})

    assert answer.status_code == 409
    assert "Comida" in answer.text
    assert "Víveres" in answer.text
    assert lists.get("service_type").label("food", "es") == "Comida"

    chosen = {"label_es": "Víveres", "label_en": "", "version": 2, "keep_label_es": "yours"}
    assert client.post(label_page(), chosen).status_code == 302
    assert lists.get("service_type").label("food", "es") == "Víveres"


def test_the_first_label_stands_where_the_second_administrator_prefers_it(client, keeper):
    actions.relabel_code("service_type", "food", by=keeper, label_es="Comida")

    chosen = {"label_es": "Víveres", "label_en": "", "version": 2, "keep_label_es": "theirs"}
    assert client.post(label_page(), chosen).status_code == 302

    assert lists.get("service_type").label("food", "es") == "Comida"


def test_an_administrator_hides_a_code_offers_it_again_and_undoes_all(client, keeper):
    def press(verb, version):
        address = reverse(f"codebook:code-{verb}", args=["service_type", "food"])
        return client.post(address, {"version": version}, follow=True).text

    assert "no longer offered" in press("hide", 1)
    assert "food" not in lists.get("service_type").codes()
    assert "offered again" in press("show", 2)
    assert "food" in lists.get("service_type").codes()
    press("hide", 3)
    assert "as it came" in press("restore", 4)
    assert not lists.get("service_type")["food"].changed


def test_a_button_of_an_old_page_changes_nothing(client, keeper):
    actions.hide_code("service_type", "food", by=keeper)

    answer = client.post(reverse("codebook:code-show", args=["service_type", "food"]), {"version": 1})

    assert answer.status_code == 412
    assert "food" not in lists.get("service_type").codes()


def test_an_administrator_adds_a_code_once_however_often_she_presses(client, keeper):
    address = reverse("codebook:code-add", args=["service_type"])
    typed = {
        "code": "evening_school",
        "label_es": "Escuela nocturna",
        "label_en": "Evening school",
        "reason": "Decided on 3 March",
        "once": "0b8f7a4e-0000-4000-8000-000000000001",
    }

    for _time in range(2):
        assert "Escuela nocturna" in client.post(address, typed, follow=True).text

    assert AddedCode.objects.count() == 1
    assert Event.objects.filter(verb="code.added").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "food"}, "code"),
        ({"code": "con espacio"}, "code"),
        ({"code": "ñandú"}, "code"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_code_that_cannot_be_is_sent_back_beside_its_field(client, keeper, wrong, field):
    typed = {
        "code": "evening_school",
        "label_es": "Escuela",
        "label_en": "School",
        "reason": "Decided",
    } | wrong

    answer = client.post(reverse("codebook:code-add", args=["service_type"]), typed)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not AddedCode.objects.exists()


def test_an_administrator_moves_a_code_up_and_the_others_follow(client, keeper):
    address = reverse("codebook:list-order", args=["sex"])
    typed = {"place_F": 1, "place_M": 2, "place_I": 3, "place_U": 1, "version": 1}

    client.post(address, typed)

    assert lists.get("sex").codes() == ["U", "F", "M", "I"]


def test_an_administrator_moves_a_code_down_and_the_others_follow(client, keeper):
    address = reverse("codebook:list-order", args=["sex"])

    client.post(address, {"place_F": 3, "place_M": 2, "place_I": 3, "place_U": 4, "version": 1})

    assert lists.get("sex").codes() == ["M", "I", "F", "U"]


def test_the_second_order_is_not_saved_unseen(client, keeper):
    address = reverse("codebook:list-order", args=["sex"])
    actions.order_codes("sex", by=keeper, codes=["M", "F", "I", "U"])
    typed = {"place_F": 1, "place_M": 2, "place_I": 3, "place_U": 1, "version": 1}

    answer = client.post(address, typed)

    assert answer.status_code == 422
    assert "Somebody changed the order meanwhile" in answer.text
    assert lists.get("sex").codes() == ["M", "F", "I", "U"]
    version = answer.context["form"]["version"].value()
    assert client.post(address, typed | {"version": version}).status_code == 302


def test_the_usual_order_comes_back_by_one_button(client, keeper):
    actions.order_codes("sex", by=keeper, codes=["M", "F", "I", "U"])

    client.post(reverse("codebook:list-order-restore", args=["sex"]), {"version": 2})

    assert lists.get("sex").codes() == ["F", "M", "I", "U"]
    assert ListOrder.objects.get().codes == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_lists_costs_the_same_however_much_was_changed(
    client, reader, count, django_assert_num_queries
):
    AddedCodeFactory.create_batch(count)
    client.get(reverse("codebook:lists"))

    with django_assert_num_queries(6):
        client.get(reverse("codebook:lists"))
    with django_assert_num_queries(6):
        client.get(reverse("codebook:list", args=["service_type"]))


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("code-label", ["service_type", "food"]),
        ("code-add", ["service_type"]),
        ("list-order", ["service_type"]),
        ("municipalities-import", []),
    ],
)
def test_a_page_that_was_only_opened_complains_of_nothing(client, keeper, name, args):
    answer = client.get(reverse(f"codebook:{name}", args=args))

    assert answer.status_code == 200
    assert "Something has to be mended" not in answer.text


@pytest.mark.parametrize("name", ["code-add", "list-order"])
def test_an_empty_form_is_sent_back(client, keeper, name):
    assert client.post(reverse(f"codebook:{name}", args=["sex"])).status_code == 422
