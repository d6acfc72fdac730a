"""Checkpoints are signed notes: known values, and nothing else is taken for one."""

import pytest

from tests.unit.safety.ledger import auditor
from veillee.safety.ledger.note import Checkpoint, LogIdentity, LogKey, Unsigned, write_note

# A key and a note that implementations of signed-note are tested with.
KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
KNOWN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ROOT = bytes(range(32))


def make_key(origin: str = "chat.example.org/api/v1/ledger", seed: bytes = bytes(32)) -> LogKey:
    return LogKey(seed, origin)


def make_note(key: LogKey, size: int = 7) -> str:
    return write_note(key.identity, size, ROOT, key.sign(size, ROOT))


def test_the_auditor_reads_the_known_note() -> None:
    assert auditor.check_note(KNOWN_NOTE.encode(), KNOWN_KEY).startswith("If you think")


def test_a_key_is_written_as_note_tools_read_it() -> None:
    known = LogIdentity(
        origin="PeterNeumann",
        public_key=bytes.fromhex("1a5cd907143c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6"),
    )
    assert known.verifier_key == KNOWN_KEY


def test_a_checkpoint_is_three_lines_and_a_signature() -> None:
    key = make_key()
    note = make_note(key)
    assert auditor.read_checkpoint(note.encode(), key.identity.verifier_key) == (key.identity.origin, 7, ROOT)
    assert key.identity.open(note) == Checkpoint(origin=key.identity.origin, size=7, root=ROOT)


def test_signatures_by_others_are_ignored() -> None:
    key, witness = make_key(), make_key("witness.example.org", bytes([1]) * 32)
    other = witness.identity.sign_line(key.sign(7, ROOT))
    assert key.identity.open(make_note(key) + other).size == 7
    assert key.identity.open(make_note(key).replace("\n\n", "\n\n" + other)).size == 7
    assert key.identity.open(make_note(key) + "— chat.example.org/api/v1/ledger AAAA\n").size == 7


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ("\n7\n", "\n8\n"),
        ("\n7\n", "\n07\n"),
        ("\n7\n", "\n-7\n"),
        ("\n7\n", "\n７\n"),
        ("\n7\n", "\n\n"),
        ("AAECAw", "BAECAw"),
        ("AAECAw", "AAEC"),
        ("AAECAw", "!!!!!!"),
        ("chat.example.org/api/v1/ledger\n7", "chat.example.com/api/v1/ledger\n7"),
        ("\n\n", "\n"),
        ("— chat", "- chat"),
        ("\n— chat", "\n— xchat"),
        ("=\n", "="),
    ],
)
def test_what_was_touched_is_refused(found: str, put: str) -> None:
    key = make_key()
    note = make_note(key)
    touched = note.replace(found, put, 1) if found != "=\n" else note[:-1]
    assert touched != note
    with pytest.raises(Unsigned):
        key.identity.open(touched)


def test_another_key_is_another_ledger() -> None:
    for other in (make_key(seed=bytes([1]) * 32), make_key("chat.example.com")):
        with pytest.raises(Unsigned):
            other.identity.open(make_note(make_key()))
