from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.routes import Direction
from cases.forms.fields import CaseNumberField, countries, departments
from cases.forms.intake import HALF_KNOWN
from cases.keeping import FIRST_YEAR_OF_HARM, refuse_impossible_day
from cases.models import Case, Level, RouteStage
from programmes.forms.records import RecordForm
from work.dates import Precision
from work.door_by_door import for_one
from work.forms import Form, PartialDateField

WHERE = ("country", "department", "place", "happened")


class RouteStageForm(RecordForm):
    """A place on the way, as far as she wants to tell it; where it was or what happened has to be said."""

    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)
    department = forms.ChoiceField(label=_("Department"), choices=departments, required=False)
    began_part = PartialDateField(label=_("Came there"), required=False, help_text=HALF_KNOWN)
    ended_part = PartialDateField(label=_("Left"), required=False)

    class Meta:
        model = RouteStage
        fields = ["country", "department", "place", "transport", "happened"]
        widgets = {"place": forms.TextInput({"data-private": ""})}
        help_texts = {"place": _("A town, a border crossing, a house: as the person calls it.")}

    field_order = [
        "place", "department", "country", "happened", "transport", "began_part", "ended_part", "alone",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("began", "ended"):
            if getattr(self.instance, name):
                precision = Precision(getattr(self.instance, f"{name}_precision"))
                self.initial[f"{name}_part"] = (getattr(self.instance, name), precision)

    def clean(self):
        data = super().clean()
        for name in ("began", "ended"):
            day, precision = data.pop(f"{name}_part", None) or (None, "")
            data |= {name: day, f"{name}_precision": precision or Precision.UNKNOWN}
            if day:
                self._refuse_impossible(f"{name}_part", day)
        if data["began"] and data["ended"] and data["ended"] < data["began"]:
            self.add_error("ended_part", ValidationError(_("It cannot have ended before it began.")))
        self._fit_department(data)
        if not self.errors and not any(data.get(name) for name in WHERE):
            self.add_error("place", ValidationError(_("Write where it was, or what happened there.")))
        return data

    def _refuse_impossible(self, field, day):
        """The check of the action, said beside the box."""
        if day > timezone.localdate():
            self.add_error(field, ValidationError(_("This day has not come yet.")))
            return
        try:
            refuse_impossible_day(day, field=None, not_before=FIRST_YEAR_OF_HARM)
        except ValidationError as error:
            self.add_error(field, error)

    def _fit_department(self, data):
        """A department says the country; two that do not go together are refused."""
        country = (data.get("department") or "").partition("-")[0]
        if country and data.get("country") not in ("", None, country):
            self.add_error("department", ValidationError(_("This department lies in another country.")))
        elif country:
            data["country"] = country


class NewRouteStageForm(RouteStageForm):
    """The next place on the way; whether she was there alone is said once, for its key is hers then."""

    alone = forms.BooleanField(
        label=_("Only this person was there"),
        required=False,
        help_text=_(
            "Read by the team of this case only. Otherwise it is read by the team of each person who lived "
            "through the same."
        ),
    )


class MoveStageForm(Form):
    """Which way a stage is moved."""

    direction = forms.ChoiceField(label=_("Which way"), choices=Direction)


class _Asked:
    """The same as a program sends it, which says through which case."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = for_one(Case.objects.visible_to(user, Level.FULL))


class AskedNewRouteStageForm(_Asked, NewRouteStageForm):
    """A place on the way as a program adds it."""

    case = CaseNumberField(label=_("Case"))


class AskedRouteStageForm(_Asked, RouteStageForm):
    """A place on the way as a program changes it."""

    case = CaseNumberField(label=_("Case"))


class AskedMoveStageForm(_Asked, MoveStageForm):
    """A stage as a program moves it."""

    case = CaseNumberField(label=_("Case"))


class AskedRemoveStageForm(_Asked, Form):
    """A stage as a program takes it out."""

    case = CaseNumberField(label=_("Case"))
