"""What receivers see and do; whoever hands one in sees nothing of it afterwards."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import for_roles
from accounts.roles import Role
from cases import actions
from cases.complaints import is_late, who_read
from cases.forms import (
    AboutForm,
    AmendComplaintStepForm,
    AnswerComplaintForm,
    CloseComplaintForm,
    ComplaintFilterForm,
    ComplaintForm,
    ComplaintStepForm,
)
from cases.models import Complaint, ComplaintState, ComplaintStepKind
from work.asking import confirm, make, own, posted, unless_changed
from work.conflicts import seen_version
from work.pages import Column, cursor

LETTER = gettext_lazy("A letter")
COLUMNS = [
    Column(gettext_lazy("Received on")),
    Column(gettext_lazy("Office")),
    Column(gettext_lazy("What it is about")),
    Column(pgettext_lazy("complaint", "State")),
]
PILLS = {
    ComplaintState.RECEIVED: ("care", "inbox"),
    ComplaintState.LOOKING: ("", "search"),
    ComplaintState.ANSWERED: ("good", "circle-check"),
    ComplaintState.CLOSED: ("quiet", "lock"),
}
anybody = for_roles(*Role)


def way(complaint=None):
    """The way to a page under the letter box."""
    found = [(_("Letter box"), reverse("box:complaints"))]
    return [*found, (str(LETTER), address(complaint))] if complaint else found


def address(complaint):
    """Where a complaint is read."""
    return reverse("box:complaint", args=[complaint.pk])


def pill(complaint):
    kind, icon = PILLS[ComplaintState(complaint.state)]
    return {"text": complaint.get_state_display(), "kind": kind, "icon": icon}


@require_GET
@anybody
def complaints(request):
    """The complaints that she receives, the latest first; nothing for anybody else."""
    filters = ComplaintFilterForm(request.GET)
    status = 200 if filters.is_valid() else 422
    rows = Complaint.objects.visible_to(request.user).in_state(filters.cleaned_data.get("state", ""))
    page = cursor(rows.select_related("office"), request, order=("-received_on", "id"), columns=COLUMNS)
    lines = [(one, pill(one), is_late(one)) for one in page.rows]
    return render(request, "box/list.html", {"page": page, "lines": lines, "filters": filters}, status=status)


@require_http_methods(["GET", "POST"])
@anybody
def complaint_create(request):
    """Hand in what one was told; from then on it is read by those alone who receive it."""
    return make(
        request,
        ComplaintForm(posted(request), user=request.user, initial={"received_on": timezone.localdate()}),
        lambda *, by, office, **typed: actions.receive_complaint(office, by=by, **typed),
        done=_("It was handed over. Only those who were named for it read it."),
        to=lambda complaint: reverse("my-day"),
        template="box/hand_in.html",
        title=_("Write to the letter box"),
        back_url=reverse("my-day"),
    )


@require_GET
@anybody
def complaint(request, complaint):
    """One complaint with all that was done; that she read it is kept."""
    found = own(Complaint, request, complaint, "office__organisation", "about")
    found = actions.open_complaint(found, by=request.user)
    steps = list(found.steps.select_related("written_by", "amendment"))
    for step in steps:
        step.amended = hasattr(step, "amendment")
    others = [user for user in who_read(found) if user != request.user]
    shown = {"complaint": found, "steps": steps, "pill": pill(found), "others": others, "crumbs": way()}
    return render(request, "box/letter.html", shown)


def _ask(request, complaint, form, action, *, done, title, **shown):
    """Ask for something about a complaint, make it, and go back to it."""
    back = address(complaint)
    return make(
        request,
        form,
        action,
        complaint,
        done=done,
        to=lambda _made: back,
        title=title,
        crumbs=way(complaint),
        back_url=back,
        **shown,
    )


@require_http_methods(["GET", "POST"])
@anybody
def complaint_step(request, complaint):
    """Write what was done about it."""
    found = own(Complaint, request, complaint, "office")
    form = ComplaintStepForm(posted(request), initial={"on": timezone.localdate()})
    done, title = _("The step is written."), _("Write a step")
    return _ask(request, found, form, actions.take_step, done=done, title=title)


@require_http_methods(["GET", "POST"])
@anybody
def complaint_step_amend(request, complaint, complaint_step):
    """Write a step in the place of one that was wrong; that one stays readable."""
    found = own(Complaint, request, complaint, "office")
    step = get_object_or_404(found.steps.exclude(kind=ComplaintStepKind.CLOSING), pk=complaint_step)
    form = AmendComplaintStepForm(posted(request), initial={"on": step.on, "words": step.words})
    back = address(found)
    return make(
        request,
        form,
        actions.amend_step,
        step,
        done=_("It is amended; what stood there stays readable."),
        to=lambda _made: back,
        title=_("Amend a step"),
        intro=step.get_kind_display(),
        crumbs=way(found),
        back_url=back,
    )


@require_http_methods(["GET", "POST"])
@anybody
def complaint_answer(request, complaint):
    """Answer whoever complained."""
    found = own(Complaint, request, complaint, "office")
    intro = _("It is read with the code of the receipt.") if found.code_digest else TELL_HER
    form, done = AnswerComplaintForm(posted(request)), _("The answer is written.")
    return _ask(request, found, form, actions.answer_complaint, done=done, title=_("Answer"), intro=intro)


TELL_HER = gettext_lazy("There is no receipt with a code: somebody has to tell the answer, where it is safe.")


@require_http_methods(["GET", "POST"])
@anybody
def complaint_close(request, complaint):
    """Close it with what was found."""
    found = own(Complaint, request, complaint, "office")
    return confirm(
        request,
        CloseComplaintForm(posted(request)),
        unless_changed(actions.close_complaint, seen_version(request.POST)),
        found,
        done=_("It is closed."),
        to=address(found),
        title=_("Close this complaint?"),
        text="" if found.answered_on else _("Nobody has answered whoever complained yet."),
        consequences=[_("It stays readable for those who receive it; a further step takes it up again.")],
        label=_("Close it"),
        version=found.version,
        crumbs=way(found),
        back_url=address(found),
    )


@require_http_methods(["GET", "POST"])
@anybody
def complaint_about(request, complaint):
    """Say which member of staff it is about."""
    found = own(Complaint, request, complaint, "office")
    return confirm(
        request,
        AboutForm(posted(request), office=found.office, initial={"about": found.about_id}),
        unless_changed(actions.say_whom, seen_version(request.POST)),
        found,
        done=_("It is written whom it is about."),
        to=reverse("box:complaints"),
        title=_("Whom is it about?"),
        consequences=[_("The person, and whoever works in the same office, find it nowhere from now on.")],
        label=pgettext_lazy("complaint", "Say it"),
        version=found.version,
        crumbs=way(found),
        back_url=address(found),
    )
