"""What the log would hold, caught before it is written."""

import contextlib
import logging
import sys
from collections.abc import Iterator, MutableMapping
from types import TracebackType
from typing import Any

import structlog
from structlog._config import BoundLoggerLazyProxy


@contextlib.contextmanager
def own_logs() -> Iterator[None]:
    """Whoever sets up logs meanwhile, as a starting server does, sets them up for nobody else."""
    ours, root = structlog.get_config(), logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        structlog.configure(**ours)
        # What has logged meanwhile remembers how it was set up then.
        for module in list(sys.modules.values()):
            for logger in [it for it in vars(module).values() if type(it) is BoundLoggerLazyProxy]:
                vars(logger).pop("bind", None)
        root.handlers[:] = handlers
        root.setLevel(level)


class Log(logging.Handler):
    """With it, everything that is logged by us and by our libraries is in `lines`.

    with Log() as log:
        ...
    log.check_lines(1, without="what somebody wrote")
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[MutableMapping[str, Any]] = []
        self._catching = structlog.testing.capture_logs()

    def __enter__(self) -> "Log":
        self.lines = self._catching.__enter__()
        logging.getLogger().addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        logging.getLogger().removeHandler(self)
        self._catching.__exit__(kind, error, trace)

    def emit(self, record: logging.LogRecord) -> None:
        """A line of a library."""
        self.lines.append({"event": record.getMessage(), "logger": record.name, "log_level": record.levelname.lower()})

    def check_lines(self, count: int, *, without: str = "") -> None:
        """That there are so many lines, and none holds the private text nor says that something broke."""
        assert len(self.lines) == count, self.lines
        assert not without or without not in repr(self.lines), self.lines
        assert not [line for line in self.lines if line["log_level"] == "error"], self.lines
