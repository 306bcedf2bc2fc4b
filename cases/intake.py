"""The intake as a list of short pages: which there are, who opens each, and how far each has come."""

import re
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases import rules
from cases.grounds import lets_keep
from cases.models import Answer, Draft, GroundKind, Level
from vault.fields import SealedField

NEW, NEW_GROUP = "new", "new-group"
# The page on which one goes on with what was typed before there is a case.
BEFORE_A_CASE = {NEW: "cases:case-create", NEW_GROUP: "cases:group-create"}
TODO, DONE, DRAFT, WAITS, CLOSED = "todo", "done", "draft", "waits", "closed"


class Section(NamedTuple):
    """A page of the intake: its name in the address, its title, who opens it, whether it needs a ground."""

    name: str
    title: str
    hint: str
    rule: object
    needs_ground: bool = False


class Line(NamedTuple):
    """A page as the list shows it."""

    section: Section
    url: str
    state: str
    words: str


SECTIONS = [
    Section(
        "identification",
        pgettext_lazy("page of the intake", "Identification"),
        gettext_lazy("Who brought the person, when and where, and whether there is danger"),
        rules.can_change_case,
    ),
    Section(
        "ground",
        gettext_lazy("Ground or consent"),
        gettext_lazy("Why personal data may be kept, and what was agreed to"),
        rules.can_change_case,
    ),
    Section(
        "person",
        gettext_lazy("The person"),
        gettext_lazy("Names, age, origin, telephones and documents"),
        rules.can_change_case,
        needs_ground=True,
    ),
    Section(
        "exploitation",
        gettext_lazy("Before and recruitment"),
        gettext_lazy("What was done, as far as the person wants to tell"),
        rules.can_read_account,
        needs_ground=True,
    ),
    Section(
        "needs",
        gettext_lazy("Needs"),
        gettext_lazy("What the person needs and wants now"),
        rules.can_record_service,
    ),
]
# No page of the intake, but typed as long, and lost as easily.
NOTE = Section("note", gettext_lazy("New note"), "", rules.can_add)
AMENDMENT = Section("amendment", gettext_lazy("Amend the note"), "", rules.can_add)
SERVICE = Section("service", gettext_lazy("New service"), "", rules.can_add)
RISK = Section("risk", gettext_lazy("Assess the risk"), "", rules.can_assess_risk)
RISK_NOTICE = Section(
    "risk-notice", gettext_lazy("Pass on a danger to the family"), "", rules.can_pass_risk_on
)
DOCUMENT = Section("document", gettext_lazy("New document"), "", rules.can_attach_document)
PLAN = Section("plan", gettext_lazy("New plan"), "", rules.can_plan)
PLAN_REVIEW = Section("plan_review", gettext_lazy("Look at the plan again"), "", rules.can_plan)
BEST_INTEREST = Section(
    "best_interest", gettext_lazy("What is best for the child"), "", rules.can_read_best_interest
)
RELATIVE = Section(
    "relative", gettext_lazy("New relative or contact"), "", rules.can_record_relative, needs_ground=True
)
# An event after the first one is typed on a page of its own; one that stands, under `event:` and its id.
EVENT = Section(
    "event", pgettext_lazy("event", "What happened"), "", rules.can_read_account, needs_ground=True
)
PROCEEDING = Section("proceeding", gettext_lazy("New proceeding"), "", rules.can_follow_proceedings)
PROCEEDING_STEP = Section(
    "proceeding-step", gettext_lazy("New step of a proceeding"), "", rules.can_follow_proceedings
)
SCREENING = Section(
    "screening", gettext_lazy("Screening interview"), "", rules.can_hold_screening, needs_ground=True
)
SCREENING_PAGES = ("interview", "before", "promised", "journey", "there", "indicators", "proposal")
CONFERENCE = Section("conference", gettext_lazy("New case conference"), "", rules.can_confer)
OTHERS = (
    NOTE,
    AMENDMENT,
    CONFERENCE,
    SERVICE,
    DOCUMENT,
    PLAN,
    PLAN_REVIEW,
    BEST_INTEREST,
    RELATIVE,
    RISK,
    RISK_NOTICE,
    PROCEEDING,
    PROCEEDING_STEP,
    EVENT,
    SCREENING,
)
BY_NAME = {section.name: section for section in (*SECTIONS, *OTHERS)}
# Of those that belong to no intake, the page on which one goes on after keeping what was typed.
BACK_TO = {
    NOTE.name: "notes",
    AMENDMENT.name: "notes",
    CONFERENCE.name: "conferences",
    SERVICE.name: "services",
    DOCUMENT.name: "documents",
    RELATIVE.name: "relatives",
    RISK.name: "risks",
    RISK_NOTICE.name: "risk-notices",
    PROCEEDING.name: "proceedings",
    PROCEEDING_STEP.name: "proceedings",
    EVENT.name: "events",
    SCREENING.name: "screenings",
} | dict.fromkeys((PLAN.name, PLAN_REVIEW.name, BEST_INTEREST.name), "plan")
NEEDING_GROUND = {section.name for section in BY_NAME.values() if section.needs_ground}
# The same as drafts have it; one of an event that stands goes under its own name.
NEEDS_GROUND = (
    Q(section__in=NEEDING_GROUND)
    | Q(section__startswith=f"{EVENT.name}:")
    | Q(section__startswith=f"{SCREENING.name}:")
)
OF_AN_EVENT = re.compile(rf"{EVENT.name}:[0-9a-f]{{32}}")
OF_A_NOTE = re.compile(rf"{AMENDMENT.name}:[0-9a-f]{{32}}")
OF_AN_INTERVIEW = re.compile(rf"{SCREENING.name}:[0-9a-f]{{32}}:({'|'.join(SCREENING_PAGES)})")
# The pages of which drafts are kept; some sections have several.
DRAFTED = {*BY_NAME, "identification:basics", *(f"ground:{kind}" for kind in GroundKind)}
DRAFTED -= {"ground", AMENDMENT.name}


def is_drafted(drafted):
    """Is there a page of which drafts are kept under this name?"""
    return drafted in DRAFTED or any(
        one.fullmatch(drafted) for one in (OF_AN_EVENT, OF_A_NOTE, OF_AN_INTERVIEW)
    )


def section_of(drafted):
    """The section to which a page belongs."""
    return BY_NAME[drafted.partition(":")[0]]


def page_of(case, section):
    """Where this page of the case's intake is."""
    return reverse(f"cases:intake-{section}", args=[case.number])


def list_of(case):
    """Where the list of the pages is."""
    return reverse("cases:intake", args=[case.number])


def page_of_draft(draft):
    """Where one goes on with what was typed into a page of a case."""
    name, _colon, kind = draft.section.partition(":")
    if name == PLAN_REVIEW.name:
        plan = draft.case.plans.open().first()
        which = ("plan-review", [plan.pk]) if plan else ("plan", [])
        return reverse(f"cases:{which[0]}", args=[draft.case.number, *which[1]])
    if name == EVENT.name and kind:
        return reverse("cases:event-change", args=[draft.case.number, UUID(kind)])
    if name == AMENDMENT.name:
        return reverse("cases:note-amend", args=[draft.case.number, UUID(kind)])
    if name == SCREENING.name and kind:
        screening, _colon, page = kind.partition(":")
        return reverse("cases:screening-page", args=[draft.case.number, UUID(screening), page])
    if name in BACK_TO:
        return reverse(f"cases:{name.replace('_', '-')}-create", args=[draft.case.number])
    if kind in GroundKind.values:
        return reverse("cases:intake-ground-add", args=[draft.case.number, kind])
    return page_of(draft.case, kind or name)


def draft_key(event):
    """Under which name what is typed of this event is kept."""
    return f"{EVENT.name}:{event.pk.hex}"


def way_to_draft(draft):
    """Where My day leads: the page, or her words alone where it is asked first whether that opens to her."""
    if section_of(draft.section) == AMENDMENT:
        return reverse("cases:draft", args=[draft.pk])
    return page_of_draft(draft)


def note_amended(case, drafted):
    """The note in whose place this page is typed; None for any other page."""
    if not OF_A_NOTE.fullmatch(drafted):
        return None
    note = UUID(drafted.partition(":")[2])
    return case.notes.select_related("case__office").filter(pk=note).first()


def opens_its_page(user, draft):
    """Does the page into which it was typed open to her still?"""
    if section_of(draft.section) == AMENDMENT:
        note = note_amended(draft.case, draft.section)
        reads = rules.reads(user, draft.case, Level.ASSISTANCE)
        return note is not None and reads and rules.can_read_note(user, note)
    return section_of(draft.section).rule(user, draft.case)


def amendment_key(note):
    """Under which name what is typed in the place of this note is kept."""
    return f"{AMENDMENT.name}:{note.pk.hex}"


def page_key(screening, page):
    """Under which name what is typed into this page of an interview is kept."""
    return f"{SCREENING.name}:{screening.pk.hex}:{page}"


def page_before_a_case(draft):
    """Where one goes on with what was typed of a case, or of several, not opened yet."""
    return f"{reverse(BEFORE_A_CASE[draft.section])}?draft={draft.pk}"


def back_from(case, drafted):
    """Where one goes on after keeping, or throwing away, what was typed into this page."""
    name = section_of(drafted).name
    return reverse(f"cases:{BACK_TO[name]}", args=[case.number]) if name in BACK_TO else list_of(case)


def lines(case, user):
    """The pages that she may open, each with how far it has come."""
    drafts = {draft.section.partition(":")[0]: draft for draft in drafts_of(case)}
    kept = lets_keep(case)
    return [
        Line(section, page_of(case, section.name), *state_of(section, case, drafts.get(section.name), kept))
        for section in SECTIONS
        if section.rule(user, case)
    ]


def drafts_of(case):
    """What is typed and not saved, the oldest first."""
    return Draft.objects.filter(case=case).select_related("user").order_by("typed_at", "id")


def state_of(section, case, draft, kept):
    """`(state, words)` of a page."""
    if case.person.unnamed and section.needs_ground:
        return CLOSED, _("She does not want her data kept")
    # What was typed on a ground that is over is shown to nobody; it goes when the ground does.
    if draft and (kept or not section.needs_ground):
        return DRAFT, draft_words(draft)
    if DID[section.name](case):
        return DONE, _("Done")
    return (WAITS, _("Needs a ground first")) if section.needs_ground and not kept else (TODO, _("Not begun"))


def draft_words(draft):
    """That a draft is kept, and since when."""
    at = timezone.localtime(draft.typed_at)
    if at.date() == timezone.localdate():
        return _("Draft saved %(time)s") % {"time": time_format(at, "H:i")}
    return _("Draft saved on %(day)s") % {"day": at.strftime("%d/%m/%Y")}


def next_page(case, user, after):
    """The next page that is not done, else the list."""
    found = lines(case, user)
    place = next(number for number, line in enumerate(found) if line.section.name == after)
    return next((line.url for line in found[place + 1 :] if line.state in {TODO, DRAFT}), list_of(case))


def has_answer(case):
    """Was anything said about keeping her data, a yes or a no?"""
    return case.grounds.filter(answer=Answer.REFUSED).exists() or lets_keep(case)


def is_described(person):
    """Is anything kept of who she is?"""
    sealed = [field.name for field in person._meta.fields if isinstance(field, SealedField)]
    kept = [*sealed, "birth_year", "nationalities"]
    return any(getattr(person, name) for name in kept) or any(
        rows.exists() for rows in (person.telephones, person.documents)
    )


DID = {
    "identification": lambda case: True,
    "ground": has_answer,
    "person": lambda case: is_described(case.person),
    "exploitation": lambda case: case.exploitation_links.standing().exists(),
    "needs": lambda case: case.needs.exists(),
}
