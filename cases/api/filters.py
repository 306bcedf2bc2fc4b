"""What narrows the list of cases for programs: the same as on the page, by codes and days."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from cases.forms.listing import Scope
from cases.models import READERS, Case, Status
from cases.numbers import read_case_number, what_to_mend
from programmes.models import Component


def colleagues(request):
    """People of the organisations in which she works with cases; nobody for the schema."""
    organisations = request.user.organisation_ids(*READERS) if request else []
    return User.objects.of_organisations(organisations)


def components(request):
    """Lines of work of those organisations."""
    return Component.objects.filter(organisation__in=organisations_of(request))


def offices(request):
    """Offices of those organisations."""
    return Office.objects.filter(organisation__in=organisations_of(request))


def organisations_of(request):
    """Ids of the organisations in which she works with cases."""
    return request.user.organisation_ids(*READERS) if request else []


class CaseFilters(django_filters.FilterSet):
    """Whose, status, worker, component, office and days of opening."""

    whose = django_filters.ChoiceFilter(choices=Scope.choices, method="within", label=_("Whose cases"))
    status = django_filters.ChoiceFilter(choices=Status.choices)
    worker = django_filters.ModelChoiceFilter(queryset=colleagues, label=_("Who answers for the case"))
    component = django_filters.ModelChoiceFilter(
        queryset=components, method="of_component", label=_("Component")
    )
    office = django_filters.ModelChoiceFilter(queryset=offices, label=_("Office"))
    since = django_filters.DateFilter("opened_on", "gte", label=_("Opened from"))
    until = django_filters.DateFilter("opened_on", "lte", label=_("Opened until"))

    class Meta:
        model = Case
        fields = []
        form = forms.Form

    def of_component(self, cases, name, component):
        """Those that belong to it now."""
        return cases.narrowed(component=component) if component else cases

    def within(self, cases, name, scope):
        """Hers alone, or all that she may open."""
        return cases.mine(self.request.user) if scope == Scope.MINE else cases


def refuse_no_number(text):
    """Refuse what no case can have as its number; whether there is one of a number that fits is not said."""
    if not read_case_number(text):
        raise ValidationError(what_to_mend(text) or _("Write the number of the case as in 26-0147-K."))


class CaseNumberFilter(django_filters.CharFilter):
    """Rows of one case, by its number however it was written; another's case finds as little as none."""

    def __init__(self):
        checked = {"max_length": 20, "validators": [refuse_no_number]}
        super().__init__("case__number", label=_("Number of the case"), **checked)

    def filter(self, rows, number):
        return (
            super().filter(rows, number) if not number else rows.filter(case__number=read_case_number(number))
        )
