"""The outside reviewer's pages."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import actions, rules
from accounts.decisions import words_of
from accounts.doors import for_roles
from accounts.forms import DecisionFilterForm, ReviewForm
from accounts.models import SoleDecision
from accounts.pages import show, typed
from accounts.roles import Role
from audit.doors import require
from work.answers import carry_out
from work.pages import Column, cursor

COLUMNS = [
    Column(gettext_lazy("What was decided")),
    Column(gettext_lazy("Office")),
    Column(gettext_lazy("Decided by")),
    Column(gettext_lazy("When")),
    Column(gettext_lazy("Answer")),
]


@require_GET
@for_roles(Role.REVIEWER)
def sole_decision_list(request):
    """What was decided by one person alone in the offices she reviews, first what waits for an answer."""
    form = DecisionFilterForm(request.GET)
    decisions = SoleDecision.objects.visible_to(request.user).select_related("office", "decided_by")
    wanted = form.cleaned_data["state"] if form.is_valid() else ""
    narrowed = {"": decisions.waiting, "answered": decisions.answered, "all": decisions.all}[wanted]
    page = cursor(narrowed(), request, order=("-decided_at", "-id"), columns=COLUMNS)
    lines = [(decision, words_of(decision.verb)) for decision in page]
    context = {"page": page, "lines": lines, "filters": form}
    return render(
        request, "accounts/sole_decision_list.html", context, status=200 if form.is_valid() else 422
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.REVIEWER)
def sole_decision(request, sole_decision):
    """One decision, and the answer to it."""
    visible = SoleDecision.objects.visible_to(request.user).select_related(
        "office", "decided_by", "reviewed_by"
    )
    decision = get_object_or_404(visible, pk=sole_decision)
    form = ReviewForm(typed(request))
    if request.method == "POST":
        require(rules.can_review, request.user, decision)
    if form.is_valid() and carry_out(form, actions.review_sole_decision, decision, by=request.user):
        messages.success(request, _("Your answer is written."))
        return redirect("sole-decisions")
    return show(
        request, "accounts/sole_decision.html", form, decision=decision, words=words_of(decision.verb)
    )
