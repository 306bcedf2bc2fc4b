"""Schemathesis over the whole API: every check it has, data that fits the description and data that does not.

What may be answered to data that fits the schema is wider than its own guess: a schema knows no rule between
two fields, no name that is taken and no version, so that 412, 422 and 428 are answers like any other.
"""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import schemathesis
from schemathesis.engine import Status, events, from_schema

SCHEMA, TOKENS = "/api/v1/schema/", "/api/v1/auth/token/"
PATIENCE = 60  # a machine that runs other tests beside this one
REFUSED = ["400", "401", "403", "404", "405", "406", "412", "413", "415", "422", "428", "429"]
CHECKS = {
    "positive_data_acceptance": {
        "expected-statuses": ["2xx", "401", "403", "404", "412", "422", "428", "429"]
    },
    "negative_data_rejection": {"expected-statuses": REFUSED},
    "missing_required_header": {"expected-statuses": REFUSED},
}

ALL_PHASES = {}
EXAMPLES_ONLY = {"coverage": {"enabled": False}, "stateful": {"enabled": False}}


@dataclass
class Outcome:
    """What was answered how often, and what was wrong with it."""

    answers: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)

    def add(self, recorder):
        for interaction in recorder.interactions.values():
            self.answers[recorder.label, interaction.response.status_code] += 1
        for checks in recorder.checks.values():
            self.wrong += [
                "\n".join((recorder.label, check.name, str(info.failure), info.code_sample))
                for check in checks
                if check.status == Status.FAILURE and (info := check.failure_info)
            ]

    def __add__(self, other):
        return Outcome(self.answers + other.answers, self.wrong + other.wrong)

    def keep(self, name):
        """Write the counts where FUZZ_COUNTS says, if it does (docs/measurements.md, API)."""
        if directory := os.environ.get("FUZZ_COUNTS"):
            counts = [[label, status, count] for (label, status), count in sorted(self.answers.items())]
            Path(directory, f"{name}.json").write_text(json.dumps({"answers": counts, "wrong": self.wrong}))


def fuzz(server, token, *, examples, phases, known=None, tokens=False, without=()):
    """Try every operation in the name of this token, or with `tokens` those of the token itself.

    `known` fixes parameters, so that what is sent reaches rows that exist and are not changed meanwhile;
    what begins with one of the addresses in `without` is left out.
    """
    headers = {"Authorization": f"Bearer {token}"}
    config = schemathesis.Config.from_dict(
        {
            "headers": headers,
            "phases": phases,
            "parameters": known or {},
            "generation": {"max-examples": examples, "database": "none"},
            "checks": CHECKS,
            "continue-on-failure": True,
            "request-timeout": PATIENCE,
        }
    )
    schema = schemathesis.openapi.from_url(server + SCHEMA, headers=headers, config=config, timeout=PATIENCE)
    chosen = schema.include(path=TOKENS) if tokens else schema.exclude(path=TOKENS)
    for address in without:
        chosen = chosen.exclude(path_regex=f"^{address}")
    outcome = Outcome()
    for event in from_schema(chosen).execute():
        if isinstance(event, events.ScenarioFinished):
            outcome.add(event.recorder)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            outcome.wrong.append(repr(getattr(event, "value", None) or event.exception))
    return outcome
