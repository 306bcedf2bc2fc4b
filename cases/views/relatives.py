from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.doors import require
from cases import actions, rules
from cases.filling import fill_in, latest_draft, wait_for_ground
from cases.forms import NewRelativeForm, RelativeForm, WhyCalledForm, WithdrawRelativeForm
from cases.grounds import writes_of_her
from cases.intake import RELATIVE
from cases.looks import look
from cases.models import ASKED_WHY, Relative
from cases.pages import about, address, case_page, crumbs, own_case, read_case
from cases.relatives import tell, told_of
from work.asking import change, confirm, posted


def way(case):
    """The way to a page under the family of a case."""
    return crumbs(case, (_("Family"), address(case, "relatives")))


@require_GET
@case_page
def relatives(request, case_number):
    """Her family and contacts by what they are to her; names and telephones are shown when asked for."""
    case, user = read_case(request, case_number, "relatives"), request.user
    require(rules.can_record_relative, user, case)
    shown = {
        **about(request, case, "relatives"),
        "relatives": told_of(user, case),
        "draft": latest_draft(user, case, RELATIVE.name) if writes_of_her(case) else None,
        "crumbs": crumbs(case),
    }
    return render(request, "cases/relatives.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def relative_create(request, case_number):
    """Write down somebody of the family."""
    case = read_case(request, case_number, "relative")
    require(rules.can_record_relative, request.user, case)
    if not writes_of_her(case):
        return wait_for_ground(request, case, RELATIVE.name)
    team, back = rules.can_weigh_relative(request.user, case), address(case, "relatives")
    return fill_in(
        request,
        case,
        RELATIVE.name,
        lambda data, row: NewRelativeForm(data, team=team),
        None,
        save=actions.add_relative,
        done=lambda relative: _("%(who)s: it is written down.") % {"who": relative.label},
        to=lambda relative: back,
        template="cases/relative_form.html",
        intro=_("For whom to call, and whom not. Write no more than is needed."),
        crumbs=way(case),
        back_url=back,
    )


def _found(request, case_number, relative):
    """Somebody of the family of a case that she may open, as far as it is told to her through it."""
    case = own_case(request, case_number)
    require(rules.can_record_relative, request.user, case)
    team = rules.can_weigh_relative(request.user, case)
    rows = Relative.objects.of_case(case)
    found = get_object_or_404(rows if team else rows.standing(), pk=relative)
    return tell(found, case, team=team)


@require_http_methods(["GET", "POST"])
@case_page
def relative_change(request, case_number, relative):
    """Change what is written of somebody of the family; the name and where to reach stay unseen."""
    found = _found(request, case_number, relative)
    case, team = found.case, found.team
    look(request, "relative", case)

    def save(relative, **typed):
        return actions.change_relative(relative, case=case, **typed)

    shown = {"withdraw_url": _page("relative-withdraw", found)} if team else {}
    return change(
        request,
        found,
        lambda data, row: RelativeForm(data, instance=row, team=team),
        save,
        done=_("It is changed."),
        to=address(case, "relatives"),
        title=_("Change: %(who)s") % {"who": found.label},
        crumbs=way(case),
        back_url=address(case, "relatives"),
        template="cases/relative_change.html",
        **shown,
    )


def _page(name, relative):
    return reverse(f"cases:{name}", args=[relative.case.number, relative.pk])


@require_http_methods(["GET", "POST"])
@case_page
def relative_withdraw(request, case_number, relative):
    """Take back what was written by mistake."""
    found = _found(request, case_number, relative)
    case = found.case
    require(rules.can_withdraw_relative, request.user, case)
    look(request, "relative", case)

    def save(relative, **typed):
        return actions.withdraw_relative(relative, case=case, **typed)

    return confirm(
        request,
        WithdrawRelativeForm(posted(request)),
        save,
        found,
        done=_("It is withdrawn."),
        to=address(case, "relatives"),
        title=_("Withdraw %(who)s?") % {"who": found.label},
        text=_("Only what was written by mistake. Whom nobody may call any more is changed instead."),
        consequences=[
            _("Whoever looks after the person sees it no more; the team reads it with your reason."),
            _("What it had put in doubt holds again."),
        ],
        label=pgettext("somebody of the family", "Withdraw"),
        danger=True,
        crumbs=way(case),
        back_url=address(case, "relatives"),
    )


@require_POST
@case_page
def relative_reveal(request, case_number, relative):
    """Show the name of somebody of the family for half a minute; the trail keeps who looked."""
    found = _found(request, case_number, relative)
    name = actions.reveal_relative(found, by=request.user) or _("Not recorded")
    return _shown(request, found, "components/private.html", label=_("the name"), value=name)


@require_POST
@case_page
def relative_contact(request, case_number, relative):
    """Show how somebody of the family is reached, for half a minute.

    Whether that is safe is said first; where it is not, a second press says why it is needed all the same.
    """
    found = _found(request, case_number, relative)
    require(rules.can_open_contact, request.user, found)
    asked = request.POST if "asked" in request.POST else None
    form = WhyCalledForm(asked, auto_id=f"why-{found.pk}-%s")
    if found.safe_to_contact in ASKED_WHY and not form.is_valid():
        look(request, "relative", found.case)
        status = 422 if form.is_bound else 200
        return _shown(request, found, "cases/relative_ask.html", status=status, form=form)
    why = form.cleaned_data["why"] if found.safe_to_contact in ASKED_WHY else ""
    words = actions.open_contact(found, by=request.user, why=why)
    value = " · ".join(words.values()) or _("Not recorded")
    return _shown(request, found, "cases/relative_private.html", label=_("how to reach"), value=value)


def _shown(request, relative, part, *, status=200, **shown):
    """The part alone for the page that asked for it, or a page of its own for whoever has no script."""
    shown |= {"relative": relative, "case": relative.case, "reveal_url": request.path, "partial": True}
    if request.htmx:
        return render(request, part, shown, status=status)
    shown |= {"part": part, "crumbs": way(relative.case), "back_url": address(relative.case, "relatives")}
    return render(request, "cases/relative_shown.html", shown, status=status)
