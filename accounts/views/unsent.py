"""What was written when a session ended: kept by its page, shown to its writer, sent again or forgotten."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import actions, unsent
from accounts.models import UnsentText


@require_POST
def unsent_text_keep(request):
    """Asked by a page shortly before its session ends: keep what stands in its form."""
    kept = unsent.keep_what_was_sent(request, request.user)
    return JsonResponse({"url": reverse("unsent-text", args=[kept.pk]) if kept else ""})


@require_GET
def unsent_text(request, unsent_text):
    """What she had written, to be sent again."""
    kept = get_object_or_404(UnsentText.objects.visible_to(request.user), pk=unsent_text)
    fields = [(name, value) for name, values in kept.typed for value in values]
    texts = [value for _name, value in fields if unsent.WORDS in value]
    context = {"kept": kept, "fields": fields, "texts": texts}
    return render(request, "accounts/unsent_text.html", context)


@require_POST
def unsent_text_discard(request, unsent_text):
    """She does not need it any more."""
    kept = get_object_or_404(UnsentText.objects.visible_to(request.user), pk=unsent_text)
    actions.discard_unsent_text(kept, by=request.user)
    messages.success(request, _("What you had written is thrown away."))
    return redirect("my-day")
