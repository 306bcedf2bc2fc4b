from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.doors import require
from programmes.periods import words_of
from reports import actions, checks, rules
from reports.as_made import kind_of
from reports.forms import ChoosePeriodForm, ConfirmForm, DeviationForm, ReportFilterForm
from reports.handing_out import BEING_MADE, hand_out
from reports.keeping import is_being_counted
from reports.models import Deviation, Report
from reports.pages import crumbs, manager_page, named, own_report, work_of
from reports.restating import restated
from reports.tracking.languages import in_language
from reports.tracking.notes import check_words
from reports.tracking.restatements import together
from reports.tracking.table import deviating, table
from work.asking import CHANGED, change, confirm, make, posted, unless_changed
from work.conflicts import seen_version
from work.pages import Column, cursor

COLUMNS = [
    Column(gettext_lazy("Period")),
    Column(gettext_lazy("Award")),
    Column(gettext_lazy("Kind of report")),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Counted")),
]


@require_GET
@manager_page
def reports(request):
    """The reports of her awards, the latest period first."""
    filters = ReportFilterForm(request.GET, user=request.user)
    rows = filters.narrow(Report.objects.visible_to(request.user))
    page = cursor(rows.for_list(), request, order=("-end", "id"), columns=COLUMNS)
    for report in page.rows:
        report.kind_name = kind_of(report).name
    shown = {"page": page, "filters": filters}
    return render(request, "reports/reports.html", shown, status=200 if filters.is_valid() else 422)


@require_http_methods(["GET", "POST"])
@manager_page
def report_ask(request):
    """Have the report of a period made."""
    form = ChoosePeriodForm(posted(request), user=request.user)
    if not form.periods:
        return _nothing_to_ask(request, form.awards)
    return make(
        request,
        form,
        actions.ask_for_report,
        done=_("A worker makes the report; it takes a few seconds."),
        to=lambda report: report.get_absolute_url(),
        title=_("Have a report made"),
        intro=_("For a period that is over. What is due by itself is made without asking."),
        crumbs=crumbs(),
        label=_("Have it made"),
        cancel=_("Go back"),
        back_url=reverse("reports:reports"),
    )


def _nothing_to_ask(request, awards):
    """What to do first where no award has a period that is over."""
    shown = {"has_awards": bool(awards), "title": _("Have a report made"), "crumbs": crumbs()}
    return render(request, "reports/nothing_to_ask.html", shown)


@require_GET
@manager_page
def report(request, report):
    """One report: its figures beside their targets, what the checks say, its files."""
    report = own_report(request, report)
    shown = {"report": report, "crumbs": crumbs(), "named": named(report), "work": work_of(report)}
    shown["kind"] = kind_of(report).name
    if report.counted_at:
        lines = table(report)
        shown |= {
            "totals": [line for line in lines if not line.dimension],
            "checks": [(one, *check_words(one)) for one in report.checks],
            "may_approve": not checks.stopping(report.checks) and not is_being_counted(report),
            "stops": checks.stopping(report.checks),
            "without_target": checks.without_target(report.checks),
            "deviating": [(line, pair, words_of(pair.label)) for line, pair in deviating(report, lines)],
            "explained": explained(report),
            "restated": together(restated(report), {one.counting.code: one.counting.name for one in lines}),
            "files": report.latest_files,
        }
    return render(request, "reports/report.html", shown)


def explained(report):
    """What was said of figures that are far from their target, by indicator, in the reader's language."""
    found = {one.code: one for one in report.deviations.all()}
    for one in found.values():
        one.said = in_language(one.explanation, one.explanation_en)
    return found


@require_GET
@manager_page
def report_progress(request, report):
    """How far the worker is: a part of the page that asks for itself; done, the page is loaded anew."""
    report = own_report(request, report)
    work = work_of(report)
    if work is None:
        response = render(request, "reports/made.html", {"report": report})
        response["HX-Refresh"] = "true"
        return response
    return render(request, "components/progress.html", work)


@require_POST
@manager_page
def report_make_again(request, report):
    """Count a draft anew, with what was written since."""
    report = own_report(request, report)
    actions.ask_for_report(report.award, by=request.user, template=report.kind, period=report.stretch)
    messages.success(request, _("The figures are being counted anew."))
    return redirect(report)


@require_http_methods(["GET", "POST"])
@manager_page
def report_approve(request, report):
    """Freeze the figures of a report, as they stood on the page from which she came."""
    report, seen = own_report(request, report), seen_version(posted(request) or request.GET)
    why = why_not_approved(report)
    if not why and seen not in (None, report.version):
        why = CHANGED
    if not posted(request) and why:
        messages.warning(request, why)
        return redirect(report)
    return confirm(
        request,
        ConfirmForm(posted(request), report=report),
        unless_changed(actions.approve_report, seen),
        report,
        version=report.version if seen is None else seen,
        done=_("The report is approved. Its figures do not change any more."),
        to=report.get_absolute_url(),
        title=_("Approve the report?"),
        text=_(
            "Its figures and definitions are frozen as they stand. What is written later is shown as a"
            " restatement in the next report."
        ),
        label=_("Approve"),
        crumbs=crumbs(report),
        back_url=report.get_absolute_url(),
    )


def why_not_approved(report):
    """Why there is nothing to ask before approving this report; otherwise nothing."""
    if report.is_approved:
        return _("This report is approved already.")
    if not report.counted_at:
        return _("The figures are not counted yet: there is nothing to approve.")
    if checks.stopping(report.checks):
        return _("Its figures do not agree with each other: see what is wrong below.")
    return ""


@require_http_methods(["GET", "POST"])
@manager_page
def report_explain(request, report, indicator_code):
    """Say why an indicator is far from its target."""
    report = own_report(request, report)
    far = {line.counting.code: (line, pair) for line, pair in deviating(report)}
    if indicator_code not in far:
        raise Http404
    require(rules.can_explain_deviation, request.user, report)
    about = {
        "intro": in_words(*far[indicator_code]),
        "done": _("The explanation is saved."),
        "to": lambda _said: report.get_absolute_url(),
        "title": _("Explain %(code)s") % {"code": indicator_code},
        "crumbs": crumbs(report),
        "back_url": report.get_absolute_url(),
    }
    known = Deviation.objects.filter(report=report, code=indicator_code).first()
    if known is None:
        say = partial(actions.explain_deviation, code=indicator_code)
        return make(request, DeviationForm(posted(request)), say, report, **about)
    return change(
        request,
        known,
        lambda data, row: DeviationForm(data, instance=row),
        actions.change_explanation,
        **about,
    )


def in_words(line, pair):
    """What is to be explained: the figure beside what was promised."""
    numbers = {"name": line.counting.name, "period": words_of(pair.label)}
    numbers |= {"actual": number_format(pair.actual, 0), "target": number_format(pair.target, 0)}
    return _("%(name)s, %(period)s: %(actual)s where %(target)s was promised.") % numbers


@require_GET
@manager_page
def report_file(request, report, language):
    """The workbook in this language; while it is made anew, the page that says so."""
    report = own_report(request, report)
    if report.awaits_files:
        messages.info(request, BEING_MADE)
        return redirect(report)
    return hand_out(report, language, by=request.user)
