"""What somebody had written when her session ended is kept for her: nothing written is lost."""

from django.urls import Resolver404, resolve

from accounts import actions
from accounts.models import UnsentText

PATH, AGAIN = "unsent_path", "unsent_text"
OURS = {"csrfmiddlewaretoken", PATH, AGAIN}
# Who proves who she is writes it anew; a secret is kept nowhere.
SECRETS = {"password", "again", "current", "proof"}
# Pages of which the code is one, too; elsewhere a code names an objective or a word of a list.
BY_CODE = {"mfa_authenticate", "mfa_activate_totp", "second-factor-replace"}
# An answer of several words is worth showing, so that she knows her text again.
WORDS = " "
# Longer texts stay in the browser that sent them; a form of this house is a tenth of it.
LONGEST = 200_000


def keep_what_was_sent(request, person):
    """Keep the form of this request for the person whose session has ended; None where it cannot be."""
    path = request.POST.get(PATH) or request.get_full_path()
    typed = [[name, values] for name, values in request.POST.lists() if name not in OURS]
    if not typed or not is_page(path) or holds_secret(request.POST, path):
        return None
    if sum(len(value) for _name, values in typed for value in values) > LONGEST:
        return None
    return actions.keep_unsent_text(person, by=person, path=path, typed=typed)


def texts_in(request):
    """The answers of several words in what a person sent; none where a secret is among them."""
    if request.method != "POST" or holds_secret(request.POST, request.path):
        return []
    sent = [value for name, values in request.POST.lists() if name not in OURS for value in values]
    return [value for value in sent if WORDS in value.strip()]


def holds_secret(sent, path):
    """Did somebody prove by this who she is?"""
    return bool(SECRETS & set(sent)) or (
        "code" in sent and resolve(path.partition("?")[0]).url_name in BY_CODE
    )


def is_page(path):
    """Is this the address of a page of ours?"""
    if not path.startswith("/") or path.startswith(("//", "/api/")) or len(path) > 500 or "\\" in path:
        return False
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return False
    return True


class SentAgainMiddleware:
    """What was sent again is kept no longer: it is saved now, or stands in its form to be mended."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and AGAIN in request.POST and request.user.is_authenticated:
            self.look_at(request, response)
        return response

    def look_at(self, request, response):
        """Forget it once its page has taken it."""
        key = request.POST[AGAIN]
        if response.status_code in {302, 409, 422} and len(key) == 36:
            rows = UnsentText.objects.visible_to(request.user)
            for unsent in [row for row in rows if str(row.pk) == key]:
                actions.discard_unsent_text(unsent, by=request.user)
