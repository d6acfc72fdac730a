"""One realtime session: from a handshake to frames handled in the order in which they came."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa
import structlog

from veillee.community.conversations import Look, Moment, Origin
from veillee.community.entry import SESSION_COOKIE, check_inside, get_caller
from veillee.community.people import Caller
from veillee.community.presence import Client, ErrorFrame
from veillee.foundation.basics import Problem, name_fault
from veillee.foundation.gateway import Connection, Handshake
from veillee.server.frames import FRAMES, decode_frame

if TYPE_CHECKING:
    from veillee.server.wiring import Place

HELLO_SECONDS = 10.0
WAITING_FRAMES_MAX = 256
FAULTS_MAX = 10

log = structlog.get_logger("realtime")
_ref_of = msgspec.json.Decoder(dict[str, Any]).decode


class Session:
    """The gateway's handler of one connection."""

    __slots__ = (
        "_busy", "_client", "_connection", "_cookie", "_deadline", "_faults", "_gone", "_waiting", "origin", "place",
    )  # fmt: skip

    def __init__(self, place: "Place", handshake: Handshake, connection: Connection) -> None:
        self.place = place
        self.origin = Origin(handshake.address, handshake.port)
        self._cookie = handshake.cookies.get(SESSION_COOKIE)
        self._connection = connection
        self._client: Client | None = None
        self._gone = False
        self._busy = False
        self._faults = 0
        self._waiting: list[msgspec.Struct] = []  # few at most, and an empty deque weighs ten times as much
        self._expect_hello()

    @property
    def client(self) -> Client:
        """The person behind the connection. Raises Problem `hello-first`."""
        if self._client is None:
            raise Problem("hello-first", 401, "Say hello before anything else.")
        return self._client

    def on_text(self, payload: bytes) -> None:
        """One frame."""
        try:
            frame = decode_frame(payload)
        except msgspec.ValidationError as error:
            slug = "unknown-type" if "$.type" in str(error) else "malformed"
            self._complain(slug, _describe(slug, error), _find_ref(payload))
            return
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            self._complain("malformed", "This is not a JSON object.")
            return
        if not self._busy:
            self._handle(frame)
        elif len(self._waiting) < WAITING_FRAMES_MAX:
            self._waiting.append(frame)
        else:
            self._complain("too-fast", "Too many frames wait for an answer.", getattr(frame, "ref", None))

    def on_closed(self) -> None:
        """The connection is gone."""
        self._gone = True
        self._deadline.cancel()
        self._waiting.clear()
        if self._client is not None:
            self.place.attendance.depart(self._client)

    async def greet(self, token: str | None, resume: Mapping[str, int]) -> None:
        """Recognise the person and bring what they missed. Closes with 1008 when nobody is recognised, and with
        1013 when nobody can be recognised now."""
        if self._client is not None:
            raise Problem("already", 409, "Hello was said already.")
        # It came in time; to recognise ten thousand who all come at once may take longer.
        self._deadline.cancel()
        try:
            client = await self._welcome(token or self._cookie, resume)
        except Problem as problem:
            self._tell_problem(problem, None)
            self._connection.close(1013 if problem.status == 503 else 1008, problem.slug)
            return
        except Exception:
            if not self._gone:
                self._expect_hello()
            raise
        if not self._gone:
            self._client = client

    async def _welcome(self, token: str | None, resume: Mapping[str, int]) -> Client:
        place = self.place
        decided = place.push.decided
        caller, look = await place.database.read(self._look, token or "", resume, place.following.moment)
        client = Client(check_inside(caller), self._connection)
        here = False
        try:
            await place.following.welcome(client, resume, look)
            if decided != place.push.decided:
                # A decision that was taken meanwhile found nobody to close.
                client.caller = check_inside(await place.entry.recognise(token))
            here = not self._gone
        finally:
            if not here:
                self.place.attendance.depart(client)
        return client

    def _look(
        self, connection: sa.Connection, token: str, resume: Mapping[str, int], moment: Moment
    ) -> tuple[Caller, Look]:
        """Who it is, and what they follow, read at once."""
        caller = get_caller(connection, token, self.place.clock())
        return caller, Look(moment, self.place.following.read_snapshot(connection, caller.person, resume))

    def _handle(self, frame: msgspec.Struct) -> None:
        row = FRAMES[type(frame)]
        try:
            if row.needs_session:
                _ = self.client
            work = row.handle(self, frame)
        except Exception as error:
            self._tell_failure(error, getattr(frame, "ref", None))
            return
        if work is not None:
            self._busy = True
            self.place.background.run(self._finish(work, getattr(frame, "ref", None)))

    async def _finish(self, work: Awaitable[None], ref: str | None) -> None:
        try:
            await work
        except Exception as error:
            self._tell_failure(error, ref)
        finally:
            self._busy = False
        while self._waiting and not self._busy and not self._gone:
            self._handle(self._waiting.pop(0))

    def _expect_hello(self) -> None:
        self._deadline = asyncio.get_running_loop().call_later(HELLO_SECONDS, self._too_late)

    def _too_late(self) -> None:
        self._complain("hello-first", "No hello came in time.")
        self._connection.close(1008, "hello-first")

    def _complain(self, slug: str, detail: str, ref: str | None = None) -> None:
        self._tell_error(slug, detail, ref)
        self._faults += 1
        if self._faults >= FAULTS_MAX:
            self._connection.close(1008, "too many errors")

    def _tell_failure(self, error: Exception, ref: str | None) -> None:
        """One frame could not be handled; the next ones are, whatever it was."""
        if not isinstance(error, Problem):
            log.error("frame failed", **name_fault(error))
            error = Problem("internal", 500, "Something broke on our side; it has been logged.")
        self._tell_problem(error, ref)

    def _tell_problem(self, problem: Problem, ref: str | None) -> None:
        self._tell_error(problem.slug, problem.detail, ref)

    def _tell_error(self, slug: str, detail: str, ref: str | None) -> None:
        log.info("frame refused", problem=slug)
        self._connection.send(msgspec.json.encode(ErrorFrame(ref=ref, code=slug, detail=detail)))


def _find_ref(payload: bytes) -> str | None:
    try:
        ref = _ref_of(payload).get("ref")
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return ref if isinstance(ref, str) and len(ref) <= 64 else None


def _describe(slug: str, error: msgspec.ValidationError) -> str:
    # msgspec names the member and the expected type; an unknown type or key is the client's own text, so not echoed.
    if slug == "unknown-type":
        return "There is no frame of this type."
    place = str(error).rpartition(" - at `")[2].rstrip("`") if " - at `" in str(error) else "$"
    return f"A member is missing or of the wrong type: {place[:80]}."
