"""Every figure of the scenario that the indicators cover so far comes out of the engine.

`tests/scenarios/expected.yaml` is the scenario's own account, counted from its file and not by this program.
"""

from pathlib import Path

import pytest
import yaml

from programmes.models import Award
from programmes.periods import parse
from reports.counting import Scope, count, definitions

FILE = Path(__file__).parent.parent / "scenarios" / "expected.yaml"
EXPECTED = [one for one in yaml.safe_load(FILE.read_text())["figures"] if one["code"] in definitions()]


def named(figure):
    """What a test of this figure is called."""
    return f"{figure['code']}-{figure['period']}-{figure.get('category', '')}"


def test_the_scenario_has_this_many_figures_for_these_indicators():
    assert len(EXPECTED) == 37


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("figure", EXPECTED, ids=named)
def test_the_figure_of_the_scenario(figure, django_db_blocker):
    with django_db_blocker.unblock():
        award = Award.objects.get(number=figure["award"])
        period, asked = parse(figure["period"], award), figure.get("by")
        found = count(
            definitions()[figure["code"]], Scope.of_award(award), [period], [asked] if asked else []
        )[0]
    cell = found.breakdowns[asked][(figure["category"],)] if asked else found.total

    assert cell.value == figure["value"]
