"""Ids, paces, tokens and problems."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from veillee.foundation.basics import Paces, Signer, TooFast, digest_token, is_id, new_id, new_token


def test_ids_are_uuid7_and_sort_by_time() -> None:
    first, second = uuid.UUID(new_id()), uuid.UUID(new_id())
    assert (first.version, first.variant) == (7, uuid.RFC_4122)
    assert first.int >> 80 <= second.int >> 80
    assert is_id(str(first)) and not is_id("no") and not is_id(str(first).upper())


def test_a_pace_refills_and_is_kept_by_key() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    paces = Paces(lambda: now, 2, 60)
    paces.check("a")
    paces.check("a")
    paces.check("b")
    with pytest.raises(TooFast) as refused:
        paces.check("a")
    assert refused.value.headers == {"Retry-After": "30"}
    now += timedelta(seconds=31)
    paces.check("a")


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    paces = Paces(lambda: now, 1, 60)
    paces.check("a")
    now -= timedelta(hours=1)
    with pytest.raises(TooFast):
        paces.check("a")


def test_a_mark_holds_for_its_own_parts_only() -> None:
    signer = Signer(b"k" * 32)
    mark = signer.sign("nudge", "ab", "c")
    assert signer.accepts(mark, "nudge", "ab", "c")
    assert not signer.accepts(mark, "nudge", "a", "bc")
    assert not signer.accepts("\ud800", "nudge", "ab", "c")
    assert not Signer(b"j" * 32).accepts(mark, "nudge", "ab", "c")


def test_tokens_are_kept_as_digests() -> None:
    token = new_token()
    assert len(token) == 43 and digest_token(token) == digest_token(token) != digest_token(new_token())
