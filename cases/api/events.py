from functools import partial

from django.utils.translation import gettext_lazy as _
from rest_framework.decorators import action

from cases import actions, rules
from cases.api.intake_rows import ExploitationRow
from cases.api.looking import Looking
from cases.events import earlier_of
from cases.forms import AskedExploitationForm, AskedJoinForm, AskedTakeOutForm
from cases.models import Exploitation
from cases.numbers import read_case_number
from vault.keys import open_keys
from work.api import Resource, changes, creates


class ExploitationResource(Looking, Resource):
    """What was done to people whose cases one reads in full; each look into it is kept in the trail."""

    title = _("Exploitation")
    part = "exploitation"
    roles = rules.TEAM
    serializer_class = ExploitationRow
    lookup_url_kwarg = "exploitation"
    order = ("-created_at", "-id")

    def get_queryset(self):
        return Exploitation.objects.read_by(self.request.user)

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys([*rows, *(part for event in rows for part in event.links_read)])
        return rows

    def cases_of(self, rows):
        return {link.case for event in rows for link in getattr(event, "links_read", ())}

    @changes(
        AskedExploitationForm,
        says=_(
            "Changes what was written of the event, and the part of the case that is named or stands first."
        ),
    )
    def partial_update(self, request, exploitation):
        event = self.get_object()
        part = self._part(event)
        act, earlier = (
            partial(actions.edit_exploitation, case=part.case),
            earlier_of(request.user, part.case, but=event),
        )
        return self.change(event, act, instance=event, part=part, earlier=earlier)

    def _part(self, event):
        """The part of the case that the body names, else of the first one; the form refuses another."""
        body = self.request.data if isinstance(self.request.data, dict) else {}
        number = read_case_number(str(body.get("case") or ""))
        parts = event.links_read
        return next((part for part in parts if part.case.number == number), parts[0])

    @action(detail=True, methods=["post"])
    @creates(
        AskedJoinForm,
        says=_("Writes that the person of another case lived through the same; both are read in full."),
    )
    def join(self, request, exploitation):
        event = self.get_object()
        return self.make(partial(actions.join_exploitation, event), user=request.user)

    @action(detail=True, methods=["post"], url_path="take-out", url_name="take-out")
    @changes(
        AskedTakeOutForm,
        says=_("Takes a case out of the event to which it was put by mistake, with the reason."),
    )
    def take_out(self, request, exploitation):
        event = self.get_object()
        return self.change(event, actions.take_out_of_exploitation, user=request.user)
