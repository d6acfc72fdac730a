"""The tables of raids: what was decided at once, and its parts, one for each case."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, Json, metadata
from veillee.safety.sealing import Sealed, SealedJson, ready

UNFINISHED = ("deciding", "approving", "refusing", "undoing")

raids = sa.Table(
    "raids",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False, comment="who decided, or proposed"),
    sa.Column("at", Instant, nullable=False),
    sa.Column("since", Instant, nullable=False, comment="nothing older goes"),
    sa.Column("request", SealedJson("raids.request"), nullable=False, comment="the decision, and what was chosen"),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("lapses_at", Instant, comment="until when it can be approved, of one that waits for a second person"),
    sa.Column("settled_by", Id, sa.ForeignKey("staff.id"), comment="who approved or refused it"),
    sa.Column("approved", sa.Boolean, comment="or refused"),
    sa.Column("settled_facts", Sealed("raids.settled_facts")),
    sa.Column("undone_by", Id, sa.ForeignKey("staff.id")),
    sa.Column("undone_facts", Sealed("raids.undone_facts")),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("messages", sa.Integer, nullable=False),
    sa.Column("leaf_index", sa.BigInteger, nullable=False),
    sa.Column("leaf_hash", sa.Text, nullable=False),
    sa.Column("settled_leaf", sa.BigInteger),
    sa.Column("undone_leaf", sa.BigInteger),
)
sa.Index("ix_raids_at", raids.c.at, raids.c.id)
sa.Index("ix_raids_state", raids.c.state, raids.c.lapses_at)

raid_parts = sa.Table(
    "raid_parts",
    metadata,
    sa.Column("raid_id", Id, sa.ForeignKey("raids.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("case_id", Id, sa.ForeignKey("cases.id"), index=True, comment="None until it is opened"),
    sa.Column("subject", Json, nullable=False),
    sa.Column("lines", Json, nullable=False, comment="[conversation, seq] of each message that goes"),
    sa.Column("follows", sa.Boolean, nullable=False, comment="a further case of the person of the part before it"),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("reason", sa.String(30), comment="why it was left alone"),
    sa.Column("undone", Json, comment="what came back when it was taken back"),
)
sa.Index("ix_raid_parts_state", raid_parts.c.raid_id, raid_parts.c.state, raid_parts.c.number)

Row = sa.Row[tuple[Any, ...]]


class RaidLines(msgspec.Struct, frozen=True, kw_only=True):
    """What of a person goes with a raid: (conversation, seq) of each message, none older than `since`."""

    since: datetime
    lines: list[tuple[str, int]]


def outcome_of(raid: Row) -> str:
    """What a second person said."""
    return "approved" if raid.approved else "refused"


def add_raid(connection: sa.Connection, values: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    """Store a raid with its parts."""
    connection.execute(sa.insert(raids).values(ready(connection, raids, values)))
    connection.execute(sa.insert(raid_parts), parts)


def find_raid(connection: sa.Connection, raid_id: str) -> Row | None:
    """One raid."""
    return connection.execute(sa.select(raids).where(raids.c.id == raid_id)).one_or_none()


def change_raid(connection: sa.Connection, raid_id: str, **values: Any) -> None:
    """A raid moves on."""
    connection.execute(sa.update(raids).where(raids.c.id == raid_id).values(ready(connection, raids, values)))


def list_raids(connection: sa.Connection, limit: int) -> list[Row]:
    """The latest first."""
    return list(connection.execute(sa.select(raids).order_by(raids.c.at.desc(), raids.c.id.desc()).limit(limit)).all())


def list_unfinished(connection: sa.Connection) -> list[str]:
    """The raids of which something is still to be done."""
    return list(connection.execute(sa.select(raids.c.id).where(raids.c.state.in_(UNFINISHED))).scalars())


def list_lapsed(connection: sa.Connection, now: datetime) -> list[str]:
    """The raids that waited too long for a second person."""
    due = sa.select(raids.c.id).where(raids.c.state == "proposed", raids.c.lapses_at <= now)
    return list(connection.execute(due).scalars())


def list_parts(connection: sa.Connection, raid_id: str, states: Iterable[str], limit: int) -> list[Row]:
    """The first parts in one of these states, in order."""
    table = raid_parts.c
    query = sa.select(raid_parts).where(table.raid_id == raid_id, table.state.in_(list(states)))
    return list(connection.execute(query.order_by(table.number).limit(limit)).all())


def list_all_parts(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """The parts of every raid, in order, by raid."""
    table, found = raid_parts.c, dict[str, list[dict[str, Any]]]()
    for row in connection.execute(sa.select(raid_parts).order_by(table.raid_id, table.number)):
        found.setdefault(row.raid_id, []).append(row._asdict())
    return found


def get_main(connection: sa.Connection, part: Row) -> Row:
    """The part with which one goes that follows."""
    table = raid_parts.c
    query = sa.select(raid_parts).where(
        table.raid_id == part.raid_id, table.person_id == part.person_id, table.follows.is_(False)
    )
    return connection.execute(query).one()


def change_part(connection: sa.Connection, part: Row, **values: Any) -> None:
    """A part moves on."""
    table = raid_parts.c
    mine = sa.update(raid_parts).where(table.raid_id == part.raid_id, table.number == part.number)
    connection.execute(mine.values(values))


def count_parts(connection: sa.Connection, ids: Iterable[str]) -> dict[tuple[str, str], int]:
    """How many parts of these raids are in which state."""
    table = raid_parts.c
    query = sa.select(table.raid_id, table.state, sa.func.count()).where(table.raid_id.in_(list(ids)))
    rows = connection.execute(query.group_by(table.raid_id, table.state)).all()
    return {(raid, state): count for raid, state, count in rows}


def find_lines(connection: sa.Connection, case_id: str) -> RaidLines | None:
    """What of the person goes with the raid that takes this case in; None when none does."""
    table = raid_parts.c
    query = (
        sa.select(raids.c.since, table.lines)
        .join(raids, raids.c.id == table.raid_id)
        .where(table.case_id == case_id, table.state.in_(("waiting", "proposed")))
        .order_by(raids.c.at.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else RaidLines(since=row.since, lines=[(line[0], line[1]) for line in row.lines])


def find_raid_of(connection: sa.Connection, case_id: str) -> str | None:
    """The latest raid that took a case in."""
    table = raid_parts.c
    query = sa.select(table.raid_id).where(table.case_id == case_id).order_by(table.raid_id.desc()).limit(1)
    return connection.execute(query).scalar()
