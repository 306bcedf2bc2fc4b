"""Headers and language of every answer."""

from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from config import almanac

NEUTRAL = "/inicio/"


class HeadersMiddleware:
    """No answer that may hold data is kept by a browser or a proxy; static files and neutral pages may be."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Cross-Origin-Embedder-Policy"] = "require-corp"
        return response


class NeutralPageMiddleware:
    """The plain page is drawn before anybody asks who it is for: no session is read, written or missed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.method == "GET" and request.path == NEUTRAL
        return almanac.neutral(request) if asked else self.get_response(request)


class SmallPagesMiddleware(GZipMiddleware):
    """Pages are sent compressed; answers to programs and files are not, so that their ETags stay strong.

    What a length might betray: a stranger's page cannot fetch ours with her session unseen (SameSite), the
    form's token is masked anew each time, and Django adds up to 100 random bytes.
    """

    def process_response(self, request, response):
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


def asked_by(request):
    """The first of our languages that a program names in Accept-Language."""
    named = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    return next((name[:2] for name, weight in named if weight and name[:2] in dict(settings.LANGUAGES)), None)


class LanguageMiddleware:
    """The language chosen on this device, else the installation's; not guessed from the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is None and request.path.startswith("/api/"):
            chosen = asked_by(request)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
