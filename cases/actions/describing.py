from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.doors import require
from cases import rules
from cases.actions.grounds import weigh_consents
from cases.ages import ADULT, age_on
from cases.code_names import refuse_name_as_code_name
from cases.grounds import require_ground
from cases.keeping import ask_which_is_wrong, first_day_of, lock_person, locked, reckon_ages_again
from cases.likeness import look_for_likeness
from cases.models import IdentityDocument, Level, Majority, Telephone, WhyAdult
from work import actions as work
from work.dates import Precision
from work.errors import refusal

NAMES = ("given_names", "family_names", "other_names")
AGE = ("birth_date", "birth_precision", "majority", "adult_since")
IS_CODE_NAME = gettext_lazy("This is also the code name of case %(number)s. Change the code name first.")
IS_SOME_CODE_NAME = gettext_lazy(
    "This name cannot be kept yet: it is the code name of a case. Ask those who protect data."
)
WHY_ADULT = gettext_lazy(
    "Say whether it was written wrongly or whether she has turned 18: only the first changes what was "
    "counted before."
)
BIRTH_SAYS = gettext_lazy(
    "The birth date that is kept says otherwise. If that was written wrongly, take it out here; it can be "
    "written again on the page of who she is."
)
NO_BIRTH = {
    "birth_date": None,
    "birth_precision": Precision.UNKNOWN,
    "birth_year": None,
    "age_estimated": False,
    "adult_since": None,
}


@transaction.atomic
def edit_basics(person, *, by, case, version=None, why_adult="", birth_was_wrong=False, **facts):
    """Mend her sex, or whether she is a child or an adult: what may be kept before any ground.

    Where no birth date says when, `why_adult` says whether she turned 18: then what was written before that
    was right, and stays as it is. A birth date that says otherwise is taken out where `birth_was_wrong`.
    """
    case = locked(case)
    require(rules.can_change_case, by, case)
    stood = lock_person(case)
    if stood.birth_contradicts(facts.get("majority")):
        if not birth_was_wrong:
            raise refusal(BIRTH_SAYS, field="birth_was_wrong", code="birth_contradicts")
        facts |= NO_BIRTH
    else:
        facts |= _adult_since(stood, facts, why_adult)
    return _changed(person, by=by, version=version, facts=facts, case=case)


def _adult_since(person, facts, why):
    """Since when she is known as an adult; nothing where child or adult does not change."""
    if facts.get("majority", person.majority) == person.majority:
        return {}
    if not person.becomes_adult_by(facts["majority"]):
        return {"adult_since": None}
    if why not in WhyAdult:
        raise refusal(WHY_ADULT, field="why_adult", code="why_adult")
    return {"adult_since": timezone.localdate() if why == WhyAdult.TURNED_18 else None}


@transaction.atomic
def describe_person(person, *, by, case, version=None, on=None, telephones=(), documents=(), **facts):
    """Write who she is, once something lets the programme keep it; `on` names the day of a back entry.

    Rows of telephones and documents are added, changed where they name the row they mean, or removed; sent
    twice over one version of her, they are not added twice. A birth date that is mended re-bands what was
    counted of her.
    """
    case = locked(case)
    require(rules.can_change_case, by, case)
    require_ground(case, on)
    seen = lock_person(case).version
    _refuse_code_name(case.person, facts, by=by)
    born = facts.get("birth_date")
    if born:
        facts |= {"birth_year": born.year, "majority": _majority_now(born, facts["birth_precision"])}
    person = _changed(person, by=by, version=version, facts=facts, case=case)
    sent = [(Telephone, row) for row in telephones] + [(IdentityDocument, row) for row in documents]
    kept = [_keep_row(model, person, dict(row), by=by, case=case) for model, row in sent]
    if documents or person.version != seen:
        look_for_likeness(person, by=by)
    if any(kept) and person.version == seen:
        person = work.write(person, by=by, verb="person.changed", changes={}, beside=True)
    return person


def _changed(person, *, by, version, facts, case):
    """The person with what is new of her; what is counted of her follows her age.

    She is the one on whom the case hangs now: who took her name out meanwhile left another row, and what was
    written of the old one is told as outdated.
    """
    stood = lock_person(case)
    if person.pk != stood.pk:
        person, version = stood, version and 0
    before = [getattr(stood, name) for name in AGE]
    person = work.write(
        person, by=by, verb="person.changed", changes=facts, version=version, office=case.office, about=[case]
    )
    if before != [getattr(person, name) for name in AGE]:
        reckon_ages_again(person)
        case.person = person
        ask_which_is_wrong(case, first_day_of(person), by=by)
        weigh_consents(person, by=by)
    return person


def _majority_now(born, precision):
    """Child or adult today, by this birth date."""
    years = age_on(timezone.localdate(), born, precision)
    if years is None:
        raise refusal(_("This day has not come yet. Check the birth date."), field="birth", code="future")
    return Majority.CHILD if years < ADULT else Majority.ADULT


def _refuse_code_name(person, facts, *, by):
    """Refuse a name that stands in lists as the code name of a case of hers.

    Of a case that she who writes it may not open no number is told: that it is there tells enough.
    """
    for name in NAMES:
        for case in person.cases.all() if facts.get(name) else ():
            try:
                refuse_name_as_code_name(case.code_name, facts[name])
            except ValidationError:
                told = rules.reads(by, case, Level.REFERENCE)
                words = IS_CODE_NAME % {"number": case.number} if told else IS_SOME_CODE_NAME
                raise refusal(words, field=name, code="is_code_name") from None


def _keep_row(model, person, row, *, by, case):
    """Add a row of hers, or change or remove the one that is meant; answers whether that changed anything."""
    known, seen, remove = row.pop("id", None), row.pop("version", None), row.pop("remove", False)
    name = model._meta.model_name
    if not known:
        made = model(person=person, **row)
        facts = {"by": by, "office": case.office, "about": [case]}
        return not remove and bool(work.create(made, verb=f"{name}.added", **facts))
    kept = model.objects.select_for_update(of=("self",), no_key=True).filter(person=person, pk=known).first()
    if kept is None or (seen is not None and seen != kept.version):
        raise refusal(
            _("Somebody changed a telephone or a document meanwhile. Look at the rows, and save again."),
            code="row_changed",
        )
    if not remove:
        facts = {"by": by, "office": case.office, "about": [case]}
        before = kept.version
        return work.write(kept, verb=f"{name}.changed", changes=row, **facts).version != before
    return work.remove(kept, by=by, verb=f"{name}.removed", office=case.office, about=[person, case])
