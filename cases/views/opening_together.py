from uuid import uuid4

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import actions
from cases.drafts import as_sent, saved_of
from cases.filling import keep_typed, own_key, save_first_page
from cases.forms import AskedCaseForm, GroupPage
from cases.intake import NEW_GROUP, draft_words
from cases.looks import look
from cases.models import Case, Danger, Draft, GroupIntake
from cases.pages import address_if_any, case_page, crumbs
from work.asking import own

PAGE = "cases/opening_together.html"


@require_http_methods(["GET", "POST"])
@case_page
def group_create(request):
    """Open the cases of several people found together, empty or as it was left."""
    _initial, key, _mother = AskedCaseForm.read(request.GET, request.user)
    drafts = list(Draft.objects.not_opened_yet(request.user, NEW_GROUP))
    draft = next((one for one in drafts if one.pk == key), None)
    shown = {
        "title": _("Several people found together"),
        "crumbs": crumbs(),
        "draft_key": own_key(request) or key or uuid4(),
        "draft_url": reverse("cases:group-create-draft"),
        "back_url": address_if_any("cases:cases") or reverse("my-day"),
    }
    if request.method == "POST":
        return _open(request, shown)
    shown |= {"others": [(one, draft_words(one)) for one in drafts if one != draft]}
    if draft:
        shown |= {"draft": draft, "draft_words": draft_words(draft)}
    form = GroupPage(as_sent(draft) if draft else None, user=request.user)
    return render(request, PAGE, {"form": form, **shown})


def _open(request, shown):
    """Open the cases that were typed; asked for one more row, the page comes back with all that was typed."""
    form = GroupPage(request.POST, user=request.user)
    if form.held:
        return render(request, PAGE, {"form": form, **shown})
    done = _("The cases are open. Each goes on by itself.")
    how = {"section": NEW_GROUP, "template": PAGE, "done": done, "to": _url_of_group, "saved_url": _url_of}
    answer = save_first_page(request, form, actions.open_group, shown, **how)
    if answer.status_code == 302 and form.cleaned_data["danger"] == Danger.YES:
        messages.warning(request, _("The supervisors of the office are told today that they are in danger."))
    return answer


def _url_of_group(group):
    return reverse("cases:group-opened", args=[group.pk])


def _url_of(user, draft):
    """Where the cases stand that were opened of this draft, for who opened them."""
    group = GroupIntake.objects.visible_to(user).filter(pk=saved_of(draft)).first()
    return _url_of_group(group) if group else ""


@require_POST
@case_page
def group_create_draft(request):
    """Keep what was typed of cases that do not exist yet."""
    return keep_typed(request, reverse("cases:group-create"), section=NEW_GROUP, key=own_key(request))


@require_GET
@case_page
def group_opened(request, group_intake):
    """The cases that she opened together, as far as they are still open to her."""
    group = own(GroupIntake, request, group_intake)
    known = Case.objects.visible_to(request.user).filter(group=group)
    cases = list(known.select_related("office", "person", "worker").order_by("number"))
    look(request, "intake_identification", *cases)
    shown = {"cases": cases, "crumbs": crumbs(), "title": _("Opened together")}
    return render(request, "cases/group_opened.html", shown)
