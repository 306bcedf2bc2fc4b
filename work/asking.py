"""How a page goes: ask with a form, act, say what was done; or show what has to be mended."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy

from work.answers import carry_out
from work.conflicts import conflict, seen_version, settled
from work.door_by_door import for_one
from work.errors import Stale, refusal

CHANGED = gettext_lazy(
    "This was changed after you opened the page. Look at what stands now, then decide again."
)
FORM, CONFIRM, CONFLICT = "asking/form.html", "asking/confirm.html", "asking/conflict.html"


def own(model, request, pk, *related):
    """The row, when she may see it; foreign equals absent."""
    known = for_one(model.objects.visible_to(request.user))
    return get_object_or_404(known.select_related(*related), pk=pk)


def make(request, form, action, *rows, done, to, template=FORM, **shown):
    """Make something once of what was typed; `to` and `done` may be asked of the made row."""
    key = request.POST.get("once", "")
    if form.is_valid() and carry_out(form, action, *rows, by=request.user, once=key):
        messages.success(request, done(form.outcome) if callable(done) else done)
        return redirect(request.path if "another" in request.POST else to(form.outcome))
    return render(request, template, {"form": form, **shown}, status=422 if form.is_bound else 200)


def change(request, row, build, action, *, done, to, template=FORM, begun=None, **shown):
    """Change a row; when somebody else changed it meanwhile, the page shows both versions.

    `build(data, row)` makes the form, unbound for None; `to` is where to go on, or says it
    from the changed row; `begun()` makes the form of a page that is opened before there is a row, where
    something stands in it beforehand.
    """
    blank = build(None, row)
    if request.method != "POST":
        return render(request, template, {"form": blank, "version": row.version, **shown})
    form = build(settled(request.POST, blank), row)
    version = seen_version(request.POST) or 0
    try:
        if form.is_valid() and carry_out(form, action, row, by=request.user, version=version):
            messages.success(request, done)
            return redirect(to(form.outcome) if callable(to) else to)
    except Stale as stale:
        return both_versions(request, build, stale.row, begun=begun, **shown)
    return render(request, template, {"form": form, "version": version, **shown}, status=422)


def both_versions(request, build, row, *, begun=None, **shown):
    """What stands now beside what was sent, field by field, for whoever comes second to choose from."""
    seen = conflict(request.POST, build, row, begun)
    return render(request, CONFLICT, {**shown, **seen}, status=409)


def confirm(request, form, action, row, *, done, to, template=CONFIRM, **shown):
    """Do something that cannot easily be taken back, after a page that says what it means; `to` as above."""
    if form.is_valid() and carry_out(form, action, row, by=request.user):
        messages.success(request, done)
        return redirect(to(form.outcome) if callable(to) else to)
    return render(request, template, {"form": form, **shown}, status=422 if form.is_bound else 200)


def unless_changed(action, version):
    """The same action, refused where somebody changed the row since the page was shown.

    The row is locked after those that come before it wherever both are, as by the action itself.
    """

    def act(row, **typed):
        with transaction.atomic():
            *_before, held = [_held(one) for one in (*row.locked_after(), row)]
            if version is not None and getattr(held, "version", None) != version:
                raise refusal(CHANGED, code="stale")
            return action(row, **typed)

    return act


def _held(row):
    rows = type(row)._base_manager.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=row.pk).first()


def posted(request):
    """What was sent, or None for a page that is only shown."""
    return request.POST if request.method == "POST" else None
