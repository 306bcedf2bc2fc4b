"""A summary goes on paper: chosen part by part, numbered, without a name unless somebody says why."""

import pytest
from django.core.exceptions import ValidationError

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import Level, Printout
from tests.cases.test_documents import TITLE, attached
from tests.factories.accounts import member
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor
from vault.fields import SealedField

pytestmark = pytest.mark.django_db
ALL = ["identification", "needs", "services", "stays", "notes", "documents", "tasks", "grounds"]


@pytest.fixture
def case():
    case = opened_case(code_name="Ceiba")
    for note_class, text in (
        ("care", "Sleeps badly"),
        ("team", "Told of the bar"),
        ("legal", "Told the judge"),
    ):
        actions.write_note(case, by=supervisor(case.office), on=OPENED, text=text, note_class=note_class)
    actions.record_needs(case, by=case.worker, needs=["food"], wishes="Wants to study")
    actions.record_service(case, by=case.worker, on=OPENED, type="food", detail="Two baskets")
    attached(case)
    return case


def send(client, user, case, sections=ALL, **facts):
    client.force_login(user)
    client.cookies["language"] = "en"
    usual = {"sections": sections, "purpose": "meeting", "once": "p1"}
    return client.post(f"/cases/{case.number}/print/", usual | facts)


def test_what_was_chosen_goes_on_paper_and_nothing_else(client, case):
    paper = send(client, case.worker, case, ["needs", "notes"]).content.decode()

    words = ("Wants to study", "Sleeps badly", "Told of the bar", "Two baskets", TITLE, "copy 1 of this case")
    assert [word in paper for word in words] == [True, True, True, False, False, True]
    assert ("Ceiba" in paper, case.number in paper, case.worker.full_name in paper) == (True,) * 3


def test_every_copy_has_a_number_and_a_line_that_names_its_parts(client, case):
    send(client, case.worker, case, ["needs"])
    paper = send(client, case.worker, case, ["notes", "tasks"], once="p2").content.decode()

    assert "copy 2 of this case" in paper
    kept = Event.objects.filter(verb="case.printed").order_by("id")
    assert [(one.subjects[1:], one.detail) for one in kept] == [
        ([case.pk], ["meeting", "needs"]), ([case.pk], ["meeting", "notes", "tasks"])
    ]  # fmt: skip
    shown = client.get(f"/cases/{case.number}/readers/").content.decode()
    assert ("printed 2 times" in shown, "notes, tasks" in shown) == (True, True)


def test_a_page_that_is_sent_again_is_the_same_copy(client, case):
    papers = [send(client, case.worker, case).content.decode() for _time in range(2)]

    assert (Printout.objects.count(), ["copy 1" in one for one in papers]) == (1, [True, True])


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"sections": []}, ["sections"]),
        ({"sections": ["everything"]}, ["sections"]),
        ({"purpose": ""}, ["purpose"]),
        ({"with_name": "on"}, ["name_reason"]),
        ({"name_reason": "The judge asks for it"}, ["with_name"]),
    ],
)
def test_what_is_missing_is_said_beside_its_box_and_nothing_is_printed(client, case, facts, wrong):
    answer = send(client, case.worker, case, **facts)

    assert (answer.status_code, list(answer.context["form"].errors), Printout.objects.count()) == (
        422,
        wrong,
        0,
    )
    assert facts.get("name_reason", "") in answer.content.decode()


def test_a_name_stands_on_it_only_with_a_reason_which_is_sealed(client, case):
    case.person.given_names, case.person.family_names = "Xochitl", "Ajanel"
    case.person.save(update_fields=["given_names", "family_names"])

    bare = send(client, case.worker, case).content.decode()
    named = send(
        client, case.worker, case, with_name="on", name_reason="The judge asks", once="p2"
    ).content.decode()

    assert ("Xochitl Ajanel" in bare, "Xochitl Ajanel" in named) == (False, True)
    assert Event.objects.filter(verb="case.printed", detail__contains=["name"]).count() == 1
    assert isinstance(Printout._meta.get_field("name_reason"), SealedField)


def test_of_who_does_not_want_her_data_kept_there_is_no_name_to_print(client, case):
    case = actions.keep_unnamed(case, by=case.worker)

    answer = send(client, case.worker, case, with_name="on", name_reason="The judge asks")

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name_reason"])


def test_the_reason_of_a_name_leaves_with_the_name(client, case):
    send(client, case.worker, case, with_name="on", name_reason="The judge asks")

    actions.keep_unnamed(case, by=case.worker)

    assert Printout.objects.get().name_reason == "—"


# Who prints what


def test_whoever_helps_prints_what_her_level_tells_and_no_more(client, case):
    helper = caseworker(case.office)
    let_in(helper, case, Level.ASSISTANCE)
    told = ["needs", "services", "stays", "notes", "documents", "tasks"]

    refused = send(client, helper, case, ["grounds"])
    paper = send(client, helper, case, told).content.decode()

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["sections"])
    assert ("Sleeps badly" in paper, "Told of the bar" in paper, "Told the judge" in paper) == (
        True,
        False,
        False,
    )
    assert (TITLE in paper, "Reserved document" in paper) == (False, True)


def test_a_reserved_note_is_a_line_and_its_profession_may_choose_to_print_it(client, case):
    lawyer = caseworker(case.office, profession="law")
    let_in(lawyer, case, Level.FULL)

    plain = send(client, lawyer, case, ["notes"]).content.decode()
    chosen = send(client, lawyer, case, ["reserved"], once="p2").content.decode()
    refused = send(client, case.worker, case, ["reserved"])

    assert ("Reserved note" in plain, "Told the judge" in plain, "Told the judge" in chosen) == (
        True,
        False,
        True,
    )
    assert refused.status_code == 422
    assert Event.objects.filter(verb="note.read", actor=lawyer.pk).count() == 1


def test_shelter_staff_print_no_summary(client, case):
    staff = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(staff, case, Level.FULL)

    assert send(client, staff, case, ["needs"]).status_code == 403
    with pytest.raises(Refused):
        actions.print_case(case, by=staff, sections=["needs"], purpose="meeting")


def test_of_a_case_that_is_not_hers_there_is_nothing_to_print(client, case):
    assert send(client, caseworker(), case).status_code == 404


def test_a_summary_of_nothing_is_none(case):
    with pytest.raises(ValidationError):
        actions.print_case(case, by=case.worker, sections=[], purpose="meeting")


@pytest.mark.parametrize("number", [1, 3])
def test_a_summary_asks_as_often_for_much_as_for_little(client, case, number, django_assert_num_queries):
    for _time in range(number):
        actions.record_service(case, by=case.worker, on=OPENED, type="food")
        actions.write_note(case, by=case.worker, on=OPENED, text="x")
        attached(case)
    send(client, case.worker, case, once="warm")

    with django_assert_num_queries(62):
        send(client, case.worker, case)
