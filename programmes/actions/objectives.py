from django.db import transaction

from audit.doors import require
from programmes import rules
from programmes.actions.making import _made_once
from programmes.models import Objective
from work.actions import write


@transaction.atomic
def create_objective(award, *, by, once="", **facts):
    """Enter what an award is to achieve."""
    require(rules.can_change_award, by, award)
    return _made_once(Objective(award=award, **facts), by=by, verb="objective.created", key=once)


@transaction.atomic
def edit_objective(objective, *, by, version=None, **facts):
    """Change an objective's number, words or budget."""
    require(rules.can_change_award, by, objective.award)
    return write(objective, by=by, verb="objective.changed", changes=facts, version=version)


@transaction.atomic
def end_objective(objective, *, by, ended_on, version=None):
    """Pursue an objective no more; what was done and spent for it stays."""
    require(rules.can_change_award, by, objective.award)
    return write(objective, by=by, verb="objective.ended", changes={"ended_on": ended_on}, version=version)
