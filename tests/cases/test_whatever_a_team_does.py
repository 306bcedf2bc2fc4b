"""Whatever a team does with the cases of a house, in whatever order: nothing is lost, nothing half done.

A model beside the program, written from the lifecycle (`docs` and design §2) and not from the code, says what
must stand after each step; what the program refuses must have changed nothing.
"""

import datetime
import os
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from audit.doors import Refused
from cases import actions
from cases.drafts import DraftPage
from cases.models import Case, Draft, Ground, Likeness, Note, Person, Task
from tests.cases.test_likeness import described
from tests.cases.what_stands import AT_WORK, HEAD, SECOND, Told, WhatStands
from tests.factories.cases import caseworker, opened_case, supervisor, working_office

# How many courses of so many steps; `make soak` goes through many more.
EXAMPLES = int(os.environ.get("COURSES", "4"))
STEPS = 50
# So long ago that after all steps no day has not come yet.
FIRST_DAY = timezone.localdate() - datetime.timedelta(days=9 * STEPS + 9)
ENDED = {
    "closure_reason": "goals_met",
    "reintegration_outcome": "progressing",
    "final_risk": "low",
    "told_how_to_return": True,
    "closing_summary": "She works.",
}
CASE, WHO = st.integers(0, 2), st.sampled_from(["ana", "bea", "eva"])
ELSEWHERE = {"here": "there", "there": "here"}
PAIR = st.sampled_from([(0, 1), (0, 2), (1, 2)])


class Team(WhatStands):
    """Ana and Bea work with three cases under Celia and Dora; Eva, under Fe and Gia, in another office."""

    @initialize()
    def begins(self):
        self.point = transaction.atomic()
        self.point.__enter__()
        self.has_begun = True
        self.day, self.drafts, self.merges = FIRST_DAY, {}, []
        names = ("Ixchel", "Yesenia", "Marta")
        self.rows = [self.protected(name) for name in names]
        self.told = [Told(person=row.person_id) for row in self.rows]

    def protected(self, name):
        """A case of somebody whom a court protects, so that her name may be kept whatever she agrees to."""
        case = opened_case(self.people["ana"], on=FIRST_DAY)
        court = {"kind": "court_order", "since": FIRST_DAY, "authority": "Juzgado de Turno 4"}
        actions.record_ground(case, by=case.worker, **court)
        return described(case, given_names=name, family_names="Tzoc")

    def teardown(self):
        if point := self.__dict__.pop("point", None):
            transaction.set_rollback(True)
            point.__exit__(None, None, None)

    def case(self, at):
        return Case.objects.select_related("office", "person").get(pk=self.rows[at].pk)

    def tries(self, verb, *given, by, **facts):
        """What came of it; None where it was refused, and then nothing stands differently."""
        before = self.everything()
        try:
            with transaction.atomic():
                return verb(*given, by=self.people[by], **facts) or True
        except (ValidationError, Refused):
            pass
        assert self.everything() == before
        return None

    def everything(self):
        kept = (Case, Person, Ground, Note, Draft, Task)
        return [list(model.objects.order_by("pk").values_list("pk", "version")) for model in kept]

    # Days and status

    @rule(days=st.integers(1, 9))
    def days_pass(self, days):
        self.day = min(self.day + datetime.timedelta(days=days), timezone.localdate())

    @rule(at=CASE)
    def is_identified_by_a_court(self, at):
        told, decided = self.told[at], {"trafficking_status": "confirmed_court"}
        decided |= {"status_decider": "court_prosecution", "on": self.day}
        assert self.tries(actions.identify_case, self.case(at), by=told.head, **decided)
        if told.status in ("intake", "outside_scope"):
            told.status = "identified"

    @rule(at=CASE)
    def is_found_outside_the_scope(self, at):
        told = self.told[at]
        found = {"on": self.day, "population": "at_risk", "reason": "Nobody held the person"}
        assert self.tries(actions.find_outside_scope, self.case(at), by=told.head, **found)
        if told.status in ("intake", "identified"):
            told.status = "outside_scope"

    @rule(at=CASE)
    def assistance_begins(self, at):
        told = self.told[at]
        begun = self.tries(actions.activate_case, self.case(at), by=told.head, on=self.day)
        assert bool(begun) == (told.status not in ("active", "closed"))
        if begun:
            told.status, told.reached = "active", self.day

    @rule(at=CASE)
    def nobody_answers(self, at):
        told = self.told[at]
        assert self.tries(
            actions.record_failed_contact, self.case(at), by=told.anybody, on=self.day, how="call"
        )
        told.tried.add(self.day)

    @rule(at=CASE)
    def is_suspended(self, at):
        told = self.told[at]
        counted = {day for day in told.tried if told.reached is None or day > told.reached}
        suspended = self.tries(actions.suspend_case, self.case(at), by=told.head, on=self.day)
        assert bool(suspended) == (told.status == "active" and len(counted) >= 3)
        if suspended:
            told.status = "suspended"

    @rule(at=CASE, who=WHO)
    def she_is_helped(self, at, who):
        told = self.told[at]
        given = self.tries(actions.record_service, self.case(at), by=who, on=self.day, type="food")
        assert bool(given) == (who in told.answered)
        if given:
            told.reached = self.day
            told.status = "active" if told.status == "suspended" else told.status

    @rule(at=CASE, who=st.sampled_from(["ana", "celia", "eva", "fe"]))
    def is_closed(self, at, who):
        told = self.told[at]
        closed = self.tries(actions.close_case, self.case(at), by=who, on=self.day, **ENDED)
        assert bool(closed) == (who == told.head and told.status != "closed")
        if closed:
            told.status = "closed"

    @rule(at=CASE)
    def is_taken_up_again(self, at):
        told = self.told[at]
        again = self.tries(actions.reopen_case, self.case(at), by=told.head, on=self.day, reason="She called")
        assert bool(again) == (told.status == "closed")
        if again:
            told.status, told.reached = "active", self.day
            told.notes.add("Taken up again: She called")

    # Grounds

    @rule(at=CASE, purposes=st.sampled_from([("assistance",), ("assistance", "referral"), ("referral",)]))
    def she_agrees(self, at, purposes):
        told, facts = self.told[at], {"kind": "consent", "giver": "self_adult", "purposes": list(purposes)}
        ground = self.tries(actions.record_ground, self.case(at), by=told.anybody, since=self.day, **facts)
        assert ground
        told.consents[ground.pk] = set(purposes)

    @rule(at=CASE, purpose=st.sampled_from(["assistance", "referral"]))
    def she_says_no(self, at, purpose):
        told, facts = self.told[at], {"kind": "consent", "giver": "self_adult", "purposes": [purpose]}
        before = set(Ground.objects.values_list("pk", flat=True))
        case = self.case(at)
        ground = self.tries(
            actions.record_ground, case, by=told.anybody, since=self.day, answer="refused", **facts
        )
        assert ground
        rests = [left for held in told.consents.values() if purpose in held and (left := held - {purpose})]
        told.consents = {key: held for key, held in told.consents.items() if purpose not in held}
        # What a consent covered beside that goes on as a line of its own.
        made = Ground.objects.filter(case=case).exclude(pk__in=[*before, ground.pk])
        written = {one.pk: set(one.purposes) for one in made}
        assert sorted(map(sorted, written.values())) == sorted(map(sorted, rests))
        told.consents |= written

    @rule(at=CASE, which=st.integers(0, 5))
    def she_takes_a_consent_back(self, at, which):
        told = self.told[at]
        if not told.consents:
            return
        key = sorted(told.consents)[which % len(told.consents)]
        ended = self.tries(actions.end_ground, Ground.objects.get(pk=key), by=told.anybody, ended_on=self.day)
        assert ended
        del told.consents[key]

    # What is typed, saved and handed on

    @rule(at=CASE, who=WHO, page=st.integers(0, 1), word=st.integers(0, 9999))
    def types(self, at, who, page, word):
        typed = [["text", [f"{who} saw {word}"]]]
        sent = DraftPage.of({"draft_page": str(self.page_of(at, who, page))})
        draft = self.tries(
            actions.keep_draft, by=who, section="note", typed=typed, case=self.case(at), page=sent
        )
        assert draft
        self.drafts[at, who, page] = (draft.pk, typed)

    def page_of(self, at, who, page):
        """The name under which this tab of hers goes on until it is saved."""
        return self.drafts[at, who, page][0] if (at, who, page) in self.drafts else uuid4()

    @rule(at=CASE, who=WHO, page=st.integers(0, 1), twice=st.booleans())
    def saves(self, at, who, page, twice):
        if (at, who, page) not in self.drafts:
            return
        told, (key, typed) = self.told[at], self.drafts[at, who, page]
        words, sent = typed[0][1][0], DraftPage.of({"draft_page": str(key)})
        written = self.written(at, who, key, words, sent)
        assert bool(written) == (told.worker == who)
        if not written:
            return
        told.notes.add(words)
        del self.drafts[at, who, page]
        if twice:
            assert self.written(at, who, key, words, sent) is None

    def written(self, at, who, key, words, sent):
        """A form is saved: its note is made and its draft taken up, in one step."""
        case = self.case(at)

        def save(by):
            facts = {"on": self.day, "text": words}
            note = actions.save_typed(
                lambda: actions.write_note(case, by=by, **facts), by=by, keys=[str(key)]
            )
            actions.take_up_drafts(by=by, section="note", page=sent, case=case)
            return note

        return self.tries(save, by=who)

    @rule(at=CASE, to=WHO)
    def is_handed_on(self, at, to):
        told = self.told[at]
        if to in AT_WORK[told.office]:
            assert self.tries(actions.change_case, self.case(at), by=told.head, worker=self.people[to])
            told.worker = to
            told.answered.add(to)

    @rule(at=CASE, says=st.sampled_from(["yes", "yes, and names nobody", "no", "whoever asked"]))
    def goes_to_the_other_office(self, at, says):
        told = self.told[at]
        there = ELSEWHERE[told.office]
        asking = {"to_office": self.people[HEAD[there]].memberships.get().office, "reason": "lives_there"}
        transfer = self.tries(actions.ask_transfer, self.case(at), by=told.head, **asking)
        assert bool(transfer) == (told.status != "closed")
        if not transfer:
            return
        if says == "no":
            assert self.tries(actions.decline_transfer, transfer, by=HEAD[there], why_declined="capacity")
            return
        if says == "whoever asked":
            assert self.tries(actions.accept_transfer, transfer, by=told.head) is None
            assert self.tries(actions.withdraw_transfer, transfer, by=told.head)
            return
        worker = None if "nobody" in says else sorted(AT_WORK[there])[0]
        named = self.people[worker] if worker else None
        assert self.tries(actions.accept_transfer, transfer, by=HEAD[there], worker=named)
        told.office, told.worker, self.day = there, worker, timezone.localdate()
        told.answered |= {worker} - {None}

    # Two who are one

    @rule(pair=PAIR, keep=st.booleans(), who=st.sampled_from(["celia", "dora", "gia", "ana"]))
    def are_joined(self, pair, keep, who):
        one, other = (self.told[at] for at in pair)
        of_both = [told.office for told in self.told if told.person in (one.person, other.person)]
        if one.person == other.person or len(set(of_both)) > 1:
            return
        likeness = self.asked(pair)
        if likeness is None:
            return
        kept, left = (one, other) if keep else (other, one)
        number = self.rows[pair[0] if keep else pair[1]].number
        merge = self.tries(actions.merge_people, likeness, by=who, keep=number)
        assert bool(merge) == (who == SECOND[one.office])
        if merge:
            moved = [told for told in self.told if told.person == left.person]
            self.merges.append((likeness, moved, left.person, kept.person))
            for told in moved:
                told.person = kept.person

    def asked(self, pair):
        """One supervisor says of the two that they are one; None where another answer stands already."""
        people = sorted((self.case(at).person for at in pair), key=lambda person: person.pk)
        head = self.told[pair[0]].head
        actions.note_likeness(*people, by=self.people[head])
        likeness = Likeness.objects.get(one=people[0], other=people[1])
        if not likeness.answer:
            self.tries(actions.answer_likeness, likeness, by=head, answer="same")
            likeness.refresh_from_db()
        return likeness if likeness.answer == "same" and likeness.answered_by == self.people[head] else None

    @rule(which=st.integers(0, 3))
    def are_taken_apart(self, which):
        if not self.merges:
            return
        likeness, moved, left, kept = self.merges[which % len(self.merges)]
        joined_on = Person.objects.get(pk=kept).joined_with_id is not None
        offices = {told.office for told in self.told if told.person == kept}
        if len(offices) != 1:
            return
        undone = self.tries(actions.undo_merge, likeness, by=SECOND[offices.pop()])
        assert bool(undone) == (not joined_on)
        if undone:
            del self.merges[which % len(self.merges)]
            for told in moved:
                told.person = left


@pytest.fixture
def people(db):
    here, there = working_office(), None
    there = working_office(here.organisation)
    at_work = {"ana": caseworker(here), "bea": caseworker(here)}
    above = {"celia": supervisor(here), "dora": supervisor(here)}
    return at_work | above | {"eva": caseworker(there), "fe": supervisor(there), "gia": supervisor(there)}


@pytest.mark.long
def test_whatever_a_team_does_with_its_cases_nothing_is_lost_and_nothing_is_half_done(people):
    Team.people = people
    with translation.override("en"):
        run_state_machine_as_test(
            Team,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
                # To shorten fifty steps takes minutes, and they are read as well at their length.
                phases=[Phase.generate],
            ),
        )
