from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from audit.actions import record
from audit.doors import require
from cases import rules
from cases.actions.grounds import weigh_consents
from cases.grounds import OF_THE_FAMILY, require_ground
from cases.keeping import add_task, lock_person, locked, refuse_impossible_day
from cases.models import ASKED_WHY, STRICTNESS, Ground, Relative, SafeToContact
from cases.relatives import NAMING, OF_THE_TEAM
from cases.task_words import INVOLVED_IS_CALLED, WHO_CONSENTED
from work import actions as work
from work.errors import refusal

LOOSER = gettext_lazy(
    "That somebody may be contacted after all is written by the team of the case: tell them what you know."
)
WAS_WHY_NOT = gettext_lazy(
    "What stands here was why this person is not contacted. Write it anew: whoever looks after the person "
    "reads it from now on."
)
GONE = gettext_lazy("This is not kept any more.")


class WhyCalled(models.TextChoices):
    """Why somebody is called of whom it is not known, or known not, to be safe; the trail keeps the code."""

    DANGER = "danger", gettext_lazy("A life is in danger")
    WISH = "wish", gettext_lazy("The person asks for it, and knows the risk")
    AUTHORITY = "authority", gettext_lazy("A court or the police asks for it")
    CORRECT = "correct", pgettext_lazy("why a number is shown", "To mend what is written")


@transaction.atomic
def add_relative(case, *, by, once=None, **facts):
    """Write down somebody of her family, or whom she trusts; whoever looks after her may hear it first."""
    case = locked(case)
    _require(facts, by, case)
    require_ground(case)
    lock_person(case)

    def make():
        _refuse_day(facts)
        relation = facts.get("relation")
        relative = Relative(person=case.person, number=_next_number(case.person, relation), **facts)
        work.create(relative, by=by, verb="relative.added", office=case.office, about=[case])
        if relative.took_part:
            _ask_who_consented(case.person, by=by)
            _see_to_contact(relative, case, by=by)
        return relative

    return Relative.objects.get(pk=work.once(once, by=by, verb="relative.added", make=make))


@transaction.atomic
def change_relative(relative, *, by, case, version=None, **facts):
    """Change what is written of somebody of her family; what it was stays readable.

    That somebody must not be called is written whatever else is missing. Where it is found that somebody took
    part, what she or he consented to is in doubt, in all her cases.
    """
    case, stood = _stands(relative, case)
    _require(facts, by, case)
    _refuse_day(facts)
    _refuse_looser(stood, facts, by=by, case=case)
    if any(facts.get(name) for name in NAMING):
        require_ground(case)
    if facts.get("relation", stood.relation) != stood.relation:
        facts["number"] = _next_number(case.person, facts["relation"])
    took_part, safe = stood.took_part, stood.safe_to_contact
    relative = work.write(
        stood,
        by=by,
        verb="relative.changed",
        changes=facts,
        version=version,
        office=case.office,
        about=[case],
    )
    if relative.took_part != took_part:
        weigh_consents(case.person, by=by)
    if relative.took_part and not took_part:
        _ask_who_consented(case.person, by=by)
    if (relative.took_part, relative.safe_to_contact) != (took_part, safe):
        _see_to_contact(relative, case, by=by)
    return relative


@transaction.atomic
def withdraw_relative(relative, *, by, case, withdrawn_reason, version=None):
    """Take back what was written by mistake; the team still reads it, and what it put in doubt holds."""
    case, stood = _stands(relative, case)
    require(rules.can_withdraw_relative, by, case)
    facts, took_part = {"withdrawn_at": timezone.now(), "withdrawn_reason": withdrawn_reason}, stood.took_part
    verb = "relative.withdrawn"
    relative = work.write(
        stood, by=by, verb=verb, changes=facts, version=version, office=case.office, about=[case]
    )
    if took_part:
        weigh_consents(case.person, by=by)
    return relative


def reveal_relative(relative, *, by):
    """Answer the name of a relative; that it was shown is kept before it is."""
    require(rules.can_record_relative, by, relative.case)
    record("relative.name_revealed", relative, relative.case, by=by, office=relative.case.office)
    return relative.name


def open_contact(relative, *, by, why=""):
    """Answer how somebody is reached: `{field: words}`; the trail keeps who looked, and why if it is asked.

    Where he or she lives is told to the team alone.
    """
    require(rules.can_open_contact, by, relative)
    if relative.safe_to_contact in ASKED_WHY and why not in WhyCalled.values:
        raise refusal(_("Say why it is needed."), field="why", code="why")
    case, codes = relative.case, [relative.safe_to_contact, *([why] if why else [])]
    record("relative.contact_opened", relative, case, by=by, office=case.office, detail=codes)
    names = ("telephones", "place") if rules.can_weigh_relative(by, case) else ("telephones",)
    return {name: getattr(relative, name) for name in names if getattr(relative, name)}


def _stands(relative, case):
    """`(case, relative)` as they stand now, after the case and the person; refused where it is over."""
    case = locked(case)
    lock_person(case)
    rows = Relative.objects.select_for_update(of=("self",), no_key=True).of_case(case)
    stood = rows.filter(pk=relative.pk).first()
    if stood is None:
        raise refusal(GONE, code="gone")
    if stood.withdrawn_at:
        raise refusal(_("This was withdrawn already."), code="withdrawn")
    return case, stood


def _require(facts, by, case):
    """Whoever looks after her writes whom to call; who took part, and could take her in, the team."""
    require(rules.can_record_relative, by, case)
    if set(facts) & set(OF_THE_TEAM):
        require(rules.can_weigh_relative, by, case)


def _next_number(person, relation):
    """The number that tells this aunt from the others; one that was given is given to nobody else."""
    given = Relative.objects.filter(person=person, relation=relation)
    return (given.aggregate(last=models.Max("number"))["last"] or 0) + 1


def _refuse_day(facts):
    if facts.get("said_on"):
        refuse_impossible_day(facts["said_on"], "said_on")


def _refuse_looser(stood, facts, *, by, case):
    """Refuse that whoever only looks after her lets somebody be called, and that why not is told unmeant."""
    safe = facts.get("safe_to_contact", stood.safe_to_contact)
    if STRICTNESS[safe] < STRICTNESS[stood.safe_to_contact] and not rules.can_weigh_relative(by, case):
        raise refusal(LOOSER, field="safe_to_contact", code="looser")
    was_no = stood.safe_to_contact == SafeToContact.NO and safe != SafeToContact.NO
    if was_no and stood.how and facts.get("how", stood.how) == stood.how:
        raise refusal(WAS_WHY_NOT, field="how", code="was_why_not")


def _ask_who_consented(person, *, by):
    """Somebody of her family took part, and of a consent it is not written who of the family gave it."""
    unsaid = Ground.objects.given_for_consent().filter(case__person=person, relative=None, doubted_on=None)
    unsaid = unsaid.filter(giver__in=OF_THE_FAMILY).select_related("case__office", "case__worker")
    for case in {ground.case_id: ground.case for ground in unsaid}.values():
        add_task(case, WHO_CONSENTED, by=by, due_on=timezone.localdate() + timedelta(days=1))


def _see_to_contact(relative, case, *, by):
    """Somebody who took part, or may have, stands as safe to call: the team looks at it again."""
    if relative.took_part and relative.safe_to_contact not in ASKED_WHY:
        add_task(case, INVOLVED_IS_CALLED, by=by, key=str(relative.pk), due_on=timezone.localdate())
