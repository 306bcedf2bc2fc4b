from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.forms import LikenessForm
from cases.likeness import sides_of
from cases.looks import look_apart
from cases.models import Likeness
from cases.pages import case_page
from cases.task_words import sign_of
from cases.views.merging import what_became_of
from work.asking import confirm, own, posted
from work.forms import Form


@require_http_methods(["GET", "POST"])
@case_page
def likeness(request, likeness):
    """Two people who may be one: what she may see of each side, and the question."""
    pair = own(Likeness, request, likeness, "one", "other", "answered_by")
    require(rules.can_answer_likeness, request.user, pair)
    sides = sides_of(pair, request.user)
    look_apart(request, *(side["case"] for side in sides if side["case"]))
    shown = {
        "pair": pair,
        "sign": sign_of(pair),
        "sides": sides,
        "title": _("One person with two cases?"),
        "crumbs": [(_("Tasks"), reverse("tasks:tasks"))],
        "back_url": reverse("tasks:tasks"),
    }
    if pair.answer and request.method == "GET":
        return render(request, "cases/likeness.html", shown | what_became_of(pair, request.user))
    return confirm(
        request,
        LikenessForm(posted(request)),
        actions.answer_likeness,
        pair,
        done=_done(sides),
        to=reverse("tasks:tasks"),
        template="cases/likeness.html",
        **shown,
    )


def _done(sides):
    """What an answer ends: the task of one office, or that of two."""
    if len({side["office"] for side in sides}) == 1:
        return _("Your answer is written, and the task is done.")
    return _("Your answer is written, and the task is done for both sides.")


@require_http_methods(["GET", "POST"])
@case_page
def likeness_take_back(request, likeness):
    """An answer was a mistake: the question waits again."""
    pair = own(Likeness, request, likeness, "one", "other", "answered_by")
    require(rules.can_take_back_likeness, request.user, pair)
    look_apart(request, *(side["case"] for side in sides_of(pair, request.user) if side["case"]))
    here = reverse("cases:likeness", args=[pair.pk])
    return confirm(
        request,
        Form(posted(request)),
        actions.take_back_likeness,
        pair,
        done=_("The answer is taken back. The question waits again, as a task."),
        to=here,
        title=_("Take the answer back?"),
        text=_("Both cases stay as they are. Who answered, and that it was taken back, stays in the trail."),
        label=_("Take the answer back"),
        crumbs=[(_("Tasks"), reverse("tasks:tasks")), (_("One person with two cases?"), here)],
        back_url=here,
    )
