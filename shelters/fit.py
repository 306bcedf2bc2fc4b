"""Whom a shelter is meant for, and whether somebody is among them on a day. It warns, it never refuses."""

from datetime import timedelta

from django.utils.translation import gettext as _

from cases.ages import ADULT
from cases.models import CaseRole, Pregnancy, Task
from shelters.models import Stay

# Where nobody has asked how she lives it, her sex says it; of others nothing can be said.
GENDER_OF_SEX = {"F": "feminine", "M": "masculine"}
# A shelter for women takes women, whatever their papers say.
LIVED_AS = {"trans_feminine": "feminine", "trans_masculine": "masculine"}
NOT_SAID = {None, "", "unknown"}
# Said on its first day, a pregnancy is over by then.
LONGEST_PREGNANCY = timedelta(days=294)
# The task of the coordinator who is to look at it.
MISFIT = "shelter_misfit"


def misfits(shelter, case, day):
    """Sentences that say why she is not among those whom the shelter takes; none tells her age."""
    person = case.person
    found = [_not_able(shelter, person)]
    if case.role == CaseRole.ACCOMPANYING_CHILD and mother_lives_there(shelter, case, day):
        found.append("" if shelter.takes_children else _("The shelter takes no children with their mother."))
    else:
        found += [_other_gender(shelter, person), _other_age(shelter, person, day)]
        found += [_with_children(shelter, case), _pregnant(shelter, case, day)]
    return [sentence for sentence in found if sentence]


def waiting_misfits(stay):
    """What did not fit on her first night, as long as the coordinator has not looked at it."""
    waits = Task.objects.open().filter(kind=MISFIT, key=str(stay.pk)).exists()
    return misfits(stay.shelter, stay.case, stay.admitted_on) if waits else []


def mother_lives_there(shelter, case, day):
    """Is the one whom the child accompanies in this shelter that night?"""
    return Stay.objects.on(day).filter(shelter=shelter, case=case.mother_case_id).exists()


def lived_gender(person):
    """The gender that she lives, None where nobody can say."""
    return GENDER_OF_SEX.get(person.sex) if person.gender in NOT_SAID else person.gender


def _other_gender(shelter, person):
    gender = lived_gender(person)
    if not shelter.genders or gender is None or {gender, LIVED_AS.get(gender)} & set(shelter.genders):
        return ""
    return _("The shelter is not meant for her gender.")


def _other_age(shelter, person, day):
    years, child = person.age_on(day), person.is_child_on(day)
    oldest = shelter.oldest
    if years is not None:
        outside = years < shelter.youngest or (oldest is not None and years > oldest)
    elif child is None:
        outside = False
    else:
        outside = shelter.youngest >= ADULT if child else oldest is not None and oldest < ADULT
    return _("The shelter is not meant for her age.") if outside else ""


def _not_able(shelter, person):
    if shelter.takes_disabled or not set(person.disabilities) - {"none"}:
        return ""
    return _("The shelter is not fit for the difficulties she has.")


def _with_children(shelter, case):
    """Children come with her whose own cases are open."""
    if shelter.takes_children or not case.accompanying.open().exists():
        return ""
    return _("The shelter takes no children with their mother, and she comes with children.")


def _pregnant(shelter, case, day):
    """What she said last is opened only where the shelter asks for it, and holds for one pregnancy."""
    if shelter.takes_pregnant:
        return ""
    asked = case.needs.filter(on__lte=day).first() or case.needs.first()
    if asked is None or asked.pregnant != Pregnancy.YES:
        return ""
    over = asked.pregnant_said_on and day - asked.pregnant_said_on > LONGEST_PREGNANCY
    return "" if over else _("The shelter does not take pregnant women.")
