"""What newcomers or leavers may take of one turn of the loop: thousands may come in the same moment, or go, and who is
here talks on."""

import asyncio
import time
from collections import deque
from collections.abc import Callable

SECONDS_PER_TURN = 0.01

Work = Callable[[], None]


class Share:
    """Counts how long work takes within one turn of the loop, and puts off what is too much. For the loop thread only.

    At least one piece of work is done in each turn; what waits is done in the order in which it came.
    """

    def __init__(self) -> None:
        self._waiting: deque[Work] = deque()
        self._left = SECONDS_PER_TURN
        self._expecting = False

    @property
    def used_up(self) -> bool:
        """Whether more work has to wait."""
        return bool(self._waiting) or self._left <= 0

    def do(self, work: Work) -> None:
        """Now."""
        self._expect_turn()
        began = time.perf_counter()
        try:
            work()
        finally:
            self._left -= time.perf_counter() - began

    def put_off(self, work: Work) -> None:
        """As soon as it fits into a turn."""
        self._expect_turn()
        self._waiting.append(work)

    def _expect_turn(self) -> None:
        if not self._expecting:
            self._expecting = True
            asyncio.get_running_loop().call_soon(self._begin_turn)

    def _begin_turn(self) -> None:
        self._expecting = False
        self._left = SECONDS_PER_TURN
        while self._waiting:
            self.do(self._waiting.popleft())
            if self._left <= 0:
                return
