from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.forms import MergeForm
from cases.likeness import sides_of
from cases.looks import look_apart
from cases.models import Likeness, LikenessAnswer
from cases.pages import case_page
from work.asking import confirm, own, posted
from work.forms import Form

# The button that asks for the names of both.
NAMES = "names"


@require_http_methods(["GET", "POST"])
@case_page
def likeness_merge(request, likeness):
    """Join two people who are one: side by side, with their names when they are asked for."""
    pair = _pair(request, likeness)
    sides = sides_of(pair, request.user)
    look_apart(request, *(side["case"] for side in sides if side["case"]))
    here = reverse("cases:likeness", args=[pair.pk])
    shown = {
        "pair": pair,
        "sides": sides,
        "title": _("Join the two"),
        "crumbs": [(_("Tasks"), reverse("tasks:tasks")), (_("One person with two cases?"), here)],
        "back_url": here,
    }
    if NAMES in request.POST:
        for side in sides:
            side["name"] = actions.reveal_name(side["case"], by=request.user) or _("Not recorded")
        form = MergeForm(sides=sides, initial={"keep": request.POST.get("keep")})
        return render(request, "cases/merge.html", {**shown, "form": form, "named": True})
    return confirm(
        request,
        MergeForm(posted(request), sides=sides),
        actions.merge_people,
        pair,
        done=_("The two are joined. For 30 days this can be undone."),
        to=lambda merge: here,
        template="cases/merge.html",
        **shown,
    )


@require_http_methods(["GET", "POST"])
@case_page
def likeness_undo_merge(request, likeness):
    """Take apart two people who were joined by mistake."""
    pair = _pair(request, likeness)
    here = reverse("cases:likeness", args=[pair.pk])
    return confirm(
        request,
        Form(posted(request)),
        actions.undo_merge,
        pair,
        done=_("The two are taken apart again, and written down as two people."),
        to=lambda merge: here,
        title=_("Take the two apart again?"),
        text=_(
            "Each case goes back to the person to whom it belonged, with what was written in it since; "
            "telephones and documents go back too. Approved reports keep their figures."
        ),
        label=_("Take the two apart"),
        crumbs=[(_("Tasks"), reverse("tasks:tasks")), (_("One person with two cases?"), here)],
        back_url=here,
    )


def _pair(request, likeness):
    """The pair, of whom she may see both sides, when she may join them."""
    pair = own(Likeness, request, likeness, "one", "other", "answered_by")
    require(rules.can_merge, request.user, pair)
    return pair


def what_became_of(pair, user):
    """What the page of an answered pair says and offers about joining the two."""
    merge = pair.merges.select_related("by").order_by("-created_at").first()
    may = rules.can_merge(user, pair)
    if merge and not merge.undone_at:
        day = {"who": merge.by.full_name, "day": date_format(merge.created_at, "SHORT_DATE_FORMAT")}
        return {"joined": _("%(who)s joined the two on %(day)s.") % day, "undo": may and merge.may_be_undone}
    return {"merge": may and pair.answer == LikenessAnswer.SAME}
