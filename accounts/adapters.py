"""What allauth does differently here: nobody signs up, and it says nothing by itself."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from accounts import lockout
from audit.actions import record


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators only; tries are counted by `accounts.lockout`, not here again."""

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        return None

    def get_client_ip(self, request):
        return lockout.client_address(request) or ""

    def add_message(self, *args, **kwargs):
        return None

    def send_mail(self, template_prefix, email, context):
        return None

    def post_login(self, request, user, **kwargs):
        """Write the sign-in into the trail, and speak her language from now on."""
        response = super().post_login(request, user, **kwargs)
        record("sign_in.done", user, by=user, detail=["page"])
        remember_language(response, user.language)
        return response


class SealedSecondFactorAdapter(DefaultMFAAdapter):
    """Codes belong to the sign-in name: an app on somebody's phone shows no e-mail address and no full name.

    The secrets are sealed with the whole of `Authenticator.data` (accounts/sealing.py): `encrypt` and
    `decrypt` are not told whose they are, so what they sealed would open for anybody.
    """

    def get_totp_label(self, user):
        return user.sign_in_name

    def get_totp_issuer(self):
        return settings.SITE_NAME


def remember_language(response, language):
    """Keep the language on this device."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.HTTPS,
    )
