from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import for_roles
from accounts.models import Absence, User
from accounts.roles import Role
from audit.doors import require
from cases import actions, rules
from cases.forms import AbsenceForm
from cases.models import TEAM
from work.asking import confirm, make, posted
from work.forms import Form
from work.pages import cursor

ORDER = ("since", "id")
team_page = for_roles(*TEAM)


def way():
    """The way to a page under the absences."""
    return [(_("Who is away"), reverse("cases:absences"))]


def _working_in_her_offices(user, absences):
    """Ids of those whose absences she may end as their supervisor, asked once (`rules.can_end_absence`)."""
    here = User.objects.working(office__in=sorted(user.office_ids(Role.SUPERVISOR)))
    return set(here.filter(pk__in=[one.user_id for one in absences]).values_list("pk", flat=True))


@require_GET
@team_page
def absences(request):
    """Who is away today or will be, and who covers: her own, those she covers, those of her offices."""
    rows = Absence.objects.visible_to(request.user).to_come().for_list()
    page = cursor(rows, request, order=ORDER)
    of_hers = _working_in_her_offices(request.user, page.rows)
    for absence in page.rows:
        absence.may_end = absence.user_id == request.user.pk or absence.user_id in of_hers
    return render(request, "cases/absences.html", {"page": page})


@require_http_methods(["GET", "POST"])
@team_page
def absence_say(request):
    """Say who covers while somebody is away."""
    return make(
        request,
        AbsenceForm(posted(request), by=request.user),
        actions.say_absence,
        done=_("It is written down who covers."),
        to=lambda absence: reverse("cases:absences"),
        title=_("Say who covers"),
        intro=_(
            "On these days the colleague reads and does what whoever is away would, in her own name. It ends "
            "by itself."
        ),
        crumbs=way(),
        back_url=reverse("cases:absences"),
    )


@require_http_methods(["GET", "POST"])
@team_page
def absence_end(request, absence):
    """She is back before the day: nobody covers for her any more."""
    rows = Absence.objects.visible_to(request.user).for_list()
    found = get_object_or_404(rows, pk=absence)
    require(rules.can_end_absence, request.user, found)
    return confirm(
        request,
        Form(posted(request)),
        actions.end_absence,
        found,
        done=_("Nobody covers any more."),
        to=reverse("cases:absences"),
        title=_("Is %(who)s back?") % {"who": found.user.full_name},
        text=_("%(who)s covers no more from now on.") % {"who": found.cover.full_name},
        label=_("End the cover"),
        crumbs=way(),
        back_url=reverse("cases:absences"),
    )
