"""Uploading: who may, the bytes within their bounds, the picture made anew beside the loop, sealed and stored."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import msgspec
import sqlalchemy as sa

from veillee.community.media.decoding import Decoded, decode
from veillee.community.media.images import add_image
from veillee.community.media.marks import is_refused, mark
from veillee.community.media.model import Picture
from veillee.community.media.queries import count_uploaded
from veillee.community.media.retention import destroy_unattached
from veillee.community.media.store import pictures
from veillee.community.people import Caller, Lamp, Reaching, check_may_reach
from veillee.foundation.basics import Clock, Forbidden, Paces, Problem, TooFast, Unavailable, new_id
from veillee.foundation.storage import Database, Transaction

DAY = timedelta(days=1)
UNSENT_KEPT = timedelta(hours=1)
UPLOADS_AT_ONCE_MAX = 8
UPLOADS_AT_ONCE_PER_PERSON_MAX = 2
UPLOADS_PER_MINUTE_PER_PERSON = 12
UPLOAD_SECONDS_MAX = 50.0
"""Under what the gateway gives a request and its answer, so that whoever is too slow is told."""


class PictureLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator has set for pictures."""

    picture_bytes_max: int


class Pictures:
    """The verbs of pictures before they are sent. One thread decodes them, one at a time."""

    def __init__(self, database: Database, lamp: Lamp, reaching: Reaching, clock: Clock, limits: PictureLimits) -> None:
        self._database = database
        self._lamp = lamp
        self._reaching = reaching
        self._clock = clock
        self._bytes_max = limits.picture_bytes_max
        self._paces = Paces(clock, UPLOADS_PER_MINUTE_PER_PERSON, 60)
        self._under_way: Counter[str] = Counter()
        self._decoder = ThreadPoolExecutor(1, "pictures")

    async def upload(self, caller: Caller, body: AsyncIterator[bytes]) -> Picture:
        """A picture of the caller's, to be sent with a message within the hour.

        Raises Problem `resting`, `too-large`, `picture-unreadable`, `picture-too-large`, `picture-refused`, `too-slow`,
        Forbidden `muted`, `reach-restricted`, `beyond-reach`, TooFast, Unavailable.
        """
        self._lamp.check_lit("pictures")
        check_may_reach(caller, self._clock())
        self._paces.check(caller.id)
        with self._turn(caller):
            await self._database.read(self._check_reach, caller)
            raw = await self._receive(body)
            decoded = await asyncio.get_running_loop().run_in_executor(self._decoder, decode, raw)
        return await self._database.write(self._store, caller, decoded)

    async def tidy(self) -> None:
        """Destroy what nobody sent within the hour. A daemon calls this."""
        while await self._database.write(destroy_unattached, self._clock() - UNSENT_KEPT):
            pass

    def close(self) -> None:
        """No picture is decoded any more; one that is under way is finished."""
        self._decoder.shutdown(wait=True, cancel_futures=True)

    @contextmanager
    def _turn(self, caller: Caller) -> Iterator[None]:
        """What is held in memory at a time is bounded, for the place and for each person."""
        if self._under_way[caller.id] >= UPLOADS_AT_ONCE_PER_PERSON_MAX:
            raise TooFast(1)
        if self._under_way.total() >= UPLOADS_AT_ONCE_MAX:
            raise Unavailable
        self._under_way[caller.id] += 1
        try:
            yield
        finally:
            self._under_way[caller.id] -= 1
            if not self._under_way[caller.id]:
                del self._under_way[caller.id]

    async def _receive(self, body: AsyncIterator[bytes]) -> bytes:
        received = bytearray()
        try:
            async with asyncio.timeout(UPLOAD_SECONDS_MAX):
                async for part in body:
                    received += part
                    if len(received) > self._bytes_max:
                        raise Problem(
                            "too-large", 413, f"A picture has at most {self._bytes_max} bytes.",
                            extra={"bytes_max": self._bytes_max},
                        )  # fmt: skip
        except TimeoutError as error:
            raise Problem("too-slow", 408, "The picture did not arrive in time; try again.") from error
        return bytes(received)

    def _check_reach(self, connection: sa.Connection, caller: Caller) -> None:
        may = self._reaching.find(connection, caller).now.may
        if not may.pictures_per_day:
            raise Forbidden("beyond-reach", "Pictures open after some time here; see what is still missing.")
        if count_uploaded(connection, caller.id, self._clock() - DAY) >= may.pictures_per_day:
            raise TooFast(DAY.total_seconds())

    def _store(self, transaction: Transaction, caller: Caller, decoded: Decoded) -> Picture:
        connection = transaction.connection
        marks = mark(connection, decoded)
        if is_refused(connection, marks):
            raise Problem("picture-refused", 422, "This picture was removed here as illegal; it cannot be sent again.")
        picture = Picture(id=new_id(), width=decoded.width, height=decoded.height)
        values = {
            "id": picture.id,
            "owner_id": caller.id,
            "uploaded_at": self._clock(),
            "width": picture.width,
            "height": picture.height,
            "file_mark": marks.file,
            "image_mark": marks.image,
            "likeness_mark": marks.likeness,
        }
        connection.execute(pictures.insert(), values)
        add_image(connection, picture.id, "whole", decoded.whole)
        add_image(connection, picture.id, "preview", decoded.preview)
        return picture
