"""People who may be one: looked for over all cases, opened in memory in batches, nothing kept but the pair.

`look_for_likeness` is called in the transaction that writes who somebody is; a worker compares afterwards, so
that saving waits for nothing.
"""

from contextlib import suppress

from django.utils.translation import gettext as _

from cases import alike, rules
from cases.models import Case, IdentityDocument, Level, Likeness, Person
from codebook import places
from vault.errors import VaultError
from vault.keys import held_keys, open_keys
from work import actions as work
from work.dates import Precision
from work.errors import refusal

EFFECT = "cases.look_for_likeness"
BATCH = 2000
YEARS = 2
NAMES = ("given_names", "family_names", "other_names")
OPENED = (*NAMES, "birth_date", "birth_precision", "birth_year", "sex")


def look_for_likeness(person, *, by):
    """Promise to compare this person with everybody known, once what was written of her is saved."""
    if not person.unnamed:
        work.queue(EFFECT, subject=person, person=person.pk, by=getattr(by, "pk", None))


def people_like(person):
    """Ids of people who may be this one: by a document with the same number, or by name and birth."""
    with held_keys():
        open_keys([person])
        found = holding_the_same_document(person)
        mine = opened(person, with_birth=True)
    if mine.names:
        for batch in batches(Person.objects.named().born_about(person.birth_year, YEARS)):
            found |= set(likely(mine, batch))
    return sorted(found - {person.pk})


def holding_the_same_document(person):
    """Ids of people of whom a document with one of her numbers is kept."""
    numbers = [document.number for document in IdentityDocument.objects.filter(person=person)]
    people = [Person.objects.holding_document(number).values_list("pk", flat=True) for number in numbers]
    return {pk for some in people for pk in some}


def batches(people):
    """So many people at once, each batch with its keys, which are let go of after it."""
    last, people = None, people.only(*OPENED).order_by("pk")
    while batch := list((people.filter(pk__gt=last) if last else people)[:BATCH]):
        with held_keys():
            open_keys(batch)
            yield batch
        last = batch[-1].pk


def likely(mine, batch):
    """Ids of those of the batch who may be her; birth dates are opened where the name comes near."""
    for person in batch:
        with suppress(VaultError):
            if alike.might_be(mine, opened(person)) and alike.alike(mine, opened(person, with_birth=True)):
                yield person.pk


def opened(person, *, with_birth=False):
    """What is compared of a person."""
    exact = with_birth and person.birth_precision == Precision.DAY
    names = (getattr(person, name) for name in NAMES)
    return alike.known(*names, sex=person.sex, born=person.birth_date if exact else None)


def case_in_hand(person):
    """The case by which she is known now: the open one, else the latest."""
    cases = person.cases.select_related("office", "worker", "person").order_by("-opened_on", "-id")
    return cases.open().first() or cases.first()


def likeness_of(case, user, answers=("",)):
    """Pairs so answered of which she may see both sides, usually not yet: `[(likeness, the other case)]`."""
    pairs = Likeness.objects.filter(answer__in=answers).of_person(case.person_id)
    others = {pair.other_than(case.person_id): pair for pair in pairs.select_related("answered_by")}
    if not others:
        return []
    seen = Case.objects.visible_to(user, Level.ASSISTANCE).filter(person__in=others)
    shown = {}
    for one in seen.select_related("office", "person").order_by("opened_on", "id"):
        shown[one.person_id] = one
        facts = facts_of(one.person) if rules.reads(user, one, Level.FULL) else ""
        one.told = " · ".join(filter(None, [facts, one.office.name]))
    return [(others[person], one) for person, one in shown.items()]


def facts_of(person):
    """What tells her from others without her name: told to who reads her case in full."""
    born = _("born in %(year)s") % {"year": person.birth_year} if person.birth_year else ""
    return " · ".join(filter(None, [born, department(person)]))


def department(person):
    """The department she comes from, in words."""
    return places.subdivision_label(person.origin) if person.origin else ""


def cases_of(pairs, user):
    """The cases of these people that this user may open, for some pairs at once, the oldest first."""
    people = {person for pair in pairs for person in (pair.one_id, pair.other_id)}
    seen = Case.objects.visible_to(user, Level.ASSISTANCE).filter(person__in=people)
    return list(seen.select_related("office").order_by("opened_on", "id"))


def sides_of(pair, user):
    """Both sides of a pair: the case where this user may open it, else only the office to be asked."""
    seen = Case.objects.visible_to(user, Level.ASSISTANCE).filter(person__in=[pair.one_id, pair.other_id])
    shown = {case.person_id: case for case in seen.select_related("office").order_by("opened_on", "id")}
    return [side(person, shown.get(person.pk), user) for person in (pair.one, pair.other)]


def side(person, case, user):
    """What is shown of one side: facts that tell people apart, without any name.

    Her birth year and where she comes from are told to who reads the case in full, as on its own page.
    """
    if case is None:
        hidden = case_in_hand(person)
        return {"case": None, "office": hidden.office if hidden else None, "facts": []}
    full = rules.reads(user, case, Level.FULL)
    facts = [
        (_("Birth year"), str(person.birth_year) if person.birth_year and full else None),
        (_("Department of origin"), (department(person) or None) if full else None),
        (_("Sex"), person.get_sex_display()),
        (_("Opened on"), case.opened_on),
        (_("Status"), case.get_status_display()),
        (_("Office"), case.office.name),
    ]
    return {"case": case, "office": case.office, "facts": facts}


def locked_pair(likeness):
    """The pair as it stands, locked; refused where one of the two left the record meanwhile."""
    rows = Likeness.objects.select_for_update(of=("self",), no_key=True).select_related("answered_by")
    locked = rows.filter(pk=likeness.pk).first()
    if locked is None:
        raise refusal(_("This question is no longer asked: there is nothing to answer."), code="gone")
    return locked
