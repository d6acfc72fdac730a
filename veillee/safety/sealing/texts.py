"""From words to what lies in a row, and back, with the keyring that the database was lent."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
import structlog

from veillee.foundation.storage import get_tool
from veillee.safety.sealing.cipher import Damaged
from veillee.safety.sealing.keyring import Gone, Keyring

log = structlog.get_logger("sealing")


def seal_texts(connection: sa.Connection, texts: Sequence[tuple[str, str, str]]) -> list[bytes]:
    """Sealed bytes for each (owner, own id, text). Raises Gone, KeyMissing, Damaged."""
    return get_tool(connection, Keyring).seal(connection, texts)


def seal_text(connection: sa.Connection, owner: str, id_: str, text: str) -> bytes:
    """The same for one."""
    (sealed,) = seal_texts(connection, [(owner, id_, text)])
    return sealed


def find_text(connection: sa.Connection, owner: str, id_: str, sealed: bytes | None, plain: str) -> str | None:
    """What was sealed; the plain text of a row that waits to be sealed; None when it does not open, which is logged.

    Raises Gone, KeyMissing.
    """
    keyring = get_tool(connection, Keyring)
    if sealed is None:
        # From before there were keys: who never had one is not gone.
        if keyring.load(connection, (owner,))[owner] is None and keyring.knows(connection, owner):
            raise Gone
        return plain
    try:
        return keyring.open(connection, owner, id_, sealed)
    except Damaged:
        log.error("sealed words do not open", owner=owner, id=id_)
        return None


def find_gone(connection: sa.Connection, owners: Collection[str]) -> list[str]:
    """Those of them that have no key to seal with."""
    return [owner for owner, key in get_tool(connection, Keyring).load(connection, owners).items() if key is None]


def load_keys(connection: sa.Connection, owners: Collection[str]) -> None:
    """Have the keys of all these in hand: opening what is theirs then costs no look at the database."""
    get_tool(connection, Keyring).load(connection, owners)
