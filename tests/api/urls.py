"""The house with one resource more, written as `work.api` says, on which the frame itself is tried."""

import django_filters
from django import forms
from django.urls import include, path
from rest_framework.decorators import action
from rest_framework.routers import SimpleRouter

from accounts.models import Organisation, Role
from audit.doors import require, rule
from config import urls
from tests.api.forms import EveryKindForm, LineRows, NameForm, OrganisationForm
from work.actions import create, write
from work.api import Resource, Row, changes, creates


@rule("Only a supervisor may do this.")
def can_plant(user, thing=None):
    """Only a supervisor may do this."""
    return user.has_role(Role.SUPERVISOR)


def add(*, by, name, country, kind):
    return create(Organisation(name=name, country=country, kind=kind), by=by, verb="organisation.created")


def rename(garden, *, by, **changes):
    return write(garden, by=by, verb="organisation.changed", changes=changes)


def note(garden, *, by, name, **rest):
    """Keeps the name, and holds what else was said for the test to look at."""
    said.append(rest | {"name": name})
    return write(garden, by=by, verb="organisation.changed", changes={"name": name})


said = []


class GardenRow(Row):
    class Meta:
        model = Organisation
        fields = ["id", "version", "created_at", "name", "country", "kind", "is_lead"]


def shown_to(request):
    shown = Organisation.objects.exclude(name__startswith="Hidden")
    return shown if request else Organisation.objects.none()


class GardenFilters(django_filters.FilterSet):
    is_lead = django_filters.BooleanFilter()
    country = django_filters.ChoiceFilter(choices=[("GT", "Guatemala"), ("HN", "Honduras")])
    since = django_filters.DateFilter(field_name="created_at", lookup_expr="date__gte")
    named = django_filters.CharFilter(field_name="name", lookup_expr="icontains", max_length=20)
    at_least = django_filters.NumberFilter(field_name="version", lookup_expr="gte")
    any_of = django_filters.MultipleChoiceFilter(
        field_name="country", choices=[("GT", "Guatemala"), ("HN", "Honduras")]
    )

    same_as = django_filters.ModelChoiceFilter(queryset=shown_to, method="only")

    class Meta:
        model = Organisation
        fields = []
        form = forms.Form

    def only(self, gardens, name, garden):
        return gardens.filter(pk=garden.pk)


class GardenResource(Resource):
    title = "Gardens"
    roles = (Role.SUPERVISOR, Role.CASEWORKER)
    serializer_class = GardenRow
    filterset_class = GardenFilters
    lookup_url_kwarg = "organisation"
    order = ("-created_at", "-id")

    def get_queryset(self):
        return shown_to(self.request)

    @creates(OrganisationForm, says="Adds a garden.")
    def create(self, request):
        require(can_plant, request.user)
        return self.make(add)

    @changes(OrganisationForm, says="Changes a garden.")
    def partial_update(self, request, organisation):
        garden = self.get_object()
        require(can_plant, request.user, garden)
        return self.change(garden, rename, instance=garden)

    @action(detail=True, methods=["post"])
    @changes(EveryKindForm, says="Notes everything there is.", rows={"lines": LineRows})
    def note(self, request, organisation):
        garden = self.get_object()
        require(can_plant, request.user, garden)
        return self.change(garden, note)

    @action(detail=True, methods=["patch"])
    @changes(NameForm, says="Changes the lines.", rows={"lines": LineRows})
    def lines(self, request, organisation):
        garden = self.get_object()
        require(can_plant, request.user, garden)
        return self.change(garden, note)

    @action(detail=True, methods=["post"])
    @changes(says="Closes the gate.")
    def close(self, request, organisation):
        garden = self.get_object()
        require(can_plant, request.user, garden)
        return self.change(garden, rename)


router = SimpleRouter(use_regex_path=False)
router.register("gardens", GardenResource, basename="gardens")
urlpatterns = [path("api/v1/", include(router.urls)), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
