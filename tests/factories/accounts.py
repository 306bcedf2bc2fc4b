"""People, offices and organisations for tests."""

from uuid import uuid4

import factory
from allauth.mfa.models import Authenticator
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts import second_factor
from accounts.models import Membership, Office, OfficeKind, Organisation, Role, SoleDecision, UnsentText, User

PASSWORD = "four words nobody guesses"
# Hashed once: hashing is slow on purpose, and few tests are about it.
HASHED = {}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence("Organisation {}".format)
    country = "GT"


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    class Params:
        shelter = factory.Trait(kind=OfficeKind.SHELTER)
        small = factory.Trait(small_since="2026-01-01", small_decided_by="The director")

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Office {}".format)


class UserFactory(DjangoModelFactory):
    """Somebody with a password and, unless it is said otherwise, a second factor; without any role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    sign_in_name = factory.Sequence("person{}".format)
    email = factory.LazyAttribute(lambda person: f"{person.sign_in_name}@people.example")
    full_name = factory.Sequence("Person {}".format)
    password = factory.LazyFunction(lambda: hashed(PASSWORD))

    @factory.post_generation
    def with_second_factor(self, create, wanted, **kwargs):
        if create and wanted is not False:
            give_second_factor(self)


def give_second_factor(user):
    """An app that shows codes, as everybody sets one up before anything else opens."""
    Authenticator.objects.create(user=user, type=second_factor.TOTP, data={"secret": SECRET, "used": 0})


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.LazyAttribute(
        lambda m: m.office.organisation if m.office else OrganisationFactory()
    )
    office = factory.SubFactory(OfficeFactory)
    role = Role.CASEWORKER
    since = "2026-01-01"


class UnsentTextFactory(DjangoModelFactory):
    class Meta:
        model = UnsentText

    user = factory.SubFactory(UserFactory)
    path = "/accounts/own/edit/"
    typed = factory.LazyFunction(lambda: [["full_name", ["Somebody else"]]])


class SoleDecisionFactory(DjangoModelFactory):
    class Meta:
        model = SoleDecision

    office = factory.SubFactory(OfficeFactory, small=True)
    verb = "case.closed"
    kind = "cases.case"
    subject = factory.LazyFunction(uuid4)
    decided_by = factory.SubFactory(UserFactory)
    decided_at = factory.LazyFunction(timezone.now)


def hashed(password):
    """The password as it is kept."""
    if password not in HASHED:
        person = User()
        person.set_password(password)
        HASHED[password] = person.password
    return HASHED[password]


def member(role, office=None, **more):
    """Somebody who works in one role, in this office or in one of her own."""
    place = {"office": office} if office else {}
    return MembershipFactory(role=role, **place, **more).user


def administrator(organisation=None, *, lead=False, **more):
    """Somebody who administers a whole organisation; with `lead`, the one that leads the programme."""
    organisation = organisation or OrganisationFactory(is_lead=lead)
    return MembershipFactory(role=Role.ADMINISTRATOR, organisation=organisation, office=None, **more).user
