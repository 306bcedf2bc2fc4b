import time

import pytest

from accounts import second_factor


@pytest.fixture(autouse=True)
def no_half_minute_passes(monkeypatch):
    """The app's clock and the server's stand in the middle of one half minute for the length of a test."""
    moment = int(time.time()) // second_factor.PERIOD * second_factor.PERIOD + second_factor.PERIOD // 2
    monkeypatch.setattr(second_factor, "now", lambda: moment)
