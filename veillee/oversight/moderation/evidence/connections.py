"""From where the person concerned came and wrote, for an order about a serious offence.

Address and source port at each creation of content are what French hosts keep for a year (décret 2021-1362, art. 5);
they are handed over for serious crime only, so a package has them when it is asked for and not otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from veillee.community import conversations, people


def list_connections(
    connection: sa.Connection, person: str | None, messages: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The entry, then each line of the person's among these that has an address still; nobody else's."""
    if person is None:
        return
    table = people.people.c
    entry = connection.execute(
        sa.select(table.entered_at, table.origin_address, table.origin_port).where(table.id == person)
    ).one_or_none()
    if entry is not None and entry.origin_address is not None:
        at = {"act": "entry", "at": entry.entered_at}
        yield at | {"address": entry.origin_address, "port": entry.origin_port}
    for line in messages:
        if line["author"] != person or line["conversation"] is None or line["seq"] is None:
            continue
        origin = conversations.find_origin(connection, line["conversation"], line["seq"])
        if origin is not None:
            wrote = {"act": "message", "at": line["sent_at"], "conversation": line["conversation"], "seq": line["seq"]}
            yield wrote | {"address": origin.address, "port": origin.port}
