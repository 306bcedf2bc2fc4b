import ast

from demo import CHECKOUT

JOURNEYS = CHECKOUT / "tests" / "journeys"


def test_every_journey_that_was_promised_is_there_and_every_one_there_is_promised():
    lines = (JOURNEYS / "NAMES").read_text().splitlines()
    promised = [line for line in lines if line and not line.startswith("#")]
    there = [
        node.name
        for path in JOURNEYS.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]

    assert sorted(promised) == sorted(there)
