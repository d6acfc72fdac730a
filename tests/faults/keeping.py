"""What was promised, held against what is kept."""

from collections.abc import Iterable

import httpx

from tests.faults.server import Server
from tests.faults.talker import Said, Talker

PAGE_MESSAGES = 200
Kept = dict[str, list[Said]]


async def read_kept(server: Server, talkers: Iterable[Talker]) -> Kept:
    """Every conversation whole, as its members read it in the history."""
    kept: Kept = {}
    for talker in talkers:
        async with server.http(talker.token) as http:
            for conversation in talker.conversations:
                if conversation not in kept:
                    kept[conversation] = await _read_history(http, conversation)
    return kept


def check_kept(talkers: Iterable[Talker], kept: Kept) -> None:
    """Numbers without gaps, nothing twice; all that was accepted or delivered is there, as it was said."""
    everything = [said for history in kept.values() for said in history]
    for conversation, history in kept.items():
        assert [said.seq for said in history] == list(range(1, len(history) + 1)), conversation
    assert len({said.id for said in everything}) == len(everything), "an id is there twice"
    assert len({(said.conversation, said.text) for said in everything}) == len(everything), "stored twice"
    known = set(everything)
    for talker in talkers:
        assert not (lost := set(talker.promised.values()) - known), ("accepted and not kept", talker.pseudonym, lost)
        assert not (lost := set(talker.heard) - known), ("delivered and not kept", talker.pseudonym, lost)


def check_heard(talkers: Iterable[Talker], kept: Kept) -> None:
    """Everybody who never was told `reset` has heard all that is kept, once, in order."""
    for talker in talkers:
        for conversation in talker.conversations:
            heard = [said for said in talker.heard if said.conversation == conversation]
            if conversation in talker.ever_reset:
                # Told so, they ask the history; what they did hear is kept, once, in order.
                once = set(heard)
                assert [said for said in kept[conversation] if said in once] == heard, talker.pseudonym
                continue
            assert heard == kept[conversation], (talker.pseudonym, len(heard), len(kept[conversation]))


async def _read_history(http: httpx.AsyncClient, conversation: str) -> list[Said]:
    pages: list[list[Said]] = []
    before: dict[str, int] = {}
    while not pages or len(pages[-1]) == PAGE_MESSAGES:
        answer = await http.get(f"/conversations/{conversation}/messages", params={"limit": PAGE_MESSAGES, **before})
        assert answer.status_code == 200, answer.text
        page = [Said(conversation, message["seq"], message["id"], message["text"]) for message in answer.json()]
        pages.append(page)
        before = {"before": page[0].seq} if page else {}
        if page and page[0].seq == 1:
            break
    return [said for page in reversed(pages) for said in page]
