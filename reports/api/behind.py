"""The rows behind a figure, as programs are told them."""

from rest_framework import serializers
from rest_framework.response import Response

from reports.numbers import with_numbers

AT_ONCE = 100


class BehindRow(serializers.Serializer):
    """One counted row: a case of her own organisations by its number, another's without."""

    case = serializers.CharField(allow_blank=True)
    office = serializers.CharField(allow_blank=True)
    on = serializers.DateField()


def skipped(request):
    """How many rows were told before, from the address; nonsense is the beginning."""
    text = request.query_params.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def behind(request, rows_at):
    """A hundred of the rows that `rows_at(limit=…, offset=…)` finds, from where the address says."""
    found = rows_at(limit=AT_ONCE, offset=skipped(request))
    rows = [
        {"case": number, "office": office, "on": on}
        for number, office, on in with_numbers(found, request.user)
    ]
    return Response(BehindRow(rows, many=True).data)
