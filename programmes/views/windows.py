from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from programmes import actions
from programmes.award_pages import about, crumbs, page_of
from programmes.forms import CorrectWindowForm, FundForm, WithdrawWindowForm
from programmes.models import Award, Funding
from programmes.pages import change, confirm, make, manager_page, own, posted
from programmes.timelines import timeline_of
from work.actions import history


@require_GET
@manager_page
def fundings(request, award):
    """What an award pays for, from when until when, and where it pays for nothing."""
    award = own(Award, request, award, "donor")
    shown = about(award, "fundings")
    withdrawn = award.fundings.exclude(withdrawn_on=None).select_related("component")
    return render(
        request,
        "programmes/fundings.html",
        {**shown, "timeline": timeline_of(award, shown["today"]), "withdrawn": withdrawn},
    )


@require_GET
@manager_page
def funding(request, funding):
    """One funding window and what it was before each correction."""
    funding = own(Funding, request, funding, "award__donor", "component")
    before = [(revision.at, kept) for revision, kept in history(funding)]
    shown = {**about(funding.award, "fundings"), "funding": funding, "before": before}
    return render(request, "programmes/funding.html", shown | {"crumbs": _way(funding.award)})


def _way(award):
    return [*crumbs(award), (_("Funding"), page_of(award, "fundings"))]


@require_http_methods(["GET", "POST"])
@manager_page
def funding_create(request, award):
    """Let an award pay for a component."""
    award = own(Award, request, award)
    return make(
        request,
        FundForm(posted(request), award=award),
        actions.fund,
        award,
        done=_("The funding window is entered."),
        to=lambda window: page_of(award, "fundings"),
        title=_("New funding window"),
        another=True,
        crumbs=_way(award),
        back_url=page_of(award, "fundings"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def funding_correct(request, funding):
    """Correct the days of a funding window."""
    funding = own(Funding, request, funding, "award", "component")
    award = funding.award

    def build(data, row):
        days = {"since": row.since, "last_day": row.last_day}
        return CorrectWindowForm(data, initial=days)

    return change(
        request,
        funding,
        build,
        actions.correct_window,
        done=_("The funding window is corrected."),
        to=page_of(award, "fundings"),
        title=_("Correct the window of %(component)s") % {"component": funding.component},
        crumbs=_way(award),
        back_url=page_of(award, "fundings"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def funding_withdraw(request, funding):
    """Take back a funding window that was a mistake."""
    funding = own(Funding, request, funding, "award", "component")
    award = funding.award
    return confirm(
        request,
        WithdrawWindowForm(posted(request)),
        actions.withdraw_window,
        funding,
        done=_("The funding window is withdrawn."),
        to=page_of(award, "fundings"),
        title=_("Withdraw the window of %(component)s?") % {"component": funding.component},
        text=_("From then on nothing is charged to %(award)s by it. It stays readable here.")
        % {"award": award},
        label=_("Withdraw the window"),
        danger=True,
        crumbs=_way(award),
        back_url=page_of(award, "fundings"),
    )
