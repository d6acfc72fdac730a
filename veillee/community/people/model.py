"""A person as others see them, as we know them, and what currently binds them."""

from datetime import datetime
from typing import Literal

import msgspec

from veillee.safety.policy import Facts

ADULT_AGE_YEARS = 18
AGE_YEARS_MAX = 120
AGE_BANDS = ((65, "65+"), (55, "55-64"), (45, "45-54"), (35, "35-44"), (25, "25-34"), (18, "18-24"))

ContactState = Literal["none", "asked_by_me", "asked_by_them", "mutual"]
"""Contacts are two people who both said that they want to keep each other; having talked is not enough."""

RestrictionKind = Literal["reach", "mute", "suspend", "ban"]
SEVERITY: dict[str, int] = {"reach": 0, "mute": 1, "suspend": 2, "ban": 3}


def age_band(age: int) -> str:
    """The band in which others see an age; an exact age is shown to nobody."""
    return next(band for least, band in AGE_BANDS if age >= least)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """What any member may know of another."""

    id: str
    pseudonym: str
    age_band: str
    region: str | None
    language: str
    sample: bool = False


class Restriction(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision of the watch currently forbids; `until` None means for good."""

    kind: RestrictionKind
    until: datetime | None
    statement: str | None

    @property
    def shuts_out(self) -> bool:
        """Whether the person may only read what was decided about them, and complain."""
        return self.kind in ("suspend", "ban")

    @property
    def silences(self) -> bool:
        """Whether the person may not write. Whose reach is restricted writes where they are, and to whom they know."""
        return self.kind != "reach"

    def holds(self, now: datetime) -> bool:
        """Whether it still binds."""
        return self.until is None or self.until > now


class Freeze(msgspec.Struct, frozen=True, kw_only=True):
    """Two people who could not reach each other for a time; `lifted_at` None: who still cannot."""

    people: tuple[Person, Person]
    frozen_at: datetime
    lifted_at: datetime | None


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has shown a valid session."""

    person: Person
    age: int
    entered_at: datetime
    expires_at: datetime
    restriction: Restriction | None
    session: bytes
    links_banned: int = 0

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def language(self) -> str:
        return self.person.language


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is kept of somebody who comes in. Address and port: see retention in docs."""

    id: str
    pseudonym: str
    age: int
    region: str | None
    language: str
    sample: bool
    entered_at: datetime
    rules_version: str
    origin_address: str
    origin_port: int

    def person(self) -> Person:
        """As others will see them."""
        return Person(
            id=self.id,
            pseudonym=self.pseudonym,
            age_band=age_band(self.age),
            region=self.region,
            language=self.language,
            sample=self.sample,
        )


def facts_of(age: int, entered_at: datetime, now: datetime) -> Facts:
    """What the gate may know of a person."""
    return Facts(declared_age=age, account_age_hours=max(0.0, (now - entered_at).total_seconds() / 3600))
