"""Pages that belong to roles, and pages before which somebody proves once more who she is."""

import time
from functools import wraps

from django.conf import settings
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from audit.doors import refuse

NOT_YOURS = _("This page is not part of your role. If you need it, ask your administrator.")
CONFIRMED = "confirmed_at"


def for_roles(*roles):
    """A page only for people acting in one of these roles; asked before any row is looked for, so that
    foreign and absent rows are answered alike."""

    def door(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.has_role(*roles):
                refuse(NOT_YOURS, request.user, view.__name__)
            return view(request, *args, **kwargs)

        guarded.roles = roles
        return guarded

    return door


def note_confirmed(request):
    """She has just proved who she is."""
    request.session[CONFIRMED] = time.time()


def recently_confirmed(view):
    """A page that opens within five minutes of a proof of who she is; else the proof is asked for first."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if time.time() - request.session.get(CONFIRMED, 0) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return redirect(f"{resolve_url('account_reauthenticate')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return guarded
