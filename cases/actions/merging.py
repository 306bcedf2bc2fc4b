from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record_sole_decision
from audit.actions import record
from audit.doors import require
from cases import rules
from cases.actions.grounds import weigh_consents
from cases.actions.knowing import shut_alike
from cases.actions.likeness import ask_about, finish_questions
from cases.keeping import add_task, reckon_ages_again
from cases.likeness import locked_pair
from cases.merging import filled_from, move_cases, move_rows, pairs_to_ask_again
from cases.models import Case, Likeness, LikenessAnswer, Merge, Person
from work import actions as work
from work.errors import refusal

# In a small office who said that it is one person joins them herself after this long.
ALONE_AFTER = timedelta(hours=24)


@transaction.atomic
def merge_people(likeness, *, by, keep):
    """Two people were said to be one: all cases hang on the row that is kept (`keep`), with what is hers.

    Decided by a supervisor who reads both, and by another than who said that it is one person. Approved
    reports keep their figures; what changes is shown by the next ones. Within 30 days it can be undone.
    """
    likeness = locked_pair(likeness)
    require(rules.can_merge, by, likeness)
    kept, left, cases = _locked_sides(likeness, keep)
    alone = _refuse_too_soon(likeness, by)
    facts = filled_from(kept, left)
    joined = work.write(left, by=by, verb="person.joined", changes={"joined_with": kept})
    _move(cases, kept)
    rows = move_rows(left, kept, ids=None)
    seen = kept.version
    kept = work.write(kept, by=by, verb="person.filled", changes=facts)
    moved = {"cases": [case.pk for case in cases], "rows": rows}
    filled = kept.version if kept.version != seen else None
    merge = Merge(kept=kept, left=joined, likeness=likeness, by=by, filled=filled, **moved)
    work.create(merge, by=by, verb="person.merged", about=[kept, *cases])
    shut_alike(kept, by=by)
    _reckon_again(kept, by=by)
    _ask_again(kept, left, by=by)
    for case in cases:
        if not rules.can_change_case(by, case):
            add_task(case, "joined_elsewhere", by=by)
    if alone:
        record_sole_decision(merge, by=by, office=cases[0].office, verb="person.merged")
    return merge


@transaction.atomic
def undo_merge(likeness, *, by):
    """Two people were joined by mistake: cases, telephones and papers go back to the row they came from.

    What was written since goes with its case. What the kept row had been given stays until somebody mends it,
    unless nobody has changed it since: then it is taken out again.
    """
    likeness = locked_pair(likeness)
    require(rules.can_merge, by, likeness)
    merge = Merge.objects.select_for_update(of=("self",)).filter(likeness=likeness, undone_at=None).first()
    if merge is None or not merge.may_be_undone or merge.kept.joined_with_id:
        raise refusal(_("This cannot be taken apart any more."), code="too_late")
    list(Case.objects.select_for_update(of=("self",)).filter(person=merge.kept_id).order_by("pk"))
    people = Person.objects.select_for_update().filter(pk__in=[merge.kept_id, merge.left_id])
    held = {person.pk: person for person in people.order_by("pk")}
    kept, left = held[merge.kept_id], held[merge.left_id]
    left = work.write(left, by=by, verb="person.taken_apart", changes={"joined_with": None})
    cases = list(Case.objects.filter(pk__in=merge.cases, person=kept).select_related("office", "person"))
    _move(cases, left)
    move_rows(kept, left, ids=merge.rows)
    kept = _take_out_again(kept, merge, by=by)
    changes = {"undone_at": timezone.now(), "undone_by": by}
    work.write(merge, by=by, verb="person.merge_undone", changes=changes, about=[kept, left, *cases])
    for person in (kept, left):
        _reckon_again(person, by=by)
    work.write(
        likeness,
        by=by,
        verb="likeness.answered",
        changes={"answer": LikenessAnswer.NOT_SAME, "answered_by": by, "answered_at": timezone.now()},
        detail=[LikenessAnswer.NOT_SAME],
    )
    return merge


def _locked_sides(likeness, keep):
    """`(kept, left, the cases that move)`, all cases of both locked first."""
    ids = [likeness.one_id, likeness.other_id]
    rows = Case.objects.select_for_update(of=("self",)).filter(person__in=ids).select_related("office")
    cases = list(rows.order_by("pk"))
    people = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    if likeness.answer != LikenessAnswer.SAME or any(row.joined_with_id for row in people.values()):
        raise refusal(_("First somebody says that it is one person."), code="not_same")
    kept = next((case.person_id for case in cases if case.number == keep), None)
    if kept is None or len(people) < 2:
        raise refusal(_("Choose whose data are kept."), field="keep", code="keep")
    left = next(pk for pk in people if pk != kept)
    for case in cases:
        case.person = people[case.person_id]
    return people[kept], people[left], [case for case in cases if case.person_id == left]


def _refuse_too_soon(likeness, by):
    """Does she decide alone? Who said that it is one person joins nobody, but in a small office next day."""
    if likeness.answered_by_id != by.pk:
        return False
    if not rules.supervises_small_office(by, likeness):
        raise refusal(
            _("You said that it is one person: another supervisor joins the two."), code="own_answer"
        )
    if timezone.now() - likeness.answered_at < ALONE_AFTER:
        raise refusal(
            _("In a small office you join them alone 24 hours after you said that it is one person."),
            code="too_soon",
        )
    return True


def _move(cases, person):
    """Bring the cases over; refused where both lived in a shelter, or at home, at the same time."""
    try:
        with transaction.atomic():
            move_cases(cases, person)
    except (IntegrityError, ValidationError):
        words = _(
            "Both have a stay or a placement on the same days: mend those first, then join the two. One "
            "person cannot have been in two places."
        )
        raise refusal(words, code="at_the_same_time") from None


def _reckon_again(person, *, by):
    """Ages on the days of what was counted, and consents, by her birth date as it stands now."""
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    reckon_ages_again(person)
    weigh_consents(person, by=by)


def _take_out_again(kept, merge, *, by):
    """The kept row as it was before, where nobody has changed it since."""
    if kept.version != merge.filled:
        return kept
    [(_revision, before), *_earlier] = work.history(kept)
    return work.write(kept, by=by, verb="person.changed", changes=before)


def _ask_again(kept, left, *, by):
    """Questions about the row that was left are those of the kept one from now on; answers stay."""
    for pair, third in list(pairs_to_ask_again(kept, left)):
        one, other = sorted((kept, third), key=lambda somebody: somebody.pk)
        answered = {"answer": pair.answer, "answered_by": pair.answered_by, "answered_at": pair.answered_at}
        again = Likeness(one=one, other=other, **answered)
        again.save(force_insert=True)
        record("likeness.found", again, by=by)
        if not again.answer:
            ask_about(again, by=by)
    for pair in Likeness.objects.of_person(left.pk).exclude(one=kept).exclude(other=kept):
        finish_questions(pair, by=by)
