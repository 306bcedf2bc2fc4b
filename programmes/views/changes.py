from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from programmes import actions
from programmes.award_pages import about, crumbs, page_of
from programmes.forms import DecideForm, NewEndForm, ResumeForm, SuspendForm, WithdrawForm
from programmes.models import Award, AwardChange, ChangeKind
from programmes.pages import confirm, make, manager_page, own, posted
from work.pages import cursor

ORDER = ("-dated_on", "-created_at", "-id")


def _way(award):
    return [*crumbs(award), (_("Changes"), page_of(award, "changes"))]


@require_GET
@manager_page
def changes(request, award):
    """What was agreed after an award was signed, the latest first."""
    award = own(Award, request, award, "donor")
    page = cursor(award.changes.select_related("target"), request, order=ORDER)
    return render(request, "programmes/changes.html", {**about(award, "changes"), "page": page})


@require_GET
@manager_page
def change(request, award_change):
    """One change of an award, and what was agreed about it later."""
    found = own(AwardChange, request, award_change, "award__donor", "target", "about")
    shown = {
        **about(found.award, "changes"),
        "change": found,
        "later": found.followed_by.in_order(),
        "may_decide": found.kind == ChangeKind.SUSPENSION and not found.withdrawn_on,
        "may_withdraw": found.kind != ChangeKind.TARGET and not found.withdrawn_on,
        "crumbs": _way(found.award),
    }
    return render(request, "programmes/change.html", shown)


def _agree(request, award, form, action, row, **words):
    """Enter something that was agreed; it is shown among the award's changes."""
    back = page_of(award, "changes")
    return make(request, form, action, row, to=lambda made: back, crumbs=_way(award), back_url=back, **words)


@require_http_methods(["GET", "POST"])
@manager_page
def award_end(request, award):
    """A new last day of the award: longer, or shorter."""
    award = own(Award, request, award)
    return _agree(
        request,
        award,
        NewEndForm(posted(request), award=award),
        actions.move_end,
        award,
        done=_("The new last day is entered."),
        title=_("New last day of %(award)s") % {"award": award},
    )


@require_http_methods(["GET", "POST"])
@manager_page
def award_suspend(request, award):
    """Suspend the award."""
    award = own(Award, request, award)
    return _agree(
        request,
        award,
        SuspendForm(posted(request)),
        actions.suspend_award,
        award,
        done=_("The suspension is entered."),
        title=_("Suspend %(award)s") % {"award": award},
        intro=_(
            "Work goes on being recorded. It is charged to the other awards, not to this one, until decided."
        ),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def award_resume(request, award):
    """End the suspension of the award."""
    award = own(Award, request, award)
    return _agree(
        request,
        award,
        ResumeForm(posted(request)),
        actions.resume_award,
        award,
        done=_("The resumption is entered."),
        title=_("Resume %(award)s") % {"award": award},
    )


@require_http_methods(["GET", "POST"])
@manager_page
def change_decide(request, award_change):
    """Say what the donor decided about work done during a suspension."""
    suspension = own(AwardChange, request, award_change, "award")
    return _agree(
        request,
        suspension.award,
        DecideForm(posted(request)),
        actions.decide_suspended_work,
        suspension,
        done=_("The decision is entered."),
        title=_("Decision on work during the suspension"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def change_withdraw(request, award_change):
    """Take back a change that was written by mistake."""
    found = own(AwardChange, request, award_change, "award")
    return confirm(
        request,
        WithdrawForm(posted(request)),
        actions.withdraw_change,
        found,
        done=_("The change is withdrawn."),
        to=page_of(found.award, "changes"),
        title=_("Withdraw this change?"),
        text=_(
            "What followed from it is undone: days and charges are again what they were. It stays readable."
        ),
        label=_("Withdraw the change"),
        danger=True,
        crumbs=_way(found.award),
        back_url=page_of(found.award, "changes"),
    )
