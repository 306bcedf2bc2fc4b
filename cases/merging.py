"""What hangs on a person and goes along when two are joined, or when they are taken apart again.

Sealed words are opened under the key of whose they were and sealed anew under that of whose they are: both
happen while all of them are locked, and nothing of it is written in the clear.
"""

from cases import dependants
from cases.models import (
    BestInterest,
    Case,
    CaseExploitation,
    Conference,
    Document,
    Draft,
    FailedContact,
    Goal,
    Ground,
    IdentityDocument,
    Likeness,
    Needs,
    Note,
    Plan,
    PlanAgreement,
    PlanReview,
    Printout,
    Proceeding,
    ProceedingStage,
    ProceedingStep,
    Relative,
    RiskAssessment,
    RiskNotice,
    RouteStage,
    Screening,
    ScreeningStep,
    Service,
    Step,
    SuspectToPerson,
    Task,
    Telephone,
)
from vault.actions import reseal
from vault.fields import SealedField
from work.models import SealedFile

# Sealed under her key by the case they belong to, and by herself.
OF_A_CASE = (
    *(Service, Note, Ground, Needs, Task, Draft, Document, Printout, CaseExploitation),
    *(Plan, Goal, Step, PlanAgreement, PlanReview, BestInterest, RiskAssessment, RiskNotice),
    *(Proceeding, ProceedingStage, ProceedingStep),
    *(FailedContact, Screening, ScreeningStep),
    RouteStage,
    SuspectToPerson,
    Conference,
)
OF_HERSELF = (Telephone, IdentityDocument, Relative)
# What is filled from the other row where nothing stands in the one that is kept.
FACTS = (
    "given_names",
    "family_names",
    "residence",
    "gender",
    "people",
    "education",
    "marital_status",
    "origin",
    "legal_status",
)
LISTS = ("nationalities", "languages", "disabilities", "migration_profile")
BIRTH = ("birth_date", "birth_precision", "birth_year", "age_estimated")
NAMES_APART = "; "


def move_cases(cases, person):
    """These locked cases hang on this person from now on, with all that is sealed of them."""
    rows = [(row, _opened(row)) for row in _sealed_rows(cases)]
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(person=person)
    for row, sealed in rows:
        if row._meta.model is Case:
            row.person = person
        else:
            row.case.person = person
        # What points at the case and its person together has followed in the data base.
        if hasattr(row, "person_id"):
            row.person_id = person.pk
        if sealed:
            row.save(update_fields=sealed)
    _move_files(cases, person)
    for case in cases:
        case.person = person


def _move_files(cases, person):
    """Files of these cases are sealed for whose they are now, or they would go with the other one's key."""
    documents = Document.objects.filter(case__in=[case.pk for case in cases]).exclude(file=None)
    for file in SealedFile.objects.filter(pk__in=documents.values("file")).order_by("pk"):
        reseal(file, sealed_for=person.pk)


def move_rows(person, to, ids):
    """Telephones, papers and relatives hang on this other row; `ids` by their table, None for all.

    Answers which. Two aunts are told apart by a number: one that is taken there already gets the next.
    """
    moved = {}
    for model in OF_HERSELF:
        table = model._meta.label_lower
        rows = model.objects.select_for_update(of=("self",)).filter(person=person)
        if ids is not None:
            rows = rows.filter(pk__in=ids.get(table, ()))
        for row in rows.order_by("pk"):
            sealed = _opened(row)
            row.person = to
            if model is Relative:
                row.number = free_number(row)
                sealed.append("number")
            row.save(update_fields=[*sealed, "person"])
            moved.setdefault(table, []).append(str(row.pk))
    return moved


def free_number(relative):
    """Her number among those of her person who are the same to her, or the next that nobody bears."""
    taken = Relative.objects.filter(person=relative.person_id, relation=relative.relation)
    numbers = set(taken.exclude(pk=relative.pk).values_list("number", flat=True))
    return relative.number if relative.number not in numbers else max(numbers) + 1


def _sealed_rows(cases):
    """The rows of these cases that are sealed under their person's key, locked, the cases first."""
    ids = [case.pk for case in cases]
    yield from Case.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    for model in OF_A_CASE:
        rows = model.objects.select_for_update(of=("self",)).select_related("case").filter(case__in=ids)
        yield from rows.order_by("pk")
    yield from dependants.sealed_rows(ids)


def _opened(row):
    """Read each sealed value that stands in the row, so that it can be sealed anew; answers their names."""
    fields = [field.name for field in row._meta.concrete_fields if isinstance(field, SealedField)]
    return [name for name in fields if getattr(row, name) is not None]


def filled_from(kept, left):
    """What the row that is kept takes from the other one: where it says nothing, and all her other names."""
    facts = {name: getattr(left, name) for name in FACTS if not getattr(kept, name) and getattr(left, name)}
    for name in LISTS:
        ours, theirs = getattr(kept, name) or [], getattr(left, name) or []
        if further := [code for code in theirs if code not in ours]:
            facts[name] = [*ours, *further]
    if not kept.birth_date and left.birth_date:
        facts |= {name: getattr(left, name) for name in BIRTH}
    names = all_names(kept, left)
    limit = type(kept)._meta.get_field("other_names").max_length
    if names != (kept.other_names or "") and len(names) <= limit:
        facts["other_names"] = names
    return facts


def all_names(kept, left):
    """Every way in which she is called beside the names that are kept."""
    ways = [
        *(kept.other_names or "").split(NAMES_APART),
        left.full_name,
        *(left.other_names or "").split("; "),
    ]
    ways = dict.fromkeys(way.strip() for way in ways if way.strip() and way.strip() != kept.full_name)
    return NAMES_APART.join(ways)


def pairs_to_ask_again(kept, left):
    """Pairs of the row that was left with third people of whom the kept one has none yet: each with them."""
    asked = {pair.other_than(kept.pk) for pair in Likeness.objects.of_person(kept.pk)} | {kept.pk}
    pairs = Likeness.objects.of_person(left.pk).select_related("one", "other")
    for pair in pairs:
        third = pair.other if pair.one_id == left.pk else pair.one
        if third.pk not in asked and third.joined_with_id is None:
            yield pair, third
