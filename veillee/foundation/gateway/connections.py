"""All live connections: how many per address, heartbeats, and goodbye."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from ipaddress import IPv6Address, ip_address
from itertools import chain
from random import randrange

import msgspec

from veillee.foundation.basics import Problem
from veillee.foundation.gateway.connection import Connection
from veillee.foundation.gateway.limits import GatewayLimits
from veillee.foundation.gateway.outbox import Outbox
from veillee.foundation.gateway.parser import Parsers
from veillee.foundation.gateway.share import Share
from veillee.foundation.gateway.spread import Spread

# Pinging in this many portions keeps each turn of the loop short with 10,000 connections.
PORTIONS = 50
DISMISSED_PER_TURN = 200
CLOSED_APART_SECONDS = 0.02
ADDRESSES_REMEMBERED = 4_096
# Spread, so that all do not come back at once, and near enough to be elsewhere within three seconds. A few need no
# more time than it takes to greet each of them.
RETRY_MILLISECONDS_MIN, RETRY_MILLISECONDS_MAX = 200, 1_500
GREETING_MILLISECONDS = 4


def say_goodbye(leaving: int) -> bytes:
    """The `goodbye` message of a restart to one of so many."""
    latest = min(RETRY_MILLISECONDS_MAX, RETRY_MILLISECONDS_MIN + GREETING_MILLISECONDS * leaving)
    retry_after_ms = randrange(RETRY_MILLISECONDS_MIN, latest + 1)
    return msgspec.json.encode({"type": "goodbye", "reason": "restart", "retry_after_ms": retry_after_ms})


@lru_cache(ADDRESSES_REMEMBERED)
def address_key(address: str) -> str:
    """What "one address" means: an IPv4 address, or the /64 that one IPv6 subscriber has."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return parsed.exploded[:19]
    return address


class Connections:
    """The registry of live connections; for the loop thread only."""

    def __init__(
        self, limits: GatewayLimits, goodbye: Callable[[int], bytes] = say_goodbye, spread: Spread | None = None
    ) -> None:
        self.limits = limits
        self.outbox = Outbox(spread)
        self.parsers = Parsers(limits.frame_bytes_max)
        self._goodbye = goodbye
        self._portions: list[dict[Connection, None]] = [{} for _ in range(PORTIONS)]
        self._next_portion = 0
        self._per_address: dict[str, int] = {}
        self._beat: asyncio.TimerHandle | None = None
        self._leaving = False
        self._dismissed: deque[Connection] = deque()
        self._closed_at = 0.0
        self._leavers = Share()
        self.departed = 0

    def __len__(self) -> int:
        return sum(map(len, self._portions))

    def __iter__(self) -> Iterator[Connection]:
        return chain.from_iterable(self._portions)

    def check_room(self, address: str) -> None:
        """Raises Problem: too many from this address (429), or the server is leaving (503)."""
        if self._leaving:
            raise Problem("restarting", 503, "The server is restarting; try again in a moment.")
        if self._per_address.get(address_key(address), 0) >= self.limits.connections_per_address:
            raise Problem("too-many-connections", 429, "Too many connections from one address.")

    def add(self, connection: Connection) -> None:
        """A connection is open."""
        key = address_key(connection.address)
        self._per_address[key] = self._per_address.get(key, 0) + 1
        sizes = [*map(len, self._portions)]
        connection.portion = sizes.index(min(sizes))
        self._portions[connection.portion][connection] = None
        if self._beat is None:
            self._schedule()

    def when_it_fits(self, work: Callable[[], None]) -> None:
        """What is to be done for one that goes. Of thousands that go together each turn of the loop does some."""
        if self._leavers.used_up:
            self._leavers.put_off(work)
        else:
            self._leavers.do(work)

    def discard(self, connection: Connection) -> None:
        """A connection is gone."""
        self.departed += 1
        del self._portions[connection.portion][connection]
        key = address_key(connection.address)
        left = self._per_address[key] - 1
        if left:
            self._per_address[key] = left
        else:
            del self._per_address[key]

    def _schedule(self) -> None:
        seconds = self.limits.ping_seconds / PORTIONS
        self._beat = asyncio.get_running_loop().call_later(seconds, self._beat_portion)

    def _beat_portion(self) -> None:
        self._beat = None
        portion = self._portions[self._next_portion]
        self._next_portion = (self._next_portion + 1) % PORTIONS
        for connection in list(portion):
            connection.beat()
        if len(self):
            self._schedule()

    def say_goodbye(self) -> None:
        """Tell everybody to reconnect elsewhere and close with 1012; new connections are refused from now on."""
        self._leaving = True
        for connection in self:
            self.dismiss(connection)

    def dismiss(self, connection: Connection) -> None:
        """Tell one connection; it is closed goodbye_seconds later, so that what is being stored is still answered.

        Of ten thousand that are dismissed at once DISMISSED_PER_TURN are told in a turn of the loop, and closed
        CLOSED_APART_SECONDS after those before them.
        """
        self._leaving = True
        if not self._dismissed:
            asyncio.get_running_loop().call_soon(self._dismiss_some)
        self._dismissed.append(connection)

    def _dismiss_some(self) -> None:
        loop = asyncio.get_running_loop()
        some = [self._dismissed.popleft() for _ in range(min(DISMISSED_PER_TURN, len(self._dismissed)))]
        leaving = len(self)
        for connection in some:
            connection.send(self._goodbye(leaving))
        # Those who are closed together hang up together, which takes the loop as long as it takes the system.
        self._closed_at = max(loop.time() + self.limits.goodbye_seconds, self._closed_at + CLOSED_APART_SECONDS)
        loop.call_at(self._closed_at, self._close_for_restart, some)
        if self._dismissed:
            loop.call_soon(self._dismiss_some)

    def _close_for_restart(self, connections: list[Connection]) -> None:
        for connection in connections:
            self._leavers.put_off(partial(connection.close, 1012, "restart"))
