from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.doors import require
from programmes import rules
from programmes.actions.making import _locked, _made_once
from programmes.actions.windows import _refuse_windows_outside
from programmes.dependants import rest_on_periods
from programmes.models import Award, ExchangeRate
from work.actions import write


@transaction.atomic
def create_award(*, by, donor, once="", **facts):
    """Enter a signed award; it belongs to the organisation whose donor it names."""
    require(rules.can_keep_programme, by, donor.organisation_id)
    award = Award(donor=donor, organisation_id=donor.organisation_id, ends=facts["signed_ends"], **facts)
    return _made_once(award, by=by, verb="award.created", key=once)


@transaction.atomic
def edit_award(award, *, by, version=None, **facts):
    """Correct what was entered of an award; what was agreed later is an AwardChange instead."""
    award = _locked(award)
    require(rules.can_change_award, by, award)
    donor = facts.get("donor", award.donor)
    if donor.organisation_id != award.organisation_id:
        raise ValidationError({"donor": _("This donor is in another organisation's list.")})
    _refuse_changes_that_move_figures(award, facts)
    starts, signed = facts.get("starts", award.starts), facts.get("signed_ends", award.signed_ends)
    ends = award.end_on(signed_ends=signed)
    if ends < starts:
        raise ValidationError({"starts": _("The award would end before it starts.")})
    _refuse_windows_outside(award, starts, ends, "signed_ends" if ends != award.ends else "starts")
    return write(award, by=by, verb="award.changed", changes=facts | {"ends": ends}, version=version)


def _refuse_changes_that_move_figures(award, facts):
    """Days and money that other rows were counted by are not changed under them."""
    if facts.get("starts", award.starts) != award.starts and award.expenditures.exists():
        sentence = _(
            "Spending was imported for periods counted from the first day: it can no longer be changed."
        )
        raise ValidationError({"starts": sentence})
    if facts.get("currency", award.currency) != award.currency and award.rates.exists():
        raise ValidationError({"amount": _("Exchange rates stand against this currency: end those first.")})
    known = {name: getattr(award, name) for name in ("starts", "reporting_calendar")}
    moved = [name for name, value in known.items() if facts.get(name, value) != value]
    if moved and rest_on_periods(award):
        sentence = _("Reports were made for periods counted by it: it can no longer be changed.")
        raise ValidationError(dict.fromkeys(moved, sentence))


@transaction.atomic
def add_rate(award, *, by, once="", **facts):
    """Say how many units of a currency make one of the award's, from a day on."""
    award = _locked(award)
    require(rules.can_change_award, by, award)
    _refuse_own_currency(award, facts["currency"])
    return _made_once(ExchangeRate(award=award, **facts), by=by, verb="rate.created", key=once)


@transaction.atomic
def edit_rate(rate, *, by, version=None, **facts):
    """Correct a rate; sums made with it change, which reports show as a restatement."""
    award = _locked(rate.award)
    require(rules.can_change_award, by, award)
    if "currency" in facts:
        _refuse_own_currency(award, facts["currency"])
    return write(rate, by=by, verb="rate.changed", changes=facts, version=version)


def _refuse_own_currency(award, currency):
    if currency == award.currency:
        raise ValidationError({"currency": _("This is the award's own currency: it needs no rate.")})
