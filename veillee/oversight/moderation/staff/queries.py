"""Bounded reads about staff."""

from collections.abc import Iterable

import sqlalchemy as sa

from veillee.community.people import name_key
from veillee.oversight.moderation.staff.store import passkeys, staff
from veillee.oversight.moderation.wire import StaffMember, StaffRole


def name_staff(connection: sa.Connection, ids: set[str]) -> dict[str, StaffMember]:
    """Members of staff as other staff see them, by id."""
    rows = connection.execute(sa.select(staff.c.id, staff.c.name, staff.c.role).where(staff.c.id.in_(ids)))
    return {row.id: StaffMember(id=row.id, name=row.name, role=row.role) for row in rows}


def count_enrolled(connection: sa.Connection, roles: Iterable[str]) -> int:
    """How many members of staff with one of these roles have a passkey, and so could act. Sample ones never do."""
    query = (
        sa.select(sa.func.count(staff.c.id.distinct()))
        .join(passkeys, passkeys.c.staff_id == staff.c.id)
        .where(staff.c.role.in_(sorted(roles)), staff.c.sample.is_(False))
    )
    return connection.execute(query).scalar_one()


def list_staff(connection: sa.Connection, roles: frozenset[StaffRole]) -> list[StaffMember]:
    """Those who have one of these roles and can sign in, by name."""
    query = sa.select(staff.c.id, staff.c.name, staff.c.role).where(
        staff.c.role.in_(roles), staff.c.sample.is_(False), staff.c.removed_at.is_(None)
    )
    rows = connection.execute(query.order_by(staff.c.name_key))
    return [StaffMember(id=row.id, name=row.name, role=row.role) for row in rows]


def find_staff(connection: sa.Connection, name: str) -> str | None:
    """The id of a member of staff by name."""
    query = sa.select(staff.c.id).where(
        staff.c.name_key == name_key(name), staff.c.sample.is_(False), staff.c.removed_at.is_(None)
    )
    return connection.execute(query).scalar_one_or_none()
