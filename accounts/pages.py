"""How the pages of this room answer."""

from django.contrib import messages
from django.shortcuts import redirect, render

from work.answers import carry_out
from work.conflicts import conflict, seen_version, settled
from work.errors import Stale


def typed(request):
    """What was sent, for a form; None where the form is only shown."""
    return request.POST if request.method == "POST" else None


def show(request, template, form, **context):
    """The page with its form; 422 where something was sent and has to be mended."""
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


def change(request, row, build, action, *, template, to, said, **context):
    """Change a record; when somebody else changed it meanwhile, both versions are shown to choose from.

    `build(data, row)` makes the form, unbound for None.
    """
    blank = build(None, row)
    if request.method != "POST":
        return show(request, template, blank, version=row.version, **context)
    form, version = build(settled(request.POST, blank), row), seen_version(request.POST) or 0
    try:
        if form.is_valid() and carry_out(form, action, row, by=request.user, version=version):
            messages.success(request, said)
            return redirect(to)
    except Stale as stale:
        seen = conflict(request.POST, build, stale.row)
        return render(request, "accounts/conflict.html", {**context, **seen, "back_url": to}, status=409)
    return show(request, template, form, version=version, **context)
