"""What is asked at the door and what one gets."""

from datetime import datetime
from typing import Any

import msgspec

from veillee.community.people import Person, Restriction

SESSION_COOKIE = "veillee_session"
# Tells a page, which cannot see the other, that there may be a session to ask for. Opens nothing.
HINT_COOKIE = "veillee_in"
SESSION_DAYS = 30
LANGUAGES = ("fr", "en")
REGION_CHARS_MAX = 40


class EntryForm(msgspec.Struct, frozen=True, kw_only=True):
    """The body of POST /entries.

    `advice`: the program can show advice, so that a nudge answers 409 `nudged` with `advice` and `confirm`; without it
    it passes. `confirm` is sent back to come in all the same.
    """

    pseudonym: str
    age: int
    rules: str
    region: str | None = None
    language: str | None = None
    age_proof: Any = None
    advice: bool = False
    confirm: str | None = None


class SessionToken(msgspec.Struct, frozen=True, kw_only=True):
    """A new session; the token is shown once and kept nowhere."""

    token: str
    expires_at: datetime


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of POST /entries."""

    person: Person
    session: SessionToken


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """Who the caller is and what binds them."""

    person: Person
    restriction: Restriction | None
    expires_at: datetime
