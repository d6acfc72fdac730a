"""What the leaves about staff commit to: who they are, by what they come in, and when it ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from veillee.safety import ledger


def change_content(row: Mapping[str, Any]) -> ledger.Content:
    """`staff.changed`, `staff.removed`, `staff.proposed`: who is to be what, by whom, and why."""
    return {name: row[name] for name in ("id", "staff_id", "role", "reason", "by_id", "at")}


def change_settled_content(row: Mapping[str, Any]) -> ledger.Content:
    """`staff.changed`, `staff.removed`, `staff.unchanged`: what a second person said to it; None: nobody, in time."""
    return {name: row[name] for name in ("id", "state", "settled_by", "settled_at")}


def suspension_content(row: Mapping[str, Any]) -> ledger.Content:
    """`flagger.suspended`: which trusted flagger, why, and by whom."""
    return {name: row[name] for name in ("id", "staff_id", "reason", "by_id", "at")}


def suspension_end_content(row: Mapping[str, Any]) -> ledger.Content:
    """`flagger.restored`: which suspension ended, why, and by whom."""
    return {name: row[name] for name in ("id", "end_reason", "ended_by", "ended_at")}


def staff_content(staff: str, role: str) -> dict[str, Any]:
    """`staff.added`, `duty.on`, `duty.off`."""
    return {"staff": staff, "role": role}


def addition_content(staff: str, role: str, at: datetime) -> ledger.Content:
    """`staff.added`, of whoever was not there before: when."""
    return staff_content(staff, role) | {"at": at}


def sample_content(staff: str, at: datetime) -> ledger.Content:
    """`staff.added`, of the moderator of the demo, who decides nothing."""
    return staff_content(staff, "moderator") | {"sample": True, "at": at}


def name_content(staff: str, name: str) -> ledger.Content:
    """`staff.named`: what a member of staff is called."""
    return {"staff": staff, "name": name}


def invite_content(staff: str, role: str, digest: bytes, expires_at: datetime) -> ledger.Content:
    """`staff.invited`: for whom a one-time link is, and until when; by the hash under which it is kept."""
    return staff_content(staff, role) | {"invite": digest.hex(), "expires_at": expires_at}


def session_content(staff: str, role: str, digest: bytes, expires_at: datetime) -> dict[str, Any]:
    """`staff.signed_in`, before it said the moment: who, and until when; by the hash under which it is kept."""
    return staff_content(staff, role) | {"session": digest.hex(), "expires_at": expires_at}


def sign_in_content(staff: str, role: str, digest: bytes, at: datetime, expires_at: datetime) -> dict[str, Any]:
    """`staff.signed_in`: the same, and since when."""
    return session_content(staff, role, digest, expires_at) | {"at": at}


def invite_end_content(staff: str, digest: bytes) -> ledger.Content:
    """`staff.invite_spent`: the link opens nothing any more."""
    return {"staff": staff, "invite": digest.hex()}


def session_end_content(staff: str, digest: bytes) -> ledger.Content:
    """`staff.signed_out`: the session opens nothing any more."""
    return {"staff": staff, "session": digest.hex()}


def count_content(passkey: int, sign_count: int) -> ledger.Content:
    """`staff.passkey_counted`: the counter of the passkey that was added with that leaf."""
    return {"passkey": passkey, "sign_count": sign_count}


def passkey_content(row: Mapping[str, Any]) -> ledger.Content:
    """`staff.passkey_added`: whose, and the key that answers have to be signed with. Its counter moves on."""
    keys = {name: bytes(row[name]).hex() for name in ("credential_id", "public_key")}
    return {"staff": row["staff_id"], "created_at": row["created_at"]} | keys


def passkey_removal_content(staff: str, leaf: int) -> ledger.Content:
    """`staff.passkey_removed`: the passkey that was added with that leaf opens nothing any more."""
    return {"staff": staff, "passkey": leaf}
