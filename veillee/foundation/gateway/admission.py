"""Who gets a connection: everything that every upgrade shares, and the way from a request to an open connection."""

from collections.abc import Callable

import msgspec
import structlog

from veillee.foundation.basics import Problem
from veillee.foundation.gateway.answers import granted, refused
from veillee.foundation.gateway.connection import Connection, SayViolation
from veillee.foundation.gateway.connections import Connections
from veillee.foundation.gateway.faults import name_fault
from veillee.foundation.gateway.handshake import Handshake, Request, read_handshake
from veillee.foundation.gateway.limits import GatewayLimits
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
        self._opener = opener
        self._problem_body = problem_body
        self._say_violation = say_violation
        self._path = path
        self._subprotocol = subprotocol
        too_large = Problem("too-large", 431, "The head of the request is too large.")
        self.head_too_large = refused(too_large, problem_body(too_large))

    def admit(self, request: Request) -> tuple[Connection, bytes] | bytes:
        """The new connection and the bytes of its 101, or the bytes of the refusal."""
        try:
            handshake = read_handshake(request, self._path)
            self.connections.check_room(handshake.address)
            return self._ask(handshake), granted(handshake, self._subprotocol)
        except Problem as problem:
            log.info("refused", status=problem.status, problem=problem.slug)
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
