"""Bounded reads of agreements, and of how it stands between two."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from veillee.community.screening.model import Answer, Consent, ScreeningState, Wording
from veillee.community.screening.store import screening_consents, screening_off
from veillee.community.screening.wording import WORDING, WORDING_VERSION

NOW_ASKED = Wording(version=WORDING_VERSION, text=WORDING)


def find_latest(connection: sa.Connection, person_id: str) -> Any:
    """The last row of somebody in `screening_consents`, or None."""
    table = screening_consents.c
    mine = sa.select(screening_consents).where(table.person_id == person_id)
    return connection.execute(mine.order_by(table.given_at.desc(), table.id.desc()).limit(1)).first()


def find_consent(connection: sa.Connection, person_id: str) -> Consent:
    """What somebody has said last."""
    row = find_latest(connection, person_id)
    if row is None:
        return Consent(answer="unasked", wording=NOW_ASKED)
    if row.withdrawn_at is not None:
        return Consent(answer="withdrawn", wording=NOW_ASKED, at=row.withdrawn_at, version=row.wording)
    answer: Answer = "not_asked" if row.wording is None else "given"
    return Consent(answer=answer, wording=NOW_ASKED, at=row.given_at, version=row.wording)


def find_states(connection: sa.Connection, person_id: str, others: Collection[str]) -> dict[str, ScreeningState]:
    """How it stands between the person and each of these, seen from the person."""
    if not others:
        return {}
    table = screening_off.c
    mine = sa.and_(table.person_id == person_id, table.other_id.in_(others))
    theirs = sa.and_(table.other_id == person_id, table.person_id.in_(others))
    pairs = connection.execute(sa.select(table.person_id, table.other_id).where(sa.or_(mine, theirs))).all()
    asked = {(row.person_id, row.other_id) for row in pairs}
    withdrawn = _withdrawn(connection, {person_id, *others})
    return {other: _state(person_id, other, asked, withdrawn) for other in others}


def _withdrawn(connection: sa.Connection, ids: Collection[str]) -> set[str]:
    """Those who have agreed at some time and of whose agreements none stands."""
    table = screening_consents.c
    standing = sa.func.sum(sa.case((table.withdrawn_at.is_(None), 1), else_=0))
    query = sa.select(table.person_id).where(table.person_id.in_(ids)).group_by(table.person_id).having(standing == 0)
    return set(connection.execute(query).scalars())


def _state(me: str, other: str, asked: set[tuple[str, str]], withdrawn: set[str]) -> ScreeningState:
    mine, theirs = (me, other) in asked, (other, me) in asked
    if mine and theirs:
        return "off"
    if me in withdrawn:
        return "stopped_by_me"
    if other in withdrawn:
        return "stopped_by_them"
    if mine or theirs:
        return "off_asked_by_me" if mine else "off_asked_by_them"
    return "on"
