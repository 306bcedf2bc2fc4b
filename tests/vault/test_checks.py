"""Whoever writes a model that could not keep what sealing promises is told before it starts."""

import uuid

import pytest
from django.db import models
from django.test.utils import isolate_apps

from vault.fields import LookupField, SealedText
from vault.lookup import normal_phone
from vault.models import Sealed


def problems(fields, *bases):
    fields = {"id": models.UUIDField(primary_key=True, default=uuid.uuid4), "sealing_kind": "person"} | fields
    with isolate_apps("tests.testrooms"):
        Meta = type("Meta", (), {"app_label": "testrooms"})  # noqa: N806
        model = type("Row", bases or (Sealed,), fields | {"Meta": Meta, "__module__": __name__})
        return [problem.id for problem in model.check() if problem.id.startswith("vault")]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"name": SealedText()}, []),
        ({"sealing_kind": None}, ["vault.E001"]),
        ({"sealing_kind": models.CharField(max_length=20)}, []),
        ({"id": models.BigAutoField(primary_key=True)}, ["vault.E002"]),
        ({"id": models.BigAutoField(primary_key=True), "sealing_row": lambda row: row.uuid}, []),
        ({"name": SealedText(ring="lookup")}, ["vault.E004"]),
        ({"name": SealedText(unique=True)}, ["vault.E005"]),
        ({"name": SealedText(db_index=True)}, ["vault.E005"]),
        ({"name": SealedText(db_default="")}, ["vault.E005"]),
        ({"phone": SealedText(), "found_by": LookupField(of="phone", normalise=normal_phone)}, []),
        (
            {"phone": SealedText(), "found_by": LookupField(of="telephone", normalise=normal_phone)},
            ["vault.E006"],
        ),
        (
            {"phone": SealedText(), "found_by": LookupField(of="phone", normalise=SealedText())},
            ["vault.E006"],
        ),
        ({"phone": models.TextField(), "found_by": LookupField(of="phone", normalise=str)}, ["vault.E006"]),
    ],
)
def test_a_model_that_could_not_keep_its_promise_is_refused(fields, found):
    assert problems(fields) == found


def test_sealed_fields_need_a_sealed_model():
    assert problems({"name": SealedText()}, models.Model) == ["vault.E003"]
