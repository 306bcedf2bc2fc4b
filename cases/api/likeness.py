"""Two people who may be one: whether they are is said by whoever helps both, or by supervisors."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases import actions, looks, rules
from cases.api.looking import Looking
from cases.forms import LikenessForm, MergeForm
from cases.likeness import cases_of, sides_of
from cases.models import READERS, Likeness
from work.api import Resource, Row, changes


class LikenessRow(Row):
    """A pair, by the numbers of those cases of theirs that one may open."""

    answered_by = serializers.UUIDField(source="answered_by_id", read_only=True, allow_null=True)
    cases = serializers.SerializerMethodField()

    class Meta:
        model = Likeness
        fields = ["id", "version", "cases", "answer", "answered_by", "answered_at"]

    def get_cases(self, pair) -> list[str]:
        """Read once for all the rows of an answer."""
        if "cases" not in self.context:
            rows = self.parent.instance if self.parent else [self.instance]
            self.context["cases"] = cases_of(rows, self.context["request"].user)
        both = (pair.one_id, pair.other_id)
        return [case.number for person in both for case in self.context["cases"] if case.person_id == person]


class LikenessFilters(django_filters.FilterSet):
    waiting = django_filters.BooleanFilter(method="unanswered", label=_("Waiting for an answer"))

    class Meta:
        model = Likeness
        fields = []
        form = forms.Form

    def unanswered(self, pairs, name, waiting):
        return pairs.filter(answer="") if waiting else pairs.exclude(answer="")


class LikenessResource(Looking, Resource):
    """Pairs of people who may be one, of which one may say whether they are."""

    title = _("Possible duplicates")
    roles = READERS
    serializer_class = LikenessRow
    filterset_class = LikenessFilters
    lookup_url_kwarg = "likeness"
    order = ("-created_at", "id")

    def cases_of(self, pairs):
        """The cases of theirs that one may open: of the others nothing is told."""
        return cases_of(pairs, self.request.user)

    def keep(self, cases):
        """Each case by itself: a line that names two would tell that they may be of one person."""
        looks.keep_apart(cases, by=self.request.user)

    def get_queryset(self):
        return Likeness.objects.visible_to(self.request.user).select_related("one", "other", "answered_by")

    @action(detail=True, methods=["post"], url_path="answer", url_name="answer")
    @changes(LikenessForm, says=_("Says whether two people are one; the task is done for both sides."))
    def say(self, request, likeness):
        return self.change(self.allowed(rules.can_answer_likeness), actions.answer_likeness)

    @action(detail=True, methods=["post"], url_path="take-back", url_name="take-back")
    @changes(says=_("Takes back an answer that was given by mistake; the question waits again."))
    def take_back(self, request, likeness):
        return self.change(self.allowed(rules.can_take_back_likeness), actions.take_back_likeness)

    @action(detail=True, methods=["post"])
    @changes(
        MergeForm,
        says=_("Joins two people who were said to be one; `keep` is the number of a case of the one kept."),
    )
    def merge(self, request, likeness):
        pair = self.allowed(rules.can_merge)
        return self.change(pair, actions.merge_people, sides=sides_of(pair, request.user))

    @action(detail=True, methods=["post"], url_path="undo-merge", url_name="undo-merge")
    @changes(says=_("Takes apart two people who were joined, within 30 days."))
    def undo_merge(self, request, likeness):
        return self.change(self.allowed(rules.can_merge), actions.undo_merge)

    def allowed(self, rule):
        """The pair, when this may be said of it."""
        pair = self.get_object()
        require(rule, self.request.user, pair)
        return pair
