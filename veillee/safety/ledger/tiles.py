"""C2SP tlog-tiles: the addresses of tiles and of bundles of entries, and what they hold (https://c2sp.org/tlog-tiles)."""

import re
from typing import Literal

import msgspec
import sqlalchemy as sa

from veillee.safety.ledger import store

TILE_WIDTH = 256
LEVEL_MAX = 63
# Five groups of three digits are more leaves than a log can have and fewer than a database can count.
_ADDRESS = re.compile(r"(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?").fullmatch


class TileAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Which tile: hashes of a level, or the entries themselves. width: 1 to 256, fewer than 256 for a partial one."""

    level: int | Literal["entries"]
    index: int
    width: int

    @property
    def path(self) -> str:
        """The address below `tile/`."""
        groups = [f"{self.index:03d}"[-3:]]
        above = self.index // 1000
        while above:
            groups.insert(0, f"x{above % 1000:03d}")
            above //= 1000
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"{self.level}/{'/'.join(groups)}{partial}"


def find_address(path: str) -> TileAddress | None:
    """What a path below `tile/` names, None for what is no address."""
    match = _ADDRESS(path)
    if match is None:
        return None
    level, groups, width = match.groups()
    address = TileAddress(
        level="entries" if level == "entries" else int(level),
        index=int(re.sub("[x/]", "", groups)),
        width=int(width or TILE_WIDTH),
    )
    # One address a tile: neither a full one written as partial nor superfluous groups.
    return address if address.path == path and (level == "entries" or int(level) <= LEVEL_MAX) else None


def find_tile(connection: sa.Connection, address: TileAddress) -> bytes | None:
    """The bytes of a tile, None when what everybody may see is not that long."""
    start = address.index * TILE_WIDTH
    end = start + address.width
    height = 0 if address.level == "entries" else address.level
    head = store.find_head(connection)
    if head is None or end * TILE_WIDTH**height > head.published_size:
        return None
    if address.level == "entries":
        found = [_entry(row.leaf) for row in store.list_leaves(connection, start, end)]
    elif address.level == 0:
        found = [bytes.fromhex(row.leaf_hash) for row in store.list_leaves(connection, start, end)]
    else:
        found = store.list_nodes(connection, address.level, start, end)
    return b"".join(found) if len(found) == address.width else None


def _entry(leaf: bytes) -> bytes:
    return len(leaf).to_bytes(2, "big") + leaf
