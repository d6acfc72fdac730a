"""Watches that nothing holds up the loop, and says what did.

Each tick of the loop winds up an alarm (SIGALRM) for a moment after the next one is due. While the loop keeps time it
never goes off; when something holds it up, the interpreter calls us where it stands, with the stack of the culprit.
"""

import asyncio
import gc
import signal
import threading
import time
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import structlog

from veillee.foundation.basics import Distribution

TICK_SECONDS = 0.02
IDLE_TICK_SECONDS = 0.2
IDLE_SHARE = 0.05
SUSPECT_SECONDS = 0.03
STALL_SECONDS = 0.05
STACK_FRAMES_MAX = 16
LAG_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)

log = structlog.get_logger("watchdog")


class Watchdog:
    """Ticks on the loop, which has to run in the main thread; rarely while it has next to nothing to do.

    A stall of more than STALL_SECONDS is logged with how long the loop's thread was computing meanwhile (little: it
    waited, for the interpreter or for the processor), how long the garbage collector took, and where the thread
    was: files, lines and names of functions, never values.
    """

    def __init__(self) -> None:
        self.lag = Distribution(LAG_BOUNDS)
        self._due = 0.0
        self._since = 0.0
        self._computed = 0.0
        self._collecting_since = 0.0
        self._collected = 0.0
        self._suspect: list[tuple[CodeType, int]] = []
        self._computed_before = 0.0
        self._thread_id = 0
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin, on the loop's thread."""
        self._thread_id = threading.get_ident()
        signal.signal(signal.SIGALRM, self._on_alarm)
        gc.callbacks.append(self._on_collection)
        self._expect(TICK_SECONDS)

    def stop(self) -> None:
        """End, on the loop's thread."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        if self._timer is not None:
            self._timer.cancel()
        gc.callbacks.remove(self._on_collection)

    def _expect(self, seconds: float) -> None:
        self._suspect, self._collected = [], 0.0
        self._computed = time.thread_time()
        self._since = time.monotonic()
        self._due = self._since + seconds
        self._timer = asyncio.get_running_loop().call_later(seconds, self._tick)
        signal.setitimer(signal.ITIMER_REAL, seconds + SUSPECT_SECONDS)

    def _tick(self) -> None:
        now, computed = time.monotonic(), time.thread_time()
        late = max(0.0, now - self._due)
        computing = computed - self._computed
        self.lag.add(late)
        if late > STALL_SECONDS:
            log.warning(
                "loop stalled",
                stalled_ms=round(late * 1000),
                computing_ms=round((computing if not self._suspect else computed - self._computed_before) * 1000),
                collecting_ms=round(self._collected * 1000),
                stack=[name_place(code, line) for code, line in self._suspect],
            )
        self._expect(TICK_SECONDS if computing > IDLE_SHARE * (now - self._since) else IDLE_TICK_SECONDS)

    def _on_alarm(self, _number: int, frame: FrameType | None) -> None:
        # Late is not stalled yet: only what takes no time is done before that is known.
        self._suspect = places_of(frame)
        # What was computed before the tick was due held up nobody; by now no more than the time since then can have.
        computed, since_due = time.thread_time(), time.monotonic() - self._due
        self._computed_before = max(self._computed, computed - since_due)

    def _on_collection(self, phase: str, _info: dict[str, Any]) -> None:
        if threading.get_ident() != self._thread_id:
            return
        if phase == "start":
            self._collecting_since = time.monotonic()
        else:
            self._collected += time.monotonic() - self._collecting_since


def places_of(frame: FrameType | None) -> list[tuple[CodeType, int]]:
    """Where each frame of a stack is, the innermost last; outer ones beyond STACK_FRAMES_MAX left out."""
    places: list[tuple[CodeType, int]] = []
    while frame is not None and len(places) < STACK_FRAMES_MAX:
        places.append((frame.f_code, frame.f_lineno))
        frame = frame.f_back
    return places[::-1]


def name_place(code: CodeType, line: int) -> str:
    """`folder/file.py:line function`."""
    path = Path(code.co_filename)
    return f"{path.parent.name}/{path.name}:{line} {code.co_qualname}"
