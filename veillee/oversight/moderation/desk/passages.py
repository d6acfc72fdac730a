"""What a report of a person brings along: words that its reporter was given by that person, and never more.

Whoever reports a person means what that person said. It is taken once, when the report is made: what the two say
afterwards is read by nobody. The rule, which docs/evidence.md explains:

- first words that reached the reporter and became no talk, at most FIRST_WORDS_READ;
- of the private talk of both, and of the conversation where the report was made, the lines around what the reported
  person said last, LINES_BEFORE and LINES_AFTER.
"""

from collections.abc import Iterable, Mapping

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, private_talk
from veillee.oversight.moderation.desk.words import line_of_first_word, read_around
from veillee.oversight.moderation.model import FIRST_WORDS_READ, LATEST_AMONG_LINES
from veillee.oversight.moderation.wire_cases import CaseLine, CaseWords


def read_passages(connection: sa.Connection, reporter: str, person: str, seen_in: str | None) -> list[CaseWords]:
    """The passages of one report. seen_in: a conversation of the reporter's."""
    words = private_talk.list_received(connection, person, reporter, FIRST_WORDS_READ)
    lines = [line_of_first_word(request, subject=False) for request in words]
    first = [CaseWords(conversation=None, name=None, private=True, lines=lines)] if lines else []
    private = conversations.find_private_between(connection, reporter, person)
    private = private or conversations.find_former_between(connection, reporter, person)
    places = dict.fromkeys(place for place in (private, seen_in) if place is not None)
    until = {place: conversations.get_last_seen(connection, reporter, place) for place in places}
    return [*first, *_around_latest(connection, person, until)]


def join_passages(passages: Iterable[CaseWords]) -> list[CaseWords]:
    """Those of several reports as one for each conversation, every line once, as it was copied last."""
    joined: dict[str | None, CaseWords] = {}
    lines: dict[str | None, dict[object, CaseLine]] = {}
    for passage in passages:
        joined[passage.conversation] = passage
        known = lines.setdefault(passage.conversation, {})
        known.update({_mark(line): line for line in passage.lines})
    return [
        CaseWords(
            conversation=place,
            name=passage.name,
            private=passage.private,
            lines=sorted(lines[place].values(), key=lambda line: (line.seq or 0, line.sent_at)),
        )
        for place, passage in joined.items()
    ]


def _around_latest(connection: sa.Connection, person: str, until: Mapping[str, int]) -> Iterable[CaseWords]:
    for place, last in until.items():
        seq = conversations.find_latest_of(connection, place, person, until=last, among=LATEST_AMONG_LINES)
        if seq is not None:
            words = read_around(connection, place, seq, marked=False)
            lines = [line for line in words.lines if line.seq is not None and line.seq <= last]
            yield msgspec.structs.replace(words, lines=lines)


def _mark(line: CaseLine) -> object:
    return (line.sent_at, line.author, line.text) if line.seq is None else line.seq
