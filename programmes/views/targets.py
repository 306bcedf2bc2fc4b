from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from programmes import actions, indicators
from programmes.award_pages import about, crumbs, page_of
from programmes.forms import ChangeTargetForm, EndForm, IndicatorForm, TargetsForm
from programmes.forms.targets import plainly
from programmes.models import Award, AwardIndicator, Target
from programmes.pages import change, confirm, make, manager_page, own, posted
from programmes.periods import life_of, years_of
from programmes.targets import agreed, indicator_lines, periods_of_year, present_targets
from work.answers import carry_out


def _way(award):
    return [*crumbs(award), (_("Targets"), page_of(award, "targets"))]


def _asked_year(request, years):
    """The year in the address, by default the first."""
    return next((year for year in years if year.label == request.GET.get("year")), years[0])


@require_http_methods(["GET", "POST"])
@manager_page
def targets(request, award):
    """The targets of an award as a table, one year at a time, and what is lacking."""
    award = own(Award, request, award, "donor")
    years, present = years_of(award), present_targets(award)
    year = _asked_year(request, years)
    periods = [*periods_of_year(award, year), life_of(award)]
    form = TargetsForm(posted(request), rows=list(agreed(award)), periods=periods, present=present)
    if form.is_valid() and carry_out(
        form, actions.set_targets, award, by=request.user, once=request.POST.get("once", "")
    ):
        messages.success(request, _("The targets are saved."))
        return redirect(f"{page_of(award, 'targets')}?year={year.label}")
    lines = indicator_lines(award, present)
    shown = {
        **about(award, "targets"),
        "form": form,
        "lacking": [line for line in lines if line.lacking],
        "unknown": [line for line in lines if not line.known],
        "year": year,
        "years": [(one.words, f"?year={one.label}", one == year) for one in years],
        "periods": periods,
    }
    return render(request, "programmes/targets.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@manager_page
def indicator_create(request, award):
    """Put an indicator among those agreed."""
    award = own(Award, request, award)
    return make(
        request,
        IndicatorForm(posted(request), award=award),
        actions.agree_indicator,
        award,
        done=_("The indicator is entered."),
        to=lambda row: page_of(award, "targets"),
        title=_("New indicator"),
        another=True,
        crumbs=_way(award),
        back_url=page_of(award, "targets"),
    )


@require_GET
@manager_page
def indicator(request, award_indicator):
    """One agreed indicator: its baseline and its targets."""
    row = own(AwardIndicator, request, award_indicator, "award__donor", "objective")
    shown = {
        **about(row.award, "targets"),
        "row": row,
        "known": indicators.known().get(row.indicator),
        "targets": row.award.targets.of(row.indicator, row.dimension, row.category),
        "crumbs": _way(row.award),
    }
    return render(request, "programmes/indicator.html", shown)


@require_http_methods(["GET", "POST"])
@manager_page
def indicator_change(request, award_indicator):
    """Change an agreed indicator."""
    row = own(AwardIndicator, request, award_indicator, "award")
    return change(
        request,
        row,
        lambda data, row: IndicatorForm(data, instance=row, award=row.award),
        actions.edit_indicator,
        done=_("The indicator is changed."),
        to=reverse("programmes:indicator", args=[row.pk]),
        title=_("Change the indicator"),
        crumbs=_way(row.award),
        back_url=reverse("programmes:indicator", args=[row.pk]),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def indicator_end(request, award_indicator):
    """Ask for an indicator no more."""
    row = own(AwardIndicator, request, award_indicator, "award")
    return confirm(
        request,
        EndForm(posted(request)),
        actions.end_indicator,
        row,
        done=_("The indicator is no longer asked for."),
        to=page_of(row.award, "targets"),
        title=_("Ask for %(indicator)s no more?") % {"indicator": row},
        text=_("It leaves the table of targets. Its targets and its figures stay."),
        label=_("Ask for it no more"),
        crumbs=_way(row.award),
        back_url=reverse("programmes:indicator", args=[row.pk]),
    )


@require_GET
@manager_page
def target(request, target):
    """One target and every change of it."""
    target = own(Target, request, target, "award__donor")
    history = target.changes.in_order()
    shown = {
        **about(target.award, "targets"),
        "target": target,
        "history": history,
        "crumbs": _way(target.award),
    }
    return render(request, "programmes/target.html", shown)


@require_http_methods(["GET", "POST"])
@manager_page
def target_change(request, target):
    """Change one target as agreed."""
    target = own(Target, request, target, "award")
    return change(
        request,
        target,
        lambda data, row: ChangeTargetForm(data, initial={"value": plainly(row.value)}),
        actions.change_target,
        done=_("The target is changed."),
        to=reverse("programmes:target", args=[target.pk]),
        title=_("Change the target of %(target)s") % {"target": target},
        crumbs=_way(target.award),
        back_url=reverse("programmes:target", args=[target.pk]),
    )
