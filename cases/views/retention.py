"""Closed cases whose day has come: by number and date alone, whoever protects the data or supervises."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import for_roles
from accounts.models import Organisation
from accounts.roles import Role
from audit.doors import require
from cases import actions, rules
from cases.forms import (
    HoldForm,
    KeepLongerForm,
    LiftHoldForm,
    RetentionFilterForm,
    RetentionPeriodForm,
)
from cases.models import LegalHold, RetentionClock
from cases.retention import next_review, periods_of
from work.asking import confirm, make, own, posted, unless_changed
from work.conflicts import seen_version
from work.pages import Column, cursor

LOOKERS = (Role.SUPERVISOR, Role.DATA_PROTECTION)
SETTERS = (Role.DATA_PROTECTION, Role.ADMINISTRATOR)
COLUMNS = [
    Column(gettext_lazy("Case")),
    Column(gettext_lazy("Office")),
    Column(gettext_lazy("Closed on")),
    Column(gettext_lazy("To be looked at again on")),
]


def way(*further):
    """The way to a page under the closed cases."""
    return [(_("How long cases are kept"), reverse("cases:retention")), *further]


@require_GET
@for_roles(*LOOKERS)
def retention(request):
    """Closed cases that somebody has to look at, the longest waiting first; and what is held."""
    filters, user = RetentionFilterForm(request.GET), request.user
    status = 200 if filters.is_valid() else 422
    state = filters.cleaned_data.get("state", "") or "due"
    rows = RetentionClock.objects.visible_to(user).in_state(state).for_list()
    page = cursor(rows, request, order=("review_on", "id"), columns=COLUMNS)
    supervised, protects = user.office_ids(Role.SUPERVISOR), user.has_role(Role.DATA_PROTECTION)
    for clock in page.rows:
        # Whoever protects the data reads numbers and days, and no case.
        clock.opens = clock.case.office_id in supervised
    shown = {"page": page, "filters": filters, "protects": protects, "state": state}
    if protects:
        shown["holds"] = LegalHold.objects.visible_to(user).standing().select_related("case", "placed_by")
    return render(request, "cases/retention.html", shown, status=status)


@require_http_methods(["GET", "POST"])
@for_roles(*LOOKERS)
def clock_keep(request, clock):
    """Keep a closed case for another period."""
    clock = own(RetentionClock, request, clock, "case__office", "case__person")
    require(rules.can_keep_longer, request.user, clock.case)
    until = date_format(next_review(clock))
    return confirm(
        request,
        KeepLongerForm(posted(request)),
        unless_changed(actions.keep_longer, seen_version(request.POST)),
        clock,
        done=_("It is kept for another period."),
        to=reverse("cases:retention"),
        title=_("Keep for another period?"),
        text=clock.case.number,
        consequences=[_("Somebody looks again on %(day)s.") % {"day": until}, _("The reason is kept.")],
        label=_("Keep for another period"),
        version=clock.version,
        crumbs=way(),
        back_url=reverse("cases:retention"),
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.DATA_PROTECTION)
def hold_place(request):
    """Hold a case that is named by its number."""
    return make(
        request,
        HoldForm(posted(request), user=request.user),
        lambda *, by, case, **typed: actions.place_hold(case, by=by, **typed),
        done=_("The case is held: nothing of it may be destroyed."),
        to=lambda hold: reverse("cases:retention"),
        title=_("Hold a case"),
        intro=_("While a case is held, nothing of it may be destroyed, and its clock does not run out."),
        crumbs=way(),
        back_url=reverse("cases:retention"),
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.DATA_PROTECTION)
def hold_lift(request, hold):
    """Lift a hold."""
    hold = own(LegalHold, request, hold, "case__office", "case__person")
    return confirm(
        request,
        LiftHoldForm(posted(request)),
        unless_changed(actions.lift_hold, seen_version(request.POST)),
        hold,
        done=_("The hold is lifted."),
        to=reverse("cases:retention"),
        title=_("Lift this hold?"),
        text=f"{hold.case.number}: {hold.get_why_display()}",
        consequences=[_("The clock goes on; where its day passed meanwhile, somebody has to look now.")],
        label=_("Lift the hold"),
        version=hold.version,
        crumbs=way(),
        back_url=reverse("cases:retention"),
    )


@require_GET
@for_roles(*SETTERS)
def retention_periods(request):
    """For how long each kind of record is kept, and which of that nobody has confirmed yet."""
    organisations = Organisation.objects.filter(pk__in=request.user.organisation_ids(*SETTERS))
    shown = [
        (organisation, periods_of(organisation)) for organisation in organisations.order_by("name", "id")
    ]
    return render(request, "cases/retention_periods.html", {"organisations": shown})


@require_http_methods(["GET", "POST"])
@for_roles(*SETTERS)
def retention_period_set(request):
    """Say for how long a kind of record is kept, and on what that rests."""
    asked = request.GET.get("kind", "")
    return make(
        request,
        RetentionPeriodForm(posted(request), user=request.user, initial={"record_class": asked}),
        actions.set_retention_period,
        done=_("It is kept. It holds for what is closed from now on; clocks that run keep their day."),
        to=lambda period: reverse("cases:retention-periods"),
        title=_("For how long is it kept?"),
        crumbs=[(_("Periods"), reverse("cases:retention-periods"))],
        back_url=reverse("cases:retention-periods"),
    )
