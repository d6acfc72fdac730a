"""What a statement took away beside what its case is about, so that taking it back brings back exactly that."""

from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from veillee.foundation.storage import Id, metadata
from veillee.oversight.moderation.statements.store import statements

statement_effects = sa.Table(
    "statement_effects",
    metadata,
    sa.Column("statement_id", Id, sa.ForeignKey("statements.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("target", Id, nullable=False, comment="conversation of a message, first word, room"),
    sa.Column("seq", sa.Integer, comment="of a message"),
)
sa.Index("ix_statement_effects_target", statement_effects.c.target, statement_effects.c.seq)

EffectKind = Literal["message", "first_word", "room", "picture"]


class StatementEffect(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was taken away. target: see the table, or the picture; seq: of a message."""

    kind: EffectKind
    target: str
    seq: int | None = None


def add_effects(connection: sa.Connection, statement_id: str, effects: list[StatementEffect]) -> None:
    """Remember what a statement took away."""
    rows = [
        {"statement_id": statement_id, "number": number, "kind": e.kind, "target": e.target, "seq": e.seq}
        for number, e in enumerate(effects, 1)
    ]
    if rows:
        connection.execute(sa.insert(statement_effects), rows)


def list_effects(connection: sa.Connection, statement_id: str) -> list[StatementEffect]:
    """What a statement took away, the last first: it is brought back in the other order."""
    table = statement_effects.c
    query = sa.select(table.kind, table.target, table.seq).where(table.statement_id == statement_id)
    rows: Any = connection.execute(query.order_by(table.number.desc()))
    return [StatementEffect(kind=row.kind, target=row.target, seq=row.seq) for row in rows]


def list_all_effects(connection: sa.Connection) -> dict[str, list[Any]]:
    """What every statement took away, in order, by statement: rows of the table."""
    table, found = statement_effects.c, dict[str, list[Any]]()
    for row in connection.execute(sa.select(statement_effects).order_by(table.statement_id, table.number)):
        found.setdefault(row.statement_id, []).append(row)
    return found


def is_taken_otherwise(connection: sa.Connection, effect: StatementEffect, but: str) -> bool:
    """Whether another statement that stands has taken the same thing away."""
    table = statement_effects.c
    query = (
        sa.select(table.number)
        .join(statements, statements.c.id == table.statement_id)
        .where(
            table.target == effect.target,
            table.seq.is_not_distinct_from(effect.seq),
            table.kind == effect.kind,
            table.statement_id != but,
            statements.c.reversed_at.is_(None),
            statements.c.superseded_by.is_(None),
        )
        .limit(1)
    )
    return connection.execute(query).first() is not None
