"""Who watches: duty said by staff, confirmed by what they do, counted for the lamp."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.people import name_key
from veillee.foundation.basics import Forbidden, new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff import store
from veillee.oversight.moderation.staff.model import DutyChanged, StaffCaller, counts_since
from veillee.oversight.moderation.wire import Duty


def put_duty(transaction: Transaction, caller: StaffCaller, on: bool, settings: Settings, now: datetime) -> Duty:
    """Go on or off duty. Raises Forbidden `wrong-role` for an auditor."""
    if not caller.decides:
        raise Forbidden("wrong-role", "An auditor reads and does not watch.")
    store.set_duty(transaction.connection, caller.id, on, now)
    recount(transaction, settings, now)
    return read_duty(transaction.connection, caller, settings, now)


def confirm_presence(transaction: Transaction, caller: StaffCaller, settings: Settings, now: datetime) -> None:
    """The caller did what only somebody present does."""
    store.set_active(transaction.connection, caller.id, now)
    recount(transaction, settings, now)


def recount(transaction: Transaction, settings: Settings, now: datetime) -> None:
    """Say how many watch. Inside a write, so that the lamp hears of changes in the order they were stored."""
    count = store.count_on_duty(transaction.connection, counts_since(now, settings.silence_seconds_max))
    transaction.announce(DutyChanged(staff_on_duty=count))


def read_duty(connection: sa.Connection, caller: StaffCaller, settings: Settings, now: datetime) -> Duty:
    """The caller's own duty, and how many watch in all."""
    since = counts_since(now, settings.silence_seconds_max)
    own = connection.execute(sa.select(store.staff).where(store.staff.c.id == caller.id)).one()
    return Duty(
        on=own.on_duty,
        counted=own.on_duty and own.last_active_at is not None and own.last_active_at > since,
        silence_seconds_max=settings.silence_seconds_max,
        staff_on_duty=store.count_on_duty(connection, since),
    )


def keep_sample_moderator_on_duty(transaction: Transaction, name: str, settings: Settings, now: datetime) -> None:
    """Light the lamp of the demo: a sample moderator, who has no passkey and decides nothing, is there right now.

    To be repeated with every tick of the demo; under `veillee serve` nobody repeats it and the lamp goes low.
    """
    key = name_key(name)
    table = store.staff.c
    known = transaction.connection.execute(
        sa.select(table.id).where(table.name_key == key, table.sample)
    ).scalar_one_or_none()
    if known is None:
        store.add_sample(transaction.connection, id=new_id(), name=name, name_key=key, now=now)
    else:
        store.set_duty(transaction.connection, known, True, now)
    recount(transaction, settings, now)
