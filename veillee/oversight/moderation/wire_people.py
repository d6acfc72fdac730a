"""What staff see of a person beside a case, and how they begin a case about one."""

from datetime import datetime
from typing import Literal

import msgspec

from veillee.community.people import Reach
from veillee.oversight.moderation.wire_cases import CasePerson, CaseRow
from veillee.oversight.moderation.wire_casework import CaseLink
from veillee.oversight.moderation.wire_notices import NoticeReason


class FoundPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose pseudonym begins or looks as was asked. `open_cases`: about them, at most 50 counted in all."""

    id: str
    pseudonym: str
    age_band: str
    sample: bool
    entered_at: datetime
    open_cases: int


class PersonRestriction(msgspec.Struct, frozen=True, kw_only=True):
    """What binds somebody now. `until` null: for good."""

    kind: Literal["reach", "mute", "suspend", "ban"]
    since: datetime
    until: datetime | None
    statement: str | None


class PersonReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that waits, without its reporter and its words, which are read in its case. `outside`: a notice."""

    case: str
    reason: NoticeReason
    created_at: datetime
    outside: bool


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody as staff may know them. `restrictions`: what binds them now; `cases`: open ones first, at most 50;
    `reports`: of open cases; `begins`: the reader may begin a case. Nothing that was said is here."""

    person: CasePerson
    language: str
    region: str | None
    reach: Reach | None
    restrictions: list[PersonRestriction]
    cases: list[CaseRow]
    reports: list[PersonReport]
    links: list[CaseLink]
    begins: bool


class CaseBeginning(msgspec.Struct, frozen=True, kw_only=True):
    """`reason`: why, 1 to 500 characters; a note of the case."""

    reason: str


class CaseBegun(msgspec.Struct, frozen=True, kw_only=True):
    """`case`: the one that is open now, which may have been open before."""

    case: str
