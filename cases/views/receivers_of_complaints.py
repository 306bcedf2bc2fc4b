"""The administrator says who receives complaints, and never sees one."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import for_roles
from accounts.models import Office, Organisation
from accounts.roles import Role
from cases import actions
from cases.complaints import ENOUGH_RECEIVERS
from cases.forms import OpenBoxForm, ReceiverForm
from cases.models import ComplaintBox, ComplaintReceiver
from work.asking import confirm, make, own, posted, unless_changed
from work.conflicts import seen_version
from work.forms import Form

BACK = "box:receivers"


def _managed(request):
    """The open offices of the organisations that she manages."""
    offices = Office.objects.filter(organisation__in=Organisation.objects.managed_by(request.user)).open()
    return offices.select_related("organisation").order_by("organisation__name", "name", "id")


@require_GET
@for_roles(Role.ADMINISTRATOR)
def receivers(request):
    """Office by office: who receives, whether that is enough, and the address of its letter box."""
    offices = list(_managed(request))
    rows = ComplaintReceiver.objects.standing().filter(office__in=offices).select_related("user")
    able = set(ComplaintReceiver.objects.able().filter(office__in=offices).values_list("pk", flat=True))
    boxes = {box.office_id: box for box in ComplaintBox.objects.filter(office__in=offices)}
    for office in offices:
        office.receiving = [row for row in rows if row.office_id == office.pk]
        for row in office.receiving:
            row.able = row.pk in able
        office.too_few = sum(row.able for row in office.receiving) < ENOUGH_RECEIVERS
        office.box = boxes.get(office.pk)
        if office.box:
            path = reverse("box:write", args=[office.box.key])
            office.box.url = request.build_absolute_uri(path)
    return render(request, "box/receivers.html", {"offices": offices})


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def receiver_name(request, office):
    """Name somebody outside an office who receives."""
    office = get_object_or_404(_managed(request), pk=office)
    return make(
        request,
        ReceiverForm(posted(request), office=office),
        actions.name_receiver,
        office,
        done=_("This person receives from now on."),
        to=lambda _made: reverse(BACK),
        title=_("Who receives complaints?"),
        intro=office.name,
        crumbs=[(_("Letter boxes"), reverse(BACK))],
        back_url=reverse(BACK),
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def receiver_end(request, receiver):
    """End that somebody receives."""
    found = own(ComplaintReceiver, request, receiver, "office", "user")
    return confirm(
        request,
        Form(posted(request)),
        unless_changed(actions.end_receiver, seen_version(request.POST)),
        found,
        done=_("This person receives no more."),
        to=reverse(BACK),
        title=_("Does this person receive no more?"),
        text=f"{found.user.full_name}, {found.office.name}",
        label=_("End it"),
        version=found.version,
        crumbs=[(_("Letter boxes"), reverse(BACK))],
        back_url=reverse(BACK),
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def box_open(request, office):
    """Make the address of an office's letter box, and say whom to tell until somebody receives."""
    office = get_object_or_404(_managed(request), pk=office)
    box = ComplaintBox.objects.filter(office=office).first()
    initial = {"instead": box.instead} if box else {}
    return confirm(
        request,
        OpenBoxForm(posted(request), initial=initial),
        actions.open_box,
        office,
        done=_("The letter box stands."),
        to=reverse(BACK),
        title=_("Letter box of an office"),
        text=office.name,
        label=_("Save"),
        crumbs=[(_("Letter boxes"), reverse(BACK))],
        back_url=reverse(BACK),
    )
