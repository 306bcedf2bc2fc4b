"""Suspects of an event, as they are told through one case: by number and role, their words only when asked.

Nothing here looks beyond the event: that a suspect stands in another one too is told to nobody.
"""

from cases.events import earlier_of, event_label
from cases.models import Proceeding, Relative, SuspectInEvent, SuspectToPerson

# What stands of a suspect wherever it is met; of its part in one event; and of one person.
OF_ITSELF = ("names", "aliases", "telephones", "description", "ties")
OF_EVENT = ("roles", "known")
OF_PERSON = ("relation", "relative", "danger", "danger_words", "known_to_authorities", "proceeding")
# What is shown on the page that is opened on purpose, and nowhere before.
WORDS = (*OF_ITSELF, "known", "danger_words")


def suspects_of(case, event):
    """Suspects that stand in the event, each with what is told through this case (`hers`, or None)."""
    found = list(SuspectInEvent.objects.standing().filter(exploitation=event))
    rows = SuspectToPerson.objects.filter(of__in=found, case=case).select_related("relative", "proceeding")
    hers = {row.of_id: row for row in rows}
    for one in found:
        one.hers = told_of_person(hers.get(one.pk), case)
    return found


def told_of_person(row, case):
    """What the suspect is to her; a relative or a proceeding that is not hers any more is left out."""
    if row is None:
        return None
    row.case = case
    if row.relative and (row.relative.person_id != case.person_id or row.relative.withdrawn_at):
        row.relative = None
    if row.proceeding and (row.proceeding.case_id != case.pk or row.proceeding.withdrawn_at):
        row.proceeding = None
    return row


def in_words(one):
    """What is written of a suspect beside its words: `[(question, answer)]`."""
    row = one.hers
    if row is None:
        return []
    names = ("relation", "danger", "known_to_authorities")
    told = [(row._meta.get_field(name).verbose_name, getattr(row, f"get_{name}_display")()) for name in names]
    told += [
        (row._meta.get_field("relative").verbose_name, row.relative and row.relative.label),
        (row._meta.get_field("proceeding").verbose_name, row.proceeding and proceeding_label(row.proceeding)),
    ]
    return [(question, answer) for question, answer in told if answer]


def words_of(one, case):
    """What is written of a suspect: `[(field, words)]`, as its own page shows it."""
    hers = SuspectToPerson.objects.filter(of=one, case=case).select_related("case").first()
    rows = [(one.suspect, OF_ITSELF), (one, ("known",)), *([(hers, ("danger_words",))] if hers else [])]
    told = [(row._meta.get_field(name), getattr(row, name)) for row, names in rows for name in names]
    return [(field, words) for field, words in told if words]


def family_of(case):
    """Relatives of hers of whom one may be the suspect."""
    return Relative.objects.of_case(case).standing()


def proceedings_of(case):
    """Proceedings of hers in which the suspect may stand."""
    return Proceeding.objects.standing().filter(case=case).order_by("-created_at", "id")


def proceeding_label(proceeding):
    """A proceeding by its kind and the day on which it was written down."""
    return f"{proceeding.get_kind_display()}, {proceeding.created_at:%d/%m/%Y}"


def known_elsewhere(user, case, event):
    """Suspects of other events of the same person that she reads and that do not stand in this one."""
    events = earlier_of(user, case, but=event)
    here = SuspectInEvent.objects.standing().filter(exploitation=event).values("suspect")
    return SuspectInEvent.objects.read_by(user).filter(exploitation__in=events).exclude(suspect__in=here)


def label_elsewhere(one):
    """A suspect of another event, by that event and its number there."""
    return f"{event_label(one.exploitation)}: {one.label}"
