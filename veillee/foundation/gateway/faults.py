"""An exception in one line without what people wrote: its kind and its place, never its message."""

from pathlib import Path
from traceback import extract_tb


def name_fault(error: BaseException) -> dict[str, str]:
    """Members for a log line: `error`, the exception's class; `at`, file:line where it was raised."""
    frames = extract_tb(error.__traceback__)
    at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    return {"error": type(error).__name__, "at": at}
