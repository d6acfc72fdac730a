"""What staff see and send about who has a case, and what stands beside it."""

from datetime import datetime
from typing import Literal

import msgspec

Strength = Literal["weak", "some", "strong"]


class CasePriority(msgspec.Struct, frozen=True, kw_only=True):
    """Why the case stands where it stands among cases of the same harm: the minutes that each thing is worth."""

    reach: int
    reports: int
    standing: int


class CaseLink(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may be the same, a hint and never a proof. `by`: the same address and browser, or nearly the same
    first words; `strength`: how much that says; `at`: when last; `bound`: they are banned or suspended now."""

    person: str
    pseudonym: str
    by: Literal["entrance", "first_words"]
    strength: Strength
    at: datetime
    bound: bool


class AssignmentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`to`: who has the case from now on, null for nobody; `had`: who had it when the reader looked."""

    to: str | None
    had: str | None


class NoteRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A note for other staff, 1 to 2,000 characters."""

    text: str
