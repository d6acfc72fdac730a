"""What breaks is logged in one line that says where, and never what somebody wrote."""

import json
import subprocess
import sys

import pytest

PRIVATE = "un secret très personnel"
PROGRAM = """
import logging, structlog
from veillee.server.logs import set_up_logs
set_up_logs()
try:
    raise ValueError({private!r})
except ValueError as error:
    {log}
"""


@pytest.mark.parametrize(
    "log",
    [
        "structlog.get_logger('ours').exception('broke')",
        "structlog.get_logger('ours').error('broke', exc_info=error)",
        "logging.getLogger('library').exception('broke')",
        "logging.getLogger('library').error('broke', exc_info=error)",
    ],
)
def test_an_exception_is_named_without_its_words(log: str) -> None:
    program = PROGRAM.format(private=PRIVATE, log=log)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "" and PRIVATE not in ran.stderr
    line = json.loads(ran.stderr)
    assert (line["event"], line["level"], line["error"], line["at"]) == ("broke", "error", "ValueError", "<string>:6")
