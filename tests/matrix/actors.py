"""Everybody who may knock at a door."""

import copy
import time
from datetime import timedelta

from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from accounts.doors import CONFIRMED
from accounts.middleware import BEGAN, HAS_FACTOR, SEEN
from accounts.roles import Role
from accounts.tokens import issue
from tests.factories.accounts import MembershipFactory, OfficeFactory, OrganisationFactory, UserFactory
from tests.matrix.housing import Housing
from tests.matrix.objects import OBJECTS, Casework, Programme
from tests.matrix.reported import Reported
from work.models import OutboxRow

ANONYMOUS, DEACTIVATED, LEAD = "anonymous", "deactivated", "lead_administrator"
LENGTH_OF_A_RUN = timedelta(hours=6)
# Whoever is let in by such a thing sees more than the table says of the others: only where it is asked for.
LETTING_IN = {"placement"}
ACTORS = [ANONYMOUS, DEACTIVATED, *Role.values, LEAD]
# What is said about the API opens for a browser too; all else of it is asked as a program asks.
FOR_BROWSERS = ("/api/v1/docs/", "/api/v1/schema/")


class World:
    """Two organisations beside the lead: everybody works in the first, the second is foreign."""

    def __init__(self):
        self.objects = {}
        self.lead = OrganisationFactory(name="Lead", is_lead=True)
        self.own, self.foreign = OrganisationFactory(name="Own"), OrganisationFactory(name="Foreign")
        self.own_office = OfficeFactory(organisation=self.own, name="Own office")
        self.foreign_office = OfficeFactory(organisation=self.foreign, name="Foreign office")
        self.users = {role: self.member(role, self.own, self.own_office) for role in Role.values}
        self.users[LEAD] = self.member(Role.ADMINISTRATOR, self.lead, None)
        self.users[DEACTIVATED] = self.member(Role.CASEWORKER, self.own, self.own_office)
        self.programmes = {"own": Programme(self.own), "foreign": Programme(self.foreign)}
        self.reported = {place: Reported(one) for place, one in self.programmes.items()}
        self.stranger = self.member(Role.CASEWORKER, self.foreign, self.foreign_office)
        self.casework = {
            "own": Casework(self.own_office, self.users[Role.CASEWORKER], self.users[Role.SHELTER_STAFF]),
            "foreign": Casework(self.foreign_office, self.stranger),
        }
        self.housing = {
            "own": Housing(self.casework["own"], self.users[Role.REINTEGRATION_WORKER]),
            "foreign": Housing(self.casework["foreign"]),
        }

    def furnish(self):
        """Have everything that may stand in an address, so that many tests can begin from it."""
        self.objects = {name: pair(self) for name, pair in OBJECTS.items() if name not in LETTING_IN}
        for housing in self.housing.values():
            housing.placement  # noqa: B018  made when it is asked for
        self.visitors = {actor: Visitor(actor, self, Client()) for actor in ACTORS}
        self.put_off_its_work()

    def put_off_its_work(self):
        """No worker is here: what furnishing left in the outbox is due when the run is over, or /readyz would
        find it lying about as soon as the run is slow."""
        OutboxRow.objects.open().update(not_before=timezone.now() + LENGTH_OF_A_RUN)

    def visitor(self, actor):
        """An actor who has done nothing yet."""
        return self.visitors[actor].again()

    def member(self, role, organisation, office):
        """Somebody with a second factor and one membership."""
        user = UserFactory()
        MembershipFactory(user=user, organisation=organisation, office=office, role=role)
        return user


# Middleware is loaded once for all visitors.
HANDLER = ClientHandler(enforce_csrf_checks=False)


def begin(client):
    """Her session has begun and knows of her second factor, so that no request writes it anew; she has just
    proved who she is, so that pages behind that question are tried too. All holds as long as a run."""
    session = client.session
    session[HAS_FACTOR] = True
    session[CONFIRMED] = time.time() + LENGTH_OF_A_RUN.total_seconds()
    session[BEGAN] = timezone.now().isoformat()
    session[SEEN] = (timezone.now() + LENGTH_OF_A_RUN).isoformat()
    session.save()


class Visitor:
    """One actor with a browser session and an API token."""

    def __init__(self, name, world, client):
        self.name, self.client, self.token = name, client, None
        self.program = Client()
        client.handler = self.program.handler = HANDLER
        if user := world.users.get(name):
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            begin(client)
            self.token, _row = issue(user)
        if name == DEACTIVATED:
            user.is_active = False
            user.save(update_fields=["is_active"])

    def again(self):
        """The same actor with a browser that remembers nothing but who is signed in."""
        other = copy.copy(self)
        other.client = Client()
        other.client.handler = HANDLER
        other.client.cookies = copy.deepcopy(self.client.cookies)
        return other

    def ask(self, method, url):
        """The answer to a request that leaves nothing behind: of a browser, or of a program with a token."""
        if not url.startswith("/api/"):
            return self.client.generic(method, url)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = {} if method == "GET" else {"content_type": "application/json", "data": "{}"}
        asking = self.client if url.startswith(FOR_BROWSERS) else self.program
        return asking.generic(method, url, headers=headers, **body)
