from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.roles import Role
from audit.doors import require
from cases import actions, rules
from cases.forms import AcceptTransferForm, AskTransferForm, DeclineTransferForm
from cases.looks import look
from cases.models import Transfer
from cases.pages import address, case_page, read_case
from cases.transfers import what_moves
from cases.views.team import PART, way
from work.asking import confirm, make, own, posted
from work.forms import Form
from work.pages import cursor

ORDER = ("-asked_on", "-created_at", "id")
ROWS = ("case__office", "case__person", "from_office__organisation", "to_office__organisation", "asked_by")


@require_GET
@case_page
def transfers(request):
    """Cases that other offices ask hers to take, and what became of those that hers asked for."""
    require(rules.can_see_transfers, request.user)
    waiting = list(Transfer.objects.waiting_for(request.user).for_list().order_by(*ORDER))
    look(request, PART, *(transfer.case for transfer in waiting))
    others = Transfer.objects.visible_to(request.user).exclude(pk__in=[one.pk for one in waiting])
    page = cursor(others.for_list(), request, order=ORDER)
    own_offices = request.user.office_ids(Role.SUPERVISOR)
    for transfer in page.rows:
        transfer.still_here = transfer.case.office_id in own_offices
    return render(request, "cases/transfers.html", {"waiting": waiting, "page": page})


@require_http_methods(["GET", "POST"])
@case_page
def transfer_ask(request, case_number):
    """Ask another office to take a case."""
    case = read_case(request, case_number, PART)
    require(rules.can_ask_transfer, request.user, case)
    return make(
        request,
        AskTransferForm(posted(request), case=case),
        actions.ask_transfer,
        case,
        done=_("The other office is asked. Until it answers nothing changes."),
        to=lambda transfer: address(case, "team"),
        title=_("Ask another office to take the case"),
        intro=_("Until its supervisors say yes, the case stays with you and the help goes on as it is."),
        crumbs=way(case),
        back_url=address(case, "team"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def transfer_withdraw(request, case_number, transfer):
    """Take back what was asked of another office."""
    case = read_case(request, case_number, PART)
    row = get_object_or_404(case.transfers.select_related("to_office", "case__office"), pk=transfer)
    require(rules.can_ask_transfer, request.user, case)
    return confirm(
        request,
        Form(posted(request)),
        actions.withdraw_transfer,
        row,
        done=_("It is taken back: the case stays here."),
        to=address(case, "team"),
        title=_("Take back what was asked of another office?"),
        text=f"{case} · {row.to_office.name}",
        label=_("Take it back"),
        crumbs=way(case),
        back_url=address(case, "team"),
    )


def _asked(request, transfer):
    """A case that hers is asked to take, of which it is kept that she looked at its number."""
    found = own(Transfer, request, transfer, *ROWS)
    require(rules.can_answer_transfer, request.user, found)
    look(request, PART, found.case)
    return found


def _about(found):
    """What a page about one of them says of it: number, whence and why; the code name while it waits."""
    back = reverse("cases:transfers")
    named = found.case if found.is_waiting else found.case.number
    return {
        "text": f"{named} · {found.from_office.name} · {found.get_reason_display()}",
        "crumbs": [(_("Cases between offices"), back)],
        "back_url": back,
    }


@require_http_methods(["GET", "POST"])
@case_page
def transfer_accept(request, transfer):
    """Take a case, and say who answers for it."""
    found = _asked(request, transfer)
    return confirm(
        request,
        AcceptTransferForm(posted(request), transfer=found),
        actions.accept_transfer,
        found,
        done=_("The case is of your office now."),
        to=lambda taken: taken.case.get_absolute_url(),
        title=_("Take this case?"),
        consequences=list(what_moves(found.crosses)),
        label=_("Take the case"),
        **_about(found),
    )


@require_http_methods(["GET", "POST"])
@case_page
def transfer_decline(request, transfer):
    """Say why hers does not take a case."""
    found = _asked(request, transfer)
    return confirm(
        request,
        DeclineTransferForm(posted(request)),
        actions.decline_transfer,
        found,
        done=_("The office that asked is told."),
        to=reverse("cases:transfers"),
        title=_("Not take this case?"),
        consequences=[_("The case stays where it is; its supervisors are asked to see how help goes on.")],
        label=_("Do not take the case"),
        **_about(found),
    )
