"""What staff see of rooms."""

from datetime import datetime

import msgspec


class StaffRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A room in the list. `opened_by`: a pseudonym, null for a room of the place itself; `members`: how many."""

    id: str
    slug: str
    name: str
    topic: str
    language: str
    opened_at: datetime
    opened_by: str | None
    closed_at: datetime | None
    members: int
