"""The ways in which a place says no."""

from typing import Any


class PlaceSaysNo(Exception):
    """A problem (RFC 9457) or an `error` frame: `slug` is for programs, `detail` for people, `fields` by field."""

    def __init__(self, slug: str, detail: str, status: int = 0, fields: dict[str, Any] | None = None) -> None:
        super().__init__(f"{slug}: {detail}" if detail else slug)
        self.slug = slug
        self.detail = detail
        self.status = status
        self.fields = fields or {}


class SessionOver(PlaceSaysNo):
    """The place does not know the session any more, or wants to hear no more of it: raised to all who wait."""
