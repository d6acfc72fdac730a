"""Time that stands still until it is moved."""

from datetime import datetime, timedelta

from veillee.foundation.basics import utc_now


class Time:
    """A clock for a place."""

    def __init__(self) -> None:
        self.now = utc_now().replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **spans: float) -> None:
        """Move on: `pass_(minutes=10)`, in the units of timedelta."""
        self.now += timedelta(**spans)
