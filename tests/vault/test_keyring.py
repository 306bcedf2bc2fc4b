"""Whoever installs Amparo gives it keys; bad ones are refused in a sentence, and no key ever shows itself."""

import base64
import copy
import hashlib
import os
import pickle
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from vault import keyring
from vault.errors import BadKeys, KeyLost

SECRET_KEY = "k8Xw-" * 12


def encoded(material):
    return base64.b64encode(material).decode()


def line(**changed):
    """A good AMPARO_KEYS but for what is changed."""
    rings = {name: f"{name}:2026a:{encoded(os.urandom(32))}" for name in keyring.RINGS}
    return " ".join((rings | changed).values())


def refused(keys, keys_file="", secret_key=SECRET_KEY):
    with pytest.raises(BadKeys) as refusal:
        keyring.refuse_bad_keys(keys=keys, keys_file=str(keys_file), secret_key=secret_key)
    return str(refusal.value)


def test_the_first_key_of_a_ring_is_the_current_one_and_the_others_still_open():
    rings = keyring.parse(f"{line()}\n  identity:2025b:{encoded(os.urandom(32))}\n")

    assert rings["identity"].current_id == "2026a"
    assert list(rings["identity"].keys) == ["2026a", "2025b"]
    assert rings["identity"].current is rings["identity"].key("2026a")


def test_good_keys_pass():
    assert keyring.refuse_bad_keys(keys=line(), keys_file="", secret_key=SECRET_KEY) is None


def test_keys_may_stand_in_a_file(tmp_path, settings):
    file = tmp_path / "keys"
    file.write_text(keyring.new_keys("fromfile"))

    settings.AMPARO_KEYS, settings.AMPARO_KEYS_FILE = "", str(file)

    assert keyring.ring("lookup").current_id == "fromfile"


MEND = "`manage.py make_keys` writes new ones."


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("", f"AMPARO_KEYS has no key for the ring identity; {MEND}"),
        (line(secret=""), f"AMPARO_KEYS has no key for the ring secret; {MEND}"),
        (line(lookup=""), f"AMPARO_KEYS has no key for the ring lookup; {MEND}"),
        (
            line(identity="names:2026a:AAAA"),
            "AMPARO_KEYS, entry 1: write identity:ID:KEY, secret:ID:KEY or lookup:ID:KEY.",
        ),
        (
            line(secret="secret:an_id_much_too_long:AAAA"),
            "AMPARO_KEYS, entry 2: write identity:ID:KEY, secret:ID:KEY or lookup:ID:KEY.",
        ),
        (line(secret="secret:2026a:no*base64"), "AMPARO_KEYS, entry 2: the key secret:2026a is not base64."),
        (line(secret="secret:2026a:clavé"), "AMPARO_KEYS, entry 2: the key secret:2026a is not base64."),
        (
            line(lookup=f"lookup:a:{encoded(bytes(16))}"),
            "AMPARO_KEYS, entry 3: the key lookup:a has 16 bytes, not 32.",
        ),
        (
            f"{line()} identity:2026a:{encoded(os.urandom(32))}",
            "AMPARO_KEYS, entry 4: the id identity:2026a is there twice; give each key its own.",
        ),
        (
            line(lookup=f"lookup:a:{encoded(bytes(32))}"),
            f"AMPARO_KEYS: the key lookup:a is not random; {MEND}",
        ),
        (
            line(identity=f"identity:a:{encoded(b'a passphrase of letters, 32 long')}"),
            f"AMPARO_KEYS: the key identity:a is not random; {MEND}",
        ),
    ],
)
def test_bad_keys_are_refused_in_a_sentence_that_says_what_to_mend(keys, sentence):
    assert refused(keys) == sentence


def test_one_key_in_two_rings_is_refused():
    same = encoded(os.urandom(32))

    sentence = refused(line(identity=f"identity:a:{same}", lookup=f"lookup:b:{same}"))

    assert sentence == f"AMPARO_KEYS, entry 3: the key lookup:b is there twice; {MEND}"
    assert same not in sentence


@pytest.mark.parametrize(
    "made_of",
    [
        lambda secret: base64.b64decode(secret),
        lambda secret: secret.encode()[:32],
        lambda secret: hashlib.sha256(secret.encode()).digest(),
        lambda secret: hashlib.sha512(secret.encode()).digest()[:32],
        lambda secret: hashlib.blake2b(secret.encode(), digest_size=32).digest(),
    ],
)
def test_a_ring_made_from_the_secret_key_is_refused(made_of):
    secret = encoded(os.urandom(48))
    key = made_of(secret)[:32]

    sentence = refused(line(identity=f"identity:a:{encoded(key)}"), secret_key=secret)

    assert sentence == f"AMPARO_KEYS: the key identity:a is made from SECRET_KEY; {MEND}"


def test_a_secret_key_in_hexadecimal_is_known_again_in_a_ring():
    secret = secrets.token_hex(32)

    assert "made from SECRET_KEY" in refused(
        line(secret=f"secret:a:{encoded(bytes.fromhex(secret))}"), secret_key=secret
    )


def test_keys_in_the_environment_and_in_a_file_at_once_are_refused(tmp_path):
    assert refused(line(), tmp_path / "keys") == "Set AMPARO_KEYS or AMPARO_KEYS_FILE, not both."


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff")

    assert refused("", tmp_path / "keys") == (
        f"AMPARO_KEYS_FILE: {tmp_path}/keys cannot be read (No such file or directory)."
    )
    assert refused("", tmp_path / "picture") == f"AMPARO_KEYS_FILE: {tmp_path}/picture is not a text file."


def test_a_lost_key_is_named_in_words_for_the_person_who_meets_it():
    rings = keyring.parse(line())

    with pytest.raises(KeyLost, match=r"the key identity:2019a is missing\. What was written is not lost"):
        rings["identity"].key("2019a")


def test_no_key_shows_itself(settings):
    material = os.urandom(32)
    keys = line(identity=f"identity:2026a:{encoded(material)}")
    ring = keyring.parse(keys)["identity"]

    assert repr(ring) == "<Ring identity: 2026a>"
    assert repr(ring.current) == "<Key b'2026a'>"
    for copied in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never pickled or copied"):
            copied(ring.current)


def error_page():
    """What Django shows, or mails, when a ring cannot be read."""
    try:
        keyring.ring("identity")
    except BadKeys as error:
        report = ExceptionReporter(RequestFactory().get("/"), type(error), error, error.__traceback__)
        return report.get_traceback_html() + report.get_traceback_text()


def test_no_error_page_shows_a_key(settings):
    material = os.urandom(32)
    settings.DEBUG, settings.AMPARO_KEYS_FILE = False, ""
    settings.AMPARO_KEYS = f"{line()} identity:2026a:{encoded(material)}"

    page = error_page()

    assert "the id identity:2026a is there twice" in page
    for shown in (encoded(material), material.hex(), repr(material)[2:-1]):
        assert shown not in page


def test_whoever_has_no_keys_yet_can_make_them():
    nothing_set = {"PATH": os.environ["PATH"]}
    program = [sys.executable, settings.BASE_DIR / "manage.py", "make_keys"]

    made = subprocess.run(program, env=nothing_set, capture_output=True, text=True, check=True)

    assert keyring.refuse_bad_keys(keys=made.stdout, keys_file="", secret_key=SECRET_KEY) is None


def test_make_keys_prints_a_line_that_is_accepted(capsys):
    call_command("make_keys", "--id=2027b")

    printed = capsys.readouterr()
    assert keyring.refuse_bad_keys(keys=printed.out, keys_file="", secret_key=SECRET_KEY) is None
    assert [ring.current_id for ring in keyring.parse(printed.out).values()] == ["2027b"] * 3
    assert "Back the keys up apart from the database" in printed.err


def test_make_keys_refuses_an_id_that_could_not_be_read_back():
    with pytest.raises(CommandError, match="1 to 16 letters"):
        call_command("make_keys", "--id=a:b")
