"""A service that several gave is one service: who gave it too, where that is shown, and what counts."""

import datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from accounts.tokens import issue
from cases import actions
from cases.models import Service, ServiceProvider
from programmes.models import ComponentKind
from tests.api.conftest import Caller
from tests.factories.cases import caseworker, opened_case, working_office
from tests.factories.programmes import ComponentFactory
from work.actions import history

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 3, 9)


@pytest.fixture
def case():
    return opened_case(caseworker(working_office()))


@pytest.fixture
def here(client, case):
    client.force_login(case.worker)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def legal_aid(case):
    return ComponentFactory(
        organisation=case.office.organisation, kind=ComponentKind.ASSISTANCE, name="Legal aid"
    )


def rows_of(*rows):
    sent = {"together_with-TOTAL_FORMS": len(rows), "together_with-INITIAL_FORMS": 0}
    return sent | {
        f"together_with-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in row.items()
    }


def named():
    return {str(one) for one in ServiceProvider.objects.all()}


def page(case, rest="new/"):
    return f"/cases/{case.number}/services/{rest}"


def test_a_second_and_a_third_who_gave_it_are_added_without_a_script_and_it_is_one_service(
    case, here, legal_aid
):
    typed = {"type": "legal_advice", "on": "09/03/2026", "provider": "Fundación Sol", "once": str(uuid4())}
    first = {"component": legal_aid.pk}
    more = here.post(page(case), typed | rows_of(first) | {"add-row": "together_with"})
    assert (more.status_code, Service.objects.count()) == (422, 0)
    assert len(more.context["form"].providers.forms) == 2
    assert more.context["form"].more_is_open is True

    both = rows_of(first, {"kind": "prosecution", "name": "Fiscalía de Xela"})
    for _time in range(2):
        assert here.post(page(case), typed | both).status_code == 302

    service = Service.objects.get()
    assert (service.provider, named()) == ("Fundación Sol", {"Legal aid", "Fiscalía de Xela"})
    for shown in (page(case, ""), f"/cases/{case.number}/"):
        assert "ogether with: Legal aid, Fiscalía de Xela" in here.get(shown).content.decode()
    sections = {"sections": ["services"], "purpose": "person", "once": str(uuid4())}
    printed = here.post(f"/cases/{case.number}/print/", sections, follow=True).content.decode()
    assert "together with: Legal aid, Fiscalía de Xela" in printed


def test_who_gave_it_too_is_corrected_and_what_stood_there_is_kept(case, here, legal_aid):
    rows = [{"kind": "health", "name": "Hospital"}, {"component": legal_aid}]
    service = actions.record_service(case, by=case.worker, on=ON, type="food", together_with=rows)
    gone = ServiceProvider.objects.get(name="Hospital")
    typed = {"type": "food", "on": "09/03/2026", "version": 1}

    form = here.get(page(case, f"{service.pk}/")).context["form"]
    assert {row.initial.get("name") for row in form.providers.initial_forms} == {"Hospital", ""}
    emptied = rows_of({"kind": "", "name": ""}, {"component": legal_aid.pk}) | {
        "together_with-INITIAL_FORMS": 2
    }
    assert here.post(page(case, f"{service.pk}/"), typed | emptied).status_code == 302
    assert here.post(page(case, f"{service.pk}/"), typed | rows_of()).status_code == 409

    service.refresh_from_db()
    assert (named(), service.version) == ({"Legal aid"}, 2)
    assert [kept["name"] for _revision, kept in history(gone)] == ["Hospital"]
    actions.change_service(service, by=case.worker, quantity=2)
    assert named() == {"Legal aid"}


def test_what_cannot_be_read_is_said_beside_its_row_and_nothing_is_saved(case, here, legal_aid):
    typed = {"type": "food", "on": "09/03/2026", "once": str(uuid4())}
    wrong = here.post(page(case), typed | rows_of({"component": legal_aid.pk, "name": "Sol"}))

    assert (wrong.status_code, Service.objects.count()) == (422, 0)
    assert "component" in wrong.context["form"].wrong_rows[0].errors


def test_a_shelter_is_not_named_nor_a_line_of_work_of_another_organisation(case):
    shelter = ComponentFactory(organisation=case.office.organisation, kind=ComponentKind.SHELTER)
    foreign = ComponentFactory(kind=ComponentKind.ASSISTANCE)

    for component in (shelter, foreign):
        rows = [{"component": component}]
        with pytest.raises(ValidationError):
            actions.record_service(case, by=case.worker, on=ON, type="food", together_with=rows)
    assert not Service.objects.exists()


def test_a_program_names_them_and_leaves_them_as_they_are(case, legal_aid):
    program = Caller(issue(case.worker)[0])
    rows = [{"component": str(legal_aid.pk)}, {"kind": "ngo", "name": "Sol"}]
    body = {"case": case.number, "type": "food", "on": ON.isoformat(), "together_with": rows}
    made = program.post("/api/v1/services/", body)
    assert made.status_code == 201, made.json()
    at = f"/api/v1/services/{made.json()['id']}/"
    changed = program.patch(at, {"quantity": 2}, headers={"If-Match": made["ETag"]})
    emptied = program.patch(at, {"together_with": []}, headers={"If-Match": changed["ETag"]})

    told = [
        {"component": str(legal_aid.pk), "kind": "", "name": ""},
        {"component": None, "kind": "ngo", "name": "Sol"},
    ]
    key = lambda row: row["name"]  # noqa: E731
    assert sorted(made.json()["together_with"], key=key) == told
    assert sorted(changed.json()["together_with"], key=key) == told
    assert (emptied.status_code, emptied.json()["together_with"]) == (200, [])


def test_who_gave_it_too_stays_when_somebody_of_another_organisation_mends_the_service(case, client):
    ours = ComponentFactory(organisation=case.office.organisation, kind=ComponentKind.ASSISTANCE)
    facts = {"on": ON, "type": "legal_advice", "together_with": [{"component": ours}]}
    service = actions.record_service(case, by=case.worker, **facts)
    theirs = caseworker(working_office())
    type(case).objects.filter(pk=case.pk).update(office=theirs.memberships.get().office, worker=theirs)
    client.force_login(theirs)
    shown = client.get(page(case, f"{service.pk}/"))
    [row, _one_more] = shown.context["form"].providers.forms
    assert f'value="{ours.pk}" selected' in str(row["component"])

    typed = {"type": "legal_advice", "on": "09/03/2026", "detail": "Mended", "version": service.version}
    answer = client.post(page(case, f"{service.pk}/"), typed | rows_of({"component": ours.pk}))

    assert (answer.status_code, Service.objects.get().detail) == (302, "Mended")
    assert ServiceProvider.objects.get().component == ours
