"""The outermost room of a request: it names the request and writes what must outlive a refusal."""

import uuid

from audit.actions import outliving_refusal, request_id


class TrailMiddleware:
    """Give the request an id; after the answer, write remembered events on the same connection."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4()
        named = request_id.set(request.id)
        try:
            with outliving_refusal():
                response = self.get_response(request)
        finally:
            request_id.reset(named)
        response["X-Request-ID"] = str(request.id)
        return response
