"""A box in which nothing is chosen yet says so in words, not in dashes."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests.factories.accounts import OfficeFactory, administrator, member
from tests.factories.programmes import AwardFactory, DonorFactory, programme_manager
from tests.testrooms.models import Visit
from work.forms import FilterForm, ModelForm

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OF_AN_AWARD = ["activity-create", "indicator-create", "funding-create", "sub-award-create", "rate-create"]


class VisitForm(ModelForm):
    class Meta:
        model = Visit
        fields = ["sex", "people"]


def page(client, user, url, language):
    client.force_login(user, backend=BACKEND)
    client.cookies["language"] = language
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(("language", "words"), [("es", "Elija uno"), ("en", "Choose one")])
def test_a_manager_of_programmes_is_asked_in_words(client, language, words):
    manager = programme_manager()
    organisation = manager.memberships.get().organisation
    award = AwardFactory(donor=DonorFactory(organisation=organisation))
    urls = [reverse(f"programmes:{name}", args=[award.pk]) for name in OF_AN_AWARD]
    urls += [reverse(f"programmes:{name}") for name in ("award-create", "donor-create", "component-create")]

    pages = [page(client, manager, url, language) for url in urls]

    assert [url for url, shown in zip(urls, pages, strict=True) if "----" in shown] == []
    assert f'<option value="" selected>{words}</option>' in "".join(pages)


def test_so_is_who_keeps_people_and_code_lists(client):
    user = administrator(lead=True)
    office = OfficeFactory(organisation=user.memberships.get().organisation)
    urls = [
        reverse("users"),
        reverse("user-invite"),
        reverse("organisation-create"),
        reverse("office-create", args=[office.organisation_id]),
        reverse("codebook:lists"),
        reverse("codebook:municipalities"),
    ]

    assert [url for url in urls if "----" in page(client, user, url, "es")] == []


def test_so_is_who_reads_the_trail(client):
    reader = member(Role.DATA_PROTECTION)

    assert "----" not in page(client, reader, reverse("reports:trail"), "es")


def test_a_code_of_a_list_that_is_not_chosen_is_asked_for_in_words():
    shown = str(VisitForm()["sex"])

    assert '<option value="" selected>Elija uno</option>' in shown
    assert "----" not in str(VisitForm())


def test_what_narrows_a_list_says_that_anything_fits():
    class VisitFilter(FilterForm):
        sex = VisitForm.base_fields["sex"]

    assert '<option value="" selected>Cualquiera</option>' in str(VisitFilter()["sex"])
