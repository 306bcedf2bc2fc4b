"""What the verbs of accounts mean, for the trail and for each person's own page."""

from django.utils.translation import gettext_lazy as _

TITLE = _("People, their access, and offices")
OF_ONE_ACCOUNT = {
    "invitation.refused": _("A password was refused at a one-time link"),
    "invitation.used": _("Set a password by a one-time link"),
    "password.changed": _("Changed the password"),
    "role.switched": _("Switched to another role"),
    "second_factor.codes_renewed": _("Made new recovery codes"),
    "second_factor.failed": _("Wrong code of the second factor"),
    "second_factor.not_opened": _("The second factor could not be opened"),
    "second_factor.reset": _("The second factor was reset"),
    "second_factor.set_up": _("A second factor was set up"),
    "session.ended": _("The session ended by itself"),
    "sign_in.done": _("Signed in"),
    "sign_in.failed": _("A sign-in failed"),
    "sign_in.locked": _("Locked after too many failed sign-ins"),
    "sign_out": _("Signed out"),
    "token.made": _("A program signed in"),
    "unsent.discarded": _("What was written before the session ended was sent again or thrown away"),
    "unsent.kept": _("What was written before the session ended was kept"),
    "user.changed": _("Name, address or language changed"),
    "user.ended": _("Access ended"),
    "user.invited": _("Invited"),
    "user.link_made": _("A new one-time link was made"),
    "user.restored": _("Let in again"),
}
OF_THE_HOUSE = {
    "decision.made_alone": _("Decided something alone"),
    "decision.reviewed": _("Answered to a decision made alone"),
    "membership.ended": _("A role was ended"),
    "membership.granted": _("A role was given"),
    "office.changed": _("Changed an office"),
    "office.closed": _("Closed an office"),
    "office.created": _("Added an office"),
    "office.declared_small": _("Declared an office small"),
    "office.small_ended": _("Ended the declaration of a small office"),
    "organisation.changed": _("Changed an organisation"),
    "organisation.created": _("Added an organisation"),
    "token.ended": _("Ended a token"),
}
WORDS = OF_ONE_ACCOUNT | OF_THE_HOUSE
