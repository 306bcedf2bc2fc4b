"""Nothing that is sent makes the API fail, or answer what its description does not say.

`make test` tries every operation on rows that exist, with two examples, in the three roles that may ask for
most; `make fuzz` (FUZZ_EXAMPLES) with every phase of schemathesis and many examples in every role.
"""

import os

import pytest

from accounts.models import Role
from accounts.tokens import issue
from tests.api.fuzzing import ALL_PHASES, EXAMPLES_ONLY, fuzz
from tests.matrix.actors import LEAD, World

MANY = int(os.environ.get("FUZZ_EXAMPLES", "0"))
# Those who may ask for most; `make fuzz` asks in every role.
ROLES = [*Role.values, LEAD] if MANY else [Role.CASEWORKER, Role.SUPERVISOR, Role.PROGRAMME_MANAGER]


@pytest.fixture
def world(live_server, settings):
    """Both organisations with what there is to be read and changed, and no limit on how often one may ask."""
    settings.API_LIMITS = dict.fromkeys(settings.API_LIMITS, 10**9)
    world = World()
    for programme in world.programmes.values():
        programme.funding, programme.award_change  # noqa: B018  made when they are asked for
    return world


def rows_of(world):
    """Parameters that name what there is, whatever its version."""
    return {
        "organisation": str(world.own.pk),
        "office": str(world.own_office.pk),
        "award_number": world.programmes["own"].award.number,
        "code_list": "sex",
        "If-Match": "*",
    }


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_no_role_can_make_the_api_fail_or_say_what_it_does_not_say(live_server, world, role):
    token, _row = issue(world.users[role])

    outcome = fuzz(live_server.url, token, examples=MANY or 2, phases=EXAMPLES_ONLY, known=rows_of(world))
    if MANY:
        outcome += fuzz(live_server.url, token, examples=MANY, phases=ALL_PHASES)

    outcome.keep(role)
    assert outcome.wrong == [], "\n\n".join(outcome.wrong)
    assert outcome.answers.total() > 100
    assert any(status == 200 for _label, status in outcome.answers)


def test_nor_can_somebody_who_signs_in_and_out(live_server, world):
    token, _row = issue(world.users[Role.CASEWORKER])

    outcome = fuzz(live_server.url, token, examples=MANY or 4, phases=EXAMPLES_ONLY, tokens=True)

    outcome.keep("tokens")
    assert outcome.wrong == [], "\n\n".join(outcome.wrong)
