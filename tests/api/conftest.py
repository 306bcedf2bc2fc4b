"""Somebody with a token, and a way to ask."""

import json

import pytest
from django.test import Client

from accounts.models import Role
from accounts.tokens import issue
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory


class Caller:
    """A program with a token: `caller.post("/api/v1/…", {…})`."""

    def __init__(self, token=None):
        self.token, self.client = token, Client()

    def ask(self, method, path, body=None, *, content_type="application/json", headers=None):
        headers = (
            {"Accept-Language": "en"}
            | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
            | (headers or {})
        )
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(method, path, data, content_type=content_type, headers=headers)

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)

    def patch(self, path, body=None, **more):
        return self.ask("PATCH", path, body, **more)


def caller_in(role, organisation=None):
    """A caller with one membership in this role."""
    user = UserFactory()
    MembershipFactory(user=user, organisation=organisation or OrganisationFactory(), role=role, office=None)
    token, row = issue(user)
    caller = Caller(token)
    caller.user, caller.row = user, row
    return caller


@pytest.fixture
def supervisor(db):
    return caller_in(Role.SUPERVISOR)


@pytest.fixture
def caseworker(db):
    return caller_in(Role.CASEWORKER)
