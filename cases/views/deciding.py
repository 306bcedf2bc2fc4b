from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from audit.doors import require
from cases import actions, legal, planning, rules
from cases.consents import missing_for_assistance
from cases.forms import ActivateForm, CloseForm, IdentifyForm, OutsideScopeForm, ReopenForm
from cases.intake import page_of
from cases.keeping import locked
from cases.models import Proposal, RetentionClass, Status, Task
from cases.pages import address, case_page, crumbs, read_case
from cases.retention import period_of
from cases.risks import in_danger_words, present_risk
from cases.screening import resting_on
from cases.task_words import DANGER, WORDS
from work.asking import CHANGED, confirm, posted, unless_changed
from work.conflicts import seen_version
from work.door_by_door import count_up_to
from work.errors import refusal

# How the page of a closing is called, and what is said once it is done: of an open case, of a closed one.
CLOSES = gettext_lazy("Close the case"), gettext_lazy("The case is closed.")
CORRECTS = gettext_lazy("Record her death or her own choice"), gettext_lazy("It is recorded.")


def _tests(request, case, proposal):
    """Both legal tests, and the page where what they miss is asked, for whoever may write there."""
    asks = rules.can_read_account(request.user, case) and not case.person.unnamed
    results = legal.side_by_side(case, timezone.localdate())
    return {
        "tests": legal.in_words(results),
        "tests_seen": legal.digest(results),
        "rests_on": resting_on(case, proposal),
        "ask_url": page_of(case, "exploitation") if asks else "",
    }


def _on_tests_seen(request, action):
    """The same action, refused where the tests say something else than on the page by which she decides.

    What was done to her, and when she was born, are written beside the case and leave its version as it is.
    """
    seen = request.POST.get("tests_seen")

    def act(case, **typed):
        if seen and seen != legal.digest(legal.side_by_side(locked(case), timezone.localdate())):
            raise refusal(CHANGED, code="stale")
        return action(case, **typed)

    return act


def _decide(request, case, form, action, rule, /, **words):
    """Ask for a decision about a case, and carry it out upon what the page had shown."""
    require(rule, request.user, case)
    act, back = unless_changed(action, seen_version(request.POST)), address(case)
    words |= {"version": case.version, "crumbs": crumbs(case), "back_url": back}
    return confirm(request, form, act, case, to=back, **words)


@require_http_methods(["GET", "POST"])
@case_page
def case_identify(request, case_number):
    """Decide, with both legal tests side by side, that she is or must be presumed to be a victim."""
    case = read_case(request, case_number, "decision")
    return _decide(
        request,
        case,
        IdentifyForm(posted(request)),
        _on_tests_seen(request, actions.identify_case),
        rules.can_decide_case,
        template="cases/identify.html",
        done=_("The decision is recorded."),
        title=_("Identify"),
        text=_("Nothing is kept of what was done to her: decide by what you were told.")
        if case.person.unnamed
        else "",
        label=_("Record the decision"),
        case=case,
        **_tests(request, case, Proposal.VICTIM),
    )


@require_http_methods(["GET", "POST"])
@case_page
def case_outside_scope(request, case_number):
    """Decide that no elements of trafficking were found; the help goes on."""
    case = read_case(request, case_number, "decision")
    return _decide(
        request,
        case,
        OutsideScopeForm(posted(request)),
        _on_tests_seen(request, actions.find_outside_scope),
        rules.can_decide_case,
        template="cases/identify.html",
        done=_("The decision is recorded."),
        title=_("Outside the scope"),
        text=_("No elements of trafficking were found. She can be helped all the same."),
        label=_("Record the decision"),
        case=case,
        **_tests(request, case, Proposal.OUTSIDE),
    )


@require_http_methods(["GET", "POST"])
@case_page
def case_activate(request, case_number):
    """Begin or take up the assistance; what is missing becomes a task."""
    case = read_case(request, case_number, "decision")
    today = timezone.localdate()
    kinds = [*missing_for_assistance(case, today), *planning.lacking(case, today)]
    rests = case.status == Status.SUSPENDED
    missing = [WORDS[kind] for kind in kinds]
    return _decide(
        request,
        case,
        ActivateForm(posted(request)),
        actions.activate_case,
        rules.can_change_case,
        done=_("She is in assistance now."),
        title=_("Does the assistance go on?") if rests else _("Begin the assistance?"),
        text=str(case),
        consequences=[_("What is missing becomes a task: %(what)s.") % {"what": words} for words in missing],
        label=_("The person was reached: go on") if rests else _("Begin the assistance"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def case_close(request, case_number):
    """Close a case; her death and her own choice can be recorded whatever is open, and after it as well."""
    case = read_case(request, case_number, "decision")
    decides = rules.can_decide_case(request.user, case)
    title, done = CLOSES if case.is_open else CORRECTS
    return _decide(
        request,
        case,
        CloseForm.about(posted(request), case, decides=decides),
        actions.close_case,
        rules.can_change_case,
        template="cases/close.html",
        done=done,
        title=title,
        label=title,
        case=case,
        period=period_of(case.office.organisation_id, RetentionClass.CASE) if case.is_open else None,
        still_open=planning.still_open(case),
        in_danger=in_danger_words(case.tasks.open().filter(kind=DANGER), present_risk(case)),
        tasks=count_up_to(Task.objects.visible_to(request.user).open().filter(case=case)),
    )


@require_http_methods(["GET", "POST"])
@case_page
def case_reopen(request, case_number):
    """Take up a closed case again."""
    case = read_case(request, case_number, "decision")
    return _decide(
        request,
        case,
        ReopenForm(posted(request)),
        actions.reopen_case,
        rules.can_decide_case,
        done=_("The case goes on."),
        title=_("Take up the case again?"),
        text=str(case),
        consequences=[
            _("How it had ended stays readable."),
            _("The reason becomes a note for the team."),
        ],
        label=_("Take up again"),
    )
