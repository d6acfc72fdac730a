"""A server's own idea of the time, which jumps."""

import datetime as real
import functools
import time as real_time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from veillee.foundation.basics import clock, ids


class FileClock:
    """The clock of a server that follows it from its first moment on; the file says by how much it is wrong."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def be_wrong(self, **by: float) -> None:
        """From now on, by this much; the units are those of timedelta."""
        fresh = self._file.with_suffix(".fresh")
        fresh.write_text(str(real.timedelta(**by).total_seconds()))
        fresh.replace(self._file)

    @property
    def follow(self) -> Callable[[], object]:
        """For Server.at_first."""
        return functools.partial(_follow, self._file)


def _follow(file: Path) -> None:
    def wrong_seconds() -> float:
        return float(file.read_text()) if file.exists() else 0.0

    def now(zone: real.tzinfo) -> real.datetime:
        return real.datetime.now(zone) + real.timedelta(seconds=wrong_seconds())

    def time_ns() -> int:
        return real_time.time_ns() + int(wrong_seconds() * 10**9)

    modules: tuple[Any, Any] = (clock, ids)
    modules[0].datetime = SimpleNamespace(now=now)
    modules[1].time = SimpleNamespace(time_ns=time_ns)
