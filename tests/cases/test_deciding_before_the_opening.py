"""Nothing is decided about a case on a day on which there was none."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from cases import actions
from tests.factories.cases import OPENED, opened_case, supervisor

pytestmark = pytest.mark.django_db
EARLIER = OPENED - timedelta(days=1)


@pytest.mark.parametrize(
    ("decide", "facts"),
    [
        (actions.activate_case, {}),
        (
            actions.identify_case,
            {"trafficking_status": "confirmed_court", "status_decider": "court"},
        ),
        (actions.find_outside_scope, {"population": "at_risk"}),
        (actions.close_case, {"closure_reason": "withdrew"}),
    ],
)
def test_a_day_before_the_opening_is_refused(decide, facts):
    case = opened_case()

    with pytest.raises(ValidationError) as refused:
        decide(case, by=supervisor(case.office), on=EARLIER, **facts)

    assert [error.code for error in refused.value.error_dict["on"]] == ["before_opening"]
