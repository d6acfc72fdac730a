"""Coming back after a ban: a mark of address and browser that only this place can make, and forgets.

A mark is an HMAC under a key of the month, which is derived from the key of the place: without that key it says
nothing, and after a month others are made. It raises scrutiny and decides nothing: many people share an address and
a browser.
"""

import ipaddress
from datetime import datetime, timedelta

import sqlalchemy as sa

from veillee.community.people import count_shut_out
from veillee.foundation.basics import Signer
from veillee.foundation.storage import Id, Instant, Transaction, metadata

ENTRANCES_LAST = timedelta(days=62)
LINKS_MAX = 50
AGENT_CHARS_MAX = 512
IPV6_NETWORK_BITS = 64

entrances = sa.Table(
    "entrances",
    metadata,
    sa.Column("mark", sa.Text, primary_key=True, comment="HMAC of address and browser, under a key of the month"),
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), primary_key=True, index=True),
    sa.Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)


def make_marks(signer: Signer, address: str, agent: str, now: datetime) -> list[str]:
    """The marks of this month and of the one before, so that who comes back in the next month is still recognised.

    None for an address of this machine, which says nothing about anybody, and for what is no address.
    """
    network = _network(address)
    if network is None:
        return []
    before = now.replace(day=1) - timedelta(days=1)
    keys = [bytes.fromhex(signer.sign("entrances", f"{month:%Y-%m}")) for month in (now, before)]
    return [Signer(key).sign(network, agent[:AGENT_CHARS_MAX]) for key in keys]


def add_entrances(transaction: Transaction, person_id: str, marks: list[str], at: datetime) -> None:
    """Store the marks with which somebody came in."""
    for mark in marks:
        transaction.connection.execute(entrances.insert(), {"mark": mark, "person_id": person_id, "at": at})


def count_banned_links(connection: sa.Connection, person_id: str, now: datetime) -> int:
    """How many others who came in with the same mark are banned or suspended now; of the latest LINKS_MAX."""
    ids = find_linked(connection, person_id, LINKS_MAX)
    return count_shut_out(connection, ids, now) if ids else 0


def find_linked(connection: sa.Connection, person_id: str, limit: int) -> dict[str, datetime]:
    """Who else came in with the same mark, and when last; the latest first, as long as marks last."""
    rows = connection.execute(_LINKED, {"person": person_id, "linked_max": limit})
    return {row.person_id: row.at for row in rows}


def forget_entrances(transaction: Transaction, now: datetime) -> None:
    """Delete what is older than ENTRANCES_LAST."""
    transaction.connection.execute(entrances.delete().where(entrances.c.at < now - ENTRANCES_LAST))


_mine, _theirs = entrances.alias(), entrances.alias()
_last = sa.func.max(_theirs.c.at)
_LINKED = (
    sa.select(_theirs.c.person_id, _last.label("at"))
    .join(_mine, _mine.c.mark == _theirs.c.mark)
    .where(_mine.c.person_id == sa.bindparam("person"), _theirs.c.person_id != sa.bindparam("person"))
    .group_by(_theirs.c.person_id)
    .order_by(_last.desc(), _theirs.c.person_id)
    .limit(sa.bindparam("linked_max"))
)


def _network(address: str) -> str | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    if parsed.is_loopback:
        return None
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, IPV6_NETWORK_BITS), strict=False))
    return str(parsed)
