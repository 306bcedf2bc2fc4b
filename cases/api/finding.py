"""Finding cases by what is known of them: what the page takes, in a body and in no address."""

from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from cases import finding, looks
from cases.api.rows import CaseRow
from cases.forms import FindForm
from work.api import takes


class FoundRow(serializers.Serializer):
    """Cases found exactly, those of people who may be called so, and the sentence the page would say."""

    results = CaseRow(many=True)
    named = CaseRow(many=True)
    more = serializers.BooleanField()
    sentence = serializers.CharField(allow_blank=True)


class NamesNotAnswered(exceptions.APIException):
    """Names cannot be looked for just now; it is worth asking again."""

    status_code, wait = 503, 60


class Finding:
    """Finding, beside the list of cases."""

    @action(detail=False, methods=["post"])
    @takes(
        FindForm,
        says=_("Finds cases by number, code name, name, or an exact telephone or document."),
        answers=FoundRow,
    )
    def find(self, request):
        found = finding.find(self.read().cleaned_data["known"], user=request.user)
        if found.away and not found.cases:
            raise NamesNotAnswered(found.sentence)
        cases = found.cases or [case for case in [found.one] if case]
        looks.keep([*cases, *found.named], ["list" if cases else "named"], by=request.user)
        told = {"results": cases, "named": found.named, "more": found.more, "sentence": found.sentence}
        return Response(FoundRow(told, context=self.get_serializer_context()).data)
