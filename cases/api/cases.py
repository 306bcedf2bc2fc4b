from django.utils.translation import gettext_lazy as _

from cases.api.deciding import Deciding
from cases.api.filters import CaseFilters
from cases.api.finding import Finding
from cases.api.looking import Looking
from cases.api.opening import Opening
from cases.api.rows import CaseRow
from cases.models import READERS, Case
from work.api import Resource

DETAIL = ("office__organisation", "worker", "component", "works_under", "person", "mother_case")

# What each verb answers of a case, where it is not the case itself.
PARTS = {
    "list": "list",
    "person": "intake_person",
    "describe": "intake_person",
    "ground": "ground",
    "exploitation": "exploitation",
    "needs": "intake_needs",
    "ask_needs": "intake_needs",
    "change_needs": "intake_needs",
}


class CaseResource(Looking, Deciding, Finding, Opening, Resource):
    """Cases that one may open, by their number; names are told by no list and by no row."""

    title = _("Cases")
    roles = READERS
    serializer_class = CaseRow
    filterset_class = CaseFilters
    lookup_field = "number"
    lookup_url_kwarg = "case_number"
    lookup_value_converter = "text"
    order = ("-opened_on", "id")

    def get_queryset(self):
        known = Case.objects.visible_to(self.request.user).for_list()
        if self.action == "list":
            return known.prefetch_related("status_changes")
        return known.select_related(*DETAIL)

    def get_object(self):
        self.case = super().get_object()
        return self.case

    def cases_of(self, rows):
        return {row if isinstance(row, Case) else self.case for row in rows}

    def part_told(self):
        return PARTS.get(self.action, "")
