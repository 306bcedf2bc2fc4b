"""Which institutions were trained or supported: by this list victims identified by them are counted."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.tokens import issue
from audit.models import Event
from programmes import actions
from programmes.models import SupportedInstitution
from tests.factories.programmes import SupportedInstitutionFactory, programme_manager

pytestmark = pytest.mark.django_db
TYPED = {
    "source": "police", "department": "GT-09", "kind": "training", "since": "03/02/2011", "until": "",
    "evidence": "Delegation 41, attendance list of 3 February",
}  # fmt: skip
LIST = "/api/v1/supported-institutions/"


def page(name, row=None):
    return reverse(f"programmes:{name}", args=[row.pk] if row else [])


def test_an_institution_is_entered_corrected_and_withdrawn_and_each_of_it_is_in_the_trail(desk, manager):
    desk.post(page("institution-create"), TYPED | {"once": "a-key"})
    desk.post(page("institution-create"), TYPED | {"once": "a-key"})
    made = SupportedInstitution.objects.get()
    desk.post(page("institution-change", made), TYPED | {"until": "31/12/2011", "version": 1})
    shown = desk.get(page("institution", made)).text
    answer = desk.post(page("institution-withdraw", made), {"reason": ""})
    desk.post(page("institution-withdraw", made), {"reason": "Entered twice"})

    made.refresh_from_db()
    assert (made.source, made.department, made.since, made.until) == (
        "police", "GT-09", date(2011, 2, 3), date(2011, 12, 31),
    )  # fmt: skip
    assert "Quetzaltenango" in shown
    assert "attendance list" in shown
    assert answer.status_code == 422
    assert (made.withdrawn_on, made.withdrawn_reason) == (timezone.localdate(), "Entered twice")
    assert not SupportedInstitution.objects.standing().exists()
    assert "Withdrawn" in desk.get(page("institutions")).text
    verbs = list(
        Event.objects.filter(verb__startswith="institution.").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["institution.entered", "institution.changed", "institution.withdrawn"]
    again = desk.post(page("institution-change", made), TYPED | {"version": made.version})
    assert "withdrawn as a mistake" in again.text


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"source": "self"}, ""),
        ({"until": "02/02/2011"}, "The last day cannot be before the first."),
        ({"evidence": ""}, ""),
        (
            {"since": (timezone.localdate() + timedelta(days=2)).strftime("%d/%m/%Y")},
            "This day has not come yet.",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, facts, sentence):
    answer = desk.post(page("institution-create"), TYPED | facts)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) & {*facts, "__all__"}
    assert sentence in answer.text
    assert not SupportedInstitution.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"source": "unknown"}, {"department": "Xela"}, {"until": date(2010, 1, 1)}, {"evidence": ""},
        {"withdrawn_on": date(2011, 5, 1)}, {"kind": "prayer"},
    ],
)  # fmt: skip
def test_nor_does_the_database_take_it(organisation, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportedInstitutionFactory(organisation=organisation, **facts)


def test_another_organisations_manager_neither_finds_nor_changes_any_and_it_is_withdrawn_once(organisation):
    made = SupportedInstitutionFactory(organisation=organisation)
    stranger = programme_manager()

    with pytest.raises(Exception, match="Only a programme manager of the organisation"):
        actions.edit_institution(made, by=stranger, evidence="X")
    assert list(SupportedInstitution.objects.visible_to(stranger)) == []
    own = programme_manager(organisation)
    actions.withdraw_institution(made, by=own, reason="Entered twice")
    with pytest.raises(ValidationError, match="withdrawn as a mistake"):
        actions.withdraw_institution(made, by=own, reason="Again")


def test_a_program_does_the_same(client, manager):
    headers = {"Authorization": f"Bearer {issue(manager)[0]}"}
    body = TYPED | {"since": "2011-02-03", "until": None}
    made = client.post(LIST, body, content_type="application/json", headers=headers)
    address = f"{LIST}{made.json()['id']}/"
    at = headers | {"If-Match": made["ETag"]}
    changed = client.patch(address, {"until": "2011-12-31"}, content_type="application/json", headers=at)
    at = headers | {"If-Match": changed["ETag"]}
    gone = client.post(
        f"{address}withdraw/", {"reason": "Twice"}, content_type="application/json", headers=at
    )

    assert (made.status_code, changed.status_code, gone.status_code) == (201, 200, 200)
    assert (
        gone.json() | {"until": "2011-12-31", "withdrawn_reason": "Twice", "department": "GT-09"}
        == gone.json()
    )
    assert [one["id"] for one in client.get(LIST, headers=headers).json()["results"]] == [made.json()["id"]]
