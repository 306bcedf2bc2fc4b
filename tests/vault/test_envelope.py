"""Somebody who can write to the database changes what is sealed: nothing of it opens."""

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vault.envelope import BLOCK, Envelope, pad, seal, unpad, unseal
from vault.errors import SealBroken
from vault.keyring import Key

KEY = Key(b"2026", os.urandom(32))
HERE = "v1:cases.cases_person.name:6c1e"


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_in_its_place(plain):
    assert unseal(KEY, seal(KEY, plain, HERE), HERE) == plain


@given(st.binary(min_size=1, max_size=100), st.data())
def test_one_flipped_bit_anywhere_and_nothing_opens(plain, data):
    envelope = bytearray(seal(KEY, plain, HERE))
    bit = data.draw(st.integers(0, len(envelope) * 8 - 1))
    envelope[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealBroken):
        unseal(KEY, envelope, HERE)


@given(st.integers(0, 66))
@example(0)
@example(1)
@example(33)
@example(34)
def test_a_part_of_an_envelope_opens_nothing(length):
    envelope = seal(KEY, bytes(32), HERE)

    with pytest.raises(SealBroken):
        unseal(KEY, envelope[: min(length, len(envelope) - 1)], HERE)


@pytest.mark.parametrize("junk", [b"", b"\x01", b"\x01\x04", b"plain text in the column", bytes(100)])
def test_what_was_never_sealed_does_not_open(junk):
    with pytest.raises(SealBroken):
        unseal(KEY, junk, HERE)


def test_another_key_of_the_same_name_opens_nothing():
    envelope = seal(KEY, b"Maria", HERE)

    with pytest.raises(SealBroken, match="changed, or moved"):
        unseal(Key(b"2026", os.urandom(32)), envelope, HERE)


def test_the_error_says_nothing_of_what_was_sealed():
    with pytest.raises(SealBroken) as broken:
        unseal(KEY, seal(KEY, b"Maria", HERE), "v1:cases.cases_person.name:another")

    assert str(broken.value) == "This cannot be opened: it was changed, or moved from where it was written."
    assert broken.value.__cause__ is None


def test_the_same_text_sealed_twice_looks_different():
    assert len({seal(KEY, b"Maria", HERE) for _ in range(100)}) == 100


def test_an_envelope_names_its_key():
    assert seal(KEY, b"Maria", HERE).key_id == b"2026"
    assert isinstance(seal(KEY, b"Maria", HERE), Envelope)


@given(st.binary(max_size=200))
@example(b"")
@example(b"\x80")
@example(b"Maria\x80\x00\x00")
def test_what_is_filled_up_comes_back_and_ends_in_whole_blocks(plain):
    padded = pad(plain)

    assert unpad(padded) == plain
    assert len(padded) % BLOCK == 0
    assert len(plain) < len(padded) <= len(plain) + BLOCK


def test_short_and_long_names_have_one_length():
    assert {len(seal(KEY, pad(name.encode()), HERE)) for name in ("", "Ana", "Guadalupe de los Ángeles")} == {
        82 - 16
    }


@pytest.mark.parametrize("padded", [b"", b"no mark at all", b"Maria\x80\x00\x01"])
def test_a_wrong_end_opens_nothing(padded):
    with pytest.raises(SealBroken):
        unpad(padded)
