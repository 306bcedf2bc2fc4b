"""What a model knows of cases that a team works with, and what must stand after each of its steps."""

import datetime
from dataclasses import dataclass, field

from hypothesis.stateful import RuleBasedStateMachine, invariant

from audit.models import Event
from cases.models import Case, Draft, Ground, Note, Person, StatusChange

# Which status may follow which: lifecycle (b) as design §2 reads it, copied by hand.
MAY_FOLLOW = {
    ("", "intake"), ("intake", "identified"), ("intake", "outside_scope"), ("intake", "active"),
    ("intake", "closed"), ("identified", "outside_scope"), ("identified", "active"), ("identified", "closed"),
    ("outside_scope", "identified"), ("outside_scope", "active"), ("outside_scope", "closed"),
    ("active", "suspended"), ("active", "closed"), ("suspended", "active"), ("suspended", "closed"),
    ("closed", "active"),
}  # fmt: skip
# Who decides in each office, and who does where a second person is asked; who works there.
HEAD, SECOND = {"here": "celia", "there": "fe"}, {"here": "dora", "there": "gia"}
AT_WORK = {"here": {"ana", "bea"}, "there": {"eva"}}


@dataclass
class Told:
    """What the model knows of one case."""

    person: int
    status: str = "intake"
    worker: str | None = "ana"
    # Who answered for it until lately still adds what she saw.
    answered: set = field(default_factory=lambda: {"ana"})
    office: str = "here"
    consents: dict = field(default_factory=dict)
    tried: set = field(default_factory=set)
    reached: datetime.date = None
    notes: set = field(default_factory=set)

    @property
    def head(self):
        return HEAD[self.office]

    @property
    def anybody(self):
        """Somebody who may change the case."""
        return self.worker or self.head


class WhatStands(RuleBasedStateMachine):
    """Asked of the data base after each step, whatever it was."""

    people, has_begun = None, False

    @invariant()
    def each_case_stands_where_its_history_ends(self):
        if not self.has_begun:
            return
        for row, told in zip(self.rows, self.told, strict=True):
            case = Case.objects.get(pk=row.pk)
            steps = list(StatusChange.objects.filter(case=case).order_by("id").values_list("before", "after"))
            assert (case.status, steps[-1][1]) == (told.status, told.status)
            moves = StatusChange.objects.filter(case=case, reason="transferred")
            stays = set(moves.values_list("before", "after"))
            assert set(steps) - stays <= MAY_FOLLOW
            assert all(before == after for before, after in stays)
            assert [after for _before, after in steps[:-1]] == [before for before, _after in steps[1:]]
            assert (case.closed_on is None) == (told.status != "closed")
            assert case.person_id == told.person

    @invariant()
    def what_she_agreed_to_holds_and_what_she_took_back_does_not(self):
        if not self.has_begun:
            return
        for row, told in zip(self.rows, self.told, strict=True):
            held = Ground.objects.filter(case=row, kind="consent").in_force(self.day)
            assert {one.pk: set(one.purposes) for one in held} == told.consents

    @invariant()
    def every_word_is_read_by_whoever_may_and_by_nobody_else(self):
        if not self.has_begun:
            return
        drafts = {draft.pk: draft.words for draft in Draft.objects.select_related("case")}
        assert drafts == dict(self.drafts.values())
        for row, told in zip(self.rows, self.told, strict=True):
            notes = {note.text for note in Note.objects.select_related("case").filter(case=row)}
            assert notes == told.notes
            may = {
                name for name, user in self.people.items() if Case.objects.visible_to(user).filter(pk=row.pk)
            }
            assert may == {told.worker, told.head, SECOND[told.office]} - {None}

    @invariant()
    def nobody_is_joined_with_somebody_who_left(self):
        if not self.has_begun:
            return
        left = set(Person.objects.exclude(joined_with=None).values_list("pk", flat=True))
        assert not left & {told.person for told in self.told}
        assert Event.objects.exists()
