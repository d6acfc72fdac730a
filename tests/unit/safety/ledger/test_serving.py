"""Over HTTP: whoever knows only the C2SP texts can audit the ledger, and nothing that is not there is served."""

import base64

import httpx
import pytest

from tests.unit.safety.ledger import auditor
from tests.unit.safety.ledger.conftest import ORIGIN, SEED, append_many, put_many
from veillee.foundation.storage import Database
from veillee.safety.ledger import Sealer, WrongKey
from veillee.safety.ledger.tiles import TileAddress, find_address

pytestmark = pytest.mark.anyio


class Log:
    """The log as it was fetched; the auditor reads without waiting."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.fetched: dict[str, bytes] = {}

    async def get(self, path: str) -> bytes:
        answer = await self.http.get(f"/{path}")
        if answer.status_code != 200:
            raise LookupError(path)
        return answer.content

    async def audit(self) -> tuple[int, bytes, list[bytes]]:
        """The auditor's findings; what they ask for is fetched and they begin again."""
        self.fetched = {"checkpoint": await self.get("checkpoint")}
        key = (await self.http.get("")).json()["key"]
        while True:
            try:
                return auditor.audit(self.fetched.__getitem__, key)
            except KeyError as asked:
                self.fetched[asked.args[0]] = await self.get(asked.args[0])


@pytest.mark.parametrize("size", [0, 1, 5, 255, 256, 257, 600])
async def test_an_auditor_finds_all_in_order(database: Database, http: httpx.AsyncClient, size: int) -> None:
    await database.write(append_many, 0, size)
    log = Log(http)
    found, root, entries = await log.audit()
    assert (found, len(entries)) == (size, size)
    head = (await http.get("")).json()
    assert (head["origin"], head["size"], head["root"]) == (ORIGIN, size, root.hex())
    assert head["checkpoint"].encode() == log.fetched["checkpoint"]


async def test_a_log_of_three_levels(database: Database, http: httpx.AsyncClient) -> None:
    """70,000 leaves are the example of the C2SP text: 273 full tiles, a partial one of 112, 17 and 1 above."""
    await database.write(put_many, 70_000)
    await database.write(Sealer(SEED, ORIGIN).open)
    widths = {"0/272": 256, "0/273.p/112": 112, "1/000": 256, "1/001.p/17": 17, "2/000.p/1": 1}
    log = Log(http)
    for path, width in widths.items():
        assert len(await log.get(f"tile/{path}")) == 32 * width
    _, size, root = auditor.read_checkpoint(await log.get("checkpoint"), (await http.get("")).json()["key"])
    assert size == 70_000
    proof = (await http.get("/leaves/12345")).json()
    steps = [bytes.fromhex(step) for step in proof["proof"]]
    assert auditor.root_from_inclusion(12_345, size, bytes.fromhex(proof["leaf_hash"]), steps) == root
    for gone in ("0/273.p/113", "0/273", "1/001.p/18", "2/000.p/2", "2/000", "3/000.p/1"):
        with pytest.raises(LookupError):
            await log.get(f"tile/{gone}")


async def test_each_leaf_has_its_proof(database: Database, http: httpx.AsyncClient) -> None:
    await database.write(append_many, 0, 300)
    log = Log(http)
    size, root, entries = await log.audit()
    for index in (0, 1, 127, 255, 256, 298, 299):
        proof = (await http.get(f"/leaves/{index}")).json()
        assert proof["leaf"].encode() == entries[index]
        assert proof["opening"] is None and proof["checkpoint"].encode() == log.fetched["checkpoint"]
        leaf_hash = auditor.mth([entries[index]])
        assert proof["leaf_hash"] == leaf_hash.hex()
        steps = [bytes.fromhex(step) for step in proof["proof"]]
        assert auditor.root_from_inclusion(index, size, leaf_hash, steps) == root
        auditor.check_tlog_proof((await http.get(f"/leaves/{index}/tlog-proof")).content, proof["key"], entries[index])


async def test_growth_is_proven(database: Database, http: httpx.AsyncClient) -> None:
    await database.write(append_many, 0, 300)
    _, root, entries = await Log(http).audit()
    for old in (1, 2, 37, 256, 299, 300):
        answer = (await http.get("/consistency", params={"old": old, "new": 300})).json()
        steps = [bytes.fromhex(step) for step in answer["proof"]]
        auditor.check_consistency(old, 300, auditor.mth(entries[:old]), root, steps)


async def test_caches_are_told_what_changes(database: Database, http: httpx.AsyncClient) -> None:
    await database.write(append_many, 0, 3)
    checkpoint, tile = await http.get("/checkpoint"), await http.get("/tile/0/000.p/3")
    assert checkpoint.headers["content-type"] == "text/plain; charset=utf-8"
    assert checkpoint.headers["cache-control"] == "public, max-age=2"
    assert tile.headers["content-type"] == "application/octet-stream"
    assert tile.headers["cache-control"] == "public, max-age=31536000, immutable"
    plain = await http.get("/tile/entries/000.p/3", headers={"accept-encoding": "identity"})
    packed = await http.get("/tile/entries/000.p/3", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
    assert plain.content == packed.content


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000", "tile/0/001.p/1", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/03", "tile/0/0.p/3",
        "tile/0/0000.p/3", "tile/0/x000/000.p/3", "tile/00/000.p/3", "tile/64/000.p/1", "tile/-1/000", "tile/0/",
        "tile/1/000.p/1", "tile/entries/000", "tile/data/000", "tile/0/x999/x999/x999/x999/x999/999", "tile/",
        "tile/0/x999/x999/x999/x999/999", "tile/0/٠٠٠.p/3", "leaves/3",
        "leaves/-1", "leaves/9223372036854775808", "leaves/99999999999999999999999", "leaves/x", "leaves/3/tlog-proof",
    ],
)  # fmt: skip
async def test_what_is_not_there_is_not_found(database: Database, http: httpx.AsyncClient, path: str) -> None:
    await database.write(append_many, 0, 3)
    assert (await http.get("/tile/0/000.p/3")).status_code == 200
    answer = await http.get(f"/{path}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("leaves?limit=0", "limit"), ("leaves?limit=101", "limit"), ("leaves?before=-1", "before"),
        ("leaves?before=9223372036854775808", "before"), ("consistency?old=0&new=3", "old"),
        ("consistency?old=3&new=2", "old"), ("consistency?old=1&new=4", "new"),
    ],
)  # fmt: skip
async def test_what_cannot_be_asked_is_named(
    database: Database, http: httpx.AsyncClient, path: str, field: str
) -> None:
    await database.write(append_many, 0, 3)
    answer = await http.get(f"/{path}")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


async def test_leaves_are_listed_the_latest_first(database: Database, http: httpx.AsyncClient) -> None:
    await database.write(append_many, 0, 5)
    seen, before = [], None
    while True:
        page = (await http.get("/leaves", params={"limit": 2} | ({} if before is None else {"before": before}))).json()
        seen += [leaf["index"] for leaf in page["leaves"]]
        before = page["before"]
        if before is None:
            break
    assert seen == [4, 3, 2, 1, 0]
    assert set(page["leaves"][0]) == {"index", "leaf_hash", "category", "time"}


def test_addresses_are_those_of_the_text() -> None:
    for index, path in ((0, "000"), (999, "999"), (1_000, "x001/000"), (1_234_067, "x001/x234/067")):
        address = TileAddress(level=3, index=index, width=256)
        assert address.path == f"3/{path}" == auditor.tile_path(3, index, 256).removeprefix("tile/")
        assert find_address(f"3/{path}") == address
        assert find_address(f"entries/{path}.p/255") == TileAddress(level="entries", index=index, width=255)


async def test_a_ledger_keeps_its_name_and_asks_for_its_key(database: Database, http: httpx.AsyncClient) -> None:

    await database.write(append_many, 0, 3)
    before = (await http.get("")).json()
    await database.write(Sealer(SEED, "elsewhere.example.org").open)
    assert (await http.get("")).json() == before
    with pytest.raises(WrongKey, match=r"ledger\.key"):
        await database.write(Sealer(bytes(32), ORIGIN).open)
    assert base64.b64encode(bytes.fromhex(before["root"])).decode() in before["checkpoint"]
