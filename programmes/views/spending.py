import csv

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from programmes import actions
from programmes.award_pages import about, crumbs, page_of
from programmes.forms import SpendingFileForm, TakeInForm
from programmes.forms.ending import NothingForm
from programmes.models import Award, ExpenditureImport, PaidBy, RowOutcome
from programmes.pages import confirm, make, manager_page, own, posted
from programmes.periods import quarters_of
from programmes.spending import words
from programmes.spending.judging import to_be_taken
from programmes.spending.sums import lacking_rates, rates_of, spent, spent_by_objective
from work.answers import carry_out
from work.conflicts import seen_version
from work.pages import Column, cursor

ROW_COLUMNS = [
    Column(gettext_lazy("Period")),
    Column(gettext_lazy("Objective")),
    Column(gettext_lazy("Line")),
    Column(gettext_lazy("Paid by")),
    Column(gettext_lazy("Amount"), numeric=True),
    Column(gettext_lazy("File")),
]
SAMPLE_HEADS = {
    "es": ["Objetivo", "Período", "Línea", "Pagado por", "Monto", "Moneda"],
    "en": ["Objective", "Period", "Line", "Paid by", "Amount", "Currency"],
}


def _way(award):
    return [*crumbs(award), (_("Spending"), page_of(award, "spending"))]


@require_GET
@manager_page
def spending(request, award):
    """What was spent by objective, in the award's currency, and the files it came from."""
    award = own(Award, request, award, "donor")
    lines, everything = spent_by_objective(award), spent(award)
    shown = {
        **about(award, "spending"),
        "lines": [(one, total, total.share_of(one.budget if one else None)) for one, total in lines],
        "all": everything,
        "all_share": everything.share_of(award.amount),
        "counterpart": spent(award, paid_by=PaidBy.COUNTERPART),
        "lacking": lacking_rates(award.expenditures.all(), rates_of(award)),
        "rates": award.rates.all(),
        "imports": award.expenditure_imports.order_by("-created_at", "-id"),
    }
    return render(request, "programmes/spending.html", shown)


@require_GET
@manager_page
def spending_rows(request, award):
    """Every amount that was taken in."""
    award = own(Award, request, award, "donor")
    rows = award.expenditures.select_related("objective", "came_in")
    page = cursor(rows, request, order=("-starts", "id"), columns=ROW_COLUMNS)
    shown = {**about(award, "spending"), "page": page, "crumbs": _way(award)}
    return render(request, "programmes/spending_rows.html", shown)


@require_GET
@manager_page
def spending_sample(request, award):
    """An empty file with the right columns: a row for each objective and quarter that has begun."""
    award = own(Award, request, award)
    today = about(award, "spending")["today"]
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{award.number}-spending.csv"'
    rows = csv.writer(response)
    rows.writerow(SAMPLE_HEADS["es" if get_language().startswith("es") else "en"])
    for objective in award.objectives.open():
        for quarter in quarters_of(award, award.financial_calendar):
            if quarter.start <= today:
                rows.writerow([objective.code, quarter.label, "", "Convenio", "", award.currency])
    return response


@require_http_methods(["GET", "POST"])
@manager_page
def spending_read(request, award):
    """Read a file of the accounts; nothing is taken yet."""
    award = own(Award, request, award)
    return make(
        request,
        SpendingFileForm(posted(request), request.FILES or None),
        actions.read_spending,
        award,
        done=_("The file is read. Nothing is taken yet: look at each row below."),
        to=lambda made: made.get_absolute_url(),
        template="programmes/spending_read.html",
        title=_("Import spending"),
        award=award,
        crumbs=_way(award),
        back_url=page_of(award, "spending"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def spending_import(request, expenditure_import):
    """The account of a file, row by row; taking it in is the second decision."""
    made = own(ExpenditureImport, request, expenditure_import, "award__donor")
    form = TakeInForm(posted(request))
    version = seen_version(request.POST)
    if form.is_valid() and carry_out(form, actions.take_in_import, made, by=request.user, version=version):
        if form.outcome is None:
            messages.warning(
                request, _("The figures changed meanwhile: nothing was taken. Look at each row again.")
            )
            return redirect(made.get_absolute_url())
        messages.success(request, _("The spending is taken in."))
        return redirect(page_of(made.award, "spending"))
    return render(
        request, "programmes/spending_import.html", _account(made, form), status=422 if form.is_bound else 200
    )


def _account(made, form):
    """Every row with what becomes of it and why, and how many of each kind there are."""
    rows = list(made.rows.select_related("objective", "expenditure"))
    for row in rows:
        row.why = words.sentence(row.reason)
    counts = [(outcome, sum(row.outcome == outcome for row in rows)) for outcome in RowOutcome]
    is_open = not made.imported_at and not made.discarded_at
    return {
        **about(made.award, "spending"),
        "made": made,
        "form": form,
        "account": rows,
        "counts": [(outcome.label, number) for outcome, number in counts if number],
        "outcomes": {outcome.value for outcome, number in counts if number},
        "is_open": is_open,
        "lacking": lacking_rates(to_be_taken(rows, made.award), rates_of(made.award)) if is_open else (),
        "crumbs": _way(made.award),
    }


@require_http_methods(["GET", "POST"])
@manager_page
def spending_discard(request, expenditure_import):
    """Put aside a file that was read."""
    made = own(ExpenditureImport, request, expenditure_import, "award")
    return confirm(
        request,
        NothingForm(posted(request)),
        actions.discard_import,
        made,
        done=_("The file is put aside. Nothing of it was taken."),
        to=page_of(made.award, "spending"),
        title=_("Put this file aside?"),
        text=_("Nothing of it is taken. You can read it again later."),
        label=_("Put it aside"),
        crumbs=_way(made.award),
        back_url=made.get_absolute_url(),
    )
