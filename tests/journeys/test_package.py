"""A case is handed over: words, decisions, who touched the copies, and proofs that need nobody of the place."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio.to_thread
import bagit  # type: ignore[import-untyped]
import pytest

from tests.story import Evening, Member
from tests.story.engines import OnSqlite, present_engine
from tests.unit.safety.evidence.authority import Authority, answering
from tests.unit.safety.ledger import auditor
from veillee.server.cli import main

pytestmark = pytest.mark.anyio


async def a_case(evening: Evening) -> tuple[str, Member]:
    """Bruno has written to Anna, she reported it, staff decided, and he contested it."""
    slug, anna, bruno = await evening.room(), await evening.enter("Anna"), await evening.enter("Bruno")
    room = await anna.join(slug)
    await bruno.join(slug)
    await bruno.say(room, "Tu es nulle, Zoé")
    await anna.report_message(room, 1, note="Je suis visée.")
    maud = await evening.staff()
    (row,) = await maud.cases()
    taken = await maud.decide(row["id"], "ban")
    answer = await bruno.http.post(f"/statements/{taken['statement']}/complaint", json={"text": "Non."})
    assert answer.status_code == 201
    return row["id"], anna


def package(evening: Evening, monkeypatch: pytest.MonkeyPatch, case: str, folder: Path, **more: str) -> int:
    monkeypatch.setenv("VEILLEE_DATABASE", evening.place.settings.database)
    given = {"by": "Maud", "reason": "Réquisition 12/26", "data": str(evening.place.folder.path)} | more
    options = [part for name, value in given.items() for part in (f"--{name}", value) if part or name == "reason"]
    return main(["evidence", "package", case, str(folder), *options])


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "data" / name).read_text().splitlines()]


async def test_a_package_is_whole_and_checked_by_others(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, anna = await a_case(evening)
    folder = tmp_path / "handed"
    assert package(evening, monkeypatch, case, folder) == 0
    bagit.Bag(str(folder)).validate()
    assert [line["text"] for line in lines(folder, "messages.jsonl")] == ["Tu es nulle, Zoé"]
    (decision,) = lines(folder, "decisions.jsonl")
    assert (decision["decision"], decision["facts"]) == ("ban", "Voici pourquoi.")
    assert [line["text"] for line in lines(folder, "complaints.jsonl")] == ["Non."]
    assert [line["note"] for line in lines(folder, "reports.jsonl")] == ["Je suis visée."]
    custody = lines(folder, "custody.jsonl")
    assert [entry["act"] for entry in custody] == ["sealed", "sealed", "packed"]
    assert [entry["previous"] for entry in custody[1:]] == [entry["hash"] for entry in custody[:-1]]
    everything = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert anna.id.encode() not in everything and b"Anna" not in everything


async def test_a_court_has_the_graph_the_addresses_and_a_time_stamp(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case, anna = await a_case(evening)
    (tmp_path / "authority").mkdir()
    authority, folder = Authority(tmp_path / "authority"), tmp_path / "handed"
    monkeypatch.setenv("VEILLEE_EVIDENCE__TIMESTAMP_ROOTS", str(authority.root))
    with answering(authority.reply) as url:
        monkeypatch.setenv("VEILLEE_EVIDENCE__TIMESTAMP_URL", url)
        assert package(evening, monkeypatch, case, folder, connections="") == 0
    assert "time-stamped" in capsys.readouterr().out
    data, stamp = folder / "tagmanifest-sha256.txt", tmp_path / "handed.tsr"
    authority.run("ts", "-verify", "-data", str(data), "-in", str(stamp), "-CAfile", str(authority.root))
    assert [line["act"] for line in lines(folder, "connections.jsonl")] == ["entry", "message"]
    assert {line["address"] for line in lines(folder, "connections.jsonl")} == {"127.0.0.1"}
    assert lines(folder, "custody.jsonl")[-1]["reason"].endswith("(with addresses and ports)")
    graph = folder / "data" / "case.jsonld"
    assert anna.id not in graph.read_text() and "Tu es nulle, Zoé" in graph.read_text()
    if isinstance(present_engine(), OnSqlite):
        # Seconds of processor time: the graph is the same on both engines.
        await anyio.to_thread.run_sync(validate, graph)


def validate(graph: Path) -> None:
    """Raises CalledProcessError when the ontology does not accept it."""
    command = [str(Path(sys.executable).with_name("case_validate")), "--built-version", "case-1.4.0", str(graph)]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout.count("Conforms: True") == 1


async def test_without_the_authority_the_package_is_made_and_says_so(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case, _ = await a_case(evening)
    folder = tmp_path / "handed"
    with answering(lambda _: b"") as url:
        monkeypatch.setenv("VEILLEE_EVIDENCE__TIMESTAMP_URL", url)
    assert package(evening, monkeypatch, case, folder) == 0
    assert "without a time-stamp" in capsys.readouterr().out
    assert "does not answer" in (tmp_path / "handed.no-timestamp.txt").read_text()
    bagit.Bag(str(folder)).validate()
    assert not (tmp_path / "handed.tsr").exists() and not (folder / "data" / "connections.jsonl").exists()


async def test_its_proofs_hold_without_the_place(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _ = await a_case(evening)
    folder = tmp_path / "handed"
    assert package(evening, monkeypatch, case, folder) == 0
    proofs = folder / "data" / "ledger"
    key = (proofs / "key.txt").read_text().strip()
    assert key == (await evening.http.get("/ledger")).json()["key"]
    leaves = {entry["leaf"] for entry in lines(folder, "custody.jsonl")}
    leaves |= {decision["leaf_index"] for decision in lines(folder, "decisions.jsonl")}
    assert len(leaves) == 4
    for index in leaves:
        entry = (proofs / f"{index}.leaf.json").read_bytes()
        auditor.check_tlog_proof((proofs / f"{index}.tlog-proof").read_bytes(), key, entry)
    assert main(["ledger", "verify", "--data", str(evening.place.folder.path)]) == 0


async def test_what_cannot_be_handed_over_is_one_line(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case, _ = await a_case(evening)
    folder = tmp_path / "handed"
    for given in (
        {"case": "x"},
        {"case": "0192aaaa-0000-7000-8000-000000000000"},
        {"by": "Personne"},
        {"reason": ""},
        {"data": str(tmp_path / "nothing"), "config": str(tmp_path / "nothing.toml")},
    ):
        assert package(evening, monkeypatch, given.pop("case", case), folder, **given) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1 and not folder.exists()
    folder.mkdir()
    assert package(evening, monkeypatch, case, folder) == 1
    assert "is there already" in capsys.readouterr().err
