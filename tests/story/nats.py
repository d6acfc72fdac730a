"""A NATS server of the tests' own."""

import atexit
import functools
import socket
import subprocess
import time
from pathlib import Path

from tests.outside import need
from tests.story.ports import find_ports

START_SECONDS = 10


class NatsServer:
    """One server on a free port of loopback."""

    def __init__(self, *options: str) -> None:
        self._program = need("nats-server")
        self._options = options
        (self.port,) = find_ports(1)
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.stop)
        self.start()

    @property
    def url(self) -> str:
        """The setting `bus`."""
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it accepts connections."""
        command: list[str | Path] = [self._program, "--addr", "127.0.0.1", "--port", str(self.port), *self._options]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert time.monotonic() < deadline and self._process.poll() is None, "nats-server does not start"
                time.sleep(0.01)

    def stop(self) -> None:
        """Stop at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@functools.cache
def shared_nats() -> NatsServer:
    """The server of this test run."""
    return NatsServer()
