"""By what staff come in, and what they are called, held against the leaves that say so."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from veillee.community.people import name_key
from veillee.oversight.moderation.leaves_staff import (
    invite_content,
    invite_end_content,
    name_content,
    passkey_removal_content,
    session_content,
    session_end_content,
    sign_in_content,
    staff_content,
)
from veillee.oversight.moderation.rows.history import fault
from veillee.oversight.moderation.staff.model import ROLES
from veillee.oversight.moderation.staff.store import invites, passkey_counts, passkeys, sessions, staff
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
    yield from _check_counters(connection)
    yield from _check_invites(connection, members)
    yield from _check_sessions(connection, members)


def _check_names(connection: sa.Connection, members: Mapping[str, Any], *, complete: bool) -> Iterator[Fault]:
    named = set[str]()
    for leaf in ledger.list_of_category(connection, "staff.named"):
        found = next((id_ for id_, row in members.items() if ledger.opens(leaf, [name_content(id_, row.name)])), None)
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
        if not any(ledger.opens(one, gone) for one in removed if one.index > leaf.index):
            yield fault(f"leaf {leaf.index}", "the passkey that was added with it is gone")


def _check_counters(connection: sa.Connection) -> Iterator[Fault]:
    """A passkey that has counted less than its leaves say would let a copy of it in."""
    last = dict[int, int]()
    for row in connection.execute(sa.select(passkey_counts).order_by(passkey_counts.c.leaf_index)):
        last[row.passkey_leaf] = row.sign_count
    taken_in = ledger.find_first(connection, "rows.taken_in") is not None
    for row in connection.execute(sa.select(passkeys).order_by(passkeys.c.leaf_index)):
        if row.sign_count != last.get(row.leaf_index) and (taken_in or row.leaf_index in last):
            yield fault(f"passkey of member of staff {row.staff_id}", "its counter is not what its leaves say")


def _check_invites(connection: sa.Connection, members: Mapping[str, Any]) -> Iterator[Fault]:
    """Those from before invitations were committed to are counted: there were never more than leaves."""
    given = ledger.list_of_category(connection, "staff.invited")
    ended = ledger.list_of_category(connection, "staff.invite_spent")
    taken_in = ledger.find_first(connection, "rows.taken_in")
    # Each was spent with a passkey, in one moment.
    made = defaultdict[str, set[Any]](set)
    for row in connection.execute(sa.select(passkeys.c.staff_id, passkeys.c.created_at)):
        made[row.staff_id].add(row.created_at)
    before = Counter[str]()
    for row in connection.execute(sa.select(invites).order_by(invites.c.expires_at)).all():
        where = f"invitation of member of staff {row.staff_id}"
        if _is_gone(members, row.staff_id):
            yield fault(where, "would let in somebody who is staff no more")
        over = [invite_end_content(row.staff_id, bytes(row.digest))]
        spent = next((leaf for leaf in ended if ledger.opens(leaf, over)), None)
        if row.used_at is None and spent is not None:
            yield fault(where, "was spent, and says that it was not")
        if (
            row.used_at is not None
            and taken_in is not None
            and (spent is None or row.used_at not in made[row.staff_id])
        ):
            yield fault(where, "was not spent, or not then")
        kept = [invite_content(row.staff_id, role, bytes(row.digest), row.expires_at) for role in ROLES]
        before[row.staff_id] += not any(ledger.opens(leaf, kept) for leaf in given)
    for id_, count in sorted(before.items()):
        if count and count > sum(ledger.opens(leaf, [staff_content(id_, role) for role in ROLES]) for leaf in given):
            yield fault(f"invitation of member of staff {id_}", "was given by nobody")


def _check_sessions(connection: sa.Connection, members: Mapping[str, Any]) -> Iterator[Fault]:
    """Each began with a sign-in within the same hour, and has not ended."""
    ended = ledger.list_of_category(connection, "staff.signed_out")
    rows = connection.execute(sa.select(sessions).order_by(sessions.c.created_at)).all()
    begun = _by_hour(ledger.list_of_category(connection, "staff.signed_in")) if rows else {}
    for row in rows:
        kept = [session_content(row.staff_id, role, bytes(row.digest), row.expires_at) for role in ROLES]
        kept += [
            sign_in_content(row.staff_id, role, bytes(row.digest), row.created_at, row.expires_at) for role in ROLES
        ]
        if row.expires_at - row.created_at <= LASTED_MAX:
            kept += [staff_content(row.staff_id, role) for role in ROLES]
        hour = row.created_at.replace(minute=0, second=0, microsecond=0)
        if not any(ledger.opens(leaf, kept) for leaf in begun.get(hour, [])):
            yield fault(f"session of member of staff {row.staff_id}", "began without a sign-in")
        over = [session_end_content(row.staff_id, bytes(row.digest))]
        if _is_gone(members, row.staff_id) or any(ledger.opens(leaf, over) for leaf in ended):
            yield fault(f"session of member of staff {row.staff_id}", "has ended, and is there")


def _is_gone(members: Mapping[str, Any], staff_id: str) -> bool:
    return staff_id not in members or members[staff_id].removed_at is not None


def _by_hour(leaves: Leaves) -> dict[Any, Leaves]:
    found: defaultdict[Any, Leaves] = defaultdict(list)
    for leaf in leaves:
        found[ledger.time_of(leaf.leaf)].append(leaf)
    return dict(found)
