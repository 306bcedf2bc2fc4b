from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from cases import finding
from cases.forms import CaseFilterForm, FindForm
from cases.looks import look
from cases.models import Case, Status, Task
from cases.pages import PILLS, case_page, crumbs
from work.asking import posted
from work.pages import Column, cursor, sorted_by

COLUMNS = [
    Column(gettext_lazy("Case"), sort=("code_name", "id")),
    Column(gettext_lazy("Status")),
    Column(gettext_lazy("Responsible")),
    Column(gettext_lazy("Component")),
    Column(gettext_lazy("Opened on"), sort=("opened_on", "id")),
    Column(gettext_lazy("Next task")),
]


@require_GET
@case_page
def cases(request):
    """The cases that she may open, by code name and number."""
    order, columns = sorted_by(request, COLUMNS, ("-opened_on", "id"))
    filters = CaseFilterForm(request.GET, user=request.user)
    rows = filters.narrow(Case.objects.visible_to(request.user)).for_list()
    page = cursor(rows, request, order=order, columns=columns)
    lines = lines_of(page.rows, request.user)
    shown = {"page": page, "lines": lines, "filters": filters, "today": timezone.localdate()}
    shown["narrowed"] = bool(page.rows) or Case.objects.visible_to(request.user).exists()
    return render(request, "cases/list.html", shown, status=200 if filters.is_valid() else 422)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("known")
@sensitive_variables("form")
@case_page
def find(request):
    """A case by what is known of it; what was typed goes no further than this answer."""
    form = FindForm(posted(request))
    found = finding.find(form.cleaned_data["known"], user=request.user) if form.is_valid() else None
    if found and found.one:
        return redirect(found.one)
    shown = {"form": form, "found": found, "columns": COLUMNS, "crumbs": crumbs()}
    shown["today"] = timezone.localdate()
    if found:
        lines = lines_of([*found.cases, *found.named], request.user)
        shown |= {"lines": lines[: len(found.cases)], "named": lines[len(found.cases) :]}
        look(request, "named", *found.named)
    refused = form.is_bound and not form.is_valid()
    return render(request, "cases/find.html", shown, status=422 if refused else 200)


def lines_of(cases, user):
    """`(case, its pill, the day of its next task)` for a list, in two statements."""
    days = Task.objects.for_whom_she_helps(user).next_days([case.pk for case in cases])
    return [(case, pill(case), days.get(case.pk)) for case in cases]


def pill(case):
    """The status in words and colour."""
    kind, icon = PILLS[Status(case.status)]
    return {"text": Status(case.status).label, "kind": kind, "icon": icon}
