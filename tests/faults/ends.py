"""The ends of a server under load: killed, or told to stop."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from random import Random
from signal import Signals

import sqlalchemy as sa

from tests.faults.company import NAMES, ROOMS, gather_company
from tests.faults.keeping import check_heard, check_kept, read_kept
from tests.faults.load import MOMENTS, Moment, everybody_back, finish, talk_until_cut_off
from tests.faults.server import Server
from tests.faults.talker import Talker
from veillee.community.conversations.model import REPLAYED_MESSAGES_MAX

EXIT_SECONDS_MAX = 10
# Most ends then come while a commit is on its way to the disk, which is when something could be lost.
FLUSH_SECONDS = 0.02
Figures = dict[str, float]


class End(Enum):
    """How a server ends: the signals that it gets, one right after the other."""

    KILLED = (Signals.SIGKILL,)
    TOLD = (Signals.SIGTERM,)
    TOLD_TWICE = (Signals.SIGTERM, Signals.SIGTERM)
    INTERRUPTED = (Signals.SIGINT,)


def flush_slowly() -> None:
    """Let every commit of this process take FLUSH_SECONDS, as on a disk that turns."""
    sa.event.listen(sa.Engine, "commit", lambda _connection: time.sleep(FLUSH_SECONDS))


async def survive_ends(data: Path, ends: Sequence[End], seed: int, moments: Mapping[str, int] = MOMENTS) -> Figures:
    """Each end comes under load, at a moment of the seed's choice; then a start on the same folder, a look at all of
    it, and everybody comes back."""
    print(f"seed {seed}")
    random, talkers = Random(seed), await gather_company(data)
    figures, stored_unanswered = {"seconds to stop, at most": 0.0}, set[str]()
    async with Server(data, flush_slowly) as server:
        for end in ends:
            seconds = await _end(server, talkers, end, random, moments)
            figures["seconds to stop, at most"] = max(seconds, figures["seconds to stop, at most"])
            await server.start()
            kept = await read_kept(server, talkers)
            check_kept(talkers, kept)
            texts = {said.text for history in kept.values() for said in history}
            stored_unanswered |= texts & {text for talker in talkers for _, text in talker.unanswered.values()}
        kept = await finish(server, talkers)
        check_kept(talkers, kept)
        check_heard(talkers, kept)
    accepted, heard = (sum(map(len, lists)) for lists in zip(*((it.promised, it.heard) for it in talkers), strict=True))
    figures |= {"stored, ended before the answer, sent again": len(stored_unanswered)}
    return {"ends": len(ends), "messages accepted": accepted, "messages delivered": heard, **figures}


async def _end(
    server: Server, talkers: Sequence[Talker], end: End, random: Random, moments: Mapping[str, int]
) -> float:
    """Under load; the seconds that it took to stop."""
    began = 0.0

    def do() -> None:
        nonlocal began
        began = time.monotonic()
        for number in end.value:
            server.signal(number)

    async with asyncio.TaskGroup() as both:
        ended = both.create_task(_ended_at(server))
        await talk_until_cut_off(server, talkers, Moment(random, do, moments))
    status, at = ended.result()
    if end is End.KILLED:
        assert status == -Signals.SIGKILL
        return 0.0
    assert status == 0 and at - began < EXIT_SECONDS_MAX, (status, at - began)
    assert server.process.said == [f"veillee ready {server.url}"]
    for talker in talkers:
        assert not talker.came or (talker.goodbyes, talker.close_code) == (1, 1012), talker.pseudonym
    return at - began


async def _ended_at(server: Server) -> tuple[int, float]:
    return await server.ended(), time.monotonic()


async def survive_absence(data: Path) -> Figures:
    """Back after a kill: as much as the server replays comes exactly, and for one message more `reset`."""
    speaker, near, far = talkers = await gather_company(data, NAMES[:3], ROOMS[:1], private=False)
    (room,) = speaker.conversations
    near.last[room] = 1
    async with Server(data) as server:
        async with everybody_back(server, [speaker]):
            await speaker.talk(REPLAYED_MESSAGES_MAX + 1, at_once=50)
            assert await speaker.until(lambda it: it.silent)
        server.signal(Signals.SIGKILL)
        await server.ended()
        await server.start()
        async with everybody_back(server, talkers):
            kept = await read_kept(server, talkers)
        assert near.heard == kept[room][1:] and not near.resets
        assert not far.heard and far.resets == [room]
        assert far.last[room] == len(kept[room]) == REPLAYED_MESSAGES_MAX + 1
    return {"messages replayed": len(near.heard), "messages that were too many": far.last[room]}
