"""An exception in one line without what people wrote: its kind and its place, never its message."""

from pathlib import Path
from traceback import extract_tb

FRAMES_MAX = 6


def name_fault(error: BaseException) -> dict[str, str]:
    """Members for a log line: `error`, the exception's class; `at`, file:line of the innermost calls, that first."""
    calls = reversed(extract_tb(error.__traceback__)[-FRAMES_MAX:])
    at = " < ".join(f"{Path(call.filename).name}:{call.lineno}" for call in calls)
    return {"error": type(error).__name__, "at": at or "unknown"}
