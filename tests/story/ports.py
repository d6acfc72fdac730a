"""Ports for servers that have to be told theirs."""

import contextlib
import random
import socket


def find_ports(count: int) -> list[int]:
    """So many ports of loopback that nobody has, and that nobody is given by chance before they are used.

    The system hands out ports from 32768 on to whoever asks for any, other tests at the same time among them.
    """
    ports: list[int] = []
    with contextlib.ExitStack() as held:
        while len(ports) < count:
            probe, port = held.enter_context(socket.socket()), random.randrange(20_000, 32_000)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                ports.append(port)
    return ports
