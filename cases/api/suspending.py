"""Attempts to reach a person who cannot be reached; after three days the case may be suspended."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases import actions, rules
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from cases.api.rows import RowOfCase, Writer
from cases.forms import AskedFailedContactForm, WithdrawFailedContactForm
from cases.models import READERS, FailedContact
from vault.keys import open_keys
from work.api import Resource, Row, changes, creates


class FailedContactRow(RowOfCase, Row):
    """That somebody tried on a day to reach the person, how, and what came of it."""

    case = serializers.CharField(source="case.number", read_only=True)
    words = serializers.CharField(read_only=True, allow_null=True)
    tried_by = Writer(source="tried_by_id")
    withdrawn_reason = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = FailedContact
        fields = [
            "id", "version", "case", "on", "how", "words", "tried_by", "entered_from", "withdrawn_at",
            "withdrawn_reason",
        ]  # fmt: skip


class FailedContactFilters(django_filters.FilterSet):
    case = CaseNumberFilter()
    since = django_filters.DateFilter("on", "gte", label=_("On this day or later"))
    until = django_filters.DateFilter("on", "lte", label=_("On this day or earlier"))

    class Meta:
        model = FailedContact
        fields = []
        form = forms.Form


class FailedContactResource(Looking, Resource):
    """Attempts to reach those whom one looks after."""

    title = _("Attempts to reach somebody")
    part = "failed_contacts"
    roles = READERS
    serializer_class = FailedContactRow
    filterset_class = FailedContactFilters
    lookup_url_kwarg = "failed_contact"
    order = ("-on", "id")

    def get_queryset(self):
        seen = FailedContact.objects.visible_to(self.request.user)
        return seen.select_related("case__office", "case__person")

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys(rows)
        return rows

    @creates(AskedFailedContactForm, says=_("Writes that the person was not reached."))
    def create(self, request):
        return self.make(actions.record_failed_contact, user=request.user)

    @action(detail=True, methods=["post"])
    @changes(WithdrawFailedContactForm, says=_("Takes back an attempt that was written by mistake."))
    def withdraw(self, request, failed_contact):
        found = self.get_object()
        require(rules.can_withdraw_failed_contact, request.user, found)
        return self.change(found, actions.withdraw_failed_contact)
