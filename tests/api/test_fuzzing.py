"""Nothing that is sent makes the API fail, or answer what its description does not say.

`make test` tries every operation with a few examples in every role, and with every phase of schemathesis in
the role that may write most; `make fuzz` (FUZZ_EXAMPLES) with every phase and many examples in every role.
"""

import os

import pytest

from accounts.models import Role
from accounts.tokens import issue
from cases.models import READERS
from tests.api.fuzzing import ALL_PHASES, EXAMPLES_ONLY, fuzz
from tests.matrix.actors import LEAD, World

MANY = int(os.environ.get("FUZZ_EXAMPLES", "0"))
# Closed to whoever works with no case: there the few examples of rows that exist are enough.
OF_CASES = [
    f"/api/v1/{name}/"
    for name in (
        "absences", "beds", "best-interests", "cases", "conferences", "documents", "exploitations",
        "failed-contacts", "goals", "grounds", "group-intakes", "group-services", "likenesses", "notes",
        "placements", "plan-steps", "plans", "proceeding-stages", "proceeding-steps", "proceedings",
        "risk-notices", "risks", "rooms",
        "screenings", "services", "shelters", "stays", "tasks", "transfers",
    )
]  # fmt: skip


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
@pytest.mark.parametrize("role", [*Role.values, LEAD])
def test_no_role_can_make_the_api_fail_or_say_what_it_does_not_say(live_server, world, role):
    token, _row = issue(world.users[role])
    phases = ALL_PHASES if MANY or role == Role.PROGRAMME_MANAGER else EXAMPLES_ONLY

    without = OF_CASES if role not in READERS and not MANY else ()
    anything = fuzz(live_server.url, token, examples=MANY or 2, phases=phases, without=without)
    own_rows = fuzz(live_server.url, token, examples=MANY or 4, phases=EXAMPLES_ONLY, known=rows_of(world))

    outcome = anything + own_rows
    outcome.keep(role)
    assert outcome.wrong == [], "\n\n".join(outcome.wrong)
    assert outcome.answers.total() > 100
    assert any(status == 200 for _label, status in outcome.answers)


def test_nor_can_somebody_who_signs_in_and_out(live_server, world):
    token, _row = issue(world.users[Role.CASEWORKER])

    outcome = fuzz(live_server.url, token, examples=MANY or 4, phases=EXAMPLES_ONLY, tokens=True)

    outcome.keep("tokens")
    assert outcome.wrong == [], "\n\n".join(outcome.wrong)
