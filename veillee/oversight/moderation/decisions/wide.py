"""What else an author did of late, when a decision takes that in as well."""

import math
from collections import defaultdict
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, media, private_talk, rooms
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.decisions.pictures import is_taken
from veillee.oversight.moderation.model import EFFECTS_MAX, POPULATED_MEMBERS
from veillee.oversight.moderation.raids.store import RaidLines
from veillee.oversight.moderation.statements import effects as store
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.effects import StatementEffect
from veillee.oversight.moderation.wire import StatementScope
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_decisions import Undone

ASIDE = frozenset({"hide", "mute", "suspend", "ban"})


class Wide(msgspec.Struct, frozen=True, kw_only=True):
    """What is taken in: each of it once, and how much there is of each kind."""

    effects: list[StatementEffect]
    scope: StatementScope


def find_wide(
    connection: sa.Connection, person_id: str, hours: int, now: datetime, *, all_pictures: bool = False
) -> Wide:
    """What somebody wrote in rooms, the first words that wait, the rooms they opened, their pictures wherever they
    sent them: of so many hours, pictures of all time if so wanted; at most EFFECTS_MAX of each. Words said in private
    stay with the two who have them, so that they can report them; rooms that others are in stay, since closing those
    takes two people."""
    since = now - timedelta(hours=hours)
    lines = conversations.find_recent_lines(connection, person_id, since, EFFECTS_MAX)
    asked = private_talk.list_pending(connection, person_id, EFFECTS_MAX)
    opened = [
        room
        for room in rooms.list_opened(connection, person_id, since, EFFECTS_MAX)
        if conversations.count_members(connection, room) < POPULATED_MEMBERS
    ]
    effects = [StatementEffect(kind="message", target=line.conversation_id, seq=line.seq) for line in lines]
    effects += [StatementEffect(kind="first_word", target=request) for request in asked]
    effects += [StatementEffect(kind="room", target=room) for room in opened]
    pictures = _pictures(connection, person_id, None if all_pictures else since)
    effects += pictures
    scope = StatementScope(
        hours=hours, messages=len(lines), first_words=len(asked), rooms=len(opened), pictures=len(pictures)
    )
    return Wide(effects=effects, scope=scope)


def find_pictures(connection: sa.Connection, person_id: str) -> Wide | None:
    """All pictures of somebody, and nothing else; None when there are none."""
    pictures = _pictures(connection, person_id, None)
    scope = StatementScope(hours=0, messages=0, first_words=0, rooms=0, pictures=len(pictures))
    return Wide(effects=pictures, scope=scope) if pictures else None


def _pictures(connection: sa.Connection, person_id: str, since: datetime | None) -> list[StatementEffect]:
    places = media.list_recent(connection, person_id, since, EFFECTS_MAX)
    return [StatementEffect(kind="picture", target=place.picture.id) for place in places]


def take_lines(raid: RaidLines, now: datetime) -> Wide:
    """What a raid chose of somebody's messages, and nothing else of theirs."""
    effects = [StatementEffect(kind="message", target=conversation, seq=seq) for conversation, seq in raid.lines]
    hours = max(1, math.ceil((now - raid.since) / timedelta(hours=1)))
    return Wide(effects=effects, scope=StatementScope(hours=hours, messages=len(effects), first_words=0, rooms=0))


def take_away(transaction: Transaction, statement_id: str, wide: Wide, now: datetime) -> None:
    """Carry it out, and remember exactly what it was."""
    store.add_effects(transaction.connection, statement_id, wide.effects)
    for conversation, seqs in _messages(wide.effects).items():
        conversations.hide_messages(transaction, conversation, seqs, at=now)
    for effect in wide.effects:
        if effect.kind == "message":
            continue
        if effect.kind == "first_word":
            private_talk.withdraw_request(transaction, effect.target, at=now)
        elif effect.kind == "picture":
            conversations.hide_picture(transaction, effect.target, at=now)
        else:
            rooms.close_room(transaction, effect.target, at=now)


def give_back(transaction: Transaction, statement_id: str) -> Undone:
    """Bring back what a statement took away, but for what another one that stands took too, and for what is gone."""
    undone = Undone()
    for effect in store.list_effects(transaction.connection, statement_id):
        if is_held(transaction.connection, effect, statement_id):
            undone += Undone(kept=1)
        else:
            undone += Undone(restored=1) if _give_back(transaction, effect) else Undone(gone=1)
    return undone


def is_held(connection: sa.Connection, effect: StatementEffect, but: str) -> bool:
    """Whether another statement that stands has taken it away, as its subject or among the rest of its author's."""
    if effect.kind == "picture":
        return is_taken(connection, effect.target, but)
    if store.is_taken_otherwise(connection, effect, but):
        return True
    if effect.kind == "message":
        subject = CaseSubject(kind="message", id=None, conversation=effect.target, seq=effect.seq)
        kinds = ASIDE
    elif effect.kind == "room":
        subject = CaseSubject(kind="room", id=effect.target, conversation=None, seq=None)
        kinds = frozenset({"close_room"})
    else:
        return False
    return any(row.decision in kinds for row in statements.list_standing(connection, subject, but))


def _give_back(transaction: Transaction, effect: StatementEffect) -> bool:
    if effect.kind == "first_word":
        return private_talk.reopen_request(transaction, effect.target)
    if effect.kind == "room":
        return rooms.open_again(transaction, effect.target)
    if effect.kind == "picture":
        return conversations.show_picture(transaction, effect.target)
    return conversations.show_message(transaction, effect.target, effect.seq or 0)


def _messages(effects: list[StatementEffect]) -> dict[str, list[int]]:
    seqs: dict[str, list[int]] = defaultdict(list)
    for effect in effects:
        if effect.kind == "message" and effect.seq is not None:
            seqs[effect.target].append(effect.seq)
    return seqs
