"""Somebody without an account writes, is given a code on paper, and comes back to read the answer."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from cases import actions
from cases.models import Complaint
from tests.factories.accounts import administrator
from tests.factories.cases import working_office
from tests.factories.complaints import box_of, complaint_about, receivers_for

pytestmark = pytest.mark.django_db
CODE = re.compile(r"(?:[2-9A-HJKMNP-Z]{4}-){3}[2-9A-HJKMNP-Z]{4}")
SAID = {"kind": "sexual", "words": "Xóchitl was asked to come to the office at night.", "key": "k-1"}


@pytest.fixture
def office():
    return working_office(name="El Refugio")


@pytest.fixture
def box(office):
    return box_of(office)


def write(box):
    return reverse("box:write", args=[box.key]) + "?language=en"


def answer(box):
    return reverse("box:answer", args=[box.key]) + "?language=en"


def test_she_writes_and_reads_the_answer_with_her_code_and_nothing_stays_in_the_browser(client, office, box):
    [receiver, _other] = receivers_for(office)
    page = client.get(write(box))

    sent = client.post(write(box), SAID)

    code = CODE.search(sent.text)[0]
    assert (page.status_code, sent.status_code) == (200, 200)
    assert "El Refugio" not in page.text + sent.text
    assert page["Cache-Control"] == sent["Cache-Control"] == "no-store"
    assert not client.cookies
    # What asks for safety says at once what helps, with whom to call in this country.
    assert "the first three days" in sent.text
    assert "1572" in sent.text
    complaint = Complaint.objects.get()
    assert (complaint.how, complaint.written_by, complaint.words) == ("tablet", None, SAID["words"])
    assert "being looked into" not in client.post(answer(box), {"code": code}).text
    actions.answer_complaint(complaint, by=receiver, words="He does not work with residents any more.")
    read = client.post(answer(box), {"code": code.lower().replace("-", " ")})
    assert "He does not work with residents any more." in read.text
    assert SAID["words"] not in read.text
    assert code not in client.get(answer(box)).text
    assert not client.cookies


def test_the_code_is_kept_as_a_digest_and_the_words_are_sealed(client, office, box):
    receivers_for(office)

    code = CODE.search(client.post(write(box), SAID).text)[0]

    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_complaint::text FROM cases_complaint")
        [[row]] = cursor.fetchall()
    digits = code.replace("-", "")
    for told in (code, digits, digits.encode().hex(), "night", "Xóchitl", "Xóchitl".encode().hex()):
        assert told not in row


def test_what_is_sent_twice_is_one_letter_and_later_shows_no_code(client, office, box, monkeypatch):
    receivers_for(office)
    first, again = client.post(write(box), SAID), client.post(write(box), SAID)

    assert CODE.search(first.text)[0] == CODE.search(again.text)[0]
    other = client.post(write(box), SAID | {"words": "Something else"})
    assert other.status_code == 422
    assert Complaint.objects.count() == 1
    # Another letter is sent from the page that is shown then.
    key = re.search(r'name="key" value="([^"]+)"', other.text)[1]
    mended = client.post(write(box), SAID | {"words": "Something else", "key": key})
    assert (mended.status_code, bool(CODE.search(mended.text))) == (200, True)
    assert Complaint.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_complaint SET created_at = now() - interval '6 minutes'")
    # The next person at the tablet goes back and sends the page again.
    late = client.post(write(box), SAID)
    assert (late.status_code, CODE.search(late.text)) == (200, None)


def test_wrong_codes_are_counted_and_so_are_letters(client, office, box, settings):
    settings.BOX_WRONG_CODES, settings.BOX_MESSAGES = 2, 1
    receivers_for(office)
    code = complaint_about(office).code
    wrong = {"code": "ABCD-EFGH-JKMN-PQRS"}

    tried = [client.post(answer(box), wrong).status_code for _time in range(3)]

    assert tried == [422, 422, 429]
    # Nobody learns by going on whether the next one is right.
    assert client.post(answer(box), {"code": code}).status_code == 429
    letters = [client.post(write(box), SAID | {"key": f"k-{n}"}) for n in range(2)]
    assert [one.status_code for one in letters] == [200, 429]
    assert SAID["words"] in letters[1].text
    assert Complaint.objects.count() == 2


def test_a_code_opens_nothing_at_the_box_of_another_office(client, office, box):
    receivers_for(office)
    code = complaint_about(office).code

    assert client.post(answer(box_of(working_office())), {"code": code}).status_code == 422


def test_where_nobody_receives_yet_it_is_said_whom_to_tell_and_nothing_is_taken(client, office):
    told = "Doña Marta, of the parish, 5555 1234"
    box = actions.open_box(office, by=administrator(office.organisation), instead=told)

    page, sent = client.get(write(box)), client.post(write(box), SAID)

    for one in (page, sent):
        assert told in one.text
        assert "110" in one.text
        assert "<textarea" not in one.text
    assert not Complaint.objects.exists()
    assert client.get(reverse("box:write", args=["unknown"])).status_code == 404


def test_what_is_missing_is_asked_for_in_her_language_and_nothing_typed_is_lost(client, office, box):
    receivers_for(office)

    sent = client.post(reverse("box:write", args=[box.key]), {"her_name": "Xóchitl", "key": "k"})

    assert sent.status_code == 422
    assert sent["Content-Language"] == "es"
    assert 'value="Xóchitl"' in sent.text


def test_the_other_language_takes_along_what_was_written(client, office, box):
    receivers_for(office)
    page = reverse("box:write", args=[box.key])
    typed = {"kind": "violence", "words": "Somebody pushed me.", "key": "one"}

    shown = client.post(f"{page}?language=en", typed | {"language-only": "1"})

    assert (shown.status_code, Complaint.objects.count()) == (200, 0)
    assert "You can write here" in shown.text
    assert "Somebody pushed me." in shown.text
    assert re.search(r'value="violence"[^>]* checked', shown.text)
