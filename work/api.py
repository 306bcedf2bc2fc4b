"""What every API resource shares."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """`{"next", "previous", "results"}`, ordered by a date that is never empty and the id."""

    page_size = 25
    ordering = ("-created_at", "-id")
