"""The API's key: made by signing in, kept as a digest, dead as soon as its person is."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import AccessToken
from audit.actions import record

NOT_OPEN = _("This token is not valid or has expired. Ask for a new one.")


def digest_of(token):
    """What is kept of a token or a link: 256 bits of randomness need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def issue(user, acting_role=""):
    """Make a token for this user; answers the token, which is shown once, and its row."""
    token = secrets.token_urlsafe(32)
    row = AccessToken.objects.create(
        user=user,
        digest=digest_of(token),
        acting_role=acting_role,
        expires_at=timezone.now() + timedelta(hours=settings.TOKEN_HOURS),
    )
    record("token.made", row, user, by=user)
    return token, row


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`; the role the token was made for is the role it acts in."""

    def authenticate(self, request):
        kind, *rest = get_authorization_header(request).split() or [b""]
        if kind.lower() != b"bearer":
            return None
        if len(rest) != 1:
            raise AuthenticationFailed(NOT_OPEN)
        digest = digest_of(rest[0].decode("latin-1"))
        row = AccessToken.objects.in_force().select_related("user").filter(digest=digest).first()
        if row is None or not row.user.memberships_in_force:
            raise AuthenticationFailed(NOT_OPEN)
        row.user.acting_role = row.acting_role
        return row.user, row

    def authenticate_header(self, request):
        return "Bearer"
