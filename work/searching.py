"""The name or number by which somebody is looked for goes by POST, and stands in the address sealed.

Addresses are kept by histories, proxies and logs. A filter form names its fields of this kind in `sealed`;
its other fields, which hold codes, stay in the address as they are.
"""

import base64
import json
import os

from cryptography.exceptions import InvalidTag
from django.http import QueryDict

from work.pages import cipher

PARAMETER, NONCE = "q", 16


def asked(request, form_class):
    """What to fill the filter form with: what was sent, or what the address says, the sealed part opened."""
    if request.method == "POST":
        return request.POST
    data = request.GET.copy()
    found = opened(request)
    for name in form_class.sealed:
        data.pop(name, None)
        if name in found:
            data[name] = found[name]
    return data


def address_of(request, form):
    """Where a search that was sent leads to; empty when none was sent, or when it has to be mended."""
    if request.method != "POST" or not form.is_valid():
        return ""
    words = {name: request.POST[name] for name in form.sealed if request.POST.get(name)}
    query = QueryDict(mutable=True)
    for name in ("sort", *form.fields):
        if name not in form.sealed and request.POST.get(name):
            query.setlist(name, request.POST.getlist(name))
    if words:
        query[PARAMETER] = sealed(request, words)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def sealed(request, words):
    """The words, for this person and this page only; the same words never look alike twice."""
    nonce = os.urandom(NONCE)
    text = cipher().encrypt(json.dumps(words).encode(), _bound(request, nonce))
    return base64.urlsafe_b64encode(nonce + text).decode().rstrip("=")


def opened(request):
    """The words that the address carries; nothing where it is somebody else's, another page's or no use."""
    text = request.GET.get(PARAMETER, "")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return json.loads(cipher().decrypt(data[NONCE:], _bound(request, data[:NONCE])))
    except (ValueError, InvalidTag):
        return {}


def _bound(request, nonce):
    return [b"search", str(request.user.pk).encode(), request.path.encode(), nonce]
