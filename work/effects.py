"""What happens later, and exactly once: effects are named functions that an outbox row asks for.

Each room's effects stand in its `effects.py`, which is imported when Django starts.
"""

from contextvars import ContextVar

EFFECTS = {}
reporting = ContextVar("reporting", default=None)


class UnknownEffectError(LookupError):
    """An outbox row asks for an effect that no room of this version registered."""


def effect(name, *, prepare=None):
    """Register a function as the effect of this name.

    The function is called with the row's keys in the transaction that writes its receipt, so what it
    writes happens once or not at all. With `prepare`, that function is called first, outside any
    transaction, and what it answers is the effect's second argument: long reading belongs there.
    """

    def register(function):
        if name in EFFECTS:
            raise ValueError(f"Two effects are called {name}.")
        EFFECTS[name] = (function, prepare)
        return function

    return register


def named(name):
    """The effect and its preparation; UnknownEffectError when no room registered it."""
    if name not in EFFECTS:
        raise UnknownEffectError(name)
    return EFFECTS[name]


def report_progress(done, total, code=""):
    """Say how far the work is; seen by pages at once, while its transaction is still open."""
    if (pulse := reporting.get()) is not None:
        pulse.report(done, total, code)
