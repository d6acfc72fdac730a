"""The marks of illegal pictures that the ledger commits to, for whoever verifies it."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from veillee.community.media.leaves import acceptance_content, refusal_content
from veillee.community.media.store import refused_pictures
from veillee.safety import ledger
from veillee.safety.ledger import Fault, Record


def read_records(connection: sa.Connection) -> Iterator[Record]:
    """Every mark that is refused."""
    for row in _rows(connection, refused_pictures.c.leaf_index.is_not(None)):
        what = f"refused picture of statement {row.statement_id}"
        yield Record(what=what, index=row.leaf_index, leaf_hash=None, content=refusal_content(row._asdict()))


def check_refused(connection: sa.Connection) -> Iterator[Fault]:
    """Marks that are gone, and that nobody accepted again."""
    there = {row.leaf_index for row in _rows(connection, sa.true())}
    accepted = ledger.list_of_category(connection, "picture.accepted")
    for leaf in ledger.list_of_category(connection, "picture.refused"):
        content = acceptance_content(leaf.index)
        back = any(ledger.opens(later, [content]) for later in accepted if later.index > leaf.index)
        if (leaf.index in there) == back:
            what = "the mark that was refused with it is gone" if not back else "its mark was accepted, and is there"
            yield Fault(kind="row", where=f"leaf {leaf.index}", what=what)


def list_leafless_marks(connection: sa.Connection) -> list[Any]:
    """Those from before they had leaves."""
    return _rows(connection, refused_pictures.c.leaf_index.is_(None))


def _rows(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Any]:
    order = (refused_pictures.c.statement_id, refused_pictures.c.mark)
    return list(connection.execute(sa.select(refused_pictures).where(which).order_by(*order)).all())
