"""Reading lines from a program that may be waiting for our answer to the last one."""

import os
import select
from collections.abc import Callable, Iterator

CHUNK_BYTES = 65_536


def lines_as_they_come(descriptor: int, before_waiting: Callable[[], object]) -> Iterator[str]:
    """Each line without its end, as UTF-8; bytes that are none become U+FFFD.

    `before_waiting` is called when every line that is there was taken and nothing more is ready, so that whoever writes
    one line and waits is answered, and whoever writes a thousand is not slowed by an answer a line.
    """
    rest: list[bytes] = []
    while True:
        if not select.select([descriptor], [], [], 0)[0]:
            before_waiting()
        chunk = os.read(descriptor, CHUNK_BYTES)
        if not chunk:
            break
        first, *others = chunk.split(b"\n")
        rest.append(first)
        if others:
            *whole, last = [b"".join(rest), *others]
            rest = [last]
            for line in whole:
                yield line.decode("utf-8", "replace")
    if any(rest):
        yield b"".join(rest).decode("utf-8", "replace")
