"""Whom and what a raid takes in, and who is left alone: read from what is stored, the same again as long as that is."""

import hashlib
from collections import defaultdict
from datetime import timedelta

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, entry, people, rooms
from veillee.foundation.basics import Invalid
from veillee.oversight.moderation.model import LIST_MAX
from veillee.oversight.moderation.raids.parts import Part, join_cases, read_cases
from veillee.oversight.moderation.wire_decisions import HOURS_MAX
from veillee.oversight.moderation.wire_raids import (
    RaidPerson,
    RaidSelection,
    RaidSpan,
    RaidSpared,
    SparedReason,
)
from veillee.safety.policy import find_alike

LINES_MAX = 2_000
PEOPLE_MAX = 200
LINKED_MAX = 500
WORDS_CHARS_MAX = 160


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """parts: what is decided, in order; seen: the same exactly as long as all of it is."""

    parts: list[Part]
    shown: list[RaidPerson]
    spared: list[RaidSpared]
    seen: str

    @property
    def messages(self) -> int:
        """How many messages go."""
        return sum(len(part.lines) for part in self.parts)


def choose(connection: sa.Connection, selection: RaidSelection, staff: str) -> Choice:
    """Raises Invalid for a selection that is none, too wide, too large, or about what is not there."""
    if (selection.span is None) == (not selection.cases):
        raise Invalid({"selection": "one-of-two"})
    spared: list[RaidSpared] = []
    if selection.span is not None:
        lines = _choose_lines(connection, selection, selection.span, spared)
        parts = join_cases(connection, staff, selection.kind, selection.span.room, lines, spared)
    else:
        parts = read_cases(connection, staff, selection, spared)
    if len({part.person.id for part in parts}) > PEOPLE_MAX:
        raise Invalid({"selection": "too-many-people"})
    return Choice(
        parts=parts,
        shown=_show(connection, parts),
        spared=spared[:LIST_MAX],
        seen=_digest(selection, parts),
    )


def _choose_lines(
    connection: sa.Connection, selection: RaidSelection, span: RaidSpan, spared: list[RaidSpared]
) -> dict[people.Person, list[conversations.Message]]:
    """What each of the chosen said there, in the order of their first words."""
    _check_span(connection, span)
    said = conversations.read_span(connection, span.room, span.since, span.until, LINES_MAX + 1)
    if len(said) > LINES_MAX:
        raise Invalid({"span": "too-much"})
    by_author: dict[str, list[conversations.Message]] = defaultdict(list)
    for message in said:
        by_author[message.author.id].append(message)
    known = people.find_people(connection, by_author)
    entered = people.read_entered(connection, by_author)
    linked = None if span.linked_to is None else {span.linked_to, *_linked(connection, span.linked_to)}
    alike = None if span.like is None else find_alike(span.like, {message.text for message in said})
    chosen = {}
    for author, lines in by_author.items():
        theirs = lines if alike is None else [line for line in lines if line.text in alike]
        old = span.new_minutes is not None and entered[author] < span.since - timedelta(minutes=span.new_minutes)
        reason: SparedReason | None = None
        if author in selection.spare:
            reason = "chosen"
        elif known[author].sample:
            reason = "sample"
        elif old:
            reason = "older"
        elif linked is not None and author not in linked:
            reason = "unlinked"
        elif not theirs:
            reason = "unlike"
        if reason is None:
            chosen[known[author]] = theirs
        else:
            spared.append(RaidSpared(id=author, pseudonym=known[author].pseudonym, reason=reason))
    return chosen


def _check_span(connection: sa.Connection, span: RaidSpan) -> None:
    if not rooms.name_rooms(connection, [span.room]):
        raise Invalid({"room": "unknown"})
    if not timedelta(0) < span.until - span.since <= timedelta(hours=HOURS_MAX):
        raise Invalid({"span": "out-of-range"})
    if span.new_minutes is None and span.like is None and span.linked_to is None:
        raise Invalid({"span": "everybody"})


def _linked(connection: sa.Connection, person: str) -> set[str]:
    return set(entry.find_linked(connection, person, LINKED_MAX))


def _show(connection: sa.Connection, parts: list[Part]) -> list[RaidPerson]:
    mine: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        mine[part.person.id].append(part)
    entered = people.read_entered(connection, mine)
    return [
        RaidPerson(
            id=person,
            pseudonym=theirs[0].person.pseudonym,
            entered_at=entered[person],
            messages=sum(len(part.lines) for part in theirs),
            cases=sum(part.case is not None for part in theirs),
            words=theirs[0].words[:WORDS_CHARS_MAX],
        )
        for person, theirs in mine.items()
    ]


def _digest(selection: RaidSelection, parts: list[Part]) -> str:
    seen = [[part.person.id, part.case, part.state.version, part.subject, part.lines] for part in parts]
    return hashlib.sha256(msgspec.json.encode([selection.kind, seen])).hexdigest()
