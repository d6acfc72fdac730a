"""What is asked at the door and what one gets."""

from datetime import datetime
from typing import Any

import msgspec

from veillee.community.people import Person, Restriction

SESSION_COOKIE = "veillee_session"
SESSION_DAYS = 30
LANGUAGES = ("fr", "en")
REGION_CHARS_MAX = 40


class EntryForm(msgspec.Struct, frozen=True, kw_only=True):
    """The body of POST /entries."""

    pseudonym: str
    age: int
    rules: str
    region: str | None = None
    language: str | None = None
    age_proof: Any = None


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
