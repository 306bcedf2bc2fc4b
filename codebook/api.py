"""Code lists for programs: what each code means, in both languages, and where it comes from."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from codebook import lists
from work.api import CursorPages, Resource


class CodeRow(serializers.Serializer):
    """A code; `more` holds what its source adds, such as the values of other standards."""

    code = serializers.CharField()
    en = serializers.CharField()
    es = serializers.CharField()
    provenance = serializers.CharField()
    to_confirm = serializers.BooleanField()
    offered = serializers.BooleanField()
    more = serializers.SerializerMethodField()

    @extend_schema_field({"type": "object"})
    def get_more(self, code):
        return dict(code.extra)


class ListRow(serializers.Serializer):
    """A list, without its codes."""

    name = serializers.CharField()
    title_en = serializers.CharField()
    title_es = serializers.CharField()
    standard = serializers.CharField()
    provenance = serializers.CharField()
    to_confirm = serializers.BooleanField()
    multiple = serializers.BooleanField()


class WholeList(ListRow):
    """A list with all its codes in order, those no longer offered too."""

    codes = serializers.SerializerMethodField()

    @extend_schema_field(CodeRow(many=True))
    def get_codes(self, code_list):
        return CodeRow(code_list.in_order(), many=True).data


class OnePage(BasePagination):
    """All lists at once, in the shape of every other list: they are few."""

    get_paginated_response_schema = CursorPages.get_paginated_response_schema

    def paginate_queryset(self, queryset, request, view=None):
        return list(queryset)

    def get_paginated_response(self, data):
        return Response({"next": None, "previous": None, "results": data})


class ListResource(Resource):
    """Every list, for whoever is signed in."""

    title = _("Code lists")
    pagination_class = OnePage
    lookup_url_kwarg = "code_list"
    lookup_value_converter = "slug"
    http_method_names = ("get", "head", "options")

    def get_serializer_class(self):
        return WholeList if self.action == "retrieve" else ListRow

    def get_queryset(self):
        return lists.all_lists()

    def get_object(self):
        if (name := self.kwargs["code_list"]) not in lists.names():
            raise Http404
        return lists.get(name)
