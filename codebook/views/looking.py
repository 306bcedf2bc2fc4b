from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from codebook import actions, finding, rules
from codebook import lists as all_lists
from codebook.forms.pages import CodeFilterForm, ListFilterForm
from codebook.models import CodeOverride
from work.actions import history


def list_or_404(code_list):
    """The list of this name as it is now."""
    if code_list not in all_lists.names():
        raise Http404
    return all_lists.get(code_list)


def code_or_404(code_list, code):
    """The list and its code, as they are now."""
    found = list_or_404(code_list)
    if code not in found.by_code:
        raise Http404
    return found, found.by_code[code]


@require_GET
def lists(request):
    form = ListFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = finding.find(**asked)
    context = {"form": form, "found": found, "keeper": rules.can_change_lists(request.user, None)}
    return render(request, "codebook/lists.html", context)


@require_GET
def code_list(request, code_list):
    found = list_or_404(code_list)
    form = CodeFilterForm(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    codes = [code for code in found.in_order() if code.matches(text)]
    keeper = rules.can_change_lists(request.user, None)
    context = {"code_list": found, "codes": codes, "form": form, "keeper": keeper}
    return render(request, "codebook/list.html", context)


@require_GET
def code(request, code_list, code):
    found, one = code_or_404(code_list, code)
    row = CodeOverride.objects.of(code_list).filter(code=code).first()
    context = {
        "code_list": found,
        "code": one,
        "version": row.version if row else actions.FIRST,
        "history": history(row) if row else [],
        "keeper": rules.can_change_lists(request.user, None),
    }
    return render(request, "codebook/code.html", context)
