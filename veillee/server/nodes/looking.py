"""Reading again what several nodes change at once: the last reading begins after the last change that was heard of."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


class Looking:
    """One look at a time, so that an older one never comes last. For the loop thread only.

    `look` reads and takes over what it has read; `run` runs it beside the loop's other work.
    """

    def __init__(self, look: Callable[[], Awaitable[None]], run: Callable[[Coroutine[Any, Any, None]], object]) -> None:
        self._look = look
        self._run = run
        self._wanted = False
        self._looking = False

    def again(self) -> None:
        """Something has changed."""
        self._wanted = True
        if not self._looking:
            self._looking = True
            self._run(self._go_on())

    async def _go_on(self) -> None:
        try:
            while self._wanted:
                self._wanted = False
                await self._look()
        finally:
            self._looking = False
