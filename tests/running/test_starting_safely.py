"""What would leave people unprotected is refused before anything starts: one line, and no secret in it."""

import os
import subprocess
import sys
from base64 import b64encode
from secrets import choice, token_hex, token_urlsafe

import pytest

from config.startup import looks_typed
from demo import CHECKOUT
from demo.keys import new_secrets

SECRET = "Set SECRET_KEY to at least 32 random characters (README, Settings)."
DEBUG = "DEBUG shows data in error pages: it may be on only in the demo."
NO_KEYS = "Set AMPARO_KEYS: `manage.py make_keys` writes new ones."
OF_THE_SECRET = (
    "AMPARO_KEYS: the key identity:a is made from SECRET_KEY; `manage.py make_keys` writes new ones."
)


def start(**changed):
    """What `manage.py check` says with safe settings but for these; None takes one away."""
    environment = {"PATH": os.environ["PATH"]} | new_secrets() | changed
    environment = {name: value for name, value in environment.items() if value is not None}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    said = done.stdout + done.stderr
    secrets = [environment.get("SECRET_KEY"), *environment.get("AMPARO_KEYS", "").split()]
    assert [secret for secret in secrets if secret and secret in said] == []
    return done.returncode, done.stdout, done.stderr


def test_random_secrets_start():
    code, said, wrong = start()

    assert (code, wrong) == (0, "")
    assert said.startswith("System check identified no issues")


@pytest.mark.parametrize(
    "secret",
    [
        None,
        "",
        "kT8-vQz2_fW9xLr4bN7yGh3sPd6mJa1",  # 31 signs
        "x" * 40,
        "changeme" * 5,
        "password1234" * 3,
        "1" * 20 + "2" * 20,
        "this-is-the-secret-key-of-our-programme",
        "CHANGE_ME_BEFORE_YOU_GO_TO_PRODUCTION",
        "django-insecure-8f$w0q@z1x#7m2v9c^k3b6n5l4j&h%g",
    ],
)
def test_a_secret_that_is_none_or_short_or_made_up_does_not_start(secret):
    assert start(SECRET_KEY=secret) == (1, "", f"{SECRET}\n")


def test_error_pages_that_show_data_do_not_start_outside_the_demo():
    assert start(DEBUG="on") == (1, "", f"{DEBUG}\n")
    assert start(DEBUG="on", AMPARO_DEMO="on")[0] == 0


@pytest.mark.parametrize("none", [None, ""])
def test_nothing_starts_without_keys(none):
    assert start(AMPARO_KEYS=none) == (1, "", f"{NO_KEYS}\n")


def test_keys_made_from_the_secret_do_not_start():
    secret, others = new_secrets()["SECRET_KEY"], new_secrets()["AMPARO_KEYS"].split()[1:]
    made_of_it = b64encode(secret.encode()[:32]).decode()
    keys = " ".join([f"identity:a:{made_of_it}", *others])

    assert start(SECRET_KEY=secret, AMPARO_KEYS=keys) == (1, "", f"{OF_THE_SECRET}\n")


def test_whoever_has_no_keys_yet_can_make_them():
    bare = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", "make_keys"]

    made = subprocess.run(command, cwd=CHECKOUT, env=bare, capture_output=True, text=True, check=True)

    assert start(AMPARO_KEYS=made.stdout.strip())[0] == 0


def test_what_was_drawn_by_lot_is_never_taken_for_made_up():
    signs = "abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)"  # those of Django's own secrets
    drawn = [
        draw()
        for _ in range(5_000)
        for draw in (
            lambda: token_hex(16),
            lambda: token_urlsafe(24),
            lambda: "".join(choice(signs) for _ in range(50)),
        )
    ]

    assert [secret for secret in drawn if looks_typed(secret)] == []
