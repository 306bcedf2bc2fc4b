from django.db import transaction
from django.utils.translation import gettext as _

from audit.doors import require
from cases import dependants
from cases.keeping import ask_which_is_wrong, lock_cases_of, lock_person, refuse_impossible_day
from cases.keeping import locked as locked_case
from cases.suspending import resume_on_contact
from shelters import rules
from shelters.actions.leaving import leave_for_another
from shelters.fit import misfits
from shelters.keeping import (
    ages_at_exit,
    begin_what_follows,
    expected_exit,
    open_case_to,
    refuse_another_stay,
    refuse_before_arrival,
)
from shelters.lacking import ask_for_what_lacks
from shelters.models import Shelter, Stay
from shelters.sleeping import give_bed
from work import actions as work
from work.errors import refusal


@transaction.atomic
def admit_person(shelter, *, by, case, admitted_on, once=None, **facts):
    """Record that somebody came to live in a shelter, with a bed or without; the case opens for its staff.

    Nothing that lacks stops it: a misfit asks whoever knows her case for a reason, missing consent becomes a
    task. Sent again with the same key it answers the stay made before. Entered later, with the day on which
    she left and where she went, the stay is over: it opens nothing, and whoever followed her begins.
    Where another shelter has not written yet that she left it, she left it on the day on which she came here.
    """
    # All hers, in their order: the stay that ends by her coming may be of another case.
    lock_cases_of(case.person_id)
    case, shelter = locked_case(case), Shelter.objects.select_related("office").get(pk=shelter.pk)
    require(rules.can_admit, by, shelter)
    if not rules.works_in(by, shelter):
        require(rules.can_bring, by, case)

    def make():
        return _admit(shelter, case, admitted_on, by=by, **facts)

    return Stay.objects.for_list().get(pk=work.once(once, by=by, verb="stay.begun", make=make))


def _admit(shelter, case, admitted_on, *, by, bed=None, left_on=None, **facts):
    """The new stay, and all that follows from it on its first night and, when it is over, from its exit."""
    unknown = not rules.can_bring(by, case)
    lock_person(case)
    elsewhere = None if left_on else _lives_elsewhere(shelter, case.person, admitted_on)
    _refuse_impossible(shelter, case, admitted_on, left_on, but=elsewhere)
    wrong = misfits(shelter, case, admitted_on)
    # Whoever does not read the case learns nothing of her from a number: the coordinator's task carries it.
    if wrong and not (unknown or facts.get("not_fitting") or facts.get("entered_from")):
        _ask_why(wrong)
    if elsewhere:
        leave_for_another(elsewhere, admitted_on, by=by, entered_from=facts.get("entered_from", ""))
    stay = _new_stay(shelter, case, admitted_on, left_on, by=by, **facts)
    verb = "stay.entered" if left_on else "stay.begun"
    work.create(stay, by=by, verb=verb, office=shelter.office)
    dependants.after_admission(case, on=stay.first_night, by=by, over=not stay.is_open)
    if bed:
        give_bed(stay, bed, admitted_on, by=by)
    if stay.is_open:
        open_case_to(stay, by=by)
    else:
        begin_what_follows(stay, by=by)
    ask_for_what_lacks(stay, by=by, misfit=bool(wrong), unknown=unknown)
    ask_which_is_wrong(case, admitted_on, left_on, by=by)
    resume_on_contact(case, by=by, on=admitted_on, entered_from=stay.entered_from)
    return stay


def _new_stay(shelter, case, admitted_on, left_on, *, by, expected_exit_on=None, entered_from="", **facts):
    """The stay as it is written, with the age bands of its first night and of the day on which she left."""
    expected = expected_exit(shelter, admitted_on, expected_exit_on, back_entry=bool(entered_from))
    stay = Stay(shelter=shelter, case=case, person=case.person, component=shelter.component, **facts)
    stay.admitted_on, stay.expected_exit_on, stay.left_on = admitted_on, expected, left_on
    stay.entered_from, stay.recorded_by = entered_from, by
    stay.take_age(case.person, admitted_on)
    for name, value in ages_at_exit(stay, left_on).items():
        setattr(stay, name, value)
    return stay


def _lives_elsewhere(shelter, person, day):
    """The stay in another shelter that goes on, as far as is written, since this day or before; or None."""
    others = Stay.objects.open().exclude(shelter=shelter).select_related("case")
    return others.filter(person=person, admitted_on__lte=day).first()


def _refuse_impossible(shelter, case, admitted_on, left_on, *, but):
    refuse_impossible_day(admitted_on, field="admitted_on")
    if left_on:
        refuse_impossible_day(left_on, field="left_on")
        refuse_before_arrival(left_on, admitted_on)
    if case.office.organisation_id != shelter.office.organisation_id:
        raise refusal(
            _("This case belongs to another organisation: a referral brings her here."), field="case"
        )
    others = Stay.objects.exclude(pk=but and but.pk)
    refuse_another_stay(others, case.person, admitted_on, left_on, field="case")


def _ask_why(wrong):
    """Somebody for whom the shelter is not meant is admitted for a reason that is kept."""
    why = _("Say why she is admitted all the same: the coordinator reads it.")
    raise refusal(" ".join([*wrong, why]), code="misfit", field="not_fitting")
