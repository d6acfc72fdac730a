"""The tables of staff. Secrets are kept as their SHA-256 only."""

from datetime import datetime

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, metadata

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False, unique=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("sample", sa.Boolean, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("on_duty", sa.Boolean, nullable=False),
    sa.Column("last_active_at", Instant),
    sa.Column("removed_at", Instant, comment="staff no more; the row stays for what they decided"),
)
sa.Index("ix_staff_duty", staff.c.on_duty, staff.c.last_active_at)

staff_changes = sa.Table(
    "staff_changes",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False, index=True),
    sa.Column("role", sa.String(20), comment="the new one; None: staff no more"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by_id", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("leaf_index", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(10), nullable=False, comment="waiting, done, refused, lapsed"),
    sa.Column("settled_by", Id, sa.ForeignKey("staff.id"), comment="the second person"),
    sa.Column("settled_at", Instant),
    sa.Column("settled_leaf", sa.BigInteger),
)

flagger_suspensions = sa.Table(
    "flagger_suspensions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False, index=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by_id", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("leaf_index", sa.BigInteger, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Column("ended_by", Id, sa.ForeignKey("staff.id")),
    sa.Column("end_reason", sa.Text),
    sa.Column("ended_leaf", sa.BigInteger),
)

invites = sa.Table(
    "staff_invites",
    metadata,
    sa.Column("digest", sa.LargeBinary(32), primary_key=True, comment="SHA-256 of the token"),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
)

passkeys = sa.Table(
    "staff_passkeys",
    metadata,
    sa.Column("credential_id", sa.LargeBinary(1023), primary_key=True),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False, index=True),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("leaf_index", sa.BigInteger, comment="None until those from before have been taken into the ledger"),
)

passkey_counts = sa.Table(
    "staff_passkey_counts",
    metadata,
    sa.Column("leaf_index", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("passkey_leaf", sa.BigInteger, nullable=False, comment="with which the passkey was added"),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
)

challenges = sa.Table(
    "staff_challenges",
    metadata,
    sa.Column("digest", sa.LargeBinary(32), primary_key=True, comment="SHA-256 of the challenge"),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id")),
    sa.Column("expires_at", Instant, nullable=False, index=True),
)

sessions = sa.Table(
    "staff_sessions",
    metadata,
    sa.Column("digest", sa.LargeBinary(32), primary_key=True, comment="SHA-256 of the token"),
    sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False, index=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False, index=True),
)


def add_member(connection: sa.Connection, *, id: str, name: str, name_key: str, role: str, now: datetime) -> None:
    """Store a new member of staff."""
    values = {"id": id, "name": name, "name_key": name_key, "role": role, "created_at": now}
    connection.execute(sa.insert(staff).values(values | {"sample": False, "on_duty": False, "last_active_at": None}))


def add_sample(connection: sa.Connection, *, id: str, name: str, name_key: str, now: datetime) -> None:
    """Store the sample moderator of the demo, who has no passkey and cannot sign in."""
    values = {"id": id, "name": name, "name_key": name_key, "role": "moderator", "created_at": now}
    connection.execute(sa.insert(staff).values(values | {"sample": True, "on_duty": True, "last_active_at": now}))


def set_duty(connection: sa.Connection, staff_id: str, on: bool, now: datetime) -> None:
    """Go on or off duty; either is activity."""
    change = sa.update(staff).where(staff.c.id == staff_id).values(on_duty=on, last_active_at=now)
    connection.execute(change)


def is_on_duty(connection: sa.Connection, staff_id: str) -> bool:
    """What they said last."""
    return bool(connection.execute(sa.select(staff.c.on_duty).where(staff.c.id == staff_id)).scalar_one())


def set_active(connection: sa.Connection, staff_id: str, now: datetime) -> None:
    """They did something."""
    connection.execute(sa.update(staff).where(staff.c.id == staff_id).values(last_active_at=now))


def count_on_duty(connection: sa.Connection, since: datetime, until: datetime, *, only_sample: bool = False) -> int:
    """How many are on duty and were last active between these moments, or how many of them are sample people."""
    query = sa.select(sa.func.count()).select_from(staff).where(staff.c.on_duty)
    if only_sample:
        query = query.where(staff.c.sample)
    active = (staff.c.last_active_at > since, staff.c.last_active_at < until)
    return connection.execute(query.where(*active)).scalar_one()
