"""How many requests one token may send in a minute.

The count is read when a request comes and raised after its answer, outside its transaction, so that refused
requests count too. As many as run at the same time may pass the limit together; none is forgotten.
"""

import time

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from work.models import RequestCount

MINUTE = 60


class PerToken(BaseThrottle):
    """`limit` of the view names its scope in `settings.API_LIMITS`: requests a minute."""

    def allow_request(self, request, view):
        key, minute = f"{view.limit}:{request.auth.pk}", int(time.time()) // MINUTE
        request._request.counted = key, minute
        return RequestCount.objects.in_minute(key, minute) < settings.API_LIMITS[view.limit]

    def wait(self):
        return MINUTE - time.time() % MINUTE


class LimitsMiddleware:
    """After the answer, one more request of this token."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if counted := getattr(request, "counted", None):
            RequestCount.objects.add_one(*counted)
        return response
