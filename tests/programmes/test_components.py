"""Lines of work, the offices that do them, and whether work still belongs there."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.doors import Refused
from programmes import actions
from programmes.models import Component, OfficeDefault
from tests.factories.accounts import MembershipFactory, OfficeFactory
from tests.factories.programmes import ComponentFactory, programme_manager
from tests.programmes.conftest import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(organisation):
    return OfficeFactory(organisation=organisation, name="Oficina central")


def test_a_manager_enters_a_line_of_work_with_its_offices(desk, office):
    desk.post(
        reverse("programmes:component-create"),
        {"name": "El Refugio", "kind": "shelter", "serves": ["victims", "at_risk"], "offices": [office.pk]},
    )

    component = Component.objects.get()
    assert (component.kind, component.serves) == ("shelter", ["victims", "at_risk"])
    assert list(Component.objects.default_for(office, "shelter")) == [component]
    assert list(Component.objects.default_for(office, "training")) == []


def test_an_office_has_one_component_for_each_kind_of_work(manager, organisation, office):
    actions.create_component(
        by=manager, organisation=organisation, name="A", kind="shelter", offices=[office]
    )

    with pytest.raises(ValidationError, match=r"Oficina central \(A\)"):
        actions.create_component(
            by=manager, organisation=organisation, name="B", kind="shelter", offices=[office]
        )

    actions.create_component(
        by=manager, organisation=organisation, name="B", kind="training", offices=[office]
    )
    assert office.default_components.count() == 2


def test_the_data_base_keeps_one_default_for_office_and_kind(organisation, office):
    one, other = (ComponentFactory(organisation=organisation) for _ in range(2))
    OfficeDefault.objects.create(component=one, office=office, organisation=organisation, kind=one.kind)

    with pytest.raises(IntegrityError, match="one_default_for_office_and_kind"), transaction.atomic():
        OfficeDefault.objects.create(
            component=other, office=office, organisation=organisation, kind=other.kind
        )
    with pytest.raises(IntegrityError, match="officedefault_belongs_to_component"), transaction.atomic():
        OfficeDefault.objects.create(
            component=other, office=office, organisation=organisation, kind="shelter"
        )


def test_the_kind_of_the_defaults_follows_the_component(manager, organisation, office):
    component = actions.create_component(
        by=manager, organisation=organisation, name="A", kind="shelter", offices=[office]
    )

    actions.edit_component(component, by=manager, kind="training")

    assert OfficeDefault.objects.get().kind == "training"


def test_an_office_of_another_organisation_is_refused(manager, organisation):
    with pytest.raises(ValidationError, match="another organisation"):
        actions.create_component(
            by=manager, organisation=organisation, name="A", kind="shelter", offices=[OfficeFactory()]
        )


def test_an_ended_component_is_no_default_and_is_taken_up_again(desk, organisation, office):
    component = ComponentFactory(organisation=organisation)
    OfficeDefault.objects.create(
        component=component, office=office, organisation=organisation, kind=component.kind
    )

    desk.post(reverse("programmes:component-end", args=[component.pk]), {"ended_on": "01/03/2012"})
    component.refresh_from_db()
    assert component.ended_on == date(2012, 3, 1)
    assert not Component.objects.default_for(office).exists()

    desk.post(reverse("programmes:component-take-up", args=[component.pk]))
    assert Component.objects.default_for(office).exists()


def test_whom_a_component_serves_is_one_of_the_list(manager, organisation):
    component = ComponentFactory(organisation=organisation)

    with pytest.raises(IntegrityError, match="component_serves_known"), transaction.atomic():
        Component.objects.filter(pk=component.pk).update(serves=["everybody"])


def test_a_name_is_used_once_in_an_organisation(desk, organisation):
    ComponentFactory(organisation=organisation, name="El Refugio")
    ComponentFactory(name="Training")

    again = desk.post(reverse("programmes:component-create"), {"name": "el refugio", "kind": "shelter"})
    elsewhere = desk.post(reverse("programmes:component-create"), {"name": "Training", "kind": "training"})

    assert again.context["form"].non_field_errors() == [
        "Your organisation already has a component of this name."
    ]
    assert elsewhere.status_code == 302


def test_who_only_works_with_a_component_sees_it_and_does_not_change_it(client, organisation):
    elsewhere = programme_manager()
    MembershipFactory(user=elsewhere, office=OfficeFactory(organisation=organisation), role="trainer")
    component = ComponentFactory(organisation=organisation)
    client.force_login(elsewhere, backend=BACKEND)

    assert client.get(reverse("programmes:component", args=[component.pk])).status_code == 200
    assert client.get(reverse("programmes:component-change", args=[component.pk])).status_code == 403
    with pytest.raises(Refused):
        actions.edit_component(component, by=elsewhere, name="Ours")
