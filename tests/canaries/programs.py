"""The same through the API, by programs that act for the same people."""

from django.utils import timezone

from cases.models import Case
from reintegration.models import Placement
from tests.canaries.day import OPENED, names
from tests.canaries.screening import is_interviewed_by_program


def today():
    return timezone.localdate().isoformat()


def opens_a_case(day):
    """The first page of a case."""
    facts = OPENED | {"found_on": today(), "role": "direct_victim", "office": str(day.office.pk)}
    facts |= day.texts("cases.Case", "source_details", "found_place")
    return Case.objects.get(number=day.worker.send("post", "cases/", **facts).json()["number"])


def writes_who_she_is(day, at):
    """Why it may be kept, and what is kept."""
    consent = {"kind": "consent", "answer": "given", "giver": "self_adult", "purposes": ["data_processing"]}
    giver = day.texts("cases.Ground", "giver_name")
    day.worker.send("post", f"{at}/ground/", **consent, since=today(), **giver)
    order = day.texts("cases.Ground", "authority")
    day.worker.send("post", f"{at}/ground/", kind="court_order", since=today(), **order)
    reason = day.texts("cases.Ground", "reason")
    reason |= day.texts("cases.Ground", "assent_reason")
    day.worker.send("post", f"{at}/ground/", kind="vital_interest", since=today(), **reason)
    born = next(day.born)
    day.canaries.birth("cases.Person.birth_date", born)
    telephone = day.canaries.telephone("cases.Telephone.number")
    document = day.canaries.document("cases.IdentityDocument.number")
    day.worker.change(
        "patch",
        f"{at}/person/",
        f"{at}/person/",
        birth={"date": born.isoformat(), "precision": "day"},
        telephones=[{"number": telephone, "whose": "own", "safe_to_call": "no"}],
        documents=[{"number": document, "kind": "passport"}],
        **names(day),
    )


def writes_what_happened(day, at):
    """What was done to her, and what she needs."""
    elements = {"acts": ["recruitment"], "means": ["deception"], "purposes": ["forced_labour"]}
    account = day.texts("cases.Exploitation", "place", "account")
    event = day.worker.send("post", f"{at}/exploitation/", **elements, **account).json()["id"]
    account = day.texts("cases.Exploitation", "account")
    day.worker.change("patch", f"exploitations/{event}/", f"exploitations/{event}/", **account)
    for verb, status in (("post", 201), ("patch", 200)):
        wants = day.texts("cases.Needs", "wishes", "health_alert")
        etag = day.worker.read(f"/api/v1/{at}/needs/")["ETag"] if verb == "patch" else None
        day.worker.send(verb, f"{at}/needs/", status, etag, **wants)


def writes_of_her_family(day, at):
    """Somebody of her family, changed and withdrawn."""
    told = {"relation": "aunt", "telephones": day.canaries.telephone("cases.Relative.telephones")}
    told |= day.texts("cases.Relative", "name", "place", "how")
    made = day.worker.send("post", f"{at}/relatives/", **told).json()["id"]
    relative = f"{at}/relatives/{made}/"
    day.worker.change("patch", relative, relative, **day.texts("cases.Relative", "name", "place", "how"))
    day.worker.send("post", f"{relative}reveal/", 200)
    reason = day.texts("cases.Relative", "withdrawn_reason")
    day.worker.change("post", f"{relative}withdraw/", relative, **reason)


def helps_her(day, case):
    """A service, corrected and withdrawn."""
    food = {"case": case.number, "type": "food", "on": today()}
    made = day.worker.send("post", "services/", **food, **day.texts("cases.Service", "detail")).json()["id"]
    service = f"services/{made}/"
    day.worker.change("patch", service, service, **day.texts("cases.Service", "detail"))
    reason = day.texts("cases.Service", "withdrawn_reason")
    day.worker.change("post", f"{service}withdraw/", service, **reason)


def writes_notes_and_tasks(day, case):
    """A note and what takes its place; a task that is handed on and done."""
    text = day.texts("cases.Note", "text")
    note = {"case": case.number, "on": today(), "note_class": "team", "kind": "progress"}
    made = day.worker.send("post", "notes/", **note, **text).json()["id"]
    note = {"on": today(), "kind": "progress"} | day.texts("cases.Note", "text")
    amended = day.worker.send("post", f"notes/{made}/amend/", **note).json()["id"]
    day.worker.read(f"/api/v1/notes/{amended}/")
    words = day.texts("cases.Task", "words")
    made = day.worker.send("post", "tasks/", case=case.number, due_on=today(), **words).json()["id"]
    task = f"tasks/{made}/"
    day.worker.change("patch", task, task, due_on=today())
    day.worker.change("post", f"{task}done/", task, **day.texts("cases.Task", "outcome"))


def judges_the_risk(day, case):
    """How great the danger is, corrected and withdrawn; a danger passed on, and what came back."""
    at, label = {"case": case.number, "on": today()}, "cases.RiskAssessment"
    words = day.texts(label, "lower_reason", "basis", "safety_plan")
    made = day.worker.send("post", "risks/", **at, level="low", domains=["data:high"], **words).json()["id"]
    risk = f"risks/{made}/"
    day.worker.change("patch", risk, risk, **day.texts(label, "lower_reason", "basis", "safety_plan"))
    day.worker.change("post", f"{risk}withdraw/", risk, **day.texts(label, "withdrawn_reason"))
    ground = case.grounds.get(kind="court_order")
    told = {"ground": str(ground.pk), "country": "HN"} | day.texts("cases.RiskNotice", "receiver", "what")
    notice = f"risk-notices/{day.worker.send('post', 'risk-notices/', **at, **told).json()['id']}/"
    answer = {"answered_on": today()} | day.texts("cases.RiskNotice", "answer")
    day.worker.change("post", f"{notice}answer/", notice, **answer)
    mistaken = day.texts("cases.RiskNotice", "withdrawn_reason")
    day.worker.change("post", f"{notice}withdraw/", notice, **mistaken)


def goes_to_court(day, case):
    """A complaint with a stage that is withdrawn, a date that is held, and then cancelled."""
    send, change = day.worker.send, day.worker.change
    begun = {"case": case.number, "kind": "criminal", "stage": "complaint", "on": today(), "country": "GT"}
    words = day.texts("cases.Proceeding", "authority_name", "file_number", "words")
    begun |= {"stage_words": day.canaries.text("cases.ProceedingStage.words")}
    one = send("post", "proceedings/", **begun, **words).json()["id"]
    at, label = {"proceeding": one, "on": today()}, "cases.ProceedingStage"
    stage = send("post", "proceeding-stages/", **at, stage="trial", **day.texts(label, "words")).json()["id"]
    row, mistaken = f"proceeding-stages/{stage}/", day.texts(label, "withdrawn_reason")
    change("post", f"{row}withdraw/", row, **mistaken)
    label = "cases.ProceedingStep"
    told = day.texts(label, "place", "companion", "for_shelter")
    at |= {"kind": "hearing", "state": "planned", "attends": True}
    step = f"proceeding-steps/{send('post', 'proceeding-steps/', **at, **told).json()['id']}/"
    change("patch", step, step, **day.texts(label, "place", "companion", "for_shelter"))
    change("post", f"{step}held/", step, on=today(), **day.texts(label, "outcome"))
    change("post", f"{step}cancel/", step, **day.texts(label, "state_words"))
    row = f"proceedings/{one}/"
    change("patch", row, row, **day.texts("cases.Proceeding", "authority_name", "file_number", "words"))
    change("post", f"{row}withdraw/", row, **day.texts("cases.Proceeding", "withdrawn_reason"))


def houses_her(day, case):
    """A stay that never was; then one that was, and how she lives afterwards."""
    came = {"case": case.number, "shelter": str(day.shelter.pk), "admitted_on": today()}
    came |= {"admission_reason": "voluntary"}
    for _ in range(2):
        unfit = day.texts("shelters.Stay", "not_fitting")
        stay = f"stays/{day.head.send('post', 'stays/', **came, **unfit).json()['id']}/"
        if not case.stays.filter(withdrawn_at__isnull=False).exists():
            mistaken = {"reason": day.canaries.text("shelters.Stay.withdrawn_reason")}
            day.head.change("post", f"{stay}withdraw/", stay, **mistaken)
    left = {"left_on": today(), "exit_reason": "family", "exit_decided_by": "team"}
    day.head.change("post", f"{stay}exit/", stay, **left, **day.texts("shelters.Stay", "exit_details"))
    day.head.change("patch", stay, stay, **day.texts("shelters.Stay", "exit_details"))
    lives = f"placements/{Placement.objects.get(case=case).pk}/"
    day.worker.change("patch", lives, lives, **day.texts("reintegration.Placement", "whereabouts"))
    ended = day.texts("reintegration.Placement", "end_reason")
    day.worker.change("post", f"{lives}end/", lives, until=today(), **ended)


def decides(day, at):
    """Identified, helped, closed, and closed it stays."""
    decided = {"on": today(), "trafficking_status": "presumed", "status_decider": "ngo"}
    why = {"reason": day.canaries.text("cases.Case.decision_reason")}
    day.head.change("post", f"{at}/identify/", f"{at}/", **decided, **why)
    day.head.change("post", f"{at}/activate/", f"{at}/", on=today())
    ending = {"on": today(), "closure_reason": "goals_met", "final_risk": "low"}
    ending |= {"reintegration_outcome": "sustained", "told_how_to_return": True}
    summary = day.texts("cases.Case", "closing_summary")
    day.head.change("post", f"{at}/close/", f"{at}/", **ending, **summary)
    day.worker.send("post", f"{at}/reveal/", 200)


def works_through_the_api(day):
    """Another person's way, told by a program."""
    case = opens_a_case(day)
    at = f"cases/{case.number}"
    writes_who_she_is(day, at)
    writes_what_happened(day, at)
    writes_of_her_family(day, at)
    helps_her(day, case)
    writes_notes_and_tasks(day, case)
    judges_the_risk(day, case)
    goes_to_court(day, case)
    is_interviewed_by_program(day, case)
    houses_her(day, case)
    decides(day, at)
    return case
