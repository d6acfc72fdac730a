"""The ledger over HTTP, for everybody: C2SP checkpoint and tiles, and the same things as JSON."""

import gzip

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from veillee.foundation.api import AnyRequest
from veillee.foundation.basics import NotFound
from veillee.foundation.storage import Database
from veillee.safety.ledger import queries, tiles
from veillee.safety.ledger.wire import ConsistencyProof, LeafPage, LeafProof, LedgerHead

FOR_SECONDS = "public, max-age=2"
FOREVER = "public, max-age=31536000, immutable"


@get("/ledger", summary="The head of the ledger, and the key that verifies it")
async def show_ledger(database: NamedDependency[Database]) -> LedgerHead:
    return await database.read(queries.get_head)


@get(
    "/ledger/checkpoint",
    media_type=MediaType.TEXT,
    summary="The latest checkpoint",
    description="A signed note as C2SP tlog-checkpoint says.",
)
async def show_checkpoint(database: NamedDependency[Database]) -> Response[str]:
    head = await database.read(queries.get_head)
    return Response(head.checkpoint, media_type=MediaType.TEXT, headers={"Cache-Control": FOR_SECONDS})


@get(
    "/ledger/tile/{address:path}",
    media_type="application/octet-stream",
    summary="A tile of hashes, or a bundle of entries",
    description="`{level}/{index}`, `entries/{index}`, either with `.p/{width}` when partial, as C2SP tlog-tiles says.",
)
async def show_tile(
    address: FromPath[str], request: AnyRequest, database: NamedDependency[Database]
) -> Response[bytes]:
    named = tiles.find_address(address.removeprefix("/"))
    tile = None if named is None else await database.read(tiles.find_tile, named)
    if named is None or tile is None:
        raise NotFound
    headers = {"Cache-Control": FOREVER}
    if named.level == "entries":
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            tile, headers["Content-Encoding"] = gzip.compress(tile, mtime=0), "gzip"
    return Response(tile, media_type="application/octet-stream", headers=headers)


@get("/ledger/leaves", summary="The leaves, the latest first: what kind of thing happened, and when")
async def list_leaves(
    database: NamedDependency[Database],
    before: FromQuery[int | None] = None,
    limit: FromQuery[int] = 50,
) -> LeafPage:
    return await database.read(queries.list_leaves, before, limit)


@get("/ledger/leaves/{index:int}", summary="A leaf with the proof that it is in the ledger")
async def show_leaf(index: FromPath[int], database: NamedDependency[Database]) -> LeafProof:
    return await database.read(queries.get_proof, index)


@get(
    "/ledger/leaves/{index:int}/tlog-proof",
    media_type=MediaType.TEXT,
    summary="The same proof as C2SP tlog-proof writes it",
)
async def show_tlog_proof(index: FromPath[int], database: NamedDependency[Database]) -> Response[str]:
    proof = await database.read(queries.get_proof, index)
    headers = {"Cache-Control": FOR_SECONDS}
    return Response(queries.write_tlog_proof(proof), media_type=MediaType.TEXT, headers=headers)


@get(
    "/ledger/consistency",
    summary="The proof that the ledger has only grown between two sizes",
    description="RFC 6962 §2.1.2. 422 for sizes that it has not.",
)
async def show_consistency(
    old: FromQuery[int], new: FromQuery[int], database: NamedDependency[Database]
) -> ConsistencyProof:
    return await database.read(queries.get_consistency, old, new)


handlers: list[HTTPRouteHandler] = [
    show_ledger, show_checkpoint, show_tile, list_leaves, show_leaf, show_tlog_proof, show_consistency,
]  # fmt: skip
