"""What is refused, as a page and as problem details (RFC 9457), in the same words."""

import sys
from contextlib import suppress
from http import HTTPStatus

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.views import set_rollback

from accounts.middleware import is_background
from accounts.unsent import texts_in
from audit.doors import Refused
from vault.errors import VaultError
from work.errors import Stale

PROBLEM = "application/problem+json"
# No page, link or form asks in another way: who does is a program, and needs no page to read.
SENT_BY_PAGES = {"GET", "HEAD", "POST"}
NOT_FOUND = {"type": "about:blank", "title": HTTPStatus(404).phrase, "status": 404}


class RefusalsMiddleware:
    """Turn what an action refuses outside a form into a page with its sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.path.startswith("/api/"):
            return response
        return wrong_way(request, response) if request.method in SENT_BY_PAGES else response

    def process_exception(self, request, exception):
        if isinstance(exception, ValidationError):
            return page(request, 422, " ".join(exception.messages))
        if isinstance(exception, Stale):
            return page(
                request, 412, _("Somebody changed this record meanwhile. Open it again before you change it.")
            )
        if isinstance(exception, VaultError):
            return page(request, 503, str(exception))
        return None


def page(request, status, sentence):
    """A page that says what was refused, beside what was written; for the API a problem of the same words."""
    if request.path.startswith("/api/"):
        return problem(status, sentence)
    shown = {"sentence": sentence, "status": status, "texts": texts_in(request)}
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        shown["above"] = way_up(request.path)
    return render(request, "errors/refused.html", shown, status=status)


def wrong_way(request, refused):
    """A page in the place of an empty answer: this address is not asked so, and there is a way on from it."""
    said = _("This address only takes what a form sends, and shows nothing by itself.")
    if request.method not in {"GET", "HEAD"}:
        said = _("This address only shows a page, and takes nothing that is sent to it.")
    answer = page(request, HTTPStatus.METHOD_NOT_ALLOWED, said)
    answer["Allow"] = refused["Allow"]
    return answer


def way_up(path):
    """The way to the nearest address above this one that leads somewhere, as a page of it writes the way.

    Whether it opens to her is asked there; no word of the address is repeated here.
    """
    parts, own = path.strip("/").split("/"), resolve(path).kwargs.items()
    for up in range(1, len(parts)):
        with suppress(Resolver404):
            # A word of this address is no number of a case in the address above it.
            if resolve(f"/{'/'.join(parts[:-up])}/").kwargs.items() <= own:
                return "../" * up
    return ""


def static_page(name, status):
    """A page alike for everybody: no token, no navigation, nothing of the person or the row."""
    return HttpResponse(get_template(f"errors/{name}.html").render(), status=status)


def problem(status, detail="", *, errors=None, title="", headers=None):
    """Problem details: status, a sentence, and errors by field."""
    body = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status}
    body |= {"detail": str(detail)} if detail else {}
    body |= {"errors": errors} if errors else {}
    return JsonResponse(body, status=status, content_type=PROBLEM, headers=headers)


def not_found(request, exception=None):
    """Foreign equals absent."""
    if request.path.startswith("/api/"):
        return JsonResponse(NOT_FOUND, status=404, content_type=PROBLEM)
    return HttpResponseNotFound(get_template("errors/404.html").render())


def refused(request, exception=None):
    """403 with the rule's own sentence; what the framework says about anything else is not shown."""
    known = isinstance(exception, Refused)
    return page(request, 403, str(exception) if known else _("This is not allowed."))


def csrf_failure(request, reason=""):
    """The form was too old or came from elsewhere; a script of a page learns whether anybody is signed in."""
    if is_background(request) and not request.user.is_authenticated:
        return HttpResponse(status=401)
    return static_page("csrf", 403)


def bad_request(request, exception=None):
    return (
        problem(400, _("The request could not be read."))
        if request.path.startswith("/api/")
        else static_page("400", 400)
    )


def broken(request):
    """Something failed on our side; the page says how to report it, and nothing of what failed."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return out_of_service(request)
    if request.path.startswith("/api/"):
        return problem(500, _("Something failed on our side. Nothing was saved."))
    return static_page("500", 500)


def out_of_service(request):
    """The data base does not answer; it is worth asking again."""
    if request.path.startswith("/api/"):
        sentence = _("The system cannot answer just now. Nothing was saved.")
        return problem(503, sentence, headers={"Retry-After": "60"})
    return static_page("503", 503)


def api_refusal(error, context):
    """The API's answer to whatever a view raised; an unknown error is left to the 500 page."""
    set_rollback()
    if isinstance(error, Http404):
        return not_found(context["request"])
    if isinstance(error, PermissionDenied):
        return problem(403, str(error) if isinstance(error, Refused) else _("This is not allowed."))
    if isinstance(error, ValidationError):
        return problem(422, _("Some data have to be mended."), errors=_by_field(error))
    if isinstance(error, Stale):
        return problem(412, _("Somebody changed this record meanwhile. Read it again before you change it."))
    if isinstance(error, VaultError):
        return problem(503, str(error))
    return _known_to_the_framework(error)


def _known_to_the_framework(error):
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {"WWW-Authenticate": error.auth_header} if getattr(error, "auth_header", None) else {}
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))
    return problem(
        error.status_code, str(error.detail), errors=getattr(error, "errors", None), headers=headers
    )


def _by_field(error):
    if hasattr(error, "error_dict"):
        return {
            "" if field == NON_FIELD_ERRORS else field: said for field, said in error.message_dict.items()
        }
    return {"": [str(message) for message in error.messages]}
