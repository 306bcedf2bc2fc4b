"""A program has reports made, opens them down to their rows, explains, approves, and takes the file."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.tokens import issue
from audit.models import Event
from cases.models import Service
from reports import actions
from reports.models import Deviation, Report, ReportStatus, Schedule
from tests.api.conftest import Caller
from tests.factories.programmes import AwardIndicatorFactory, TargetFactory, programme_manager

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SAID = {"cause": "access", "explanation": "The road was closed."}
READ = ["deviations", "targets"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def program(manager):
    return Caller(issue(manager)[0])


@pytest.fixture
def missed(award, helped, made):
    """A report in which one person was new where ten were promised."""
    helped(date(2010, 11, 2))
    TargetFactory(row=AwardIndicatorFactory(award=award, indicator="VIC-NEW"), period="FY2011-Q1", value=10)
    return made()


def at(report, *parts):
    return "/".join(["/api/v1/reports", str(report.pk), *parts, ""])


def match(row):
    return {"If-Match": f'"{row.version}"'}


def figure(answer, code, dimension="", category="", stretch="quarter"):
    key = (code, dimension, category, stretch)
    [found] = [
        one
        for one in answer["figures"]
        if (one["code"], one["dimension"], one["category"], one["stretch"]) == key
    ]
    return found


def test_a_report_tells_each_figure_with_its_target_and_the_definition_it_rests_on(missed, program):
    answer = program.get(at(missed)).json()

    new = figure(answer, "VIC-NEW")
    assert (new["value"], new["n"], new["target"], new["reported_before"]) == (1, 1, 10, None)
    assert (new["definition"], len(new["definition_digest"])) == (1, 64)
    assert figure(answer, "VIC-NEW", "sex", "F")["value"] == 1


def test_the_rows_of_a_figure_and_of_a_category_are_opened_by_the_address_it_gives(helped, made, program):
    woman, man = helped(date(2010, 11, 2)), helped(date(2010, 11, 9))
    woman.person.sex, man.person.sex = "F", "M"
    woman.person.save(update_fields=["sex"])
    man.person.save(update_fields=["sex"])
    report = made()
    answer = program.get(at(report)).json()

    told = {
        category: [row["case"] for row in program.get(figure(answer, "VIC-NEW", *category)["rows"]).json()]
        for category in [(), ("sex", "F"), ("sex", "M")]
    }

    assert told == {(): [woman.number, man.number], ("sex", "F"): [woman.number], ("sex", "M"): [man.number]}
    opened = Event.objects.filter(verb="figure.opened")
    assert {(tuple(one.subjects), tuple(one.detail)) for one in opened} == {
        ((report.pk,), ("VIC-NEW", "FY2011-Q1", *category)) for category in told
    }


def test_what_an_approved_report_said_otherwise_is_marked_in_the_next(helped, made, manager, program):
    case = helped(date(2010, 11, 2), date(2011, 2, 3))
    actions.approve_report(made("FY2011-Q1"), by=manager, confirmed=["targets"])
    Service.objects.create(case=case, component=case.component, on=date(2010, 12, 1), type="food")

    answer = program.get(at(made("FY2011-Q2"))).json()

    [restated] = [one for one in answer["restated"] if not one["dimension"]]
    assert (restated["code"], restated["period"], restated["reported"], restated["now"]) == (
        "SVC-EVT", "FY2011-Q1", 1, 2,
    )  # fmt: skip
    marked = [one for one in answer["figures"] if one["reported_before"] is not None and not one["dimension"]]
    assert [(one["code"], one["period"], one["reported_before"], one["value"]) for one in marked] == [
        ("SVC-EVT", "FY2011-Q1", 1, 2)
    ]


def found(program, report):
    """{check: what the report says that it found}"""
    return {one["check"]: one for one in program.get(at(report)).json()["checks"]}


def test_checks_say_in_words_what_stops_and_what_must_be_confirmed_as_it_was_read(missed, program):
    checks = found(program, missed)

    assert list(checks) == [
        "residents", "categories", "quarters", "new", "after_the_end", "targets", "likenesses", "deviations",
    ]  # fmt: skip
    assert (checks["targets"]["holds"], checks["targets"]["stops"]) == (False, False)
    assert checks["targets"]["words"].endswith("indicators of this template have no target in this award.")
    assert checks["deviations"]["words"] == (
        "Far from the target and not explained: New victims assisted (VIC-NEW)."
    )
    to_read = [checks["targets"], checks["deviations"]]
    assert [one for one in checks.values() if one["confirm"]] == to_read
    for confirmed in ([], READ):
        refused = program.post(at(missed, "approve"), {"confirmed": confirmed}, headers=match(missed))
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["confirmed"])


def test_approved_it_has_a_fingerprint_and_remembers_what_was_confirmed(missed, program):
    read = [one["confirm"] for one in found(program, missed).values() if one["confirm"]]
    answer = program.post(at(missed, "approve"), {"confirmed": read}, headers=match(missed))

    said = answer.json()
    assert (answer.status_code, said["status"], said["confirmed"]) == (200, "approved", READ)
    assert said["digest"] == Report.objects.get().digest
    assert len(said["digest"]) == 64


def test_what_is_far_from_its_target_is_listed_explained_once_and_changed(missed, program):
    assert program.get(at(missed, "deviations")).json() == [
        {"code": "VIC-NEW", "period": "FY2011-Q1", "target": 10, "actual": 1, "said": None}
    ]

    answer = program.post(at(missed, "explain", "VIC-NEW"), SAID)
    again = program.post(at(missed, "explain", "VIC-NEW"), SAID | {"cause": "context"})
    said = Deviation.objects.get()
    changed = program.patch(
        f"/api/v1/deviations/{said.pk}/", {"action": "A second vehicle."}, headers=match(said)
    )

    assert (answer.status_code, answer.json()["explanation"]) == (201, SAID["explanation"])
    assert (again.status_code, "meanwhile" in again.json()["detail"]) == (422, True)
    assert (changed.status_code, changed.json()["action"], changed.json()["cause"]) == (
        200, "A second vehicle.", "access",
    )  # fmt: skip
    [listed] = program.get(at(missed, "deviations")).json()
    assert listed["said"]["action"] == "A second vehicle."
    verbs = Event.objects.filter(subjects__contains=[missed.pk], verb__startswith="deviation.")
    assert sorted(verbs.values_list("verb", flat=True)) == ["deviation.changed", "deviation.explained"]


def test_what_is_as_promised_cannot_be_explained(missed, program):
    assert program.post(at(missed, "explain", "SVC-EVT"), SAID).status_code == 404


def test_an_explanation_that_somebody_changed_meanwhile_is_not_overwritten(missed, manager, program):
    said = actions.explain_deviation(missed, by=manager, code="VIC-NEW", **SAID)
    actions.change_explanation(said, by=manager, explanation="The bridge fell.")

    late = program.patch(
        f"/api/v1/deviations/{said.pk}/", {"explanation": "It rained."}, headers={"If-Match": '"1"'}
    )

    assert late.status_code == 412
    assert Deviation.objects.get().explanation == "The bridge fell."


def test_once_approved_what_was_said_stays(missed, manager, program):
    said = actions.explain_deviation(missed, by=manager, code="VIC-NEW", **SAID)
    actions.approve_report(missed, by=manager, confirmed=["targets"])

    answer = program.patch(f"/api/v1/deviations/{said.pk}/", {"cause": "context"}, headers=match(said))

    assert answer.status_code == 422
    assert Deviation.objects.get().cause == "access"


@pytest.mark.parametrize(("language", "word"), [("es", "Notas"), ("en", "Notes")])
def test_the_file_is_taken_in_either_language(missed, program, language, word):
    answer = program.ask("GET", at(missed, "file", language), headers={"Accept": XLSX})

    assert (answer.status_code, answer["Content-Type"]) == (200, XLSX)
    name = f"USAID-GT-2010-01_usaid_tracking_2010-12-31_{language}.xlsx"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert word in load_workbook(BytesIO(b"".join(answer.streaming_content))).sheetnames
    assert Event.objects.filter(verb="report.file_taken", subjects=[missed.pk]).count() == 1


def test_a_file_that_is_not_there_is_refused_in_json_whatever_was_asked_for(missed, program):
    answer = program.ask("GET", at(missed, "file", "fr"), headers={"Accept": XLSX})

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


def test_a_schedule_is_entered_once_listed_and_ended_once(award, program):
    body = {"award": award.number, "template": "usaid_tracking"}

    made = [program.post("/api/v1/reports/schedules/", body).status_code for _twice in range(2)]
    [listed] = program.get("/api/v1/reports/schedules/").json()["results"]
    end = f"/api/v1/reports/schedules/{listed['id']}/end/"
    ended = [program.post(end, {}, headers={"If-Match": "*"}) for _twice in range(2)]

    assert made == [201, 422]
    assert (listed["award"], listed["template"], listed["ended_on"]) == (
        award.number, "usaid_tracking", None,
    )  # fmt: skip
    assert [one.status_code for one in ended] == [200, 422]
    assert ended[0].json()["ended_on"] == Schedule.objects.get().ended_on.isoformat()


def test_reports_of_others_are_as_absent(missed):
    stranger = Caller(issue(programme_manager())[0])
    new = missed.figures.of_period(missed).totals().get(code="VIC-NEW")

    for parts in [(), ("deviations",), ("figures", str(new.pk), "rows"), ("file", "es")]:
        assert stranger.get(at(missed, *parts)).status_code == 404
    assert stranger.get("/api/v1/reports/").json()["results"] == []


def test_a_program_reads_how_far_the_worker_is(award, manager, program):
    body = {"award": award.number, "template": "usaid_tracking", "period": "FY2011-Q1"}

    answer = program.post("/api/v1/reports/", body).json()

    assert (answer["status"], answer["figures"]) == (ReportStatus.ASKED, [])
    assert answer["progress"] == {"state": "waiting", "done": 0, "total": 0}
