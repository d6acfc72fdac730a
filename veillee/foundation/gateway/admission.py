"""Who gets a connection: everything that every upgrade shares, and the way from a request to an open connection."""

from collections.abc import Callable

import msgspec
import structlog

from veillee.foundation.basics import Problem, name_fault
from veillee.foundation.gateway.answers import granted, refused
from veillee.foundation.gateway.connection import Connection, SayViolation
from veillee.foundation.gateway.connections import Connections, address_key
from veillee.foundation.gateway.handshake import Handshake, Request, read_handshake
from veillee.foundation.gateway.limits import GatewayLimits
from veillee.foundation.gateway.share import Share
from veillee.foundation.gateway.wire import Handler

Opener = Callable[[Handshake, Connection], Handler | Problem]

log = structlog.get_logger("gateway")


def say_violation(slug: str, detail: str) -> bytes:
    """The `error` message that goes ahead of a close, or answers a message that cannot be used."""
    return msgspec.json.encode({"type": "error", "ref": None, "code": slug, "detail": detail})


class Admission:
    """Decides about upgrade requests."""

    def __init__(
        self,
        *,
        opener: Opener,
        limits: GatewayLimits,
        problem_body: Callable[[Problem], bytes],
        connections: Connections,
        say_violation: SayViolation,
        path: str,
        subprotocol: str,
    ) -> None:
        self.limits = limits
        self.connections = connections
        self.share = Share()
        self._opener = opener
        self._problem_body = problem_body
        self._say_violation = say_violation
        self._path = path
        self._subprotocol = subprotocol
        self._sockets_per_address: dict[str, int] = {}
        self.head_too_large = self._refusal(Problem("too-large", 431, "The head of the request is too large."))
        self._full = self._refusal(Problem("full", 503, "Too many are here at once; try again in a moment."))
        self._too_many = self._refusal(Problem("too-many-connections", 429, "Too many connections from one address."))

    def refuse_socket(self, sockets: int) -> bytes | None:
        """The answer to a connection that is one too many, itself among `sockets`."""
        sockets_max = self.limits.sockets_max
        return self._full if sockets_max is not None and sockets > sockets_max else None

    def count_in(self, address: str) -> bytes | None:
        """A connection that speaks HTTP; the answer to it when its address has too many of them."""
        key = address_key(address)
        count = self._sockets_per_address[key] = self._sockets_per_address.get(key, 0) + 1
        return self._too_many if count > self.limits.connections_per_address else None

    def count_out(self, address: str) -> None:
        """It is gone, or speaks HTTP no more."""
        key = address_key(address)
        self._sockets_per_address[key] -= 1
        if not self._sockets_per_address[key]:
            del self._sockets_per_address[key]

    def admit(self, request: Request) -> tuple[Connection, bytes] | bytes:
        """The new connection and the bytes of its 101, or the bytes of the refusal."""
        try:
            handshake = read_handshake(request, self._path)
            self.connections.check_room(handshake.address)
            return self._ask(handshake), granted(handshake, self._subprotocol)
        except Problem as problem:
            log.info("refused", status=problem.status, problem=problem.slug)
            return refused(problem, self._problem_body(problem))

    def _refusal(self, problem: Problem) -> bytes:
        return refused(problem, self._problem_body(problem))

    def _ask(self, handshake: Handshake) -> Connection:
        connection = Connection(
            handshake.address, handshake.port, self.limits, self.connections.outbox, self._say_violation
        )
        try:
            handler = self._opener(handshake, connection)
        except Problem:
            raise
        except Exception as error:
            log.error("opener failed", **name_fault(error))
            raise Problem("internal", 500, "Something broke on our side; it has been logged.") from None
        if isinstance(handler, Problem):
            raise handler
        connection.handler = handler
        self.connections.add(connection)
        return connection
