"""The screening interview as a list of short pages, beside those of the intake, which it does not repeat."""

from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases import intake, rules
from cases.endings import ALONE_AFTER
from cases.grounds import lets_keep
from cases.models import Point, ScreeningMoment, ScreeningState
from work.errors import refusal
from work.models import Revision

# A second person looks at it so soon.
REVIEW_WITHIN = timedelta(days=2)
# Of the intake, what an interview needs: it is asked there, and nowhere twice.
OF_THE_INTAKE = ("ground", "person", "exploitation", "needs")
STATES = {
    ScreeningState.OPEN: ("care", "pencil"),
    ScreeningState.IN_REVIEW: ("care", "clock"),
    ScreeningState.AGREED: ("good", "check"),
}
RETURNED = ("care", "alert-triangle")


class Page(NamedTuple):
    """A page of the interview: its name in the address, its title, what it asks, its fields."""

    name: str
    title: str
    hint: str
    fields: tuple


PAGES = [
    Page(
        "interview",
        pgettext_lazy("page of a screening interview", "The interview"),
        gettext_lazy("When and where, in which language and through whom"),
        ("interviewed_on", "place", "language", "interpreter_name", "interpreter_accepted"),
    ),
    Page(
        "before",
        gettext_lazy("Life before"),
        gettext_lazy("Family, work, and why the person left"),
        ("home_life", "livelihood", "earlier_violence", "why_left"),
    ),
    Page(
        "promised",
        gettext_lazy("What was promised"),
        gettext_lazy("Offers, costs, debts and papers"),
        ("promised", "platforms", "debt", "papers_by", "taken_by_force"),
    ),
    Page(
        "journey",
        gettext_lazy("The journey"),
        gettext_lazy("From where to where, and with whom"),
        ("journey", "by_border_post", "false_papers"),
    ),
    Page(
        "there",
        gettext_lazy("Work and life there"),
        gettext_lazy("Hours, pay, freedom to leave, and how it ended"),
        ("industries", "work_and_rest", "pay", "could_leave", "freedom", "how_ended"),
    ),
    Page(
        "indicators",
        gettext_lazy("Signs that were seen"),
        gettext_lazy("What was seen or told, and what it rests on"),
        ("indicators", "indicator_words"),
    ),
    Page(
        "proposal",
        gettext_lazy("Proposal and reasons"),
        gettext_lazy("What you propose to decide, in your own words"),
        ("proposal", "reasons"),
    ),
]
BY_NAME = {page.name: page for page in PAGES}
FIRST = PAGES[0]


class Line(NamedTuple):
    """A page as the list shows it."""

    title: str
    hint: str
    url: str
    state: str
    words: str


def going_on(case):
    """The interview that is being written or reviewed; None where there is none."""
    return case.screenings.going_on().first()


def interview_ground(case, on):
    """The consent to an interview that held on this day, of which the ledger says what was explained."""
    return case.grounds.in_force(on).covering("interview").order_by("-since", "id").first()


def address_of(screening, name="screening", *further):
    """Where a page of this interview is."""
    return reverse(f"cases:{name}", args=[screening.case.number, screening.pk, *further])


def page_of(screening, page):
    """Where this page of the interview is."""
    return address_of(screening, "screening-page", page.name)


def lines(screening, user):
    """`(pages of the interview, pages of the intake and the risk)`, each with how far it has come."""
    case = screening.case
    typed = intake.drafts_of(case)
    drafts = {draft.section: draft for draft in typed}
    own = [_own_line(screening, page, drafts.get(intake.page_key(screening, page.name))) for page in PAGES]
    beside = [
        Line(line.section.title, line.section.hint, line.url, line.state, line.words)
        for line in intake.lines(case, user)
        if line.section.name in OF_THE_INTAKE
    ]
    return own, [*beside, _risk_line(case)]


def typed_pages(screening):
    """The pages of the interview on which something is typed and not saved, in their order."""
    typed = set(intake.drafts_of(screening.case).values_list("section", flat=True))
    return [page for page in PAGES if intake.page_key(screening, page.name) in typed]


def _own_line(screening, page, draft):
    where = page_of(screening, page)
    if draft and lets_keep(screening.case):
        state, words = intake.DRAFT, intake.draft_words(draft)
    elif page is FIRST or any(getattr(screening, name) for name in page.fields):
        state, words = intake.DONE, _("Done")
    else:
        state, words = intake.TODO, _("Not begun")
    return Line(page.title, page.hint, where, state, words)


def _risk_line(case):
    assessed = case.risks.standing().exists()
    state, words = (intake.DONE, _("Done")) if assessed else (intake.TODO, _("Not begun"))
    hint = _("How great the danger is, and what keeps the person safe")
    return Line(_("Risk"), hint, reverse("cases:risks", args=[case.number]), state, words)


def next_page(screening, after):
    """The next page on which nothing stands, else the list."""
    place = PAGES.index(BY_NAME[after])
    for page in PAGES[place + 1 :]:
        if not any(getattr(screening, name) for name in page.fields):
            return page_of(screening, page)
    return address_of(screening)


def answers(screening):
    """What stands on each page, in words: `[(title, [(question, answer)])]`, of pages that have answers."""
    found = []
    for page in PAGES[1:]:
        said = [
            (screening._meta.get_field(name).verbose_name, shown(screening, name)) for name in page.fields
        ]
        if said := [one for one in said if one[1]]:
            found.append((page.title, said))
    return found


def shown(screening, name):
    """An answer as it is read."""
    ask = getattr(screening, f"get_{name}_display", None)
    return ask() if ask else getattr(screening, name)


def is_stopped(steps):
    """Was the interview stopped, and did not go on since?"""
    last = [step.what for step in steps if step.what in (ScreeningMoment.STOPPED, ScreeningMoment.RESUMED)]
    return last[-1:] == [ScreeningMoment.STOPPED]


def refuse_wrong_moment(screening, what, day):
    """Refuse a moment that cannot have been: before the interview, or going on where nothing was stopped."""
    if what not in (ScreeningMoment.BREAK, ScreeningMoment.STOPPED, ScreeningMoment.RESUMED):
        raise refusal(_("Choose a break, a stop or going on."), field="what", code="what")
    if day < screening.interviewed_on:
        raise refusal(
            _("The interview began after that day: mend one of the two days."), field="on", code="before_it"
        )
    stopped = is_stopped(screening.steps.all())
    if what == ScreeningMoment.RESUMED and not stopped:
        raise refusal(_("The interview was not stopped."), field="what", code="not_stopped")
    if what == ScreeningMoment.STOPPED and stopped:
        raise refusal(_("The interview is stopped already."), field="what", code="stopped")


def held_by(screening):
    """Ids of those who held the interview, or wrote in it, or sent it: none of them is a second person."""
    sent = screening.steps.filter(what=ScreeningMoment.SENT).values_list("by", flat=True)
    wrote = Revision.objects.of(screening).filter(verb="screening.changed").values_list("by", flat=True)
    return {screening.interviewer_id, *sent, *wrote}


def sent_at(screening):
    """When it was sent last."""
    sent = screening.steps.filter(what=ScreeningMoment.SENT).order_by("-created_at", "-id")
    return sent.values_list("created_at", flat=True).first()


def reviews_alone(screening, *, by):
    """Did she hold it herself? Then somebody else reviews it, but in a small office, after a day."""
    if by.pk not in held_by(screening):
        return False
    if not screening.case.office.is_small:
        raise refusal(
            _("You held this interview, wrote in it or sent it: another supervisor reviews it."), code="own"
        )
    if timezone.now() - sent_at(screening) < ALONE_AFTER:
        words = _("In a small office you review your own interview alone 24 hours after it was sent.")
        raise refusal(words, code="too_soon")
    return True


def last_agreed(case):
    """The last interview with which a second person agreed."""
    return case.screenings.agreed().select_related("interviewer").first()


def resting_on(case, proposal):
    """The interview on which our own decision rests: the last agreed one, where it proposes just that."""
    found = last_agreed(case)
    return found if found and found.proposal == proposal else None


def reviewer_of(screening):
    """Who agreed with it, as a second person or alone."""
    agreed = screening.steps.filter(what=ScreeningMoment.AGREED).select_related("by").order_by("-created_at")
    step = agreed.first()
    return step.by if step else None


def explained(screening):
    """Of the consent to the interview: what was explained before, and what was not; None where none held."""
    ground = screening.ground
    if ground is None:
        return None
    told = ground.points_told
    words = [] if told is None else [(point.label, point in told) for point in Point]
    return {"ground": ground, "points": words, "asked": told is not None}


def in_words(screening):
    """Give an interview what its lines show: its state, and its last moments."""
    screening.moments = list(screening.steps.all())
    screening.stopped = is_stopped(screening.moments)
    screening.sent_back = _sent_back(screening)
    words, (kind, icon) = screening.get_state_display(), STATES[ScreeningState(screening.state)]
    if screening.sent_back:
        words, (kind, icon) = ScreeningMoment.SENT_BACK.label, RETURNED
    screening.pill = {"text": words, "kind": kind, "icon": icon}
    return screening


def _sent_back(screening):
    """The step by which a second person sent back an interview that is being written again since, or None."""
    on_its_way = [s for s in screening.moments if s.what in (ScreeningMoment.SENT, ScreeningMoment.SENT_BACK)]
    last = on_its_way[-1] if on_its_way and screening.state == ScreeningState.OPEN else None
    return last if last and last.what == ScreeningMoment.SENT_BACK else None


def offers(user, screening):
    """Names of the verbs that are offered on the page of an interview as it stands."""
    writes = rules.can_write_screening(user, screening) and not screening.withdrawn_at
    state, reviews = screening.state, rules.can_review_screening(user, screening)
    held = user.pk in held_by(screening)
    alone = held and not screening.case.office.is_small
    may = {
        "moment": writes,
        "send": writes and state == ScreeningState.OPEN,
        "review": reviews and not alone and state == ScreeningState.IN_REVIEW and not screening.withdrawn_at,
        "withdraw": writes,
    }
    return [name for name, offered in may.items() if offered]
