"""No data key outlives the request it was unwrapped for."""

from vault.keys import held_keys


class ForgetKeysMiddleware:
    """Hold unwrapped data keys while one request is answered, then let them go."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with held_keys():
            return self.get_response(request)
