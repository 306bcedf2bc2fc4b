from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.forms import GiveAccessForm
from cases.models import AccessSource
from cases.pages import about, address, case_page, crumbs, read_case
from work.asking import confirm, make, posted
from work.forms import Form

PART = "team"


def way(case):
    """The way to a page under the team of a case."""
    return crumbs(case, (_("Who works with the case"), address(case, "team")))


@require_GET
@case_page
def team(request, case_number):
    """Who answers for the case, to whom else it is open, how far and until when; who knows the person."""
    case, user = read_case(request, case_number, PART), request.user
    require(rules.can_read_team, user, case)
    gives, decides = rules.can_give_access(user, case), rules.can_decide_case(user, case)
    rows = list(case.accesses.for_team())
    for row in rows:
        row.may_end = gives and row.source == AccessSource.TEAM and row.user_id is not None
    known = list(case.exclusions.standing().for_list()) if decides else []
    transfers = list(case.transfers.for_list())
    shown = {**about(request, case, "team"), "rows": rows, "known": known, "gives": gives}
    shown |= {"transfers": transfers, "hands_over": decides and case.is_open}
    shown["asked"] = next((one for one in transfers if one.is_waiting), None)
    return render(request, "cases/working.html", {**shown, "crumbs": crumbs(case)})


@require_http_methods(["GET", "POST"])
@case_page
def access_give(request, case_number):
    """Open a case to a colleague of the same organisation, for a reason and until a day."""
    case = read_case(request, case_number, PART)
    require(rules.can_give_access, request.user, case)
    return make(
        request,
        GiveAccessForm(posted(request), case=case),
        actions.give_access,
        case,
        done=_("The case is open to your colleague."),
        to=lambda access: address(case, "team"),
        title=_("Open the case to a colleague"),
        intro=str(case),
        crumbs=way(case),
        back_url=address(case, "team"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def access_end(request, case_number, access):
    """Close a case to a colleague before the day."""
    case = read_case(request, case_number, PART)
    held = case.accesses.filter(source=AccessSource.TEAM, user__isnull=False)
    row = get_object_or_404(held.select_related("user", "case__office"), pk=access)
    require(rules.can_give_access, request.user, case)
    return confirm(
        request,
        Form(posted(request)),
        actions.end_access,
        row,
        done=_("The case is closed to your colleague."),
        to=address(case, "team"),
        title=_("Close the case to %(who)s?") % {"who": row.user.full_name},
        text=str(case),
        consequences=[
            _("What this colleague had to do passes to whoever answers for the case."),
            _("For 48 hours what was seen until now can still be added."),
        ],
        label=_("Close the case to this colleague"),
        danger=True,
        crumbs=way(case),
        back_url=address(case, "team"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def case_known(request, case_number):
    """She knows the person: the case is shut to her at once, and nobody asks why."""
    case = read_case(request, case_number, PART)
    require(rules.can_say_known, request.user, case)
    return confirm(
        request,
        Form(posted(request)),
        actions.say_known,
        case,
        done=_("Thank you for saying so. The case is closed to you, and its supervisors are told."),
        to=reverse("my-day"),
        title=_("Do you know this person?"),
        text=_("Say so when you know the person, or family, outside your work. You need not say why."),
        consequences=[
            _("All cases of this person, and of children who accompany the person, close to you now."),
            _("What you had to do passes on, and the supervisors find somebody else."),
            _("Only another supervisor can open them to you again."),
        ],
        label=_("I know this person"),
        danger=True,
        crumbs=crumbs(case),
        back_url=address(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def known_take_back(request, case_number, exclusion):
    """Another supervisor says that somebody does not know the person after all."""
    case = read_case(request, case_number, PART)
    rows = case.exclusions.standing().select_related("user", "case__office", "case__person")
    row = get_object_or_404(rows, pk=exclusion)
    require(rules.can_take_back_known, request.user, row)
    return confirm(
        request,
        Form(posted(request)),
        actions.take_back_known,
        row,
        done=_("It is taken back."),
        to=address(case, "team"),
        title=_("Does %(who)s not know the person?") % {"who": row.user.full_name},
        text=str(case),
        consequences=[
            _("Nothing is given back: open the case anew to whoever should work with it."),
            _("Whoever supervises the office of the case reads it again."),
        ],
        label=_("Take it back"),
        danger=True,
        crumbs=way(case),
        back_url=address(case, "team"),
    )
