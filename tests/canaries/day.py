"""The day itself: every page and every verb of the API that takes something sealed is given a canary."""

import datetime
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.middleware import SEEN
from cases.models import (
    Case,
    Conference,
    Document,
    Draft,
    FailedContact,
    Ground,
    Note,
    Proceeding,
    ProceedingStage,
    ProceedingStep,
    Relative,
    RiskAssessment,
    RiskNotice,
    Service,
    SuspectInEvent,
    Task,
)
from reintegration.models import Placement
from shelters.models import Stay
from tests.canaries.complaining import complains
from tests.canaries.desk import Desk
from tests.canaries.planning import begins, plans_with_her
from tests.canaries.screening import is_interviewed
from tests.canaries.words import Canaries
from tests.factories.accounts import member
from tests.factories.cases import caseworker, supervisor
from tests.factories.shelters import shelter_of
from tests.files import picture

AGREED = {"answer": "given", "giver": "self_adult", "purposes": ["data_processing", "assistance"]}
OPENED = {"danger": "no", "source": "police", "sex": "F", "majority": "adult"}


class Day:
    """A shelter that is not meant for her, its coordinator, and a caseworker in the same office."""

    def __init__(self):
        self.canaries = Canaries()
        self.shelter = shelter_of(genders=["masculine"], beds=4)
        self.office = self.shelter.office
        self.worker = Desk(caseworker(self.office))
        self.head = Desk(supervisor(self.office))
        self.follower = member("reintegration_worker", self.office, since="2010-01-01")
        self.born = iter(datetime.date(1961, 3, 7) + datetime.timedelta(days=37 * n) for n in range(9))

    @property
    def desks(self):
        return [self.worker, self.head]

    def texts(self, label, *names):
        """A text of its own for each of these fields of a model."""
        return {name: self.canaries.text(f"{label}.{name}") for name in names}

    def under(self, case, page=""):
        return f"/cases/{case.number}/{page}"


def names(day):
    """Who she is, as it is typed."""
    return day.texts("cases.Person", "given_names", "family_names", "other_names", "residence")


def opens_a_case(day):
    """By the page; what somebody began to type of another one waits as a draft."""
    typed = {"source_details": day.canaries.text("cases.Draft.typed")}
    assert day.worker.post("/cases/new/draft/", OPENED | typed).status_code == 302
    day.worker.fill_in("/cases/new/", **OPENED, **day.texts("cases.Case", "source_details", "found_place"))
    return Case.objects.latest("created_at")


def asks_why_it_may_be_kept(day, case):
    """Each kind of ground that is written with words."""
    today = timezone.localdate().strftime("%d/%m/%Y")
    ground = day.under(case, "intake/ground/")
    there = day.texts("cases.Ground", "giver_name", "interpreter_name", "witness_name")
    day.worker.fill_in(f"{ground}consent/", **AGREED, since=today, **there)
    day.worker.fill_in(f"{ground}court_order/", since=today, **day.texts("cases.Ground", "authority"))
    day.worker.fill_in(f"{ground}duty_to_report/", since=today, **day.texts("cases.Ground", "authority"))
    day.worker.fill_in(f"{ground}vital_interest/", since=today, **day.texts("cases.Ground", "reason"))
    end = Ground.objects.filter(case=case, kind="duty_to_report").get()
    day.worker.fill_in(day.under(case, f"grounds/{end.pk}/end/"))


def writes_who_she_is(day, case):
    """Once, and again, so that the first names stand in a revision only."""
    page, canaries = day.under(case, "intake/person/"), day.canaries
    rows = {
        "telephones-0-number": canaries.telephone("cases.Telephone.number"),
        "documents-0-number": canaries.document("cases.IdentityDocument.number"),
    }
    birth = canaries.birth("cases.Person.birth_date", next(day.born))
    day.worker.fill_in(page, birth=birth, **names(day), **rows)
    shown = day.worker.post(page, {"open": "1"})
    birth = canaries.birth("cases.Person.birth_date", next(day.born))
    rows = {"telephones-0-number": canaries.telephone("cases.Telephone.number")}
    day.worker.fill_in(page, page=shown, birth=birth, **names(day), **rows)


def writes_what_happened(day, case):
    """What was done to her and what she needs; then something is typed into a page and left."""
    elements = {"acts": ["recruitment"], "means": ["deception"], "purposes": ["forced_labour"]}
    page = day.under(case, "intake/exploitation/")
    alone = "cases.CaseExploitation"
    told = day.texts("cases.Exploitation", "place", "account")
    day.worker.fill_in(page, **elements, **told, own_account=day.canaries.text(f"{alone}.account"))
    events = day.under(case, "events/")
    told = day.texts("cases.Exploitation", "place", "account")
    day.worker.fill_in(f"{events}new/", **told, own_account=day.canaries.text(f"{alone}.account"))
    wrong = case.exploitation_links.get(follows__isnull=False).exploitation_id
    day.worker.fill_in(f"{events}{wrong}/take-out/", **day.texts(alone, "withdrawn_reason"))
    kept = case.exploitation_links.get(withdrawn_at=None).exploitation_id
    day.worker.fill_in(f"{events}{kept}/route/", **day.texts("cases.RouteStage", "place"))
    day.worker.fill_in(f"{events}{kept}/route/", **day.texts("cases.RouteStage", "place"), alone="on")
    writes_of_suspects(day, f"{events}{kept}/suspects/")
    needs = day.under(case, "intake/needs/")
    day.worker.fill_in(needs, **day.texts("cases.Needs", "wishes", "health_alert"))
    typed = {"wishes": day.canaries.text("cases.Draft.typed")}
    assert day.worker.post(day.under(case, "intake/drafts/needs/"), typed).status_code == 302


def writes_of_suspects(day, page):
    """Two who are thought to have done it: one is opened and corrected, the other was a mistake."""
    for _time in range(2):
        told = day.texts("cases.Suspect", "names", "aliases", "telephones", "description", "ties")
        told["known"] = day.canaries.text("cases.SuspectInEvent.known")
        told["danger_words"] = day.canaries.text("cases.SuspectToPerson.danger_words")
        day.worker.fill_in(f"{page}new/", **told)
    kept, mistaken = SuspectInEvent.objects.order_by("number")
    assert day.worker.post(f"{page}{kept.pk}/open/", {}).status_code == 200
    day.worker.fill_in(f"{page}{kept.pk}/change/", **day.texts("cases.Suspect", "names"))
    reason = day.texts("cases.SuspectInEvent", "withdrawn_reason")
    day.worker.fill_in(f"{page}{mistaken.pk}/take-out/", **reason)


def writes_of_her_family(day, case):
    """Somebody whom one may call, found out and changed; one who was written by mistake; and one begun."""
    page, safe = day.under(case, "family/"), {"safe_to_contact": "only_how", "said_by": "person"}
    safe |= {"relation": "aunt", "said_on": timezone.localdate().strftime("%d/%m/%Y")}
    for _ in range(2):
        told = day.texts("cases.Relative", "name", "place", "how")
        telephone = day.canaries.telephone("cases.Relative.telephones")
        day.worker.fill_in(f"{page}new/", **safe, **told, telephones=telephone)
    kept, mistaken = Relative.objects.of_case(case)
    telephone = day.canaries.telephone("cases.Relative.telephones")
    told = day.texts("cases.Relative", "name", "place", "how")
    day.worker.fill_in(f"{page}{kept.pk}/", **told, telephones=telephone)
    reason = day.texts("cases.Relative", "withdrawn_reason")
    day.worker.fill_in(f"{page}{mistaken.pk}/withdraw/", **reason)
    assert day.worker.post(f"{page}{kept.pk}/contact/", {}).status_code == 200
    assert day.worker.post(f"{page}{kept.pk}/reveal/", {}).status_code == 200
    # In two tabs: what is sent without the name of its tab takes the place of the last.
    for _ in range(2):
        typed = {"name": day.canaries.text("cases.Draft.secret"), "draft_page": str(uuid4())}
        assert day.worker.post(day.under(case, "intake/drafts/relative/"), typed).status_code == 302


def helps_her(day, case):
    """Two services, one corrected and one withdrawn; notes, one amended; a task that is done."""
    for _ in range(2):
        day.worker.fill_in(
            day.under(case, "services/new/"), type="food", **day.texts("cases.Service", "detail")
        )
    kept, mistaken = Service.objects.filter(case=case)
    day.worker.fill_in(day.under(case, f"services/{kept.pk}/"), **day.texts("cases.Service", "detail"))
    reason = day.texts("cases.Service", "withdrawn_reason")
    day.worker.fill_in(day.under(case, f"services/{mistaken.pk}/withdraw/"), **reason)
    for note_class in ("team", "legal"):
        text = day.texts("cases.Note", "text")
        day.worker.fill_in(day.under(case, "notes/new/"), note_class=note_class, **text)
    note = Note.objects.filter(case=case, note_class="team").get()
    day.worker.fill_in(day.under(case, f"notes/{note.pk}/amend/"), **day.texts("cases.Note", "text"))
    for _ in range(2):
        day.worker.fill_in(day.under(case, "tasks/new/"), **day.texts("cases.Task", "words"))
    done, other = Task.objects.filter(case=case, kind="by_hand")
    day.worker.fill_in(f"/tasks/{done.pk}/done/", **day.texts("cases.Task", "outcome"))
    day.worker.fill_in(f"/tasks/{other.pk}/change/")


def attaches_documents(day, case):
    """One that is taken out again and a picture that is corrected; canaries stand in the files too."""
    words = ("title", "description")
    text = day.canaries.text("a file").encode()
    for content in (text, picture("JPEG", comment=day.canaries.text("a file").encode())):
        file = SimpleUploadedFile(f"{day.canaries.text('a file')}.txt", content)
        facts = {"kind": "letter", "file": file} | day.texts("cases.Document", *words)
        day.worker.fill_in(day.under(case, "documents/new/"), **facts)
    kept, mistaken = Document.objects.filter(case=case)
    day.worker.fill_in(day.under(case, f"documents/{kept.pk}/change/"), **day.texts("cases.Document", *words))
    reason = {"withdrawn_why": "mistake"} | day.texts("cases.Document", "withdrawn_reason")
    day.worker.fill_in(day.under(case, f"documents/{mistaken.pk}/withdraw/"), **reason)


def prints_a_summary(day, case):
    """With the name on it, and why; what stands there is asked for and no page that is only opened."""
    chosen = {"sections": ["needs", "notes"], "purpose": "person", "with_name": "on", "once": "paper"}
    paper = day.worker.post(day.under(case, "print/"), chosen | day.texts("cases.Printout", "name_reason"))
    assert paper.status_code == 200


def reaches_nobody(day, case):
    """An attempt to reach the person, and one taken back."""
    attempts, label = day.under(case, "attempts/"), "cases.FailedContact"
    for _time in range(2):
        on = timezone.localdate().strftime("%d/%m/%Y")
        day.worker.fill_in(f"{attempts}new/", on=on, how="call", **day.texts(label, "words"))
    last = FailedContact.objects.filter(case=case).first()
    day.worker.fill_in(f"{attempts}{last.pk}/withdraw/", **day.texts(label, "withdrawn_reason"))


def holds_a_conference(day, case):
    """Its minutes, amended once, and what was decided."""
    conferences = day.under(case, "conferences/")
    told = {"on": timezone.localdate().strftime("%d/%m/%Y"), "outside": ["police"]}
    label = "cases.Conference"
    day.worker.fill_in(f"{conferences}new/", **told, **day.texts(label, "minutes"))
    first = Conference.objects.get(case=case)
    day.worker.fill_in(f"{conferences}{first.pk}/amend/", **told, **day.texts(label, "minutes"))
    last = Conference.objects.get(case=case, amends=first)
    day.worker.fill_in(f"{conferences}{last.pk}/decide/", **day.texts("cases.Task", "words"))


def judges_the_risk(day, case):
    """An assessment that is corrected, one that is withdrawn; a danger passed on, answered and withdrawn."""
    risks, label = day.under(case, "risks/"), "cases.RiskAssessment"
    words = ("lower_reason", "basis", "safety_plan")
    for _ in range(2):
        day.worker.fill_in(f"{risks}new/", level="low", domains=["data:high"], **day.texts(label, *words))
    last, first = RiskAssessment.objects.filter(case=case)
    day.worker.fill_in(f"{risks}{last.pk}/", **day.texts(label, *words))
    day.worker.fill_in(f"{risks}{first.pk}/withdraw/", **day.texts(label, "withdrawn_reason"))
    ground, label = Ground.objects.get(case=case, kind="court_order"), "cases.RiskNotice"
    told = {"ground": str(ground.pk), "country": "HN"} | day.texts(label, "receiver", "what")
    day.worker.fill_in(f"{risks}passed-on/new/", **told)
    notice = f"{risks}passed-on/{RiskNotice.objects.get(case=case).pk}/"
    for _ in range(2):
        day.worker.fill_in(notice, **day.texts(label, "answer"))
    day.worker.fill_in(f"{notice}withdraw/", **day.texts(label, "withdrawn_reason"))


def goes_to_court(day, case):
    """A complaint with its dates: one that is moved, one that is held; and one written by mistake."""
    at, label = day.under(case, "proceedings/"), "cases.Proceeding"
    today = timezone.localdate().strftime("%d/%m/%Y")
    words = ("authority_name", "file_number", "words")
    begun = {"kind": "criminal", "stage": "complaint", "country": "GT"}
    for _ in range(2):
        stage = {"stage_words": day.canaries.text("cases.ProceedingStage.words")}
        day.worker.fill_in(f"{at}new/", **begun, **stage, **day.texts(label, *words))
    last, first = Proceeding.objects.filter(case=case)
    day.worker.fill_in(f"{at}{last.pk}/", kind="criminal", country="GT", **day.texts(label, *words))
    day.worker.fill_in(f"{at}{first.pk}/withdraw/", **day.texts(label, "withdrawn_reason"))
    label = "cases.ProceedingStage"
    day.worker.fill_in(f"{at}{last.pk}/stages/new/", stage="trial", **day.texts(label, "words"))
    stage = ProceedingStage.objects.filter(proceeding=last).first()
    day.worker.fill_in(f"{at}stages/{stage.pk}/withdraw/", **day.texts(label, "withdrawn_reason"))
    label, told = "cases.ProceedingStep", ("place", "companion", "for_shelter")
    new = {"proceeding": str(last.pk), "kind": "hearing", "on": today, "attends": "on"}
    day.worker.fill_in(f"{at}steps/new/", state="held", **new, **day.texts(label, *told, "outcome"))
    day.worker.fill_in(f"{at}steps/new/", state="planned", **new, **day.texts(label, *told))
    step = ProceedingStep.objects.get(proceeding=last, state="planned")
    change = {"kind": "hearing", "on": today, "attends": "on"}
    day.worker.fill_in(f"{at}steps/{step.pk}/", **change, **day.texts(label, *told))
    day.worker.fill_in(f"{at}steps/{step.pk}/postpone/", on=today, **day.texts(label, "state_words"))
    later = ProceedingStep.objects.get(moved_from=step)
    day.worker.fill_in(f"{at}steps/{later.pk}/held/", **day.texts(label, "outcome"))


def houses_her(day, case):
    """A shelter that is not meant for her takes her all the same; she leaves it and lives elsewhere."""
    shelter = f"/shelters/{day.shelter.pk}/"
    day.head.fill_in(f"{shelter}address/write/", **day.texts("shelters.Shelter", "address", "telephone"))
    day.head.fill_in(f"{shelter}address/write/", **day.texts("shelters.Shelter", "address", "telephone"))
    stay = admits(day, case)
    day.head.fill_in(f"/stays/{stay.pk}/move/")
    assert day.head.post(f"{shelter}residents/", {}).status_code == 200
    left = {"exit_reason": "family", "exit_decided_by": "team"}
    day.head.fill_in(f"/stays/{stay.pk}/exit/", **left, **day.texts("shelters.Stay", "exit_details"))
    day.head.fill_in(f"/stays/{stay.pk}/change/", **day.texts("shelters.Stay", "exit_details"))
    placement = Placement.objects.get(case=case)
    lives = f"/placements/{placement.pk}/"
    for _ in range(2):
        day.worker.fill_in(f"{lives}change/", **day.texts("reintegration.Placement", "whereabouts"))
    day.worker.fill_in(f"{lives}assign/", worker=str(day.follower.pk))
    day.worker.fill_in(f"{lives}end/", **day.texts("reintegration.Placement", "end_reason"))


def admits(day, case):
    """The page asks why she is admitted once it knows that the shelter is not meant for her."""
    path = f"/shelters/{day.shelter.pk}/admit/"
    asked = day.head.post(path, {"case": case.number, "admission_reason": "voluntary", "once": "admission",
                                 "admitted_on": timezone.localdate().strftime("%d/%m/%Y")})  # fmt: skip
    assert asked.status_code == 422
    day.head.fill_in(path, page=asked, **day.texts("shelters.Stay", "not_fitting"))
    return Stay.objects.filter(case=case).get()


def decides(day, case):
    """She is identified, helped, her case closed, taken up again and closed anew."""
    decided = {"trafficking_status": "presumed", "status_decider": "ngo"}
    why = {"reason": day.canaries.text("cases.Case.decision_reason")}
    day.head.fill_in(day.under(case, "identify/"), **decided, **why)
    day.head.fill_in(day.under(case, "activate/"))
    ending = {"closure_reason": "goals_met", "final_risk": "low", "reintegration_outcome": "sustained"}
    ending["told_how_to_return"] = "true"
    day.head.fill_in(day.under(case, "close/"), **ending, **day.texts("cases.Case", "closing_summary"))
    day.head.fill_in(day.under(case, "reopen/"), reason=day.canaries.text("cases.Note.text"))


def looks(day, case):
    """Names, address and whereabouts are shown on request, and she is looked for by what is known of her."""
    placement = Placement.objects.get(case=case)
    person = day.canaries.of
    sought = [
        person["cases.Telephone.number"][-1],
        person["cases.IdentityDocument.number"][-1],
        person["cases.Person.given_names"][-1],
    ]
    answers = [
        day.worker.post(day.under(case, "reveal/"), {}),
        day.worker.post(f"/placements/{placement.pk}/whereabouts/", {}),
        day.head.post(f"/shelters/{day.shelter.pk}/address/", {}),
        *(day.worker.post("/cases/find/", {"known": known}) for known in sought),
    ]
    assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
    assert answers[3]["Location"] == answers[4]["Location"] == day.under(case)


def loses_her_session(day, case):
    """Shortly before it ends the page keeps what stands in the form, and after it has ended what is sent."""
    page = f"{day.under(case)}notes/new/"
    for path in (f"{page}?{day.canaries.text('accounts.UnsentText.path')}", page):
        typed = {"unsent_path": path, "text": day.canaries.text("accounts.UnsentText.typed")}
        assert day.worker.post("/accounts/unsent/", typed).json()["url"]
    session = day.worker.browser.session
    session[SEEN] = (timezone.now() - datetime.timedelta(hours=1)).isoformat()
    session.save()
    sent = day.worker.post(page, {"text": day.canaries.text("accounts.UnsentText.typed")})
    assert "next=/accounts/unsent/" in sent["Location"]
    day.worker.come_in()


def works_by_pages(day):
    """One person's way through all of it."""
    case = opens_a_case(day)
    asks_why_it_may_be_kept(day, case)
    writes_who_she_is(day, case)
    writes_what_happened(day, case)
    writes_of_her_family(day, case)
    helps_her(day, case)
    plans_with_her(day, case)
    attaches_documents(day, case)
    prints_a_summary(day, case)
    judges_the_risk(day, case)
    goes_to_court(day, case)
    is_interviewed(day, case)
    reaches_nobody(day, case)
    day.named = complains(day)
    holds_a_conference(day, case)
    houses_her(day, case)
    decides(day, case)
    begins(day, case)
    looks(day, case)
    loses_her_session(day, case)
    assert Draft.objects.count() == 4
    return case
