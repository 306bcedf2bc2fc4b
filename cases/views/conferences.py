from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.conferences import with_decisions
from cases.filling import fill_in, latest_draft
from cases.forms import CallConferenceForm, ConferenceForm, DecidedForm
from cases.intake import CONFERENCE
from cases.models import Conference
from cases.pages import about, address, case_page, crumbs, read_case
from cases.task_words import CONFERENCE as CALLED
from vault.keys import open_keys
from work.asking import make, posted
from work.pages import cursor

PART = "conferences"
ORDER = ("-on", "-created_at", "id")


def way(case):
    """The way to a page under the conferences of a case."""
    return crumbs(case, (_("Case conferences"), address(case, PART)))


def _case(request, case_number):
    case = read_case(request, case_number, PART)
    require(rules.can_confer, request.user, case)
    return case


def _conference(request, case_number, conference):
    """A conference of a case that she reads in full."""
    case = read_case(request, case_number, PART)
    found = get_object_or_404(case.conferences.for_list(), pk=conference)
    require(rules.can_confer, request.user, case)
    found.case = case
    return case, found


@require_GET
@case_page
def conferences(request, case_number):
    """Conferences about a case, the latest first, each with what was decided."""
    case = _case(request, case_number)
    page = cursor(case.conferences.standing().for_list(), request, order=ORDER)
    for conference in page.rows:
        conference.case = case
    open_keys(page.rows)
    with_decisions(page.rows)
    shown = {**about(request, case, PART), "page": page, "crumbs": crumbs(case)}
    shown["called"] = case.tasks.open().filter(kind=CALLED).select_related("assignee").first()
    shown["draft"] = latest_draft(request.user, case, CONFERENCE.name)
    return render(request, "cases/conferences.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def conference_call(request, case_number):
    """Call the team together for a day."""
    case = _case(request, case_number)
    return make(
        request,
        CallConferenceForm(posted(request), user=request.user, case=case),
        _without_key(actions.plan_conference),
        case,
        done=_("The conference is called: it stands among the tasks."),
        to=lambda task: address(case, PART),
        title=_("Call a case conference"),
        crumbs=way(case),
        back_url=address(case, PART),
    )


def _without_key(action):
    """The same action, of which one waits for a case however often it is sent."""
    return lambda case, *, once, **typed: action(case, **typed)


@require_http_methods(["GET", "POST"])
@case_page
def conference_create(request, case_number):
    """Write down a conference: when, who took part, what was said."""
    case = _case(request, case_number)
    return fill_in(
        request,
        case,
        CONFERENCE.name,
        lambda data, row: ConferenceForm(data, case=case),
        None,
        save=actions.record_conference,
        done=_("The conference is kept. Now write down what was decided."),
        to=lambda made: reverse("cases:conference", args=[case.number, made.pk]),
        template="cases/note_form.html",
        crumbs=way(case),
        back_url=address(case, PART),
    )


@require_GET
@case_page
def conference(request, case_number, conference):
    """One conference, what was decided, and what its minutes amend."""
    case, found = _conference(request, case_number, conference)
    later = Conference.objects.filter(amends=found).first()
    with_decisions([found])
    shown = {"case": case, "conference": found, "later": later, "crumbs": way(case)}
    return render(request, "cases/conference.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def conference_amend(request, case_number, conference):
    """Write minutes in the place of earlier ones, which stay readable."""
    case, found = _conference(request, case_number, conference)
    before = {"on": found.on, "people": found.people.all(), "outside": found.outside}
    if request.method == "GET":
        before["minutes"] = found.minutes
    return make(
        request,
        ConferenceForm(posted(request), case=case, initial=before),
        lambda amended, **typed: actions.record_conference(case, amends=amended, **typed),
        found,
        done=_("The minutes are amended."),
        to=lambda made: reverse("cases:conference", args=[case.number, made.pk]),
        title=_("Amend the minutes"),
        intro=_("Your text takes the place of the earlier one, which stays readable."),
        crumbs=way(case),
        back_url=reverse("cases:conference", args=[case.number, found.pk]),
    )


@require_http_methods(["GET", "POST"])
@case_page
def conference_decide(request, case_number, conference):
    """Write down one step that was decided, with who does it by when."""
    case, found = _conference(request, case_number, conference)
    back = reverse("cases:conference", args=[case.number, found.pk])
    return make(
        request,
        DecidedForm(posted(request), user=request.user, case=case),
        actions.decide_in_conference,
        found,
        done=_("It is written down as a task."),
        to=lambda task: back,
        title=_("What was decided"),
        another=True,
        crumbs=way(case),
        back_url=back,
    )
