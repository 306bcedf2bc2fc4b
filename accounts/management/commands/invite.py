"""Invite somebody at the server and print the one-time link; the first one founds the programme."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from accounts import access, actions
from accounts.models import Office, Organisation, User
from accounts.roles import Role


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument(
            "--name", default="", help="full name; by default the e-mail address's first part"
        )
        parser.add_argument("--organisation", default="", help="by default the leading one")
        parser.add_argument("--office", default="", help="by default the whole organisation")
        parser.add_argument("--country", default="GT", help="of an organisation that is made by this command")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=dict(settings.LANGUAGES))

    @transaction.atomic
    def handle(self, *, email, **options):
        try:
            token = self.invite(email.strip().lower(), options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(settings.SITE_ADDRESS + reverse("invitation", kwargs={"token": token}))

    def invite(self, email, options):
        """The token of a link for a new person, or for somebody who is there already."""
        organisation = self.organisation(options)
        place = {
            "organisation": organisation,
            "office": self.office(organisation, options),
            "role": options["role"],
        }
        if person := User.objects.filter(email=email).first():
            return self.again(person, place)
        name = options["name"] or email.partition("@")[0]
        _person, token = actions.invite(
            by=None, full_name=name, email=email, language=options["language"], **place
        )
        return token

    def again(self, person, place):
        """Somebody who lost her link or gets one more role: a new link, and the role if she lacks it."""
        if not person.is_active:
            actions.restore_access(person, by=None)
        if not person.memberships.in_force_or_later().filter(**place).exists():
            actions.grant_membership(person, by=None, **place)
        return actions.new_link(access.locked(person), by=None)

    def organisation(self, options):
        """The organisation that was named, or the leading one; with none yet, the one that will lead."""
        found = Organisation.objects.filter(
            **({"name": options["organisation"]} if options["organisation"] else {"is_lead": True})
        ).first()
        if found:
            return found
        if Organisation.objects.exists():
            raise CommandError("There is no organisation of this name. Add it in the browser first.")
        name = options["organisation"] or settings.SITE_NAME
        country = options["country"].upper()
        return actions.create_organisation(by=None, name=name, country=country, kind="ngo", is_lead=True)

    def office(self, organisation, options):
        if not options["office"]:
            return None
        if found := Office.objects.filter(organisation=organisation, name=options["office"]).first():
            return found
        raise CommandError(
            "There is no office of this name in the organisation. Add it in the browser first."
        )
