from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from codebook import actions
from codebook.doors import for_keepers
from codebook.forms.pages import AddCodeForm, OrderForm, RelabelForm
from codebook.models import CodeOverride, ListOrder
from codebook.pages import answer, conflict_page, sent
from codebook.views.looking import code_or_404, list_or_404
from work.answers import carry_out
from work.conflicts import seen_version, settled
from work.errors import Stale


def override_of(code_list, code):
    """What the programme keeps of a code; a row not written yet where it changed nothing."""
    kept = CodeOverride.objects.of(code_list).filter(code=code).first()
    return kept or CodeOverride(code_list=code_list, code=code, version=actions.FIRST)


def relabel_form(code):
    """What builds the form of a code's labels: as they stand, or with what was sent."""
    return lambda sent, row: RelabelForm(sent, instance=row, initial={"version": row.version}, code=code)


@require_http_methods(["GET", "POST"])
@for_keepers
def code_label(request, code_list, code):
    found, one = code_or_404(code_list, code)
    row, build = override_of(code_list, code), relabel_form(one)
    typed = settled(request.POST, build(None, row)) if request.method == "POST" else None
    form, back_url = build(typed, row), reverse("codebook:code", args=[code_list, code])
    try:
        if form.is_valid() and carry_out(form, actions.relabel_code, code_list, code, by=request.user):
            messages.success(request, _("The label is saved. It shows at once, everywhere."))
            return redirect(back_url)
    except Stale as stale:
        return conflict_page(request, build, stale.row, back_url)
    return answer(request, "codebook/code_label.html", {"form": form, "code_list": found, "code": one})


@require_http_methods(["GET", "POST"])
@for_keepers
def code_add(request, code_list):
    found = list_or_404(code_list)
    form = AddCodeForm(sent(request))
    once = request.POST.get("once", "")
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
    form = OrderForm(sent(request), initial={"version": version}, code_list=found)
    try:
        if form.is_valid() and carry_out(form, actions.order_codes, code_list, by=request.user):
            messages.success(request, _("The order is saved."))
            return redirect("codebook:list", code_list)
    except Stale as stale:
        form.put_over(stale.row.version)
    return answer(request, "codebook/list_order.html", {"form": form, "code_list": found, "version": version})


@require_POST
@for_keepers
def list_order_restore(request, code_list):
    list_or_404(code_list)
    actions.order_codes(code_list, by=request.user, codes=[], version=seen_version(request.POST))
    messages.success(request, _("The list has its usual order again."))
    return redirect("codebook:list", code_list)


@require_POST
@for_keepers
def code_hide(request, code_list, code):
    code_or_404(code_list, code)
    actions.hide_code(code_list, code, by=request.user, version=seen_version(request.POST))
    messages.success(request, _("The code is no longer offered. Records that hold it keep it."))
    return redirect("codebook:code", code_list, code)


@require_POST
@for_keepers
def code_show(request, code_list, code):
    code_or_404(code_list, code)
    actions.show_code(code_list, code, by=request.user, version=seen_version(request.POST))
    messages.success(request, _("The code is offered again."))
    return redirect("codebook:code", code_list, code)


@require_POST
@for_keepers
def code_restore(request, code_list, code):
    code_or_404(code_list, code)
    actions.restore_code(code_list, code, by=request.user, version=seen_version(request.POST))
    messages.success(request, _("The code is as it came again."))
    return redirect("codebook:code", code_list, code)
