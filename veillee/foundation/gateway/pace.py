"""How many frames one connection may send: more than that waits in its own socket, and too much ends it."""

import time

from veillee.foundation.gateway.frames import Violation
from veillee.foundation.gateway.limits import GatewayLimits


class Pace:
    """Counts frames in spans of flood_seconds."""

    __slots__ = ("_frames_max", "_left", "_pauses", "_pauses_max", "_seconds", "_since")

    def __init__(self, frames_max: int, limits: GatewayLimits) -> None:
        self._frames_max = frames_max
        self._seconds = limits.flood_seconds
        self._pauses_max = limits.flood_pauses_max
        self._left = frames_max
        self._pauses = 0
        self._since = time.monotonic()

    def count(self) -> float:
        """Count a frame; the seconds to wait before the next is read. Raises Violation when it never calms down."""
        self._left -= 1
        if self._left > 0:
            return 0.0
        now = time.monotonic()
        wait = max(0.0, self._since + self._seconds - now)
        self._left = self._frames_max
        self._since = now + wait
        self._pauses = self._pauses + 1 if wait else 0
        if self._pauses > self._pauses_max:
            raise Violation(1008)
        return wait


def pace_of(limits: GatewayLimits) -> Pace | None:
    """A connection's pace, None when there is no bound."""
    return Pace(limits.flood_frames_max, limits) if limits.flood_frames_max else None
