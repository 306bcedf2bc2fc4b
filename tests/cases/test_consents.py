"""A consent is kept as it was given: what was explained, by which text, through whom, before whom."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.roles import Role
from accounts.tokens import issue
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import ConsentText, Ground, Point, Task
from cases.task_words import words_of
from tests.api.conftest import Caller
from tests.factories.accounts import member
from tests.factories.cases import OPENED, caseworker, opened_case, supervisor, working_office
from tests.files import mp3, ogg, pdf, wav
from tests.shelters.conftest import browser_of
from work.models import SealedFile

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)
TEXTS = "/cases/consent-texts/"
ALL = [str(point) for point in Point]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def boss(case):
    return supervisor(case.office)


def asked(case, **facts):
    """A consent as the page sends it."""
    usual = {"answer": "given", "giver": "self_adult", "purposes": ["interview", "data_processing"]}
    typed = usual | {"since": str(TODAY), "points_told": ALL} | facts
    return browser_of(case.worker).post(f"/cases/{case.number}/intake/ground/consent/", typed)


def waiting(case):
    return set(Task.objects.open().filter(case=case).values_list("kind", flat=True))


def a_text(boss, **facts):
    usual = {
        "purposes": ["data_processing"],
        "language": "mam",
        "text": "Xjal, ...",
        "in_force_since": OPENED,
    }
    return actions.add_consent_text(by=boss, **usual | facts)


def sound(content=None, name="a.mp3"):
    return SimpleUploadedFile(name, content or mp3())


def errors(answer):
    return set(answer.context["form"].errors)


# What was explained


def test_what_was_not_explained_is_kept_so_and_the_task_names_it(case):
    answer = asked(case, points_told=[point for point in ALL if point not in ("storage", "withdrawal")])

    task = Task.objects.open().get(kind="consent_points")
    assert (answer.status_code, Ground.objects.get().points_told) == (302, ALL[:5])
    assert words_of(task) == (
        "Explain to whoever consented what was not explained, and ask again: How long the data are kept; How "
        "to take the consent back, without losing any help"
    )
    ledger = browser_of(case.worker).get(f"/cases/{case.number}/intake/ground/").content.decode()
    assert ledger.count("How long the data are kept") == 1


def test_a_later_consent_with_everything_explained_answers_the_task(case):
    asked(case, points_told=[])
    asked(case, purposes=["interview"])
    assert "consent_points" in waiting(case)

    asked(case)

    assert "consent_points" not in waiting(case)


@pytest.mark.parametrize(
    "facts", [{}, {"purposes": ["treatment"], "points_told": []}, {"answer": "refused", "points_told": []}]
)
def test_nothing_is_asked_where_all_was_explained_or_nothing_had_to_be(case, facts):
    assert asked(case, **facts).status_code == 302

    assert "consent_points" not in waiting(case)


def test_what_is_no_point_is_refused_by_page_and_data_base(case):
    assert errors(asked(case, points_told=["weather"])) == {"points_told"}
    assert asked(case).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        Ground.objects.update(points_told=["weather"])


# Who was there


def test_a_thumbprint_names_its_witness_or_leaves_a_task(case):
    asked(case, form="thumbprint", witness_name="Doña Chabela")
    assert "consent_witness" not in waiting(case)

    asked(case, form="thumbprint", purposes=["assistance"])

    assert "consent_witness" in waiting(case)
    ledger = browser_of(case.worker).get(f"/cases/{case.number}/intake/ground/").content.decode()
    assert "Doña Chabela" in ledger
    row = Ground.objects.filter(purposes=["interview", "data_processing"]).values("witness_name")[0]
    assert "Chabela" not in repr(row)


def test_an_interpreter_whom_she_does_not_accept_leaves_the_consent_in_doubt_and_data_unkept(case):
    asked(case, interpreter_name="Rosa Choc", interpreter_sworn="no", interpreter_accepted="no")

    ground = Ground.objects.get()
    assert (ground.doubted_on, ground.ended_on, ground.interpreter_name) == (TODAY, None, "Rosa Choc")
    assert waiting(case) >= {"consent_interpreter", "interpreter_secrecy", "data_without_ground"}
    with pytest.raises(ValidationError):
        actions.describe_person(case.person, by=case.worker, case=case, given_names="Ana")
    ledger = browser_of(case.worker).get(f"/cases/{case.number}/intake/ground/").content.decode()
    assert "the person did not accept the interpreter" in ledger

    asked(case, interpreter_name="Marta Xol", interpreter_sworn="yes", interpreter_accepted="yes")

    actions.describe_person(case.person, by=case.worker, case=case, given_names="Ana")


def test_a_mended_age_does_not_bring_back_a_consent_through_an_interpreter_she_refused(case):
    asked(case, interpreter_name="Rosa Choc", interpreter_accepted="no")
    asked(case)

    born = {"birth_date": TODAY - 365 * 30 * DAY, "birth_precision": "year"}
    actions.describe_person(case.person, by=case.worker, case=case, **born)

    assert Ground.objects.filter(doubted_on=TODAY).count() == 1


# The texts


def test_texts_are_offered_by_language_the_latest_in_force_and_named_by_the_ground(case, boss):
    old = a_text(boss)
    new = a_text(boss, text="Xjal, second", in_force_since=TODAY)
    later = a_text(boss, text="Xjal, third", in_force_since=TODAY + DAY)
    spanish = a_text(boss, language="spa", text="Le explico", recording=sound())

    assert [one.version_number for one in (old, new, later, spanish)] == [1, 2, 3, 1]
    assert set(ConsentText.objects.offered(TODAY)) == {new, spanish}
    shown = browser_of(case.worker).get(f"/cases/{case.number}/intake/ground/consent/").content.decode()
    assert ("Xjal, second" in shown, "Xjal, ..." in shown, "Le explico" in shown) == (True, False, True)
    assert f'<audio controls preload="none" src="{TEXTS}{spanish.pk}/recording/"' in shown

    answer = asked(case, text=str(new.pk), text_how="read")

    ground = Ground.objects.get()
    assert (answer.status_code, ground.text, ground.text_how, ground.language) == (302, new, "read", "mam")


def test_which_text_and_how_are_said_together(case, boss):
    text = a_text(boss)

    assert errors(asked(case, text=str(text.pk))) == {"text_how"}
    assert errors(asked(case, text_how="read")) == {"text"}


def test_a_recording_is_played_so_that_nothing_runs_and_that_is_kept(case, boss):
    text = a_text(boss, recording=sound(ogg(), "voice.txt"))

    heard = browser_of(case.worker).get(f"{TEXTS}{text.pk}/recording/")

    assert b"".join(heard.streaming_content) == ogg()
    assert (heard["Content-Type"], heard["X-Content-Type-Options"]) == ("audio/ogg", "nosniff")
    assert heard["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert heard["Content-Disposition"] == 'inline; filename="mam-1.ogg"'
    assert Event.objects.filter(verb="consent_text.played", subjects__contains=[text.pk]).count() == 1
    assert SealedFile.objects.get().sealing_kind == "consent_text"
    page = browser_of(case.worker).get(f"{TEXTS}{text.pk}/")
    assert "media-src 'self'" in page["Content-Security-Policy"]


@pytest.mark.parametrize("content", [pdf(), b"only words", b"<script>"])
def test_what_is_no_recording_is_refused_beside_its_field(boss, content):
    desk = browser_of(boss)
    typed = {"purposes": ["data_processing"], "language": "mam", "text": "Xjal", "in_force_since": str(TODAY)}

    answer = desk.post(f"{TEXTS}new/", typed | {"recording": sound(content)})

    assert (answer.status_code, errors(answer)) == (422, {"recording"})
    assert "Xjal" in answer.content.decode()
    assert (ConsentText.objects.count(), SealedFile.objects.count()) == (0, 0)


def test_a_supervisor_writes_a_text_adds_its_recording_and_a_next_version_begins_with_its_words(boss):
    desk = browser_of(boss)
    typed = {
        "purposes": ["data_processing"],
        "language": "quc",
        "text": "Ri tzij",
        "in_force_since": str(TODAY),
    }

    made = [desk.post(f"{TEXTS}new/", typed | {"once": "k1"}) for _time in (1, 2)]
    text = ConsentText.objects.get()
    recorded = desk.post(f"{TEXTS}{text.pk}/record/", {"recording": sound(wav(), "a.wav")})

    assert [answer.status_code for answer in (*made, recorded)] == [302] * 3
    text.refresh_from_db()
    assert (text.recording.media_type, text.author) == ("audio/wav", boss)
    assert "Ri tzij" in desk.get(f"{TEXTS}new/?of={text.pk}").content.decode()
    assert desk.get(f"{TEXTS}new/?of=nonsense").status_code == 200


def test_a_text_that_was_used_is_never_changed_only_retired(case, boss):
    text = a_text(boss)
    asked(case, text=str(text.pk), text_how="read")

    with pytest.raises(ValidationError) as refused:
        actions.record_consent_text(text, by=boss, recording=sound())
    retired = browser_of(boss).post(f"{TEXTS}{text.pk}/retire/")

    assert (list(refused.value.message_dict), retired.status_code) == (["recording"], 302)
    assert list(ConsentText.objects.offered(TODAY)) == []
    assert Ground.objects.get().text == text
    assert "not offered any more" in browser_of(case.worker).get(f"{TEXTS}{text.pk}/").content.decode()


def test_who_only_looks_after_people_reads_texts_and_writes_none(case):
    with pytest.raises(Refused):
        a_text(case.worker)
    office = working_office()
    for role, status in ((Role.CASEWORKER, 403), (Role.ADMINISTRATOR, 200), (Role.DATA_PROTECTION, 200)):
        desk = browser_of(member(role, office, since="2010-01-01"))
        assert (desk.get(TEXTS).status_code, desk.get(f"{TEXTS}new/").status_code) == (200, status)
    assert browser_of(member(Role.TRAINER, office, since="2010-01-01")).get(TEXTS).status_code == 403


def test_the_list_asks_the_data_base_as_often_for_three_texts_as_for_one(boss):
    counts = []
    for language in ("mam", "quc", "kek"):
        a_text(boss, language=language, recording=sound())
        desk = browser_of(boss)
        desk.get(TEXTS)
        with CaptureQueriesContext(connection) as caught:
            desk.get(TEXTS)
        counts.append(len(caught))
    assert counts[0] == counts[2]


# Programs


def test_a_program_writes_a_text_and_a_consent_that_names_it(case, boss):
    keeper, program = Caller(issue(boss)[0]), Caller(issue(case.worker)[0])
    sent = {
        "purposes": ["data_processing"],
        "language": "kek",
        "text": "Li aatin",
        "in_force_since": str(TODAY),
    }

    made = keeper.post("/api/v1/consent-texts/", sent)
    assert made.status_code == 201, made.content
    text = ConsentText.objects.get()
    here = f"/api/v1/consent-texts/{text.pk}/"
    parts = encode_multipart(BOUNDARY, {"recording": sound()})
    how = {"content_type": MULTIPART_CONTENT, "headers": {"If-Match": '"1"'}}
    recorded = keeper.post(f"{here}record/", parts, **how)
    assert recorded.status_code == 200, recorded.content
    body = {"kind": "consent", "answer": "given", "giver": "self_adult", "purposes": ["data_processing"]}
    body |= {"since": str(TODAY), "text": str(text.pk), "text_how": "played", "points_told": ["purpose"]}
    body |= {"interpreter_name": "Rosa", "interpreter_accepted": "yes", "form": "thumbprint"}
    answer = program.post(f"/api/v1/cases/{case.number}/ground/", body)

    assert answer.status_code == 201, answer.content
    told = program.get(f"/api/v1/grounds/{answer.json()['id']}/").json()
    assert (told["text"], told["text_how"], told["points_told"]) == (str(text.pk), "played", ["purpose"])
    assert "Rosa" not in str(told)
    listed = program.get("/api/v1/consent-texts/").json()["results"]
    assert [(one["language"], one["recording"]) for one in listed] == [("kek", "audio/mpeg")]
    assert program.post(f"{here}retire/", {}, headers={"If-Match": '"2"'}).status_code == 403
    assert keeper.post(f"{here}retire/", {}).status_code == 428
    assert keeper.post(f"{here}retire/", {}, headers={"If-Match": '"2"'}).status_code == 200
    assert Caller(issue(caseworker())[0]).get(here).status_code == 200
