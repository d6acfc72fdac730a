"""Reading again what several nodes change at once: what was read before the last change heard of is not taken over."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, TypeVar

Seen = TypeVar("Seen")


class Looking(Generic[Seen]):
    """One look at a time, so that an older one never comes last. For the loop thread only.

    `look` reads, `take` takes over what was read; `run` runs it beside the loop's other work.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[Seen]],
        take: Callable[[Seen], object],
        run: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._look = look
        self._take = take
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
                seen = await self._look()
                # What changed meanwhile may be newer than what was read: it stands until the next look.
                if not self._wanted:
                    self._take(seen)
        finally:
            self._looking = False
