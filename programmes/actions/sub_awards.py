from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.doors import require
from programmes import rules
from programmes.actions.making import _locked, _made_once
from programmes.actions.windows import _named
from programmes.models import SubAward
from work.actions import write


@transaction.atomic
def create_sub_award(award, *, by, once="", **facts):
    """Pass part of an award on to another organisation."""
    award = _locked(award)
    require(rules.can_change_award, by, award)
    _refuse_giver(award, facts["recipient"])
    return _made_once(SubAward(award=award, **facts), by=by, verb="sub_award.created", key=once)


@transaction.atomic
def edit_sub_award(sub_award, *, by, version=None, **facts):
    """Change a sub-award; a recipient whose work the award already pays for stays."""
    award = _locked(sub_award.award)
    require(rules.can_change_award, by, award)
    stored = award.sub_awards.get(pk=sub_award.pk)
    _refuse_giver(award, facts.get("recipient", stored.recipient))
    _refuse_windows_left(award, stored, facts, "recipient")
    return write(sub_award, by=by, verb="sub_award.changed", changes=facts, version=version)


@transaction.atomic
def close_sub_award(sub_award, *, by, closed_on, version=None):
    """Close a sub-award once its accounts are settled; the award pays nothing by it after that day."""
    award = _locked(sub_award.award)
    require(rules.can_change_award, by, award)
    facts = {"closed_on": closed_on}
    _refuse_windows_left(award, award.sub_awards.get(pk=sub_award.pk), facts, "closed_on")
    return write(sub_award, by=by, verb="sub_award.closed", changes=facts, version=version)


def _refuse_giver(award, recipient):
    if recipient and recipient.pk == award.organisation_id:
        raise ValidationError({"recipient": _("A sub-award goes to another organisation.")})


def _refuse_windows_left(award, sub_award, facts, field):
    """Refuse what would leave windows of its recipient without a sub-award that pays them, naming each."""
    recipient = sub_award.recipient
    if recipient is None:
        return
    stand = award.sub_awards.filter(recipient=recipient).exclude(pk=sub_award.pk)
    closings = list(stand.values_list("closed_on", flat=True))
    if facts.get("recipient", recipient) == recipient:
        closings.append(facts.get("closed_on", sub_award.closed_on))
    windows = award.fundings.live().filter(component__organisation=recipient).select_related("component")
    left = [
        window for window in windows if not any(day is None or day >= window.last_day for day in closings)
    ]
    if left:
        sentence = _(
            "The award would still pay work of %(organisation)s: %(windows)s. "
            "Correct or withdraw those windows first."
        )
        said = {"organisation": recipient, "windows": "; ".join(map(_named, left))}
        raise ValidationError({field: sentence % said})
