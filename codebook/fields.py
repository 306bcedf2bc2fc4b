"""Fields of records that hold codes: plain text in the table, so that a list may grow without a migration."""

from django.contrib.postgres.fields import ArrayField
from django.core import checks, exceptions
from django.db import models
from django.utils.translation import gettext_lazy as _

from codebook import lists
from codebook.forms.fields import CodeChoiceField, CodesChoiceField

LONGEST = 40


def require_code(code_list, code):
    """Refuse a code that the list has not; a hidden one stays good, since records made before hold it."""
    if not lists.knows(code_list, code):
        raise exceptions.ValidationError(
            _("“%(code)s” is not a code of the list “%(list)s”."),
            code="not_in_list",
            params={"code": code, "list": lists.get(code_list).title},
        )


class InList:
    """What a field of one code and a field of several share."""

    def check(self, **kwargs):
        return [*super().check(**kwargs), *self._check_list()]

    def _check_list(self):
        if self.code_list in lists.names():
            return []
        return [checks.Error(f"There is no code list “{self.code_list}”.", obj=self, id="codebook.E001")]

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs = {key: value for key, value in kwargs.items() if key not in self.fixed}
        return name, path, [], {"code_list": self.code_list} | kwargs

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        self.require(value)

    def get_db_prep_save(self, value, connection):
        if not hasattr(value, "as_sql"):
            self.require(value)
        return super().get_db_prep_save(value, connection)

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        if f"get_{name}_display" not in vars(cls):
            setattr(cls, f"get_{name}_display", lambda row: self.shown(getattr(row, self.attname)))


class CodeField(InList, models.CharField):
    """One code of a list; `row.get_<name>_display()` is its label."""

    fixed = {"max_length"}

    def __init__(self, *args, code_list, **kwargs):
        self.code_list = code_list
        super().__init__(*args, **kwargs | {"max_length": LONGEST})

    def require(self, value):
        """Refuse what is not in the list; nothing at all is for `blank` and `null` to judge."""
        if value:
            require_code(self.code_list, value)

    def shown(self, value):
        """What the code is called."""
        return lists.get(self.code_list).label(value)

    def formfield(self, **kwargs):
        own = {"form_class": CodeChoiceField, "code_list": self.code_list}
        return models.Field.formfield(self, **own | {"empty_value": None if self.null else ""} | kwargs)


class CodesField(InList, ArrayField):
    """Several codes of a list; `row.get_<name>_display()` names them in the list's order."""

    fixed = {"base_field", "default"}

    def __init__(self, *args, code_list, **kwargs):
        self.code_list = code_list
        kwargs |= {"base_field": models.CharField(max_length=LONGEST), "default": list}
        super().__init__(*args, **kwargs)

    def require(self, value):
        """Refuse what is not in the list."""
        for code in value or ():
            require_code(self.code_list, code)

    def shown(self, value):
        """What the codes are called."""
        return ", ".join(lists.get(self.code_list).labels(value or ()))

    def formfield(self, **kwargs):
        own = {"form_class": CodesChoiceField, "code_list": self.code_list, "show_hidden_initial": False}
        return models.Field.formfield(self, **own | kwargs)
