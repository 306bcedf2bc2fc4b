"""What all pages of one award share: the way there, its state, its tabs."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.models import open_suspension, suspensions_of
from programmes.states import pill, state_of


def page_of(award, name="award"):
    """The address of one of the award's pages."""
    return reverse(f"programmes:{name}", args=[award.pk])


def crumbs(award=None):
    """The way to an award's pages."""
    way = [(_("Awards"), reverse("programmes:awards"))]
    return [*way, (str(award), page_of(award))] if award else way


def tabs(award, current):
    """The pages of an award: `(words, url, current)`."""
    names = [
        ("award", _("Summary")),
        ("fundings", _("Funding")),
        ("targets", _("Targets")),
        ("activities", _("Work plan")),
        ("spending", _("Spending")),
        ("sub-awards", _("Sub-awards")),
        ("changes", _("Changes")),
    ]
    return [(words, page_of(award, name), name == current) for name, words in names]


def about(award, current):
    """What the head of each of the award's pages shows."""
    today = timezone.localdate()
    return {
        "award": award,
        "crumbs": crumbs(),
        "tabs": tabs(award, current),
        "pill": pill(state_of(award, suspensions_of(award), today)),
        "suspension": open_suspension(award, today),
        "today": today,
    }
