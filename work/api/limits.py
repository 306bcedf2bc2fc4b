"""How many requests one token may send in a minute.

The count is read when a request comes and raised after its answer, outside its transaction, so that refused
requests count too (design: what must outlive a refusal). It lives in the cache. With Redis every request is
counted; with the data base cache two that end at the same instant may be counted as one, and as many as run at
once may pass the limit together: a guard against floods, not a meter.
"""

import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

MINUTE = 60


class PerToken(BaseThrottle):
    """`limit` of the view names its scope in `settings.API_LIMITS`: requests a minute."""

    def allow_request(self, request, view):
        scope = getattr(view, "limit", "usual")
        key = f"limit:{scope}:{request.auth.pk}:{int(time.time()) // MINUTE}"
        request._request.counted = key
        return cache.get(key, 0) < settings.API_LIMITS[scope]

    def wait(self):
        return MINUTE - time.time() % MINUTE


class LimitsMiddleware:
    """After the answer, one more request of this token."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if key := getattr(request, "counted", None):
            cache.add(key, 0, timeout=2 * MINUTE)
            cache.incr(key)
        return response
