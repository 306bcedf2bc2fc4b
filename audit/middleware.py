"""The outermost room of a request: it names the request and writes what must outlive a refusal."""

import uuid

from audit.actions import remembered, request_id
from audit.models import Event


class TrailMiddleware:
    """Give the request an id; after the answer, write remembered events on the same connection."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4()
        named, kept = request_id.set(request.id), remembered.set([])
        try:
            response = self.get_response(request)
            Event.objects.bulk_create(remembered.get())
        finally:
            request_id.reset(named)
            remembered.reset(kept)
        response["X-Request-ID"] = str(request.id)
        return response
