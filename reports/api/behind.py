"""The rows behind a figure, as programs are told them."""

from rest_framework import serializers
from rest_framework.response import Response

from reports.numbers import AT_ONCE, skipped


class BehindRow(serializers.Serializer):
    """One counted row: a case of her own organisations by its number; of a partner's, that there is one."""

    case = serializers.CharField(allow_blank=True)
    office = serializers.CharField(allow_blank=True)
    on = serializers.DateField(allow_null=True)


def behind(request, rows_at):
    """A hundred of the rows that `rows_at(user, limit=…, offset=…)` finds, from where the address says."""
    offset = skipped(request.query_params.get("from", ""))
    found = rows_at(request.user, limit=AT_ONCE, offset=offset)
    rows = [{"case": number, "office": office, "on": on} for number, office, on in found]
    return Response(BehindRow(rows, many=True).data)
