"""Everybody can hold the place to what it recorded: with nothing but the C2SP texts, and from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.story import Evening, Member
from tests.unit.safety.ledger import auditor
from veillee.server.cli import main

pytestmark = pytest.mark.anyio


async def a_decision(evening: Evening) -> tuple[Member, Member]:
    """Anna has reported Bruno, and staff decided."""
    slug, anna, bruno = await evening.room(), await evening.enter("Anna"), await evening.enter("Bruno")
    room = await anna.join(slug)
    await bruno.join(slug)
    await bruno.say(room, "Tu es nulle, Anna")
    await anna.report_message(room, 1)
    await (await evening.staff()).decide_only_case("warn")
    return anna, bruno


async def fetch(evening: Evening, path: str) -> bytes:
    answer = await evening.http.get(f"/ledger/{path}")
    assert answer.status_code == 200, path
    return answer.content


async def audited(evening: Evening) -> tuple[int, bytes, list[bytes]]:
    """What somebody who only knows the texts finds."""
    key = (await evening.http.get("/ledger")).json()["key"]
    fetched: dict[str, bytes] = {"checkpoint": await fetch(evening, "checkpoint")}
    while True:
        try:
            return auditor.audit(fetched.__getitem__, key)
        except KeyError as asked:
            fetched[asked.args[0]] = await fetch(evening, asked.args[0])


async def test_an_auditor_outside_reads_an_evening(evening: Evening) -> None:
    old_size, old_root, _ = await audited(evening)
    await a_decision(evening)
    size, root, entries = await audited(evening)
    kinds = [json.loads(entry)["category"] for entry in entries]
    assert kinds[0] == "policy.in_force" and kinds[-1] == "decision.warn"
    assert {"report.received", "staff.signed_in", "statement.issued"} < set(kinds)
    answer = (await evening.http.get("/ledger/consistency", params={"old": old_size, "new": size})).json()
    auditor.check_consistency(old_size, size, old_root, root, [bytes.fromhex(step) for step in answer["proof"]])


async def test_receipts_are_proven_without_the_place(evening: Evening) -> None:
    anna, bruno = await a_decision(evening)
    (report,), (statement,) = await anna.get("/reports"), await bruno.get("/statements")
    given: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (report["receipt"], await anna.get(f"/reports/{report['id']}/receipt")),
        (statement["receipt"], await bruno.get(f"/statements/{statement['id']}/receipt")),
    ]
    for receipt, proof in given:
        assert (proof["index"], proof["leaf_hash"]) == (receipt["index"], receipt["leaf_hash"])
        leaf_hash = auditor.mth([proof["leaf"].encode()])
        assert leaf_hash.hex() == proof["leaf_hash"]
        _, size, root = auditor.read_checkpoint(proof["checkpoint"].encode(), proof["key"])
        steps = [bytes.fromhex(step) for step in proof["proof"]]
        assert auditor.root_from_inclusion(proof["index"], size, leaf_hash, steps) == root


async def test_the_command_agrees_beside_the_running_place(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEILLEE_DATABASE", evening.place.settings.database)
    anna, _ = await a_decision(evening)
    (report,) = await anna.get("/reports")
    receipt = tmp_path / "receipt.json"
    receipt.write_text(json.dumps(await anna.get(f"/reports/{report['id']}/receipt")))
    assert main(["ledger", "verify", "--data", str(evening.place.folder.path), "--receipt", str(receipt)]) == 0


async def test_messages_that_pass_leave_no_leaf(evening: Evening) -> None:
    size, *_ = await audited(evening)
    anna = await evening.enter("Anna")
    room = await anna.join(await evening.room())
    for n in range(5):
        await anna.say(room, f"Bonsoir {n}")
    assert (await audited(evening))[0] == size
