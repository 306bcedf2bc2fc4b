"""The reasons of an import's account, as sentences of the reader's language."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "blank": _("The row is empty."),
    "total": _("A row of totals: the rows above it are taken."),
    "no_objective": _(
        "The number of the objective is missing; write “General” for costs of no single objective."
    ),
    "unknown_objective": _("The award has no objective “%(given)s”."),
    "no_period": _("The period is missing."),
    "unknown_period": _("“%(given)s” is no period; write for example FY2011-Q1, AQ2 or 2011-Q1."),
    "outside_award": _("%(given)s lies outside the award."),
    "not_begun": _("%(given)s has not begun yet."),
    "no_amount": _("The amount is missing."),
    "unknown_amount": _("“%(given)s” is no amount; write for example 1234.50."),
    "negative": _("The amount is below zero: correct the earlier amount instead."),
    "no_currency": _("The currency is missing."),
    "unknown_currency": _("“%(given)s” is no currency code; write for example USD or GTQ."),
    "unknown_payer": _("“%(given)s” says not who paid: write “Convenio” or “Contrapartida”."),
    "twice": _("Row %(row)s already gives an amount for this: add them up, or name the budget lines apart."),
    "overlaps": _("Spending for %(given)s is already there, which covers part of the same time."),
    "replaces": _("Until now it was %(amount)s."),
}


def sentence(reason):
    """What a stored reason says; nothing for a row that is simply taken."""
    if not reason:
        return ""
    if "amount" in reason:
        reason = reason | {"amount": number_format(Decimal(reason["amount"]), 2)}
    return str(SENTENCES[reason["code"]]) % reason
