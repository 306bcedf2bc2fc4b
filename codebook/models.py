from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from codebook.spelling import unaccented
from work.models import Record

CODE = r"^[A-Za-z0-9][A-Za-z0-9_.+-]*$"
plain_code = RegexValidator(
    CODE,
    _("Write the code with plain letters, digits and the signs _ . + - only, for example evening_school."),
)


class ListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lists are read by everybody who is signed in: they say what codes mean, and nothing of anybody."""
        return self

    def of(self, code_list):
        """What the programme changed in one list."""
        return self.filter(code_list=code_list)


class CodeOverride(Record):
    """What the programme calls a code, and whether it is offered; an empty label is the original one."""

    code_list = models.CharField(_("list"), max_length=60, editable=False)
    code = models.CharField(_("code"), max_length=40, editable=False)
    label_en = models.CharField(_("label in English"), max_length=200, blank=True)
    label_es = models.CharField(_("label in Spanish"), max_length=200, blank=True)
    hidden = models.BooleanField(_("not offered"), default=False)

    objects = ListQuerySet.as_manager()

    class Meta:
        ordering = ["code_list", "code"]
        constraints = [models.UniqueConstraint(fields=["code_list", "code"], name="code_override_once")]

    def __str__(self):
        return self.code


class AddedCode(Record):
    """A code of the programme's own, as it was added: never changed, never deleted."""

    code_list = models.CharField(_("list"), max_length=60, editable=False)
    code = models.CharField(
        _("code"),
        max_length=40,
        validators=[plain_code],
        help_text=_("Short and lasting; it can never be changed."),
    )
    label_en = models.CharField(_("label in English"), max_length=200)
    label_es = models.CharField(_("label in Spanish"), max_length=200)
    reason = models.CharField(
        _("reason"), max_length=200, help_text=_("Why the programme needs it, and who decided.")
    )

    objects = ListQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_list", "code"],
                name="added_code_once",
                violation_error_message=_("The list already has this code."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=CODE) & ~Q(label_en="") & ~Q(label_es="") & ~Q(reason=""),
                name="added_code_complete",
            ),
        ]

    def __str__(self):
        return self.code


class ListOrder(Record):
    """The order in which the programme wants the codes of one list; none means the usual one."""

    code_list = models.CharField(_("list"), max_length=60, editable=False)
    codes = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("order"))

    objects = ListQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code_list"], name="list_order_once")]

    def __str__(self):
        return self.code_list


class MunicipalityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Names of places are read by everybody who is signed in."""
        return self

    def of(self, subdivision):
        """Municipalities of one subdivision that can be chosen."""
        return self.filter(subdivision=subdivision, hidden=False)

    def found(self, subdivision="", text=""):
        """Municipalities of a subdivision, if one is named, in whose name the text stands, accents aside."""
        rows = self.filter(subdivision=subdivision) if subdivision else self
        bare = Func(Lower("name"), Value("áéíóúüñ"), Value("aeiouun"), function="translate")
        return rows.annotate(bare=bare).filter(bare__contains=unaccented(text)) if text else rows


class Municipality(Record):
    """A municipality of the national list that the programme imported; its code begins with the country's."""

    code = models.CharField(_("code"), max_length=20)
    subdivision = models.CharField(_("department"), max_length=10)
    name = models.CharField(_("name"), max_length=120)
    hidden = models.BooleanField(_("not offered"), default=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["subdivision", "name", "code"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="municipality_code_once",
                violation_error_message=_(
                    "Somebody imported one of these municipalities meanwhile. Send the file again."
                ),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}-[0-9A-Za-z]+$")
                & Q(subdivision__regex=r"^[A-Z]{2}-[0-9A-Z]{1,3}$")
                & ~Q(name=""),
                name="municipality_complete",
            ),
        ]
        indexes = [models.Index(fields=["subdivision", "name"], name="municipality_by_subdivision")]

    def __str__(self):
        return self.name
