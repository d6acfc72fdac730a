"""What goes wrong, said once: the same value becomes problem+json over HTTP and an `error` frame in realtime."""

from collections.abc import Mapping
from typing import Any


class Problem(Exception):
    """Something that the caller is told (RFC 9457).

    slug: stable, kebab-case, the end of `type` and the `code` of a frame. status: HTTP status.
    detail: one sentence without private text. errors: field name to what is wrong with it (a slug).
    extra: further members of the answer. headers: further HTTP headers.
    """

    def __init__(
        self,
        slug: str,
        status: int,
        detail: str,
        *,
        errors: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(slug)
        self.slug = slug
        self.status = status
        self.detail = detail
        self.errors = dict(errors or {})
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})


class NotFound(Problem):
    """Unknown and forbidden look alike, so that nobody learns what exists."""

    def __init__(self, detail: str = "There is nothing here, or nothing for you.") -> None:
        super().__init__("not-found", 404, detail)


class Invalid(Problem):
    """Fields that cannot be used, each with its reason (a slug that clients translate)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        named = ", ".join(sorted(errors))
        super().__init__("invalid", 422, f"These fields cannot be used: {named}.", errors=errors)


class Forbidden(Problem):
    """Known, and not allowed."""

    def __init__(self, slug: str, detail: str, *, extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(slug, 403, detail, extra=extra)


class Unauthorised(Problem):
    """No session, or one that has ended."""

    def __init__(self) -> None:
        super().__init__("unauthorised", 401, "No valid session came with this request.")


class TooFast(Problem):
    """A pace was exceeded; retry_after is in seconds."""

    def __init__(self, retry_after: float) -> None:
        seconds = max(1, round(retry_after))
        super().__init__(
            "too-fast",
            429,
            f"Too many in a short time; try again in {seconds} s.",
            extra={"retry_after_seconds": seconds},
            headers={"Retry-After": str(seconds)},
        )


class Unavailable(Problem):
    """Nothing can be stored or read for now; nothing was lost that had been accepted."""

    def __init__(self, retry_after_seconds: int = 2) -> None:
        super().__init__(
            "unavailable",
            503,
            "The place cannot store anything right now; wait a moment and try again.",
            extra={"retry_after_seconds": retry_after_seconds},
            headers={"Retry-After": str(retry_after_seconds)},
        )
