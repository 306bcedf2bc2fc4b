"""Every create is safe to repeat: a request is known by its key."""

import re

from django.utils.translation import gettext as _

from work.api_input import Unreadable

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\w.:+/-]{1,60}", re.ASCII)


def key_of(request):
    """The request's Idempotency-Key, empty where none was sent."""
    key = request.headers.get(HEADER, "")
    if HEADER in request.headers and not KEY.fullmatch(key):
        raise Unreadable({HEADER: [_("The key is up to 60 letters, digits or signs; a UUID is best.")]})
    return key
