"""Values of mail: what a letter is, where it is handed in, how patient one is."""

import re
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from veillee.foundation.basics import Invalid

Security = Literal["starttls", "tls", "none"]
LetterKind = Literal["receipt", "decision", "alarm", "misuse", "further"]

ADDRESS_CHARS_MAX = 254
PATIENCE = (60, 300, 1_800, 7_200, 21_600, 43_200, 86_400)
"""Seconds until a letter is tried again, after its first, second, … failure; after the last it is dead."""

SENT_KEPT = timedelta(days=30)
DEAD_KEPT = timedelta(days=7)
"""So long a dead letter can still be tried again by hand; then what is sealed in it is destroyed."""

# RFC 5321, 4.1.2, without quoted local parts and address literals, which nobody who writes to us needs.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


class MailSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where letters are handed in. sender: an address; timeout_seconds: for each step with the server.

    cafile: certificates that the server may be known by instead of the system's; for tests and closed networks.
    """

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = ""
    timeout_seconds: float = 20.0
    cafile: str = ""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One letter. about: whom or what it is about, an id, so that the same is not written twice in a short time."""

    kind: LetterKind
    about: str
    to: str
    subject: str
    text: str


class PostState(msgspec.Struct, frozen=True, kw_only=True):
    """How the outbox stands. on: whether a mail server is set; last_error: why the latest attempt that failed did."""

    on: bool
    waiting: int = 0
    dead: int = 0
    sent: int = 0
    oldest_waiting_at: datetime | None = None
    last_error: str | None = None


def check_address(field: str, text: str) -> str:
    """An address that a letter can be sent to. Raises Invalid `unusable`."""
    address = text.strip()
    if len(address) > ADDRESS_CHARS_MAX or not is_address(address):
        raise Invalid({field: "unusable"})
    return address


def is_address(text: str) -> bool:
    """Whether it is one mailbox and nothing else: no line, list or comment can hide in it."""
    local, _, _ = text.rpartition("@")
    return len(local) <= 64 and _ADDRESS.fullmatch(text) is not None


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When a letter that has failed so many times is tried again; None: never, it is dead."""
    if attempts > len(PATIENCE):
        return None
    return now + timedelta(seconds=PATIENCE[attempts - 1])
