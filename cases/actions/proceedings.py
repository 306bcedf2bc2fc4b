from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.keeping import ask_which_is_wrong, locked, refuse_impossible_day
from cases.models import DateState, Proceeding, ProceedingStage
from cases.proceedings import ask_to_tell, stage_facts
from work import actions as work
from work.errors import refusal


@transaction.atomic
def record_proceeding(
    case, *, by, kind, stage, on, stage_words=None, told_free_on=None, once=None, entered_from="", **facts
):
    """Write down a matter before an authority, and to which stage it came on which day.

    That help does not depend on taking part is to be told to her: until it was, that is a task.
    """
    case = locked(case)
    require(rules.can_follow_proceedings, by, case)

    def make():
        _refuse_days_to_come(on=on, told_free_on=told_free_on)
        of_all = {"case": case, "recorded_by": by, "entered_from": entered_from}
        proceeding = Proceeding(kind=kind, told_free_on=told_free_on, **of_all, **facts)
        stages = stage_facts(proceeding, stage)
        codes = [kind, *([entered_from] if entered_from else [])]
        work.create(proceeding, by=by, verb="proceeding.recorded", office=case.office, detail=codes)
        _put_stage(proceeding, by=by, on=on, words=stage_words, entered_from=entered_from, **stages)
        ask_to_tell(proceeding, by=by)
        return proceeding

    return Proceeding.objects.get(pk=work.once(once, by=by, verb="proceeding.recorded", make=make))


@transaction.atomic
def change_proceeding(proceeding, *, by, version=None, **facts):
    """Correct or complete what is kept of a proceeding; what it said before stays readable."""
    proceeding = locked_proceeding(proceeding, by=by)
    _refuse_days_to_come(told_free_on=facts.get("told_free_on"))
    kind = facts.get("kind", proceeding.kind)
    if Proceeding(kind=kind).is_criminal != proceeding.is_criminal:
        words = _(
            "A criminal proceeding has stages of its own: withdraw this one with the reason, and write it "
            "anew."
        )
        raise refusal(words, field="kind", code="of_another_kind")
    office, verb = proceeding.case.office, "proceeding.changed"
    written = work.write(proceeding, by=by, verb=verb, changes=facts, version=version, office=office)
    written.case = proceeding.case
    ask_to_tell(written, by=by)
    return written


@transaction.atomic
def withdraw_proceeding(proceeding, *, by, withdrawn_reason, version=None):
    """Take back a proceeding that was written by mistake; refused while a day to come stands in it."""
    proceeding = locked_proceeding(proceeding, by=by)
    if proceeding.steps.filter(state=DateState.PLANNED).exists():
        words = _("A step of this proceeding is still to come: cancel it first, so that nobody goes there.")
        raise refusal(words, code="to_come")
    facts = {"withdrawn_at": timezone.now(), "withdrawn_reason": withdrawn_reason}
    office, verb = proceeding.case.office, "proceeding.withdrawn"
    written = work.write(proceeding, by=by, verb=verb, changes=facts, version=version, office=office)
    written.case = proceeding.case
    ask_to_tell(written, by=by)
    return written


@transaction.atomic
def record_stage(proceeding, *, by, stage, on, words=None, once=None, entered_from=""):
    """Write to which stage a proceeding came on a day; the latest is where it stands."""
    proceeding = locked_proceeding(proceeding, by=by)

    def make():
        refuse_impossible_day(on, "on")
        stages = stage_facts(proceeding, stage)
        return _put_stage(proceeding, by=by, on=on, words=words, entered_from=entered_from, **stages)

    return ProceedingStage.objects.get(pk=work.once(once, by=by, verb="proceeding.stage_recorded", make=make))


@transaction.atomic
def withdraw_stage(stage, *, by, withdrawn_reason, version=None):
    """Take back a stage that was written by mistake: the one before it stands again."""
    proceeding = locked_proceeding(stage.proceeding, by=by)
    stage = ProceedingStage.objects.select_for_update(of=("self",), no_key=True).get(pk=stage.pk)
    stage.case, stage.proceeding = proceeding.case, proceeding
    if stage.withdrawn_at:
        raise refusal(_("This was withdrawn already."), code="withdrawn")
    facts = {"withdrawn_at": timezone.now(), "withdrawn_reason": withdrawn_reason}
    office, verb = proceeding.case.office, "proceeding.stage_withdrawn"
    written = work.write(stage, by=by, verb=verb, changes=facts, version=version, office=office)
    written.case, written.proceeding = proceeding.case, proceeding
    return written


def locked_proceeding(proceeding, *, by):
    """The proceeding as it stands now, after its case; one that was withdrawn is not touched."""
    case = locked(proceeding.case)
    require(rules.can_follow_proceedings, by, case)
    proceeding = Proceeding.objects.select_for_update(of=("self",), no_key=True).get(pk=proceeding.pk)
    proceeding.case = case
    if proceeding.withdrawn_at:
        raise refusal(_("This proceeding was withdrawn."), code="withdrawn")
    return proceeding


def _put_stage(proceeding, *, by, on, words, entered_from, **stages):
    case = proceeding.case
    facts = {"on": on, "words": words, "recorded_by": by, "entered_from": entered_from}
    stage = ProceedingStage(case=case, proceeding=proceeding, **facts, **stages)
    verb, office = "proceeding.stage_recorded", case.office
    work.create(stage, by=by, verb=verb, office=office, detail=[stage.stage])
    ask_which_is_wrong(case, on, by=by)
    return stage


def _refuse_days_to_come(**days):
    for field, day in days.items():
        if day:
            refuse_impossible_day(day, field)
