"""What follows a change in accounts, later and exactly once."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from accounts import access
from accounts.models import User
from work.effects import effect

NO_MAIL = {"django.core.mail.backends.dummy.EmailBackend"}


def mail_is_set_up():
    """Whether this installation has a mail server."""
    return settings.EMAIL_BACKEND not in NO_MAIL


@effect("accounts.mail_link")
def mail_link(keys):
    """Send somebody a one-time link of its own by mail; the mail names nobody and nothing.

    The link is made here and not where it was asked for, so that no table ever holds one that opens.
    """
    person = User.objects.filter(pk=keys["user"], is_active=True).exclude(email=None).first()
    if person is None:
        return
    token = access.add_link(person)
    with override(person.language):
        link = settings.SITE_ADDRESS + reverse("invitation", kwargs={"token": token})
        words = {"link": link, "hours": settings.INVITATION_HOURS, "site_name": settings.SITE_NAME}
        subject = render_to_string("emails/link_subject.txt", words).strip()
        send_mail(subject, render_to_string("emails/link.txt", words), None, [person.email])
