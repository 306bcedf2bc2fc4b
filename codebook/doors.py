"""Pages for those who keep the lists."""

from functools import wraps

from audit.doors import require
from codebook import rules


def for_keepers(view):
    """A page only for those who may change the lists; asked before any list is looked for."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        require(rules.can_change_lists, request.user)
        return view(request, *args, **kwargs)

    guarded.roles = ("administrator",)
    return guarded
