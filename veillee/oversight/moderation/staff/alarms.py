"""Letters that call staff who asked for them when something urgent waits. They say no word of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from veillee.foundation.storage import Transaction, find_tool, get_tool, metadata
from veillee.oversight import mail
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.staff import store
from veillee.oversight.moderation.staff.model import SENIORS, WATCHERS, StaffCaller
from veillee.safety.sealing import Boxes, PlaceKeys, columns

PURPOSE = "veillee staff alarms"
QUIET = timedelta(minutes=15)
"""After one letter the same member of staff gets no other for so long, whatever comes."""

staff_alarms = sa.Table("staff_alarms", metadata, *columns(), comment="id: of the member of staff")

SUBJECT: Mapping[str, str] = {
    "fr": "{site} : une affaire urgente attend",
    "en": "{site}: something urgent is waiting",
}
TEXT: Mapping[str, str] = {
    "fr": """Une affaire urgente attend dans la console :

{link}

Vous recevez cette lettre parce que vous l’avez demandé ; vous pouvez l’arrêter dans la console, page Équipe.

{site}
""",
    "en": """Something urgent is waiting in the console:

{link}

You get this letter because you asked for it; you can stop it in the console, on the page Team.

{site}
""",
}


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One reason to call somebody. page: of the console."""

    kind: Literal["alarm", "further"]
    subject: Mapping[str, str]
    text: Mapping[str, str]
    page: str = ""


URGENT = Call(kind="alarm", subject=SUBJECT, text=TEXT)
FURTHER = Call(
    kind="further",
    subject={
        "fr": "{site} : une lecture étendue attend une réponse",
        "en": "{site}: a further reading waits for an answer",
    },
    text={
        "fr": """Quelqu’un de l’équipe demande à lire plus loin que ce qu’une affaire montre. Une autre personne doit
répondre :

{link}

Vous recevez cette lettre parce que vous l’avez demandé ; vous pouvez l’arrêter dans la console, page Équipe.

{site}
""",
        "en": """Somebody of the team asks to read further than a case shows. Somebody else has to answer:

{link}

You get this letter because you asked for it; you can stop it in the console, on the page Team.

{site}
""",
    },
    page="#/further",
)


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody wants to be called, and in which language."""

    email: str
    language: Literal["fr", "en"] = "fr"


def find_alarm(connection: sa.Connection, caller: StaffCaller) -> Alarm | None:
    """The caller's own. Raises KeyMissing, Damaged."""
    row = connection.execute(sa.select(staff_alarms).where(staff_alarms.c.id == caller.id)).one_or_none()
    return None if row is None else _open(connection, row)


def set_alarm(transaction: Transaction, caller: StaffCaller, alarm: Alarm | None) -> None:
    """Call the caller there, or no more. Raises Invalid."""
    connection = transaction.connection
    checked = None if alarm is None else Alarm(email=mail.check_address("email", alarm.email), language=alarm.language)
    connection.execute(sa.delete(staff_alarms).where(staff_alarms.c.id == caller.id))
    if checked is not None:
        sealed = _boxes(get_tool(connection, PlaceKeys)).seal(connection, caller.id, msgspec.json.encode(checked))
        connection.execute(sa.insert(staff_alarms).values(id=caller.id, **sealed))


def forget_alarm(transaction: Transaction, staff_id: str) -> None:
    """Of somebody who is staff no more."""
    transaction.connection.execute(sa.delete(staff_alarms).where(staff_alarms.c.id == staff_id))


def call_staff(transaction: Transaction, case_id: str, now: datetime) -> None:
    """Write to everybody who asked for it, if the case is urgent and open."""
    connection = transaction.connection
    outbox = find_tool(connection, mail.Outbox)
    state = cases.find_state(connection, case_id) if outbox is not None else None
    if outbox is None or state is None or not state.urgent or state.state != "open":
        return
    watching = sa.select(staff_alarms).join(store.staff, store.staff.c.id == staff_alarms.c.id)
    for row in connection.execute(watching.where(store.staff.c.role.in_(WATCHERS))).all():
        _call(transaction, row, URGENT, now)


def call_seniors(transaction: Transaction, asked_by: str, now: datetime) -> None:
    """Somebody asks to read further than the window of a case: write to those who could answer and asked to be called,
    to whoever is on duty, or to all of them when none is."""
    connection = transaction.connection
    if find_tool(connection, mail.Outbox) is None:
        return
    own = store.staff.c
    able = sa.select(staff_alarms, own.on_duty).join(store.staff, own.id == staff_alarms.c.id)
    rows = connection.execute(able.where(own.role.in_(SENIORS), own.id != asked_by)).all()
    for row in [row for row in rows if row.on_duty] or rows:
        _call(transaction, row, FURTHER, now)


def _call(transaction: Transaction, row: sa.Row[Any], call: Call, now: datetime) -> None:
    """Write to one, unless they were written to of the same kind a moment ago."""
    outbox = get_tool(transaction.connection, mail.Outbox)
    if mail.has_recent(transaction.connection, call.kind, row.id, now - QUIET):
        return
    alarm = _open(transaction.connection, row)
    said = {"site": outbox.site, "link": f"{outbox.origin}/console/{call.page}"}
    subject, text = call.subject[alarm.language].format(**said), call.text[alarm.language].format(**said)
    letter = mail.Letter(kind=call.kind, about=row.id, to=alarm.email, subject=subject, text=text)
    mail.write_letter(transaction, letter, now)


def rewrap_alarms(transaction: Transaction, place_keys: PlaceKeys) -> int:
    """See Boxes.rewrap_batch."""
    return _boxes(place_keys).rewrap_batch(transaction)


def _open(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> Alarm:
    return msgspec.json.decode(_boxes(get_tool(connection, PlaceKeys)).open(connection, row), type=Alarm)


def _boxes(place_keys: PlaceKeys) -> Boxes:
    return Boxes(place_keys, staff_alarms, PURPOSE)
