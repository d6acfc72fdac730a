"""Who watches: duty said by staff, confirmed by what they do, counted for the lamp."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.people import name_key
from veillee.foundation.basics import Forbidden, new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.assignment import let_go
from veillee.oversight.moderation.cases.store import is_urgent_outside
from veillee.oversight.moderation.leaves_staff import name_content, sample_content, staff_content
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff import store
from veillee.oversight.moderation.staff.model import DutyChanged, StaffCaller, counting_span
from veillee.oversight.moderation.wire import Duty
from veillee.safety import ledger


def check_watches(caller: StaffCaller) -> None:
    """Raises Forbidden `wrong-role` for a role that does not watch."""
    if not caller.watches:
        raise Forbidden("wrong-role", "Your role does not watch.")


def put_duty(transaction: Transaction, caller: StaffCaller, on: bool, settings: Settings, now: datetime) -> Duty:
    """Go on or off duty."""
    change(transaction, caller, on, now)
    recount(transaction, settings, now)
    return read_duty(transaction.connection, caller, settings, now)


def change(transaction: Transaction, caller: StaffCaller, on: bool, now: datetime) -> None:
    """Be on duty or not; saying again what holds already is activity and no change."""
    if on != store.is_on_duty(transaction.connection, caller.id):
        ledger.append(transaction, "duty.on" if on else "duty.off", staff_content(caller.id, caller.role), now)
    store.set_duty(transaction.connection, caller.id, on, now)
    if not on:
        let_go(transaction, caller.id, now)


def confirm_presence(transaction: Transaction, caller: StaffCaller, settings: Settings, now: datetime) -> None:
    """The caller did what only somebody present does."""
    store.set_active(transaction.connection, caller.id, now)
    recount(transaction, settings, now)


def recount(transaction: Transaction, settings: Settings, now: datetime) -> None:
    """Say how many watch. Inside a write, so that the lamp hears of changes in the order they were stored."""
    transaction.announce(look(transaction.connection, settings, now))


def look(connection: sa.Connection, settings: Settings, now: datetime) -> DutyChanged:
    """How many watch, and whether something urgent waits too long."""
    span = counting_span(now, settings.silence_seconds_max)
    minutes = settings.urgent_minutes_max
    return DutyChanged(
        staff_on_duty=store.count_on_duty(connection, *span),
        urgent_late=bool(minutes) and is_urgent_outside(connection, *counting_span(now, 60 * minutes)),
    )


def read_duty(connection: sa.Connection, caller: StaffCaller, settings: Settings, now: datetime) -> Duty:
    """The caller's own duty, and how many watch in all."""
    since, until = counting_span(now, settings.silence_seconds_max)
    watch = look(connection, settings, now)
    own = connection.execute(sa.select(store.staff).where(store.staff.c.id == caller.id)).one()
    return Duty(
        on=own.on_duty,
        counted=own.on_duty and own.last_active_at is not None and since < own.last_active_at < until,
        silence_seconds_max=settings.silence_seconds_max,
        staff_on_duty=watch.staff_on_duty,
        sample_on_duty=store.count_on_duty(connection, since, until, only_sample=True),
        urgent_late=watch.urgent_late,
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
        sample = new_id()
        store.add_sample(transaction.connection, id=sample, name=name, name_key=key, now=now)
        ledger.append(transaction, "staff.added", sample_content(sample, now), now)
        ledger.append(transaction, "staff.named", name_content(sample, name), now)
    else:
        store.set_duty(transaction.connection, known, True, now)
    recount(transaction, settings, now)
