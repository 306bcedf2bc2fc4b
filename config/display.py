"""What a person chose for this device: day or night, data hidden from shoulders."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

THEMES = [
    ("auto", pgettext_lazy("theme", "Automatic")),
    ("light", pgettext_lazy("theme", "Light")),
    ("dark", pgettext_lazy("theme", "Dark")),
]
LANGUAGES = [("es", "Español"), ("en", "English")]
# Where the night's colours hold; paper is always white.
DARK_MEDIA = {"auto": "screen and (prefers-color-scheme: dark)", "dark": "screen", "light": "not all"}
YEAR = 365 * 24 * 3600


def display(request):
    """What the frame of every page needs to know of this device."""
    theme = request.COOKIES.get("theme")
    theme = theme if theme in DARK_MEDIA else "auto"
    return {
        "theme": theme,
        "themes": THEMES,
        "dark_media": DARK_MEDIA[theme],
        "languages": LANGUAGES,
        "veiled": request.COOKIES.get("veil") == "1",
    }


def back(request):
    """To the page the choice was made on, never to another site."""
    target = request.POST.get("next", "")
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=hosts, require_https=request.is_secure())
    return redirect(target if safe else "my-day")


def with_cookie(response, name, value):
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response


@require_POST
@login_not_required
def set_theme(request):
    """Day, night, or as the device asks."""
    theme = request.POST.get("theme")
    return with_cookie(back(request), "theme", theme if theme in DARK_MEDIA else "auto")


@require_POST
@login_not_required
def set_veil(request):
    """Blur names and the like on this device, or show them again."""
    return with_cookie(back(request), "veil", "1" if request.POST.get("veiled") == "1" else "0")
