"""By what staff come in, and what they are called, held against the leaves that say so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from veillee.community.people import name_key
from veillee.oversight.moderation.leaves import (
    invite_content,
    name_content,
    passkey_removal_content,
    session_content,
    staff_content,
)
from veillee.oversight.moderation.rows.history import fault
from veillee.oversight.moderation.staff.model import ROLES
from veillee.oversight.moderation.staff.store import invites, passkeys, sessions, staff
from veillee.safety import ledger
from veillee.safety.ledger import Fault

LASTED_MAX = timedelta(days=7)
"""No session from before sessions were committed to lasted longer."""

Leaves = list[ledger.KeptLeaf]


def check_access(connection: sa.Connection) -> Iterator[Fault]:
    """Whoever is called otherwise, or could come in by a passkey, an invitation or a session that nobody gave them."""
    members = {row.id: row for row in connection.execute(sa.select(staff).order_by(staff.c.id))}
    complete = ledger.find_first(connection, "staff.taken_in") is not None
    yield from _check_names(connection, members, complete=complete)
    yield from _check_passkeys(connection, members, complete=complete)
    yield from _check_invites(connection)
    yield from _check_sessions(connection)


def opens(leaf: ledger.KeptLeaf, contents: Iterable[ledger.Content]) -> bool:
    """Whether it commits to one of these; of one whose salt was destroyed nobody can say."""
    return leaf.salt is not None and any(ledger.open_commitment(leaf.leaf, one, leaf.salt) for one in contents)


def _check_names(connection: sa.Connection, members: Mapping[str, Any], *, complete: bool) -> Iterator[Fault]:
    named = set[str]()
    for leaf in ledger.list_of_category(connection, "staff.named"):
        found = next((id_ for id_, row in members.items() if opens(leaf, [name_content(id_, row.name)])), None)
        if found is not None:
            named.add(found)
        elif leaf.salt is not None:
            yield fault(f"leaf {leaf.index}", "whoever was named with it is called otherwise, or is gone")
    for id_, row in members.items():
        if complete and id_ not in named:
            yield fault(f"member of staff {id_}", "is called what nobody named them")
        if name_key(row.name) != row.name_key:
            yield fault(f"member of staff {id_}", "is looked for by another name than theirs")


def _check_passkeys(connection: sa.Connection, members: Mapping[str, Any], *, complete: bool) -> Iterator[Fault]:
    """What a passkey with a leaf says is held against that in records.py."""
    rows = connection.execute(sa.select(passkeys.c.staff_id, passkeys.c.leaf_index)).all()
    there = {row.leaf_index for row in rows}
    for row in rows:
        if complete and row.leaf_index is None:
            yield fault(f"passkey of member of staff {row.staff_id}", "was added by nobody")
    removed = ledger.list_of_category(connection, "staff.passkey_removed")
    for leaf in ledger.list_of_category(connection, "staff.passkey_added"):
        if leaf.index in there:
            continue
        gone = [passkey_removal_content(id_, leaf.index) for id_ in members]
        if not any(opens(one, gone) for one in removed if one.index > leaf.index):
            yield fault(f"leaf {leaf.index}", "the passkey that was added with it is gone")


def _check_invites(connection: sa.Connection) -> Iterator[Fault]:
    """Those from before invitations were committed to are counted: there were never more than leaves."""
    given = ledger.list_of_category(connection, "staff.invited")
    before = Counter[str]()
    for row in connection.execute(sa.select(invites).order_by(invites.c.expires_at)).all():
        kept = [invite_content(row.staff_id, role, bytes(row.digest), row.expires_at) for role in ROLES]
        before[row.staff_id] += not any(opens(leaf, kept) for leaf in given)
    for id_, count in sorted(before.items()):
        if count and count > sum(opens(leaf, [staff_content(id_, role) for role in ROLES]) for leaf in given):
            yield fault(f"invitation of member of staff {id_}", "was given by nobody")


def _check_sessions(connection: sa.Connection) -> Iterator[Fault]:
    """Each began with a sign-in within the same hour."""
    rows = connection.execute(sa.select(sessions).order_by(sessions.c.created_at)).all()
    begun = _by_hour(ledger.list_of_category(connection, "staff.signed_in")) if rows else {}
    for row in rows:
        kept = [session_content(row.staff_id, role, bytes(row.digest), row.expires_at) for role in ROLES]
        if row.expires_at - row.created_at <= LASTED_MAX:
            kept += [staff_content(row.staff_id, role) for role in ROLES]
        hour = row.created_at.replace(minute=0, second=0, microsecond=0)
        if not any(opens(leaf, kept) for leaf in begun.get(hour, [])):
            yield fault(f"session of member of staff {row.staff_id}", "began without a sign-in")


def _by_hour(leaves: Leaves) -> dict[Any, Leaves]:
    found: defaultdict[Any, Leaves] = defaultdict(list)
    for leaf in leaves:
        found[ledger.time_of(leaf.leaf)].append(leaf)
    return dict(found)
