"""Her family and contacts: whom to call, whom not, and what follows where somebody of them took part."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import Draft, Level, Relative
from tests.factories.accounts import member
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor
from tests.shelters.conftest import browser_of
from work.errors import Stale

pytestmark = pytest.mark.django_db
NAME, PHONE, PLACE = "Rosa Xoquic", "5555 0147", "Barrio San Juan"
SAFE = {"safe_to_contact": "yes", "said_by": "person", "said_on": OPENED}
NO = SAFE | {"safe_to_contact": "no"}
TYPED = {"relation": "mother", "name": NAME, "telephones": PHONE} | SAFE | {"said_on": "02/03/2026"}


@pytest.fixture
def case():
    found = opened_case(code_name="Ceiba")
    actions.record_ground(found, by=found.worker, kind="duty_to_report", since=OPENED)
    return found


@pytest.fixture
def staff(case):
    """Somebody of the shelter where she lives."""
    somebody = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(somebody, case)
    return somebody


def somebody(case, by=None, **facts):
    usual = {"relation": "mother", "name": NAME, "telephones": PHONE, "place": PLACE}
    return actions.add_relative(case, by=by or case.worker, **usual | SAFE | facts)


def family(case, rest=""):
    return f"/cases/{case.number}/family/{rest}"


def changed(relative, case, by=None, **facts):
    return actions.change_relative(relative, by=by or case.worker, case=case, **facts)


def errors(answer):
    return sorted(answer.context["form"].errors)


# Writing somebody down


def test_whoever_looks_after_her_writes_down_whom_to_call(case, staff):
    answer = browser_of(staff).post(family(case, "new/"), TYPED)

    relative = Relative.objects.get()
    assert (answer.status_code, answer.url) == (302, family(case))
    assert (relative.name, relative.telephones, relative.safe_to_contact) == (NAME, PHONE, "yes")
    event = Event.objects.get(verb="relative.added")
    assert event.subjects == [relative.pk, case.pk]


def test_the_same_form_sent_twice_writes_her_down_once(case):
    desk = browser_of(case.worker)

    for _time in range(2):
        desk.post(family(case, "new/"), TYPED | {"once": "one-form"})

    assert Relative.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"safe_to_contact": "only_how"}, ["how"]),
        ({"said_by": "", "said_on": ""}, ["said_by", "said_on"]),
        ({"said_on": "02/03/2093"}, ["said_on"]),
        ({"relation": ""}, ["relation"]),
    ],
)
def test_what_has_to_be_mended_is_said_beside_it_and_what_was_typed_stays(case, typed, wrong):
    answer = browser_of(case.worker).post(family(case, "new/"), TYPED | typed)

    assert (answer.status_code, errors(answer), Relative.objects.count()) == (422, wrong, 0)
    assert NAME in answer.content.decode()
    assert (Draft.objects.get().typed, dict(Draft.objects.get().words)["name"]) == ([], [NAME])


def test_whether_it_is_safe_may_stay_unknown_and_needs_nobodys_word(case):
    answer = browser_of(case.worker).post(family(case, "new/"), {"relation": "aunt", "said_on": "02/03/2026"})

    relative = Relative.objects.get()
    assert (answer.status_code, relative.safe_to_contact, relative.said_on) == (302, "unknown", None)


def test_the_database_keeps_how_and_whose_word_it_is(case):
    relative = somebody(case)

    for wrong in ({"safe_to_contact": "only_how"}, {"said_by": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Relative.objects.filter(pk=relative.pk).update(**wrong)


def test_two_aunts_are_told_apart_and_a_number_is_given_once(case):
    first, second = somebody(case, relation="aunt"), somebody(case, relation="aunt")
    actions.withdraw_relative(second, by=case.worker, case=case, withdrawn_reason="Her neighbour")

    third = somebody(case, relation="aunt")

    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert changed(third, case, relation="mother").number == 1


def test_nothing_that_names_anybody_is_written_without_a_ground(case):
    bare = opened_case(case.worker, code_name="Jade")
    desk = browser_of(case.worker)

    assert "Record" in desk.get(family(bare, "new/")).content.decode()
    assert desk.post(family(bare, "new/"), TYPED).status_code == 422
    with pytest.raises(ValidationError) as refused:
        somebody(bare)
    assert refused.value.code == "no_ground"


def test_that_somebody_must_not_be_called_is_written_though_the_ground_is_over(case):
    relative = somebody(case)
    actions.end_ground(case.grounds.get(), by=case.worker, ended_on=timezone.localdate())

    assert changed(relative, case, **NO).safe_to_contact == "no"
    with pytest.raises(ValidationError):
        changed(relative, case, name="Another")


# Who reads what


def test_the_list_says_what_they_are_to_her_and_never_a_name_or_a_number(case):
    somebody(case)
    page = browser_of(case.worker).get(family(case)).content.decode()

    assert ("Mother" in page, "Safe to contact" in page) == (True, True)
    assert [words for words in (NAME, PHONE, PLACE) if words in page] == []


def test_a_shelter_reads_whom_not_to_call_and_not_why(case, staff):
    somebody(case, relation="stepfather", how="He sold her", involved="yes", suitable="no", **NO)
    hers = browser_of(staff).get(family(case)).content.decode()
    theirs = browser_of(case.worker).get(family(case)).content.decode()

    assert "Do not contact: Stepfather" in hers
    account = ["He sold her", "Took part in what was done", "Could take the person in"]
    assert [words for words in account if words in hers] == []
    assert [words for words in account if words not in theirs] == []


def test_a_shelter_reads_in_which_way_somebody_may_be_called(case, staff):
    only = SAFE | {"safe_to_contact": "only_how", "how": "After six, she is alone then"}
    somebody(case, **only)

    assert "After six" in browser_of(staff).get(family(case)).content.decode()


@pytest.mark.parametrize("name", ["place", "knows", "involved", "suitable"])
def test_a_shelter_is_not_asked_what_is_the_teams(case, staff, name):
    relative = somebody(case)
    desk = browser_of(staff)

    for rest in ("new/", f"{relative.pk}/"):
        assert name not in desk.get(family(case, rest)).context["form"].fields
    with pytest.raises(Refused):
        changed(relative, case, by=staff, **{name: "yes"})


def test_who_only_refers_to_the_case_reads_nothing_of_the_family_and_a_stranger_finds_nothing(case):
    helper = caseworker()
    let_in(helper, case, Level.REFERENCE)

    assert browser_of(helper).get(family(case)).status_code == 403
    assert browser_of(caseworker()).get(family(case)).status_code == 404


def test_a_relative_of_another_person_is_not_found_under_this_case(case):
    other = opened_case(case.worker)
    relative = somebody(case)
    desk = browser_of(case.worker)

    assert desk.get(family(other, f"{relative.pk}/")).status_code == 404
    assert desk.post(family(other, f"{relative.pk}/contact/")).status_code == 404


def test_she_has_one_family_in_all_her_cases(case):
    again = opened_case(caseworker(), person=case.person)
    somebody(case, relation="stepfather", **NO)

    assert "Do not contact: Stepfather" in browser_of(again.worker).get(family(again)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_many_as_for_one(case, number, django_assert_num_queries):
    for _time in range(number):
        somebody(case, how="After six", involved="suspected")
    desk = browser_of(case.worker)

    with django_assert_num_queries(17):
        desk.get(family(case))


# Being shown a name or a number


def test_a_name_is_shown_on_request_alone_and_the_trail_says_who_asked(case, staff):
    relative = somebody(case)
    shown = browser_of(staff).post(family(case, f"{relative.pk}/reveal/"))

    assert (NAME in shown.content.decode(), PHONE in shown.content.decode()) == (True, False)
    event = Event.objects.get(verb="relative.name_revealed")
    assert (event.actor, event.subjects) == (staff.pk, [relative.pk, case.pk])
    assert 'data-hide-after="30"' in shown.content.decode()
    assert browser_of(staff).get(family(case, f"{relative.pk}/reveal/")).status_code == 405


def test_a_shelter_calls_whom_it_may_and_is_not_told_where_they_live(case, staff):
    relative = somebody(case)
    address = family(case, f"{relative.pk}/contact/")

    hers, theirs = (browser_of(one).post(address).content.decode() for one in (staff, case.worker))

    assert [PHONE in hers, PLACE in hers, PHONE in theirs, PLACE in theirs] == [True, False, True, True]
    assert hers.index("Safe to contact") < hers.index(PHONE)
    assert [one.detail for one in Event.objects.filter(verb="relative.contact_opened")] == [["yes"], ["yes"]]


@pytest.mark.parametrize("safe", ["no", "unknown"])
def test_a_number_that_is_not_safe_is_shown_only_after_saying_why(case, safe):
    relative = somebody(case, **SAFE | {"safe_to_contact": safe})
    desk, address = browser_of(case.worker), family(case, f"{relative.pk}/contact/")

    first = desk.post(address)
    silent = desk.post(address, {"asked": "1"})
    told = desk.post(address, {"asked": "1", "why": "danger"})

    assert [one.status_code for one in (first, silent, told)] == [200, 422, 200]
    assert [PHONE in one.content.decode() for one in (first, silent, told)] == [False, False, True]
    assert [one.detail for one in Event.objects.filter(verb="relative.contact_opened")] == [[safe, "danger"]]
    if safe == "no":
        assert "Do not contact: Mother" in first.content.decode()


def test_a_shelter_is_not_shown_the_number_of_whom_nobody_may_call(case, staff):
    relative = somebody(case, **NO)
    desk = browser_of(staff)

    answer = desk.post(family(case, f"{relative.pk}/contact/"), {"asked": "1", "why": "danger"})

    assert (answer.status_code, PHONE in answer.content.decode()) == (403, False)
    assert f"{relative.pk}/contact/" not in desk.get(family(case)).content.decode()


def test_with_a_script_the_part_alone_comes_back(case):
    relative = somebody(case)
    answer = browser_of(case.worker).post(
        family(case, f"{relative.pk}/contact/"), headers={"HX-Request": "true"}
    )

    assert (PHONE in answer.content.decode(), "<html" in answer.content.decode()) == (True, False)


# Changing and withdrawing


def test_what_is_not_typed_stands_and_nothing_hidden_is_shown(case):
    relative = somebody(case)
    desk = browser_of(case.worker)
    page = desk.get(family(case, f"{relative.pk}/")).content.decode()
    sent = {
        "version": "1",
        "relation": "mother",
        "safe_to_contact": "no",
        "said_by": "team",
        "said_on": "02/03/2026",
    }

    answer = desk.post(family(case, f"{relative.pk}/"), sent)

    relative.refresh_from_db()
    assert [words for words in (NAME, PHONE, PLACE) if words in page] == []
    assert (answer.status_code, relative.safe_to_contact) == (302, "no")
    assert (relative.name, relative.telephones, relative.place) == (NAME, PHONE, PLACE)


def test_a_number_that_somebody_found_out_is_taken_out(case):
    relative = somebody(case)
    sent = {"version": "1", "relation": "mother", "safe_to_contact": "unknown", "forget": ["telephones"]}

    browser_of(case.worker).post(family(case, f"{relative.pk}/"), sent)

    relative.refresh_from_db()
    assert (relative.telephones, relative.name) == (None, NAME)


def test_two_who_change_at_once_see_both_versions_and_no_hidden_word(case):
    relative = somebody(case)
    changed(relative, case, country="HN", telephones="5555 9999")
    sent = {"version": "1", "relation": "mother", "country": "GT", "safe_to_contact": "unknown",
            "telephones": "5555 1111"}  # fmt: skip

    answer = browser_of(case.worker).post(family(case, f"{relative.pk}/"), sent)

    page = answer.content.decode()
    assert (answer.status_code, "Honduras" in page, "5555 9999" in page) == (409, True, False)
    with pytest.raises(Stale):
        changed(relative, case, version=1, country="GT")


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [("yes", "no", True), ("only_how", "unknown", True), ("no", "yes", False), ("unknown", "yes", False)],
)
def test_whoever_looks_after_her_makes_it_stricter_and_never_looser(case, staff, before, after, taken):
    relative = somebody(case, **SAFE | {"safe_to_contact": before, "how": "By her sister"})
    if taken:
        assert changed(relative, case, by=staff, safe_to_contact=after).safe_to_contact == after
        return
    with pytest.raises(ValidationError) as refused:
        changed(relative, case, by=staff, safe_to_contact=after)
    assert list(refused.value.message_dict) == ["safe_to_contact"]


def test_why_not_is_never_told_by_mistake_to_whoever_looks_after_her(case, staff):
    relative = somebody(case, how="He sold her", **NO)

    with pytest.raises(ValidationError) as refused:
        changed(relative, case, **SAFE)
    changed(relative, case, how="Only with the lawyer", **SAFE | {"safe_to_contact": "only_how"})

    assert list(refused.value.message_dict) == ["how"]
    page = browser_of(staff).get(family(case)).content.decode()
    assert ("Only with the lawyer" in page, "He sold her" in page) == (True, False)


def test_what_was_written_by_mistake_is_withdrawn_by_the_team_and_stays_readable_to_it(case, staff):
    relative = somebody(case, relation="aunt")
    address = family(case, f"{relative.pk}/withdraw/")

    assert browser_of(staff).post(address, {"withdrawn_reason": "?"}).status_code == 403
    assert browser_of(case.worker).post(address, {}).status_code == 422
    assert browser_of(case.worker).post(address, {"withdrawn_reason": "Of another case"}).status_code == 302

    assert "Of another case" in browser_of(supervisor(case.office)).get(family(case)).content.decode()
    assert "Aunt" not in browser_of(staff).get(family(case)).content.decode()
    with pytest.raises(ValidationError):
        changed(relative, case, country="GT")


def test_her_family_leaves_the_record_with_her_name(case):
    relative = somebody(case)
    actions.end_ground(case.grounds.get(), by=case.worker, ended_on=timezone.localdate())

    actions.keep_unnamed(case, by=case.worker)

    assert not Relative.objects.filter(pk=relative.pk).exists()
    assert browser_of(case.worker).post(family(case, f"{relative.pk}/reveal/")).status_code == 404


# What is typed and not saved


def test_a_draft_is_its_writers_own_and_sealed_as_what_is_saved(case, staff):
    typed = {"involved": "yes", "how": "He sold her"}
    browser_of(case.worker).post(f"/cases/{case.number}/intake/drafts/relative/", typed)

    assert "He sold her" in browser_of(case.worker).get(family(case, "new/")).content.decode()
    assert "He sold her" not in browser_of(staff).get(family(case, "new/")).content.decode()
    assert Draft.objects.get().typed == []


def test_nobody_is_found_by_the_telephone_of_her_family(case):
    somebody(case)

    answer = browser_of(case.worker).post("/cases/find/", {"known": PHONE})

    assert (answer.status_code, case.number in answer.content.decode()) == (200, False)
