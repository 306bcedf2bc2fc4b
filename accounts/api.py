"""What programs may ask of accounts: a token, and the organisations with their offices."""

from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import actions, entrance, lockout, rules, second_factor
from accounts.forms import OfficeForm, OrganisationForm, TokenForm
from accounts.models import Office, Organisation
from accounts.tokens import issue
from audit.actions import record
from audit.doors import require
from codebook import places
from work.api import Resource, Row, changes, creates, takes
from work.api.rows import Moment
from work.api_input import Unreadable, read


class LockedOut(APIException):
    status_code = 429
    default_detail = lockout.LOCKED
    default_code = "locked"
    wait = lockout.MINUTES * 60


class TokenRow(serializers.Serializer):
    """A token, told once, and when it ends."""

    token = serializers.CharField()
    expires_at = Moment()


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class TokenView(APIView):
    """Signing in and out for programs; refusals are counted as at the page, so nothing of them is undone."""

    title = gettext_lazy("Tokens")
    serializer_class = TokenRow
    throttle_classes = ()

    def get_authenticators(self):
        return [] if self.request and self.request.method == "POST" else super().get_authenticators()

    def get_permissions(self):
        return [AllowAny() if self.request and self.request.method == "POST" else IsAuthenticated()]

    def get_authenticate_header(self, request):
        return "Bearer"

    def handle_exception(self, exc):
        # The frame undoes what a refused request wrote; what this one counted must stay.
        with transaction.atomic():
            return super().handle_exception(exc)

    @sensitive_variables("said")
    @takes(TokenForm, says=gettext_lazy("Signs in and answers a token."), answers=TokenRow)
    def post(self, request):
        said = read(TokenForm, request).cleaned_data
        user = entrance.try_password(request._request, said["email"], said["password"], through="api")
        if isinstance(user, entrance.Refusal):
            refuse(user, AuthenticationFailed(_("The name or the password is wrong.")))
        self.check_second_factor(user, said["otp"])
        role = role_for(user, said["role"])
        token, row = issue(user, acting_role=role)
        lockout.forget(user.sign_in_name)
        record("sign_in.done", user, by=user, detail=["api"])
        return Response(TokenRow({"token": token, "expires_at": row.expires_at}).data)

    def check_second_factor(self, user, code):
        """Ask for the code; programs of who has no second factor do not sign in, but in the demo."""
        if not second_factor.has_second_factor(user):
            if settings.SECOND_FACTOR_REQUIRED:
                raise PermissionDenied(_("Set up your second factor in the browser first."))
            return
        if not code:
            raise Unreadable({"otp": [_("The code of your second factor is needed.")]})
        if refused := entrance.try_code(self.request._request, user, code, through="api"):
            refuse(refused, Unreadable({"otp": [_("This code is wrong, too old, or was used before.")]}))

    @takes(says=gettext_lazy("Ends the token it is sent with."), status=204)
    def delete(self, request):
        actions.end_token(request.auth, by=request.user)
        return Response(status=204)


def refuse(refusal, wrong):
    raise LockedOut if refusal is entrance.Refusal.LOCKED else wrong


def role_for(user, role):
    """The role the token acts in; it has to be said where she holds roles that may not be used together."""
    if role and role not in user.roles_held:
        raise Unreadable({"role": [_("You do not have this role.")]})
    if user.roles_clash and not role:
        raise Unreadable(
            {"role": [_("Your roles may not be used together: say in which one the program acts.")]}
        )
    return role


class OrganisationRow(Row):
    """An organisation."""

    class Meta:
        model = Organisation
        fields = ["id", "version", "name", "country", "kind", "is_lead"]


class OrganisationFilters(filters.FilterSet):
    """Which organisations to list."""

    country = filters.ChoiceFilter(label=gettext_lazy("Country"), choices=places.country_choices)


class OrganisationResource(Resource):
    """Organisations that carry the programme."""

    title = gettext_lazy("Organisations")
    serializer_class = OrganisationRow
    filterset_class = OrganisationFilters
    lookup_url_kwarg = "organisation"
    order = ("name", "id")

    def get_queryset(self):
        return Organisation.objects.visible_to(self.request.user)

    @creates(OrganisationForm, says=gettext_lazy("Adds an organisation."))
    def create(self, request):
        require(rules.can_create_organisation, request.user)
        return self.make(actions.create_organisation)

    @changes(OrganisationForm, says=gettext_lazy("Changes an organisation."))
    def partial_update(self, request, organisation):
        organisation = self.get_object()
        require(rules.can_manage_organisation, request.user, organisation)
        initial = {name: getattr(organisation, name) for name in ("name", "country", "kind")}
        return self.change(organisation, actions.edit_organisation, initial=initial)


class OfficeRow(Row):
    """An office or a shelter; its address is nowhere."""

    class Meta:
        model = Office
        fields = ["id", "version", "name", "kind", "department", "closed_on", "small_since"]


class OfficeResource(Resource):
    """The offices of one organisation."""

    title = gettext_lazy("Offices of an organisation")
    serializer_class = OfficeRow
    lookup_url_kwarg = "office"
    order = ("name", "id")

    @cached_property
    def organisation(self):
        """The one in the address, if she may see it."""
        visible = Organisation.objects.visible_to(self.request.user)
        return get_object_or_404(visible, pk=self.kwargs["organisation"])

    def get_queryset(self):
        return Office.objects.visible_to(self.request.user).filter(organisation=self.organisation)

    @creates(OfficeForm, says=gettext_lazy("Adds an office."))
    def create(self, request, organisation):
        place = self.organisation
        require(rules.can_manage_organisation, request.user, place)

        def add(**typed):
            return actions.create_office(organisation=place, **typed)

        return self.make(add, country=place.country)

    @changes(OfficeForm, says=gettext_lazy("Changes an office."))
    def partial_update(self, request, organisation, office):
        office = self.get_object()
        require(rules.can_manage_office, request.user, office)
        initial = {name: getattr(office, name) for name in ("name", "kind", "department")}
        country = office.organisation.country
        return self.change(office, actions.edit_office, initial=initial, country=country)
