"""Lists by cursor: `{"next", "previous", "results"}`."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from work import pages
from work.api_input import Unreadable

USUAL, MOST = 25, 100
ADDRESS = {"type": ["string", "null"], "format": "uri"}


class CursorPages(BasePagination):
    """The pages' own cursors, over the view's `order`; one that leads nowhere is refused, not forgiven."""

    def paginate_queryset(self, queryset, request, view=None):
        self.request, self.order = request, view.order
        size, text = page_size(request), request.query_params.get("cursor", "")
        direction, after = pages.opened(text, self.order)
        if "cursor" in request.query_params and after is None:
            raise Unreadable({"cursor": [_("This cursor leads nowhere: begin at the first page.")]})
        rows = pages.window(queryset, self.order, direction, after, size)
        forwards, more, rows = direction == pages.NEXT, len(rows) > size, rows[:size]
        self.rows = rows if forwards else rows[::-1]
        self.has_next = more if forwards else after is not None
        self.has_previous = after is not None if forwards else more
        return self.rows

    def get_paginated_response(self, data):
        links = {
            "next": self.link(pages.NEXT, self.rows[-1]) if self.rows and self.has_next else None,
            "previous": self.link(pages.PREVIOUS, self.rows[0]) if self.rows and self.has_previous else None,
        }
        return Response(links | {"results": data})

    def link(self, direction, row):
        here = remove_query_param(self.request.build_absolute_uri(), "cursor")
        return replace_query_param(here, "cursor", pages.sealed(direction, row, self.order))

    def get_paginated_response_schema(self, schema):
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": ADDRESS, "previous": ADDRESS, "results": schema},
            "additionalProperties": False,
        }

    def get_schema_operation_parameters(self, view):
        return [
            {"name": "cursor", "in": "query", "description": _("From next or previous of another page."),
             "schema": {"type": "string"}},
            {"name": "page_size", "in": "query", "description": _("How many rows a page has."),
             "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}},
        ]  # fmt: skip


class OnePage(serializers.Serializer):
    """An answer that is counted and not read from a table: the form of every list, and never a second page.

    A subclass adds `results`, and what is said beside them.
    """

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)

    @classmethod
    def of(cls, results, **beside):
        """The answer with these results."""
        return Response(cls({"next": None, "previous": None, "results": results} | beside).data)


def page_size(request):
    """How many rows are asked for."""
    asked = request.query_params.get("page_size", str(USUAL))
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 4 and 1 <= int(asked) <= MOST):
        raise Unreadable({"page_size": [_("A page has 1 to %(most)s rows.") % {"most": MOST}]})
    return int(asked)
