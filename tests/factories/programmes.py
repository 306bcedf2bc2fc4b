"""Donors, awards, components and what hangs on them, for tests."""

import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from accounts.roles import Role
from programmes.models import (
    Activity,
    Award,
    AwardIndicator,
    Component,
    ComponentKind,
    Donor,
    Funding,
    Objective,
    SubAward,
    SupportedInstitution,
    Target,
)
from programmes.periods import DAY, Calendar
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory


def programme_manager(organisation=None, **facts):
    """Somebody who manages the programme of an organisation."""
    person = UserFactory(**facts)
    MembershipFactory(
        user=person,
        organisation=organisation or OrganisationFactory(),
        office=None,
        role=Role.PROGRAMME_MANAGER,
        since="2010-01-01",
    )
    return person


class DonorFactory(DjangoModelFactory):
    class Meta:
        model = Donor

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Donor {}".format)


class AwardFactory(DjangoModelFactory):
    """Two fiscal years from October 2010, unless it is said otherwise."""

    class Meta:
        model = Award

    donor = factory.SubFactory(DonorFactory)
    organisation = factory.SelfAttribute("donor.organisation")
    number = factory.Sequence("AWARD-{:04}".format)
    title = "Protection of survivors"
    starts = datetime.date(2010, 10, 1)
    signed_ends = datetime.date(2012, 9, 30)
    ends = factory.SelfAttribute("signed_ends")
    amount = Decimal("100000")
    currency = "USD"
    reporting_calendar = Calendar.FISCAL_QUARTER_OCT
    country = "GT"


class ComponentFactory(DjangoModelFactory):
    class Meta:
        model = Component

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Component {}".format)
    kind = ComponentKind.ASSISTANCE


class FundingFactory(DjangoModelFactory):
    """For the whole award, unless days are given; a component of the award's own organisation."""

    class Meta:
        model = Funding

    award = factory.SubFactory(AwardFactory)
    component = factory.SubFactory(
        ComponentFactory, organisation=factory.SelfAttribute("..award.organisation")
    )
    since = factory.SelfAttribute("award.starts")
    until = factory.LazyAttribute(lambda funding: funding.award.ends + DAY)
    award_starts = factory.SelfAttribute("award.starts")
    award_ends = factory.SelfAttribute("award.ends")


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = Objective

    award = factory.SubFactory(AwardFactory)
    code = factory.Sequence("{}".format)
    title = "Survivors receive care"


class AwardIndicatorFactory(DjangoModelFactory):
    class Meta:
        model = AwardIndicator

    award = factory.SubFactory(AwardFactory)
    indicator = "VIC-NEW"


class TargetFactory(DjangoModelFactory):
    """A target with its agreed indicator."""

    class Meta:
        model = Target

    class Params:
        row = factory.SubFactory(AwardIndicatorFactory)

    award = factory.SelfAttribute("row.award")
    indicator = factory.SelfAttribute("row.indicator")
    dimension = factory.SelfAttribute("row.dimension")
    category = factory.SelfAttribute("row.category")
    period = "FY2011"
    value = Decimal("45")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    award = factory.SubFactory(AwardFactory)
    title = factory.Sequence("Activity {}".format)
    planned_start = datetime.date(2011, 1, 10)
    planned_end = datetime.date(2011, 1, 20)


class SupportedInstitutionFactory(DjangoModelFactory):
    class Meta:
        model = SupportedInstitution

    organisation = factory.SubFactory(OrganisationFactory)
    source = "police"
    kind = "training"
    since = datetime.date(2011, 1, 1)
    evidence = "Attendance list 4"


class SubAwardFactory(DjangoModelFactory):
    class Meta:
        model = SubAward

    award = factory.SubFactory(AwardFactory)
    recipient_name = "A partner"
    number = factory.Sequence("SUB-{}".format)
    purpose = "Care in the west"
    amount = Decimal("1000")
    currency = "USD"
    starts = datetime.date(2011, 1, 1)
    ends = datetime.date(2011, 12, 31)
