"""Loads the story through the same actions that people use, so that nothing impossible stands in the demo."""

from datetime import timedelta
from pathlib import Path

import yaml
from django.db import transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Invitation, Organisation, User
from accounts.roles import Role
from accounts.tokens import digest_of
from codebook import lists
from config.demo_data import access, first_year, reported, running
from programmes import actions as programmes
from programmes.periods import months_after
from vault import keys

STORY = Path(__file__).with_name("story.yaml")
PASSWORD = "amparo-demo"  # noqa: S105  (the demo's, printed on its first page)
ADDRESS = "@demo.example"
DAY = timedelta(days=1)


def holds_real_data():
    """Is there anybody, or any organisation, that the demo did not invent?"""
    if User.objects.exclude(email__endswith=ADDRESS).exists():
        return True
    return Organisation.objects.exclude(name__endswith="(demo)").exists()


def is_loaded():
    """Has the demo been loaded already?"""
    return User.objects.filter(email__endswith=ADDRESS).exists()


@transaction.atomic
def load(today=None):
    """Load organisations, people, awards and the work plan, its days counted from today."""
    today = today or timezone.localdate()
    story = yaml.safe_load(STORY.read_text(encoding="utf-8"))
    places = {}
    for facts in story["organisations"]:
        load_organisation(facts, places)
    for facts in story["people"]:
        load_person(facts, places)
    manager = User.objects.get(email=f"{Role.PROGRAMME_MANAGER}{ADDRESS}")
    kept = load_components_and_donors(story, places, manager)
    for facts in [*story["awards"], running_award(story["running"], today)]:
        load_award(facts, kept, manager, today)
    with keys.held_keys(), lists.held():
        first_year.load(places)
        running.load(places, today)
    access.end_on_their_days()
    reported.load(manager)


def load_organisation(facts, places):
    """An organisation and its offices."""
    names = ("name", "country", "kind", "is_lead")
    organisation = accounts.create_organisation(by=None, **{name: facts[name] for name in names})
    places[facts["key"]] = organisation
    for office in facts["offices"]:
        key = office.pop("key")
        places[key] = accounts.create_office(by=None, organisation=organisation, **office)


def load_person(facts, places):
    """Somebody of one role, who has already used her link; named by it or by `account`."""
    account = facts.get("account", facts["role"])
    person, token = accounts.invite(
        by=None,
        full_name=facts["name"],
        email=f"{account}{ADDRESS}",
        sign_in_name=account,
        organisation=places[facts["organisation"]],
        office=places.get(facts.get("office")),
        role=facts["role"],
        profession=facts.get("profession", ""),
    )
    invitation = Invitation.objects.get(digest=digest_of(token))
    accounts.accept_invitation(invitation, by=person, password=PASSWORD)


def load_components_and_donors(story, places, manager):
    """Lines of work and donors by their key."""
    organisation = manager.memberships.get().organisation
    kept = {}
    for facts in story["components"]:
        key, offices = facts.pop("key"), [places[office] for office in facts.pop("offices")]
        kept[key] = programmes.create_component(
            by=manager, organisation=organisation, offices=offices, **facts
        )
    for facts in story["institutions"]:
        programmes.enter_institution(by=manager, organisation=organisation, **{"until": None} | facts)
    for facts in story["donors"]:
        key = facts.pop("key")
        kept[key] = programmes.create_donor(by=manager, organisation=organisation, **facts)
    return kept


def running_award(facts, today):
    """The award of the running programme, begun some months before today on the first of a month."""
    starts = months_after(today.replace(day=1), -facts["months_ago"])
    ends = months_after(starts, facts["months"]) - DAY
    return facts | {"number": f"PRM-DEMO-{starts:%Y-%m}", "starts": starts, "signed_ends": ends}


def load_award(facts, kept, manager, today):
    """An award with what it pays for, its objectives, targets and work plan."""
    names = (
        "number",
        "title",
        "title_en",
        "starts",
        "signed_ends",
        "amount",
        "reporting_calendar",
        "country",
    )
    award = programmes.create_award(
        by=manager, donor=kept[facts["donor"]], currency="USD", **{name: facts[name] for name in names}
    )
    for key in facts["funds"]:
        programmes.fund(award, by=manager, component=kept[key], since=award.starts)
    objectives = {
        row["code"]: programmes.create_objective(award, by=manager, **row)
        for row in facts.get("objectives", [])
    }
    load_targets(award, facts["indicators"], manager)
    for row in facts.get("activities", []):
        load_activity(award, row, objectives[row["objective"]], kept[row["component"]], manager, today)


def load_targets(award, indicators, manager):
    """What was promised, by indicator and period."""
    for code, amounts in indicators.items():
        row = programmes.agree_indicator(award, by=manager, indicator=code)
        programmes.set_targets(
            award, by=manager, values={(row, label): value for label, value in amounts.items()}
        )


def load_activity(award, row, objective, component, manager, today):
    """A line of the work plan; done, late or to come."""
    activity = programmes.plan_activity(
        award,
        by=manager,
        objective=objective,
        component=component,
        title=row["title"],
        planned_start=today + row["from"] * DAY,
        planned_end=today + row["to"] * DAY,
        product=row.get("product", ""),
    )
    if "done" in row:
        done = today + row["done"] * DAY
        programmes.report_activity(
            activity,
            by=manager,
            started_on=done - 7 * DAY,
            finished_on=done,
            evidence=row.get("evidence", ""),
        )
