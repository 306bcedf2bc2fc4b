"""The base of every resource: find, ask, act, answer."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from audit.doors import refuse
from work.actions import once
from work.answers import carry_out
from work.api.conditions import etag, require_match
from work.api.filters import Filters, refuse_unknown
from work.api.input import Input
from work.api.limits import PerToken
from work.api.pages import CursorPages
from work.api.repeats import key_of
from work.api_input import Unreadable, errors_of, read
from work.asked import Once
from work.door_by_door import for_one

NOT_YOURS = _("This is not part of your role. If you need it, ask your administrator.")


def _as_made(model, key, now):
    """What was made and is not hers to open, as she made it; sent again, until somebody changes it."""
    if now and isinstance(now[0], model):
        return now[0]
    row = get_object_or_404(model._base_manager, pk=key)
    if now or getattr(row, "version", None) == 1:
        return row
    raise Http404


class Resource(GenericViewSet):
    """Rows that can be listed and read; verbs call the page's form and the page's action (see `work.api`)."""

    title = ""
    roles = ()
    order = ("-created_at", "-id")
    filterset_class = None
    filter_backends = (Filters,)
    pagination_class = CursorPages
    throttle_classes = (PerToken,)
    limit = "usual"
    # Parameters of the address that a reading verb understands: {action: names}.
    asks = {}
    lookup_value_converter = "uuid"
    http_method_names = ("get", "post", "patch", "head", "options")

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.action in (None, "metadata"):
            return
        if self.roles and not request.user.has_role(*self.roles):
            refuse(NOT_YOURS, request.user, f"{self.basename}.{self.action}")
        refuse_unknown(request, self)

    @property
    def default_response_headers(self):
        return super().default_response_headers | {"Vary": "Authorization, Accept-Language"}

    def list(self, request, **at):
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request, **at):
        return self.answer(self.get_object())

    def filter_queryset(self, rows):
        """Narrowed as the address asks; of one row each door is asked of that row alone."""
        return super().filter_queryset(for_one(rows) if self.lookup_url_kwarg in self.kwargs else rows)

    def options(self, request, **at):
        """The methods that this address knows, in Allow."""
        return Response(status=204)

    @property
    def input(self):
        """What the verb that is called takes and answers."""
        return getattr(self, self.action).input

    def read(self, **about):
        """The verb's form, valid, made of the body."""
        return read(self.input.form, self.request, rows=self.input.rows, **about)

    def act(self, form, action, *rows):
        """What the action answers; what it refuses is said beside the fields."""
        if not carry_out(form, action, *rows, by=self.request.user):
            raise Unreadable(errors_of(form))
        return form.outcome

    def make(self, action, *rows, among=None, **about):
        """Make a record once for the request's Idempotency-Key, and answer it as it is now."""
        now = []

        def act():
            now.append(self.act(self.read(**about), action, *rows))
            return now[0]

        made = once(
            Once(key_of(self.request), [self.request.path, self.request.data]),
            by=self.request.user,
            verb=f"api.{self.basename}.{self.action}",
            make=act,
        )
        seen = self.get_queryset() if among is None else among
        row = for_one(seen).filter(pk=made).first() or _as_made(seen.model, made, now)
        return self.answer(row, made=among is None)

    def change(self, row, action, *others, **about):
        """Change the row that If-Match names, and answer it as it is now."""
        require_match(self.request, row)
        done = self.act(self.read(**about), action, row, *others)
        # What is no longer hers to open is answered once more, as it was just written.
        written = done if isinstance(done, type(row)) else row
        return self.answer(for_one(self.get_queryset()).filter(pk=row.pk).first() or written)

    def answer(self, row, *, made=False):
        """The row with its ETag; with its address when it was just made."""
        said = getattr(getattr(self, self.action), "input", Input())
        serializer_class = said.answers or self.get_serializer_class()
        data = serializer_class(row, context=self.get_serializer_context()).data
        # Whoever is told no version is not to follow the record by it either.
        headers = {"ETag": etag(row)} if "version" in data else {}
        if made:
            here = {**self.kwargs, self.lookup_url_kwarg: getattr(row, self.lookup_field)}
            headers["Location"] = reverse(f"{self.basename}-detail", kwargs=here, request=self.request)
        return Response(data, status=said.status, headers=headers)
