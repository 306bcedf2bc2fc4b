from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.doors import require
from programmes import rules
from programmes.actions.making import _made_once
from programmes.models import SubAward
from work.actions import write


@transaction.atomic
def create_sub_award(award, *, by, once="", **facts):
    """Pass part of an award on to another organisation."""
    require(rules.can_change_award, by, award)
    _refuse_giver(award, facts["recipient"])
    return _made_once(SubAward(award=award, **facts), by=by, verb="sub_award.created", key=once)


@transaction.atomic
def edit_sub_award(sub_award, *, by, version=None, **facts):
    """Change a sub-award; a recipient whose work the award already pays for stays."""
    require(rules.can_change_award, by, sub_award.award)
    _refuse_giver(sub_award.award, facts.get("recipient", sub_award.recipient))
    before = SubAward.objects.get(pk=sub_award.pk).recipient
    if before and facts.get("recipient", before) != before:
        _refuse_paid(sub_award.award, before)
    return write(sub_award, by=by, verb="sub_award.changed", changes=facts, version=version)


@transaction.atomic
def close_sub_award(sub_award, *, by, closed_on, version=None):
    """Close a sub-award once its accounts are settled."""
    require(rules.can_change_award, by, sub_award.award)
    return write(sub_award, by=by, verb="sub_award.closed", changes={"closed_on": closed_on}, version=version)


def _refuse_giver(award, recipient):
    if recipient and recipient.pk == award.organisation_id:
        raise ValidationError({"recipient": _("A sub-award goes to another organisation.")})


def _refuse_paid(award, recipient):
    if award.fundings.live().filter(component__organisation=recipient).exists():
        sentence = _("The award pays for components of %(organisation)s: withdraw those windows first.")
        raise ValidationError({"recipient": sentence % {"organisation": recipient}})
