from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.doors import for_roles
from accounts.roles import Role
from audit.doors import require
from reports import rules
from work import actions
from work.models import OutboxRow
from work.pages import Column, cursor


@require_GET
@for_roles(Role.ADMINISTRATOR)
def given_up(request):
    """Work behind the page that failed every time and waits for a person."""
    require(rules.can_tend_work, request.user)
    columns = [Column(_("Work")), Column(_("Asked for")), Column(_("Given up")), Column(_("Why")), Column("")]
    page = cursor(OutboxRow.objects.given_up(), request, order=("-given_up_at", "-id"), columns=columns)
    return render(request, "reports/given_up.html", {"page": page})


@require_POST
@for_roles(Role.ADMINISTRATOR)
def try_again(request, outbox_row):
    """Put one of them back among the work to be done."""
    require(rules.can_tend_work, request.user)
    row = get_object_or_404(OutboxRow.objects.given_up(), pk=outbox_row)
    actions.try_again(row, by=request.user)
    messages.success(request, _("It will be tried again within seconds."))
    return redirect("reports:given-up")
