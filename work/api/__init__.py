"""What every API resource shares, and how one is written.

A resource lives in its room's `api.py` and is registered in `config/api.py`. Serializers describe output
only; what is sent passes through the page's form, and the page's action does the work:

    class AwardRow(Row):
        class Meta:
            model = Award
            fields = ["id", "version", "number", "starts", "ends"]

    class AwardResource(Resource):
        title = _("Awards")
        roles = (Role.PROGRAMME_MANAGER,)      # anybody else: 403, before any row is looked for
        serializer_class = AwardRow
        filterset_class = AwardFilters         # unknown parameters are refused
        lookup_url_kwarg = "award"             # as in the page's address: <uuid:award>
        order = ("-starts", "id")              # never null, the last one unique

        def get_queryset(self):
            return Award.objects.visible_to(self.request.user)

        @creates(AwardForm, says=_("Adds an award."))
        def create(self, request):
            require(rules.can_add_award, request.user)
            return self.make(actions.add_award)

        @changes(AwardForm, says=_("Changes an award."))
        def partial_update(self, request, award):
            award = self.get_object()
            require(rules.can_change_award, request.user, award)
            return self.change(award, actions.change_award, instance=award)

        @action(detail=True, methods=["post"])
        @changes(EndForm, says=_("Ends an award early."))
        def end(self, request, award):
            award = self.get_object()
            require(rules.can_end_award, request.user, award)
            return self.change(award, actions.end_award)

Always in this order: find (404), require (403), then read (428, 412, 415, 422). `make` obeys Idempotency-Key,
`change` If-Match under the row's lock; both call `action(*rows, by=user, **cleaned_data)` through
`work.answers.carry_out`, so what the action or a constraint refuses is a 422 beside its field. Keywords that
the form needs (`instance=`, `initial=`, `user=`) are passed on to it. The OpenAPI of the body is made of the
same form. Something made under a row is `@action` with `@creates(Form, answers=ChildRow)` and
`self.make(actions.add_child, award, among=Child.objects.visible_to(request.user))`.
"""

from work.api.filters import Filters
from work.api.input import changes, creates, takes
from work.api.pages import CursorPages, OnePage
from work.api.resources import Resource
from work.api.rows import MoneyPair, PartialDate, Row

__all__ = [
    "CursorPages",
    "Filters",
    "MoneyPair",
    "OnePage",
    "PartialDate",
    "Resource",
    "Row",
    "changes",
    "creates",
    "takes",
]
