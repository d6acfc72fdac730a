"""Staff see on what a verdict rests and what would have let the words pass; a draft is tried on what was decided."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from tests.story import Evening
from veillee.foundation.storage import Transaction
from veillee.safety.evidence import Judged, forget_judged
from veillee.safety.evidence.judged import judged
from veillee.safety.ledger.store import leaves
from veillee.safety.policy import Submission
from veillee.server.policy import compare_stored

pytestmark = pytest.mark.anyio


async def _held(evening: Evening) -> dict[str, Any]:
    maud = await evening.staff()
    await maud.duty()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    talk = await zoe.befriend(ali)
    assert (await zoe.say(talk, "tu peux m'envoyer 200 euros ?"))["type"] == "held"
    (case,) = await maud.cases()
    return await maud.case(case["id"])


async def test_what_would_have_let_it_pass(evening: Evening) -> None:
    reasons = {reason["rule"]: reason for reason in (await _held(evening))["verdict"]["reasons"]}
    turns = {turn["name"]: turn["there"] for turn in reasons["scam.money"]["turns"]}
    assert turns == {"asks_money": False, "contacts": True}
    hurried = reasons["scam.in_a_hurry"]
    assert [one["name"] for one in hurried["evidence"]] == ["hours_known"]
    assert {turn["text"]["fr"] for turn in reasons["scam.money"]["turns"]} == {"demander de l'argent", "être contacts"}


async def test_what_was_judged_is_sealed_and_forgotten(evening: Evening) -> None:
    await _held(evening)
    place = evening.place
    (row,) = await place.database.read(lambda c: c.execute(sa.select(judged)).all())
    assert b"euros" not in row.sealed
    (asked,) = await place.database.read(lambda c: list(Judged(place.place_keys).open_all(c)))
    submission = msgspec.msgpack.decode(asked, type=Submission)
    assert submission.text.endswith("euros ?") and submission.hours_known == 0.0 and not submission.contacts
    assert all("euros" not in str(row.verdict) for row in (await evening.stored())["withheld"])
    evening.time.pass_(days=181)
    await place.database.write(forget_judged, place.clock())
    assert await place.database.read(lambda c: c.execute(sa.select(judged)).all()) == []


async def test_a_draft_is_tried_on_what_was_decided(evening: Evening, tmp_path: Path) -> None:
    await _held(evening)
    draft = tmp_path / "draft" / "rules"
    draft.mkdir(parents=True)
    rules = (evening.place.gate._folders[0] / "rules" / "money.yaml").read_text()
    (draft / "money.yaml").write_text(rules.replace("((asks_money ||", "(("))
    if evening.place.settings.database != "sqlite":
        return  # the command opens what the settings name
    said = compare_stored(None, [draft.parent], evening.place.folder.path, 8000)
    assert said[0] == "1 stored decisions replayed, 1 would come out differently"
    assert "euros" not in "".join(said)

    def categories(transaction: Transaction) -> list[str]:
        rows = transaction.connection.execute(sa.select(leaves.c.leaf)).scalars()
        return [msgspec.json.decode(leaf)["category"] for leaf in rows]

    assert "policy.backtest" in await evening.place.database.write(categories)
