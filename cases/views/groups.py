from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.forms import GroupServicePage
from cases.forms.groups import LOOK
from cases.groups import keys_waiting, still_to_ask
from cases.looks import look
from cases.models import GroupService, Service
from cases.pages import case_page, crumbs
from work.asking import make, own, posted
from work.forms import ADD_ROW


@require_http_methods(["GET", "POST"])
@case_page
def group_service(request):
    """Record one service for several people at once; a search keeps all that was typed and ticked."""
    user, sent = request.user, posted(request)
    require(rules.can_give_to_group, user, None)
    if sent and LOOK in sent:
        # Such a form is neither complained of nor saved.
        sent = sent.copy()
        sent[ADD_ROW] = ""
    form = GroupServicePage(sent, user=user)
    title, back = _("A service for several people"), reverse("cases:cases")
    shown = {"title": title, "crumbs": crumbs(), "back_url": back}
    template = "cases/group_service.html"
    if form.held:
        return render(request, template, {"form": form, **shown})
    return make(
        request,
        form,
        actions.record_group_service,
        done=_("The services are recorded."),
        to=lambda group: reverse("cases:group-service-done", args=[group.pk]),
        template=template,
        **shown,
    )


@require_GET
@case_page
def group_service_done(request, group_service):
    """For whom it was recorded, and who is still to be asked whether she agrees to this kind of help."""
    group = own(GroupService, request, group_service)
    rows = Service.objects.visible_to(request.user).filter(group=group).for_list()
    services = list(rows.select_related("case__office").order_by("case__code_name", "id"))
    look(request, "services", *(service.case for service in services))
    asked = still_to_ask(services, keys_waiting(services))
    title = _("Recorded for several people")
    shown = {"services": services, "to_ask": asked, "crumbs": crumbs(), "title": title}
    return render(request, "cases/group_service_done.html", shown)
