from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from programmes import actions
from programmes.award_pages import about, crumbs, page_of
from programmes.forms import AskedRateForm, AwardForm, RateForm
from programmes.models import Award, Donor, ExchangeRate, PaidBy, suspensions_of_many
from programmes.pages import change, make, manager_page, own, posted
from programmes.periods import quarters_of, reports_due
from programmes.spending.sums import spent
from programmes.states import pill, state_of
from programmes.targets import lacking_targets
from programmes.timelines import timeline_of
from work.pages import Column, cursor, sorted_by

COLUMNS = [
    Column(gettext_lazy("Award"), sort=("number", "id")),
    Column(gettext_lazy("Donor"), sort=("donor__name", "-starts", "id")),
    Column(gettext_lazy("First day"), sort=("starts", "id")),
    Column(gettext_lazy("Last day"), sort=("ends", "id")),
    Column(gettext_lazy("Amount"), numeric=True),
    Column(gettext_lazy("State")),
]
NEXT_REPORTS = 4


@require_GET
@manager_page
def awards(request):
    """The awards of her organisations."""
    order, columns = sorted_by(request, COLUMNS, ("-starts", "id"))
    rows = Award.objects.visible_to(request.user).select_related("donor")
    page = cursor(rows, request, order=order, columns=columns)
    today, suspensions = timezone.localdate(), suspensions_of_many(page.rows)
    for award in page.rows:
        award.pill = pill(state_of(award, suspensions[award.pk], today))
    has_donors = bool(page.rows) or Donor.objects.visible_to(request.user).exists()
    return render(request, "programmes/awards.html", {"page": page, "has_donors": has_donors})


@require_GET
@manager_page
def award(request, award):
    """One award: where it stands, what comes next, what is lacking."""
    award = own(Award, request, award, "donor", "organisation")
    today = timezone.localdate()
    shown = {
        **about(award, "award"),
        "timeline": timeline_of(award, today),
        "quarter": next((one for one in quarters_of(award) if one.start <= today <= one.end), None),
        "due": [one for one in reports_due(award) if one.on >= today][:NEXT_REPORTS],
        "lacking": lacking_targets(award),
        "late": award.activities.late(today).count(),
        "spent": spent(award),
        "counterpart": spent(award, paid_by=PaidBy.COUNTERPART) if award.counterpart else None,
    }
    return render(request, "programmes/award.html", shown)


@require_http_methods(["GET", "POST"])
@manager_page
def award_create(request):
    """Enter a signed award."""
    return make(
        request,
        AwardForm(posted(request), user=request.user),
        actions.create_award,
        done=_("The award is entered. Say next which components it pays for."),
        to=lambda award: page_of(award, "fundings"),
        template="programmes/award_form.html",
        title=_("New award"),
        crumbs=crumbs(),
        back_url=reverse("programmes:awards"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def award_change(request, award):
    """Correct what was entered of an award."""
    award = own(Award, request, award)
    return change(
        request,
        award,
        lambda data, row: AwardForm(data, instance=row, user=request.user),
        actions.edit_award,
        done=_("The award is changed."),
        to=page_of(award),
        template="programmes/award_form.html",
        title=_("Correct the award"),
        intro=_(
            "For what was typed wrongly. What the donor agreed later is entered as a change of the award."
        ),
        crumbs=crumbs(award),
        back_url=page_of(award),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def rate_create(request, award):
    """Add an exchange rate, and go back to the file that waits for it."""
    award = own(Award, request, award)
    asked = AskedRateForm.read(request.GET)
    waiting = award.expenditure_imports.filter(pk=asked.pop("file", None)).first()
    back_url = waiting.get_absolute_url() if waiting else page_of(award, "spending")
    return make(
        request,
        RateForm(posted(request), initial=asked),
        actions.add_rate,
        award,
        done=_("The rate is entered."),
        to=lambda rate: back_url,
        title=_("New exchange rate"),
        intro=_("How many units of the other currency make one %(currency)s, for example 7.75 GTQ for 1 USD.")
        % {"currency": award.currency},
        crumbs=crumbs(award),
        back_url=back_url,
    )


@require_http_methods(["GET", "POST"])
@manager_page
def rate_change(request, exchange_rate):
    """Correct an exchange rate."""
    rate = own(ExchangeRate, request, exchange_rate, "award")
    return change(
        request,
        rate,
        lambda data, row: RateForm(data, instance=row),
        actions.edit_rate,
        done=_("The rate is changed."),
        to=page_of(rate.award, "spending"),
        title=_("Correct the exchange rate"),
        crumbs=crumbs(rate.award),
        back_url=page_of(rate.award, "spending"),
    )
