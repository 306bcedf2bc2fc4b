from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, legal, rules
from cases.filling import TO_LIST, fill_in, wait_for_ground
from cases.forms import ReviewScreeningForm, ScreeningForm, ScreeningMomentForm, WithdrawScreeningForm
from cases.grounds import writes_of_her
from cases.intake import SCREENING, page_key
from cases.models import ScreeningState
from cases.pages import about, address, case_page, crumbs, read_case
from cases.screening import (
    BY_NAME,
    FIRST,
    address_of,
    answers,
    explained,
    going_on,
    in_words,
    lines,
    next_page,
    offers,
    page_of,
    typed_pages,
)
from cases.writers import name_writers
from work.asking import confirm, posted, unless_changed
from work.conflicts import seen_version
from work.forms import Form
from work.pages import cursor

PART = "screenings"
ORDER = ("-interviewed_on", "-created_at", "id")
FIELDS = "cases/section.html"
TITLE = gettext_lazy("Screening interview")


def way(case, screening=None):
    """The way to a page under the interviews of a case."""
    further = [(_("Screening interviews"), address(case, "screenings"))]
    if screening:
        further.append((date_format(screening.interviewed_on), address_of(screening)))
    return crumbs(case, *further)


def _screening(request, case_number, screening):
    """`(case, interview)`, for who may read the account of this case."""
    case = read_case(request, case_number, PART)
    found = get_object_or_404(case.screenings.select_related("interviewer", "ground"), pk=screening)
    found.case = case
    require(rules.can_read_account, request.user, case)
    return case, found


@require_GET
@case_page
def screenings(request, case_number):
    """The interviews of a case, the latest first; while its account is closed only how to begin a new one."""
    case, user = read_case(request, case_number, PART), request.user
    require(rules.can_hold_screening, user, case)
    shown = {**about(request, case, "screenings"), "crumbs": crumbs(case)}
    shown["closed"] = not rules.can_read_account(user, case)
    if not shown["closed"]:
        rows = case.screenings.select_related("interviewer").prefetch_related("steps")
        page = cursor(rows, request, order=ORDER)
        for screening in name_writers(user, case, page.rows, "interviewer"):
            screening.case = case
            in_words(screening)
        shown |= {"page": page, "goes_on": going_on(case)}
    return render(request, "cases/screenings.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def screening_create(request, case_number):
    """Begin an interview; what is asked stands on its pages."""
    case = read_case(request, case_number, PART)
    require(rules.can_hold_screening, request.user, case)
    if not writes_of_her(case):
        return wait_for_ground(request, case, SCREENING.name)
    return fill_in(
        request,
        case,
        SCREENING.name,
        lambda data, row: ScreeningForm(data, page=FIRST),
        None,
        save=actions.begin_screening,
        done=_("The interview is begun."),
        to=address_of,
        template=FIELDS,
        title=_("Begin a screening interview"),
        intro=FIRST.hint,
        warning=_("Ask only what helps. The person may leave out anything, and stop at any time."),
        crumbs=way(case),
        back_url=address(case, "screenings"),
    )


@require_GET
@case_page
def screening(request, case_number, screening):
    """One interview: its pages, those of the intake beside it, its way, and what a second person said."""
    case, found = _screening(request, case_number, screening)
    user = request.user
    in_words(found)
    for step in name_writers(user, case, found.moments, "by"):
        step.case = case
    name_writers(user, case, [found], "interviewer")
    own, beside = lines(found, user)
    shown = {
        "case": case,
        "screening": found,
        "writes": found.state == ScreeningState.OPEN and not found.withdrawn_at,
        "own": own,
        "beside": beside,
        "answers": answers(found),
        "explained": explained(found),
        "offers": offers(user, found),
        "decides": found.state == ScreeningState.AGREED and rules.can_decide_case(user, case),
        "crumbs": way(case),
    }
    return render(request, "cases/screening.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def screening_page(request, case_number, screening, screening_page):
    """One page of an interview, saved at once."""
    page = BY_NAME.get(screening_page)
    if page is None:
        raise Http404
    case, found = _screening(request, case_number, screening)
    if not writes_of_her(case):
        return wait_for_ground(request, case, SCREENING.name)

    def on(written):
        written.case = case
        return address_of(written) if TO_LIST in request.POST else next_page(written, page.name)

    return fill_in(
        request,
        case,
        SCREENING.name,
        lambda data, row: ScreeningForm(data, instance=row, page=page),
        found,
        save=actions.edit_screening,
        key=page_key(found, page.name),
        done=_("Saved."),
        to=on,
        template=FIELDS,
        title=page.title,
        intro=page.hint,
        crumbs=way(case, found),
        back_url=address_of(found),
    )


def _say(request, case, found, form, action, /, *, to=None, **words):
    """Say something of an interview on a page that says what follows, upon what was shown."""
    act = unless_changed(action, seen_version(request.POST))
    words |= {"version": found.version, "crumbs": way(case, found), "back_url": address_of(found)}
    return confirm(request, form, act, found, to=to or address_of(found), **words)


@require_http_methods(["GET", "POST"])
@case_page
def screening_moment(request, case_number, screening):
    """Write down a break, a stop or that the interview went on."""
    case, found = _screening(request, case_number, screening)
    require(rules.can_write_screening, request.user, found)
    return _say(
        request,
        case,
        found,
        ScreeningMomentForm(posted(request)),
        actions.note_screening_moment,
        done=_("It is written."),
        title=_("Break, stop or going on"),
        text=_("The person decides whether and when the interview goes on; the help does not depend on it."),
        label=_("Write it down"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def screening_send(request, case_number, screening):
    """Send the interview to a second person, with both legal tests as they stand."""
    case, found = _screening(request, case_number, screening)
    require(rules.can_write_screening, request.user, found)
    return _say(
        request,
        case,
        found,
        Form(posted(request)),
        actions.send_screening,
        template="cases/screening_send.html",
        done=_("The interview waits for a second person."),
        title=_("Send for review?"),
        text=_("A supervisor reads it beside both legal tests, and agrees or sends it back with words."),
        label=_("Send for review"),
        screening=found,
        typed=[(page.title, page_of(found, page)) for page in typed_pages(found)],
        **_tests(case),
    )


def _tests(case):
    results = legal.side_by_side(case, timezone.localdate())
    return {"tests": legal.in_words(results), "case": case}


@require_http_methods(["GET", "POST"])
@case_page
def screening_review(request, case_number, screening):
    """Agree with an interview as a second person, or send it back."""
    case, found = _screening(request, case_number, screening)
    require(rules.can_review_screening, request.user, found)
    name_writers(request.user, case, [found], "interviewer")
    return _say(
        request,
        case,
        found,
        ReviewScreeningForm(posted(request)),
        actions.review_screening,
        template="cases/screening_send.html",
        done=_("Your answer is written."),
        title=_("Review the interview"),
        text=_("Both laws stand side by side; either is enough to presume that the person is a victim."),
        label=_("Write the answer"),
        screening=found,
        answers=answers(found),
        explained=explained(found),
        **_tests(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def screening_withdraw(request, case_number, screening):
    """Take back an interview that was written by mistake."""
    case, found = _screening(request, case_number, screening)
    require(rules.can_write_screening, request.user, found)
    return _say(
        request,
        case,
        found,
        WithdrawScreeningForm(posted(request)),
        actions.withdraw_screening,
        done=_("The interview is withdrawn."),
        to=address(case, "screenings"),
        title=_("Withdraw the interview?"),
        text=date_format(found.interviewed_on),
        consequences=[_("It stays readable with your reason, and nothing rests on it.")],
        label=pgettext("a screening interview", "Withdraw"),
        danger=True,
    )
