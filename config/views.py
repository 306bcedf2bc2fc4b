"""Pages that belong to no room: My day, language, and whether the house stands."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.actions import choose_language
from accounts.adapters import remember_language
from cases import named as names
from cases.looks import keep as keep_looks
from cases.rules import can_see_loads
from config.coming import dates_to_come, days_of_tasks
from config.display import back
from config.my_day import days_to_come, notices_for
from work.models import OutboxRow

OLDEST_WAITING_SECONDS = 15 * 60


@require_GET
def my_day(request):
    """What waits for this person today, and on the days to come."""
    today = timezone.localdate()
    days = days_of_tasks(request.user, today)
    shown = {"notices": notices_for(request.user, days), "days": days_to_come(request.user, days)}
    shown["dates"] = dates_to_come(days, today)
    keep_looks((task.case for _words, tasks in shown["dates"] for task in tasks), ["tasks"], by=request.user)
    shown["supervises"] = can_see_loads(request.user)
    return render(request, "my_day.html", shown)


@transaction.non_atomic_requests
@require_GET
@login_not_required
def livez(request):
    """The web server answers."""
    return JsonResponse({"live": True})


@transaction.non_atomic_requests
@require_GET
@login_not_required
def readyz(request):
    """The data base answers, its tables are those of this version, names are read, no work is left lying."""
    try:
        executor = MigrationExecutor(connection)
        current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        named = current and names.ready()
        moving = not OutboxRow.objects.waiting_longer_than(OLDEST_WAITING_SECONDS).exists()
    except DatabaseError:
        current = moving = named = False
    ready = current and moving and named
    return JsonResponse({"ready": ready}, status=200 if ready else 503)


@require_POST
@login_not_required
def set_language(request):
    """Remember the language on this device, and in the person's account when she is signed in."""
    language = request.POST.get("language")
    response = back(request)
    if language in dict(settings.LANGUAGES):
        remember_language(response, language)
        if request.user.is_authenticated:
            choose_language(request.user, by=request.user, language=language)
    return response
