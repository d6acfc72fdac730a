"""Logs: one JSON object a line on stderr, our own and our libraries'."""

import logging
import sys

import structlog

from veillee.foundation.basics import name_fault


def set_up_logs(level: int = logging.INFO) -> None:
    """Everything that is logged goes to stderr as JSON lines; stdout stays for what commands say."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _name_fault,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)


def _name_fault(_logger: object, _method: str, line: structlog.types.EventDict) -> structlog.types.EventDict:
    """A library's exception, too, is told without its message, which may hold what somebody wrote."""
    given = line.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    return {**line, **name_fault(error)} if isinstance(error, BaseException) else line
