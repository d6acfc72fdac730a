"""One-time links by which the operator lets staff in."""

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from veillee.community.people import name_key
from veillee.foundation.basics import Invalid, NotFound, Problem, digest_token, new_id, new_token
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.leaves_staff import addition_content, invite_content, name_content, staff_content
from veillee.oversight.moderation.staff import store
from veillee.oversight.moderation.staff.committing import spend_invite
from veillee.oversight.moderation.staff.model import NAME_CHARS_MAX, ROLES
from veillee.safety import ledger


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    """A link that is still good."""

    staff_id: str
    name: str
    role: str


def add_staff(transaction: Transaction, name: str, role: str, *, now: datetime, hours: int) -> str:
    """Make a member of staff and return the token of their one-time link, shown this once.

    The same name and role again gives the same member a further link: for a further passkey, or a lost one. Whoever
    was removed comes back that way.
    Raises Invalid by field, Problem `name-taken`.
    """
    key = _check_name(name, role)
    table = store.staff.c
    known = transaction.connection.execute(sa.select(store.staff).where(table.name_key == key)).one_or_none()
    if known is not None and known.removed_at is not None:
        back = sa.update(store.staff).where(table.id == known.id).values(role=role, removed_at=None)
        transaction.connection.execute(back)
        ledger.append(transaction, "staff.added", staff_content(known.id, role), now)
    elif known is not None and (known.role != role or known.sample):
        raise _taken(name.strip(), None if known.sample else known)
    staff_id: str = known.id if known is not None else new_id()
    if known is None:
        store.add_member(transaction.connection, id=staff_id, name=name.strip(), name_key=key, role=role, now=now)
        ledger.append(transaction, "staff.added", addition_content(staff_id, role, now), now)
        ledger.append(transaction, "staff.named", name_content(staff_id, name.strip()), now)
    token = new_token()
    digest, expires_at = digest_token(token), now + timedelta(hours=hours)
    ledger.append(transaction, "staff.invited", invite_content(staff_id, role, digest, expires_at), now)
    values = {"digest": digest, "staff_id": staff_id, "expires_at": expires_at}
    transaction.connection.execute(sa.insert(store.invites).values(values))
    return token


def get_invite(connection: sa.Connection, token: str, now: datetime) -> Invite:
    """What a link is good for. Raises NotFound for one that is unknown, used or expired."""
    query = (
        sa.select(store.staff.c.id, store.staff.c.name, store.staff.c.role)
        .join(store.invites, store.invites.c.staff_id == store.staff.c.id)
        .where(
            store.invites.c.digest == digest_token(token),
            store.invites.c.used_at.is_(None),
            store.invites.c.expires_at > now,
        )
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("This link is unknown, used or expired; ask the operator for a new one.")
    return Invite(staff_id=row.id, name=row.name, role=row.role)


def use_invite(transaction: Transaction, token: str, now: datetime) -> Invite:
    """Spend a link. Raises NotFound like get_invite."""
    invite = get_invite(transaction.connection, token, now)
    spend_invite(transaction, invite.staff_id, digest_token(token), now)
    return invite


def staff_names(connection: sa.Connection) -> frozenset[str]:
    """The name keys that members may not take."""
    return frozenset(connection.execute(sa.select(store.staff.c.name_key)).scalars())


def _taken(name: str, by: sa.Row[tuple[object, ...]] | None) -> Problem:
    if by is None:
        return Problem("name-taken", 409, f"the name {name} is taken by a sample person: take another")
    instead = f"take another, or --role {by.role} for a further link"
    return Problem("name-taken", 409, f"the name {name} is taken by {by.name}, {by.role}: {instead}")


def _check_name(name: str, role: str) -> str:
    stripped = name.strip()
    if not stripped or len(stripped) > NAME_CHARS_MAX or not stripped.isprintable():
        raise Invalid({"name": "unusable"})
    if role not in ROLES:
        raise Invalid({"role": "unknown"})
    return name_key(stripped)
