"""The pages without an account: somebody writes, and comes back with a code to read the answer.

No cookie is set, nothing is kept in the browser, and no word stands in an address. Without a cookie there is
nothing that another site could misuse, so that these forms need no token.
"""

import uuid
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import NON_FIELD_ERRORS
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases import actions, complaints, help_lines
from cases.forms import BoxForm, CodeOfReceiptForm
from cases.models import ComplaintBox
from work.answers import carry_out
from work.asking import posted

TOO_MANY = 429


def in_her_language(view):
    """The page in the language that its address names: no cookie remembers it."""

    @wraps(view)
    def spoken(request, box_key):
        asked = request.GET.get("language", "")
        language = asked if asked in dict(settings.LANGUAGES) else request.LANGUAGE_CODE
        with translation.override(language):
            request.box = get_object_or_404(
                ComplaintBox.objects.select_related("office__organisation"), key=box_key
            )
            answer = view(request, box_key)
        answer["Content-Language"] = language
        answer["Clear-Site-Data"] = '"cache"'
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return spoken


def _shown(request, template, status=200, **context):
    """A page of the box, with where help is found at once in its country."""
    box = request.box
    lines = help_lines.of_country(box.office.organisation.country)
    return render(request, template, {"box": box, "lines": lines, **context}, status=status)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@login_not_required
@in_her_language
def write(request, box_key):
    """Say what happened; where nobody receives yet, whom to tell instead."""
    office = request.box.office
    if not complaints.can_be_received(office):
        return _shown(request, "box/instead.html")
    key = str(request.POST.get("key", ""))[:60] or str(uuid.uuid4())
    if "language-only" in request.POST:
        return _shown(request, "box/write.html", form=BoxForm(initial=request.POST.dict()), key=key)
    form = BoxForm(posted(request))
    if request.method == "POST" and complaints.is_full(request.box):
        form.add_error(
            None, _("Too many letters came in this hour. Wait a little, or call one of the numbers.")
        )
        return _shown(request, "box/write.html", TOO_MANY, form=form, key=key)
    if form.is_valid() and carry_out(form, actions.receive_complaint, office, once=key):
        complaints.count("box", request.box.pk.hex)
        return _shown(request, "box/received.html", complaint=form.outcome)
    if form.has_error(NON_FIELD_ERRORS, "key_used"):
        # A letter was sent from this page, and this is another one: sent again it goes on its own.
        key = str(uuid.uuid4())
    status = 422 if form.is_bound else 200
    return _shown(request, "box/write.html", status, form=form, key=key)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@login_not_required
@in_her_language
def read_answer(request, box_key):
    """Read with the code of the receipt where it stands, and what was answered."""
    form = CodeOfReceiptForm(posted(request))
    if request.method == "POST" and complaints.guesses_too_often(request):
        form.add_error(None, _("Too many wrong codes in this hour. Wait, and try again later."))
        return _shown(request, "box/answer.html", TOO_MANY, form=form)
    if form.is_valid():
        found = complaints.found_by(form.cleaned_data["code"], request.box.office)
        if found:
            answers = complaints.told_under(found)
            return _shown(request, "box/answered.html", complaint=found, answers=answers)
        complaints.count_guess(request)
        form.add_error("code", _("There is no letter with this code. Look at it again, sign by sign."))
    return _shown(request, "box/answer.html", 422 if form.is_bound else 200, form=form)
