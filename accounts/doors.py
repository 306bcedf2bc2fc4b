"""Pages that belong to roles."""

from functools import wraps

from django.utils.translation import gettext_lazy as _

from audit.doors import refuse

NOT_YOURS = _("This page is not part of your role. If you need it, ask your administrator.")


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
