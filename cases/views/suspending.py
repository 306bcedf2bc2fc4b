from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.forms import FailedContactForm, SuspendForm, WithdrawFailedContactForm
from cases.pages import about, address, case_page, crumbs, read_case
from cases.suspending import DAYS_TRIED, days_tried, hint_for_calling, may_be_suspended
from cases.writers import name_writers
from work.asking import confirm, make, posted, unless_changed
from work.conflicts import seen_version
from work.pages import cursor

PART = "failed_contacts"
ORDER = ("-on", "-created_at", "id")


def way(case):
    """The way to a page under the attempts."""
    return crumbs(case, (_("Attempts to reach the person"), address(case, "failed-contacts")))


@require_GET
@case_page
def failed_contacts(request, case_number):
    """On which days somebody tried in vain to reach her, the latest first."""
    case, user = read_case(request, case_number, PART), request.user
    require(rules.can_record_failed_contact, user, case)
    page = cursor(case.failed_contacts.for_list(), request, order=ORDER)
    for tried in name_writers(user, case, page.rows, "tried_by"):
        tried.case = case
        tried.may_withdraw = not tried.withdrawn_at and rules.can_withdraw_failed_contact(user, tried)
    shown = {**about(request, case, "failed-contacts"), "page": page, "crumbs": crumbs(case)}
    shown |= {"days": len(days_tried(case)), "needed": DAYS_TRIED, "hint": hint_for_calling(case)}
    shown["may_suspend"] = rules.can_change_case(user, case) and may_be_suspended(case)
    return render(request, "cases/failed_contacts.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def failed_contact_create(request, case_number):
    """Write that the person was not reached."""
    case = read_case(request, case_number, PART)
    require(rules.can_record_failed_contact, request.user, case)
    return make(
        request,
        FailedContactForm(posted(request), hint=hint_for_calling(case)),
        actions.record_failed_contact,
        case,
        done=_("It is written that the person was not reached."),
        to=lambda tried: address(case, "failed-contacts"),
        title=_("The person was not reached"),
        intro=str(case),
        crumbs=way(case),
        back_url=address(case, "failed-contacts"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def failed_contact_withdraw(request, case_number, failed_contact):
    """Take back an attempt that was written by mistake."""
    case = read_case(request, case_number, PART)
    rows = case.failed_contacts.select_related("case__office", "case__person")
    tried = get_object_or_404(rows, pk=failed_contact)
    require(rules.can_withdraw_failed_contact, request.user, tried)
    return confirm(
        request,
        WithdrawFailedContactForm(posted(request)),
        unless_changed(actions.withdraw_failed_contact, seen_version(request.POST)),
        tried,
        done=_("It is withdrawn."),
        to=address(case, "failed-contacts"),
        title=_("Withdraw this attempt?"),
        text=f"{date_format(tried.on)}, {tried.get_how_display()}",
        consequences=[_("It stays readable with your reason, and counts no more.")],
        label=pgettext("an attempt", "Withdraw"),
        danger=True,
        version=tried.version,
        crumbs=way(case),
        back_url=address(case, "failed-contacts"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def case_suspend(request, case_number):
    """Let a case rest whose person cannot be reached."""
    case = read_case(request, case_number, "decision")
    require(rules.can_change_case, request.user, case)
    days = days_tried(case)
    told = ngettext(
        "Tried on %(number)d day since the person was met last: %(days)s.",
        "Tried on %(number)d different days since the person was met last: %(days)s.",
        len(days),
    ) % {"number": len(days), "days": get_text_list([date_format(day) for day in days], _("and"))}
    return confirm(
        request,
        SuspendForm(posted(request)),
        unless_changed(actions.suspend_case, seen_version(request.POST)),
        case,
        done=_("The case is suspended."),
        to=address(case),
        title=_("Suspend the case?"),
        text=told if days else str(case),
        consequences=[
            _("The supervisors of the office are told, and every 30 days somebody tries again."),
            _("Help stays open: as soon as somebody meets the person, the case goes on."),
        ],
        label=_("Suspend the case"),
        version=case.version,
        crumbs=crumbs(case),
        back_url=address(case),
    )
