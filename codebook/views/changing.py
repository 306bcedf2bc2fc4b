from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from codebook import actions
from codebook.doors import for_keepers
from codebook.forms.pages import AddCodeForm, OrderForm, RelabelForm, VersionForm
from codebook.models import CodeOverride, ListOrder
from codebook.views.looking import code_or_404, list_or_404
from work.answers import carry_out
from work.conflicts import conflict, settled
from work.errors import Stale


def answer(request, template, context):
    """The page with its form; 422 when something in it has to be mended."""
    return render(request, template, context, status=422 if context["form"].errors else 200)


def conflict_page(request, form, blank, row, back_url):
    """Both versions of a record side by side, for the second of two people to choose from."""
    context = conflict(request.POST, form, blank, row) | {"back_url": back_url}
    return render(request, "codebook/conflict.html", context, status=409)


def override_of(code_list, code):
    """What the programme keeps of a code; a row not written yet where it changed nothing."""
    kept = CodeOverride.objects.of(code_list).filter(code=code).first()
    return kept or CodeOverride(code_list=code_list, code=code, version=actions.FIRST)


def relabel_form(row, code, sent=None):
    """The form of a code's labels as they stand, or with what was sent."""
    return RelabelForm(sent, instance=row, initial={"version": row.version}, code=code)


@require_http_methods(["GET", "POST"])
@for_keepers
def code_label(request, code_list, code):
    found, one = code_or_404(code_list, code)
    row, back_url = override_of(code_list, code), reverse("codebook:code", args=[code_list, code])
    form = relabel_form(
        row, one, settled(request.POST, relabel_form(row, one)) if request.method == "POST" else None
    )
    try:
        if form.is_valid() and carry_out(form, actions.relabel_code, code_list, code, by=request.user):
            messages.success(request, _("The label is saved. It shows at once, everywhere."))
            return redirect(back_url)
    except Stale as stale:
        return conflict_page(request, form, relabel_form(stale.row, one), stale.row, back_url)
    return answer(request, "codebook/code_label.html", {"form": form, "code_list": found, "code": one})


@require_http_methods(["GET", "POST"])
@for_keepers
def code_add(request, code_list):
    found = list_or_404(code_list)
    form = AddCodeForm(request.POST or None)
    once = request.POST.get("once")
    if form.is_valid() and carry_out(form, actions.add_code, code_list, by=request.user, once=once):
        messages.success(request, _("The code is added. It can be chosen at once."))
        return redirect("codebook:code", code_list, form.outcome.code)
    return answer(request, "codebook/code_add.html", {"form": form, "code_list": found})


@require_http_methods(["GET", "POST"])
@for_keepers
def list_order(request, code_list):
    found = list_or_404(code_list)
    row = ListOrder.objects.of(code_list).first()
    version = row.version if row else actions.FIRST
    form = OrderForm(request.POST or None, initial={"version": version}, code_list=found)
    try:
        if form.is_valid() and carry_out(form, actions.order_codes, code_list, by=request.user):
            messages.success(request, _("The order is saved."))
            return redirect("codebook:list", code_list)
    except Stale as stale:
        form.put_over(stale.row.version)
    return answer(request, "codebook/list_order.html", {"form": form, "code_list": found, "version": version})


def version_sent(request):
    """The version that the page with the button showed."""
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else None


@require_POST
@for_keepers
def list_order_restore(request, code_list):
    list_or_404(code_list)
    actions.order_codes(code_list, by=request.user, codes=[], version=version_sent(request))
    messages.success(request, _("The list has its usual order again."))
    return redirect("codebook:list", code_list)


@require_POST
@for_keepers
def code_hide(request, code_list, code):
    code_or_404(code_list, code)
    actions.hide_code(code_list, code, by=request.user, version=version_sent(request))
    messages.success(request, _("The code is no longer offered. Records that hold it keep it."))
    return redirect("codebook:code", code_list, code)


@require_POST
@for_keepers
def code_show(request, code_list, code):
    code_or_404(code_list, code)
    actions.show_code(code_list, code, by=request.user, version=version_sent(request))
    messages.success(request, _("The code is offered again."))
    return redirect("codebook:code", code_list, code)


@require_POST
@for_keepers
def code_restore(request, code_list, code):
    code_or_404(code_list, code)
    actions.restore_code(code_list, code, by=request.user, version=version_sent(request))
    messages.success(request, _("The code is as it came again."))
    return redirect("codebook:code", code_list, code)
