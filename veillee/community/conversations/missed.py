"""What somebody missed in a conversation, made into frames beside the loop, which then only sends them."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from veillee.community.conversations.delivery import frame_of
from veillee.community.conversations.model import PAGE_MESSAGES_MAX, Message
from veillee.community.conversations.queries import read_after, with_cautions
from veillee.community.conversations.wire import advice_beside
from veillee.community.people import Person
from veillee.community.presence import Membership, frame_bytes

REPLAYED_SHARE_OF_UNSENT = 0.5
"""Of what a connection may owe: the room that is left is for what is said meanwhile."""


class Missed(NamedTuple):
    """Frames of messages, in order of `seq`, each with what this reader is told beside it."""

    seqs: list[int]
    frames: list[bytes]

    def up_to(self, head: int) -> bytes:
        """The frames up to that seq."""
        return b"".join(self.frames[: bisect_right(self.seqs, head)])

    def followed_by(self, messages: Sequence[Message]) -> "Missed":
        """These, which were said after them where all are told the same, behind them."""
        more = [frame_bytes(frame_of(message)) for message in messages]
        return Missed([*self.seqs, *(message.seq for message in messages)], [*self.frames, *more])


NOTHING = Missed([], [])


def read_missed(
    connection: sa.Connection, membership: Membership, reader: Person, count: int, bytes_max: int
) -> Missed | None:
    """The last `count` messages; None when they are more than so many bytes, or some have had their time."""
    missed, size = Missed([], []), 0
    after = membership.head - count
    while count > 0:
        page = read_after(connection, membership.conversation, after, min(count, PAGE_MESSAGES_MAX))
        if membership.kind == "private":
            page = with_cautions(connection, page, membership.conversation, reader.id)
        for message in page:
            frame = frame_bytes(frame_of(message))
            if message.advice is not None:
                advice = advice_beside(message.conversation, message.seq, message.advice, reader.language)
                frame += frame_bytes(advice)
            missed.seqs.append(message.seq)
            missed.frames.append(frame)
            size += len(frame)
        if size > bytes_max:
            return None
        if len(page) < min(count, PAGE_MESSAGES_MAX):
            return None
        count -= len(page)
        after = page[-1].seq
    return missed
