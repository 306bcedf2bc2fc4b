"""What is agreed after an award was signed: dated, with reason and document, never edited."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from programmes import actions
from programmes.models import (
    AwardChange,
    ChangeKind,
    SuspendedWork,
    open_suspension,
    suspensions_of,
    windows_of,
)
from programmes.periods import DAY
from tests.factories.programmes import ComponentFactory, FundingFactory

pytestmark = pytest.mark.django_db
PAPER = {"dated_on": date(2012, 6, 1), "reason": "Amendment", "document": "MOD-02"}
TYPED = {"dated_on": "01/06/2012", "reason": "Amendment", "document": "MOD-02"}


@pytest.fixture
def window(award):
    component = ComponentFactory(organisation=award.organisation, name="El Refugio")
    return FundingFactory(award=award, component=component)


def moved(award, manager, new_end, **more):
    return actions.move_end(award, by=manager, new_end=new_end, **PAPER | more)


def test_an_extension_is_a_dated_row_and_the_windows_ticked_go_along(desk, award, window):
    form = desk.get(reverse("programmes:award-end", args=[award.pk])).context["form"]
    assert form.fields["windows"].initial == [window.pk]

    desk.post(
        reverse("programmes:award-end", args=[award.pk]),
        TYPED | {"new_end": "31/03/2013", "windows": [window.pk]},
    )

    award.refresh_from_db()
    window.refresh_from_db()
    assert (award.ends, award.signed_ends, window.last_day) == (
        date(2013, 3, 31),
        date(2012, 9, 30),
        date(2013, 3, 31),
    )
    change = AwardChange.objects.get()
    assert (change.kind, change.old_end, change.new_end) == (
        ChangeKind.NEW_END,
        date(2012, 9, 30),
        date(2013, 3, 31),
    )


def test_windows_that_were_not_ticked_stay_as_they_are(award, manager, window):
    moved(award, manager, date(2013, 3, 31))

    window.refresh_from_db()
    assert window.last_day == date(2012, 9, 30)


def test_shortening_an_award_below_its_windows_says_which_windows(desk, award, window):
    answer = desk.post(reverse("programmes:award-end", args=[award.pk]), TYPED | {"new_end": "30/06/2012"})

    assert answer.status_code == 422
    [sentence] = answer.context["form"].errors["new_end"]
    assert sentence == (
        "These funding windows would lie outside the award: El Refugio, 1 Oct 2010 to 30 Sep 2012."
    )
    award.refresh_from_db()
    assert award.ends == date(2012, 9, 30)
    assert not AwardChange.objects.exists()


def test_shortening_cuts_the_windows_that_are_ticked(award, manager, window):
    moved(award, manager, date(2012, 6, 30), windows=[window])

    window.refresh_from_db()
    award.refresh_from_db()
    assert (award.ends, window.last_day, window.correction) == (
        date(2012, 6, 30),
        date(2012, 6, 30),
        "Amendment",
    )


def test_the_end_in_force_on_a_day_follows_from_the_changes_agreed_by_then(award, manager):
    moved(award, manager, date(2013, 3, 31), dated_on=date(2012, 3, 1))
    moved(award, manager, date(2012, 12, 31), dated_on=date(2012, 8, 1))

    assert award.end_on(date(2012, 2, 29)) == date(2012, 9, 30)
    assert award.end_on(date(2012, 3, 1)) == date(2013, 3, 31)
    assert award.end_on() == date(2012, 12, 31)
    award.refresh_from_db()
    assert award.ends == date(2012, 12, 31)


def test_an_older_amendment_entered_late_does_not_undo_a_newer_one(award, manager):
    moved(award, manager, date(2013, 3, 31), dated_on=date(2012, 8, 1))
    moved(award, manager, date(2012, 12, 31), dated_on=date(2012, 3, 1))

    award.refresh_from_db()
    assert award.ends == date(2013, 3, 31)


def test_a_change_without_its_document_or_from_tomorrow_is_refused(desk, award, manager):
    answer = desk.post(reverse("programmes:award-end", args=[award.pk]), {"new_end": "31/03/2013"})
    assert sorted(answer.context["form"].errors) == ["dated_on", "document", "reason"]

    with pytest.raises(ValidationError, match="has not come yet"):
        moved(award, manager, date(2013, 3, 31), dated_on=timezone.localdate() + DAY)


def test_a_change_is_withdrawn_with_a_reason_and_stays_readable(desk, award, manager, window):
    change = moved(award, manager, date(2013, 3, 31))

    desk.post(reverse("programmes:change-withdraw", args=[change.pk]), {"withdrawn_reason": "Typed twice"})

    award.refresh_from_db()
    assert award.ends == date(2012, 9, 30)
    assert "Typed twice" in desk.get(reverse("programmes:change", args=[change.pk])).content.decode()


def test_a_change_on_which_windows_rest_cannot_be_withdrawn_before_them(award, manager, window):
    change = moved(award, manager, date(2013, 3, 31), windows=[window])

    with pytest.raises(ValidationError, match="El Refugio"):
        actions.withdraw_change(change, by=manager, withdrawn_reason="Mistake")

    change.refresh_from_db()
    assert change.withdrawn_on is None


def test_a_suspension_until_decided_is_ended_by_the_resumption(desk, award, window):
    desk.post(
        reverse("programmes:award-suspend", args=[award.pk]), TYPED | {"since": "01/03/2011", "last_day": ""}
    )
    assert open_suspension(award, date(2011, 7, 1)).until is None

    desk.post(
        reverse("programmes:award-resume", args=[award.pk]),
        TYPED | {"since": "01/08/2011", "suspended_work": "not_charged"},
    )

    [one] = suspensions_of(award)
    assert (one.since, one.until, one.work) == (date(2011, 3, 1), date(2011, 8, 1), SuspendedWork.NOT_CHARGED)
    assert windows_of(award) == [
        (window.component_id, date(2010, 10, 1), date(2011, 3, 1)),
        (window.component_id, date(2011, 8, 1), date(2012, 10, 1)),
    ]
    assert list(Event.objects.filter(verb__startswith="award.").values_list("verb", flat=True)) == [
        "award.resumption",
        "award.suspension",
    ]


def test_an_award_that_is_suspended_is_not_suspended_again(award, manager):
    actions.suspend_award(award, by=manager, since=date(2011, 3, 1), **PAPER)

    with pytest.raises(ValidationError, match="already suspended"):
        actions.suspend_award(award, by=manager, since=date(2011, 9, 1), last_day=date(2011, 9, 30), **PAPER)


def test_an_award_that_is_not_suspended_is_not_resumed(award, manager):
    with pytest.raises(ValidationError, match="not suspended on that day"):
        actions.resume_award(award, by=manager, since=date(2011, 9, 1), **PAPER)


def test_the_last_word_about_suspended_work_holds(desk, award, manager, window):
    suspension = actions.suspend_award(
        award, by=manager, since=date(2011, 3, 1), last_day=date(2011, 3, 31), **PAPER
    )
    url = reverse("programmes:change-decide", args=[suspension.pk])

    desk.post(url, TYPED | {"suspended_work": "charged"})
    assert len(windows_of(award)) == 1

    desk.post(url, TYPED | {"suspended_work": "not_charged", "dated_on": "02/06/2012"})
    assert len(windows_of(award)) == 2


def test_a_suspension_that_was_decided_about_is_not_withdrawn_before_the_decision(award, manager):
    suspension = actions.suspend_award(award, by=manager, since=date(2011, 3, 1), **PAPER)
    decision = actions.decide_suspended_work(suspension, by=manager, suspended_work="charged", **PAPER)

    with pytest.raises(ValidationError, match="withdraw those first"):
        actions.withdraw_change(suspension, by=manager, withdrawn_reason="Mistake")

    actions.withdraw_change(decision, by=manager, withdrawn_reason="Mistake")
    actions.withdraw_change(suspension, by=manager, withdrawn_reason="Mistake")
    assert suspensions_of(award) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "new_end"},
        {"kind": "suspension"},
        {"kind": "decision", "suspended_work": "charged"},
        {"kind": "suspension", "since": date(2011, 3, 1), "until": date(2011, 3, 1)},
        {"kind": "suspension", "since": date(2011, 3, 1), "document": ""},
        {"kind": "suspension", "since": date(2011, 3, 1), "withdrawn_on": date(2011, 3, 1)},
    ],
)
def test_the_data_base_refuses_changes_that_say_nothing(award, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardChange.objects.create(award=award, **PAPER | facts)


def test_the_page_of_a_suspended_award_says_so(desk, award, manager):
    actions.move_end(award, by=manager, new_end=timezone.localdate() + 100 * DAY, **PAPER)
    actions.suspend_award(award, by=manager, since=timezone.localdate(), **PAPER)

    shown = desk.get(reverse("programmes:award", args=[award.pk])).content.decode()

    assert "charged to the other awards, not to this one" in shown
    assert "Suspended" in shown
