"""What a programme changed in the lists, for tests."""

import factory
from factory.django import DjangoModelFactory

from codebook.models import AddedCode, CodeOverride, ListOrder, Municipality


class CodeOverrideFactory(DjangoModelFactory):
    class Meta:
        model = CodeOverride

    class Params:
        put_away = factory.Trait(hidden=True)

    code_list = "service_type"
    code = "food"


class AddedCodeFactory(DjangoModelFactory):
    class Meta:
        model = AddedCode

    code_list = "service_type"
    code = factory.Sequence("added_{}".format)
    label_en = factory.Sequence("Added {}".format)
    label_es = factory.Sequence("Agregado {}".format)
    reason = "Asked for by the shelter's team"


class ListOrderFactory(DjangoModelFactory):
    class Meta:
        model = ListOrder

    code_list = "sex"
    codes = ["M", "F", "I", "U"]


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    code = factory.Sequence("GT-12{:02}".format)
    subdivision = "GT-12"
    name = factory.Sequence("Municipio {}".format)
