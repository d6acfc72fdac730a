"""What is said lies nowhere as text, opens where it was said only, and is gone once its key is."""

import asyncio
import mmap
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.story import Evening, Member, open_evening, words
from tests.story.engines import Engine, OnPostgres, present_engine
from tests.story.postgres import shared_server
from veillee.community import conversations
from veillee.community.conversations.store import conversations as talks
from veillee.community.conversations.store import messages, withheld
from veillee.community.private_talk.store import private_requests
from veillee.foundation.basics import Listeners
from veillee.foundation.storage import Database, DataFolderProblem, Transaction
from veillee.safety.sealing.store import conversation_keys, place_keys
from veillee.server.cli import main
from veillee.server.keys import open_keys, seal_backlog

pytestmark = pytest.mark.anyio
FIRST, SAID, HELD = "rossignol premier", "rossignol du soir", f"{words.HELD} rossignol"


async def lies_as_text(evening: Evening, word: str) -> bool:
    """Whether it is in any row, any file of the data folder or any file of the database server, which tests share: so
    no other test may have it stored as text."""
    await evening.settle()
    folders = [evening.place.folder.path]
    if isinstance(present_engine(), OnPostgres):
        shared_server().execute("CHECKPOINT")
        folders.append(shared_server().folder)
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file() and file.stat().st_size)
    return word in repr(await evening.stored()) or any(_is_in(file, word.encode()) for file in files)


def _is_in(file: Path, word: bytes) -> bool:
    # Mapped, not read: a server's files are gigabytes together.
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(word) >= 0


async def two_in_private(evening: Evening) -> tuple[Member, Member, str]:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    conversation = await zoe.befriend(ali, FIRST)
    await zoe.next("conversation")
    await ali.next("conversation")
    return zoe, ali, conversation


def change(table: sa.Table, *where: Any, **values: Any) -> Any:
    return lambda transaction: transaction.connection.execute(table.update().where(*where).values(**values))


async def test_nothing_that_was_said_lies_there_as_text(evening: Evening) -> None:
    maud = await evening.staff()
    await maud.duty()
    zoe, ali, conversation = await two_in_private(evening)
    room = await zoe.join(await evening.room())
    await zoe.say(room, SAID)
    for number in range(3):
        assert (await ali.say(conversation, f"{SAID} {number}"))["seq"] == number + 2
    assert (await zoe.say(conversation, HELD, ref="one"))["type"] == "held"
    await maud.decide_only_case("release")
    assert (await zoe.next("accepted", ref="one"))["seq"] == 5
    await zoe.report_message(conversation, 2)
    noor = await evening.enter("Noor")
    await noor.ask(zoe, FIRST)
    assert await lies_as_text(evening, "Zoé") and not await lies_as_text(evening, "rossignol")
    assert [message["text"] for message in await zoe.history(conversation)] == [
        FIRST, f"{SAID} 0", f"{SAID} 1", f"{SAID} 2", HELD,
    ]  # fmt: skip
    assert [request["text"] for request in (await zoe.get("/private-requests"))["incoming"]] == [FIRST]


async def test_whoever_resumes_gets_what_was_missed(evening: Evening) -> None:
    zoe, ali, conversation = await two_in_private(evening)
    await ali.disconnect()
    await zoe.say(conversation, SAID)
    await ali.connect(resume={conversation: 1})
    assert (await ali.next("message"))["text"] == SAID


async def test_rows_that_were_swapped_show_nothing(evening: Evening) -> None:
    zoe, _, conversation = await two_in_private(evening)
    for number in range(2):
        await zoe.say(conversation, f"{SAID} {number}")

    def swap(transaction: Transaction) -> None:
        mine = messages.c.conversation_id == conversation
        rows = transaction.connection.execute(sa.select(messages.c.seq, messages.c.sealed).where(mine)).all()
        sealed = {row.seq: row.sealed for row in rows}
        for seq, other in ((2, 3), (3, 2)):
            change(messages, mine, messages.c.seq == seq, sealed=sealed[other])(transaction)

    await evening.place.database.write(swap)
    shown = [(message["text"], message["hidden"]) for message in await zoe.history(conversation)]
    assert shown == [(FIRST, False), ("", True), ("", True)]


async def test_what_lay_there_as_text_is_sealed(evening: Evening) -> None:
    """A place from before words were sealed."""
    zoe, _, conversation = await two_in_private(evening)
    await zoe.say(conversation, HELD)
    noor = await evening.enter("Noor")
    await noor.ask(zoe, FIRST)
    database, place = evening.place.database, evening.place
    for step in (
        change(messages, text="merle ancien", sealed=None),
        change(withheld, text="merle retenu", sealed=None),
        change(private_requests, text="merle osé", sealed=None),
        change(talks, plain_head=talks.c.head),
        lambda transaction: transaction.connection.execute(conversation_keys.delete()),
    ):
        await database.write(step)
    place.keyring._keys.clear()
    await database.write(conversations.give_keys, place.clock())
    assert [message["text"] for message in await zoe.history(conversation)] == ["merle ancien"]
    assert (await zoe.say(conversation, SAID))["seq"] == 2
    await seal_backlog(database)
    stored = repr(await evening.stored())
    assert "merle" not in stored and "rossignol" not in stored
    assert [message["text"] for message in await zoe.history(conversation)] == ["merle ancien", SAID]
    assert [request["text"] for request in (await zoe.get("/private-requests"))["incoming"]] == ["merle osé"]
    await seal_backlog(database)


async def test_what_was_destroyed_is_gone_and_its_evidence_stays(evening: Evening) -> None:
    maud = await evening.staff()
    zoe, ali, conversation = await two_in_private(evening)
    await zoe.say(conversation, SAID)
    await ali.report_message(conversation, 2)
    (case,) = await maud.cases()

    def destroy(transaction: Transaction) -> bool:
        return conversations.destroy_conversation(transaction, conversation, reason="schedule", at=evening.time())

    assert await evening.place.database.write(destroy)
    assert (await zoe.next("left"))["conversation"] == conversation
    await evening.settle()
    for member in (zoe, ali):
        assert (await member.http.get(f"/conversations/{conversation}/messages")).status_code == 404
    assert (await zoe.say(conversation, SAID))["code"] == "not-found"
    assert await evening.place.database.read(conversations.read_window, conversation, 2, 5, 5) == []
    assert await evening.place.database.read(conversations.find_message, conversation, 2) is None
    assert not await evening.place.database.write(destroy)
    copy = await maud.http.post(f"/staff/cases/{case['id']}/evidence/readings", json={"reason": "Plainte"})
    assert [line["text"] for line in copy.json()["items"][0]["content"]["words"]["lines"]] == [FIRST, SAID]
    assert [leaf.category for leaf in (await evening.stored())["ledger_leaves"]].count("conversation.destroyed") == 1


def rotate(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("VEILLEE_DATABASE", evening.place.settings.database)
    return main(["keys", "rotate", "--data", str(evening.place.folder.path)])


SAID_MEANWHILE_MAX = 50


async def test_a_new_key_comes_while_people_talk(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, said = tmp_path / "place", ["premier"]
    async with open_evening(folder) as evening:
        zoe, ali, conversation = await two_in_private(evening)
        old = (folder / "place.key").read_bytes()
        rotation = asyncio.create_task(asyncio.to_thread(rotate_all, evening, monkeypatch))
        # Fewer than the limit of a minute and than a page of history, however long it takes.
        while len(said) < 20 or (not rotation.done() and len(said) < SAID_MEANWHILE_MAX):
            said.append(f"{SAID} {len(said)}")
            assert (await zoe.say(conversation, said[-1]))["type"] == "accepted"
        assert await rotation == [0] * (1 + isinstance(engine, OnPostgres))
        noor = await evening.enter("Noor")
        later = await noor.befriend(ali, FIRST)
        assert [message["text"] for message in await ali.history(later)] == [FIRST]
    assert "place.key is a new one" in capsys.readouterr().out
    assert (folder / "place.key").read_bytes() != old and not (folder / "place.key.next").exists()
    async with open_evening(folder) as evening:
        again = await evening.returning(zoe.token)
        assert [message["text"] for message in await again.history(conversation, limit=200)] == [FIRST, *said[1:]]
        generations = [row.generation for row in (await evening.stored())["place_keys"]]
        assert generations == [2]
    engine.forget(folder / "veillee.sqlite3")


def rotate_all(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """On PostgreSQL it is said twice: in between the key is copied to other nodes."""
    times = 2 if isinstance(present_engine(), OnPostgres) else 1
    return [rotate(evening, monkeypatch) for _ in range(times)]


@pytest.mark.parametrize("at", ["begin_generation", "end_generations"])
async def test_a_rotation_that_was_killed_goes_on(evening: Evening, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    zoe, _, conversation = await two_in_private(evening)
    with monkeypatch.context() as patched:
        patched.setattr(f"veillee.safety.sealing.{at}", killed)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                while True:
                    assert rotate(evening, patched) == 0
    await zoe.say(conversation, SAID)
    assert rotate(evening, monkeypatch) == 0
    evening.place.keyring._keys.clear()
    assert [message["text"] for message in await zoe.history(conversation)] == [FIRST, SAID]
    assert len((await evening.stored())["place_keys"]) == 1


def killed(*_: Any) -> None:
    raise KeyboardInterrupt


async def test_the_last_step_of_a_rotation_is_made_up_for_at_the_next_start(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_evening(tmp_path) as evening:
        zoe, _, conversation = await two_in_private(evening)
        monkeypatch.setattr("veillee.foundation.storage.DataFolder.follow_place_key", killed)
        with pytest.raises(KeyboardInterrupt):
            rotate_all(evening, monkeypatch)
    monkeypatch.undo()
    async with open_evening(tmp_path) as evening:
        again = await evening.returning(zoe.token)
        assert [message["text"] for message in await again.history(conversation)] == [FIRST]
    assert not (tmp_path / "place.key.next").exists()
    engine.forget(tmp_path / "veillee.sqlite3")


async def check_is_refused(evening: Evening, said: str) -> None:
    """With the key that lies in its folder now, this place does not open."""
    folder = evening.place.folder
    database = Database.open(evening.place.settings.database, folder.database, Listeners())
    with pytest.raises(DataFolderProblem, match=f"place.key: {said}"):
        open_keys(folder, database)
    await database.close()


async def test_a_key_that_is_lost_or_foreign_opens_no_place(tmp_path: Path, engine: Engine) -> None:
    async with open_evening(tmp_path) as evening:
        _, _, conversation = await two_in_private(evening)
    key = tmp_path / "place.key"
    own = key.read_bytes()
    for content, said in ((None, "is missing"), (bytes(32), "is not the key of this place")):
        key.unlink(missing_ok=True)
        if content is not None:
            key.write_bytes(content)
        await check_is_refused(evening, said)
        assert key.exists() is (content is not None)
    key.write_bytes(own)
    async with open_evening(tmp_path) as evening:
        message = await evening.place.database.read(conversations.find_message, conversation, 1)
        assert message is not None and message.text == FIRST
    engine.forget(tmp_path / "veillee.sqlite3")


def empty(transaction: Transaction, table: sa.Table) -> None:
    transaction.connection.execute(table.delete())


async def test_a_key_from_before_keys_were_recorded_is_held_against_the_vault(tmp_path: Path, engine: Engine) -> None:
    async with open_evening(tmp_path) as evening:
        _, ali, conversation = await two_in_private(evening)
        await ali.report_message(conversation, 1)
        for table in (conversation_keys, place_keys):
            await evening.place.database.write(empty, table)
    own = (tmp_path / "place.key").read_bytes()
    (tmp_path / "place.key").write_bytes(bytes(32))
    await check_is_refused(evening, "is not the key of this place")
    (tmp_path / "place.key").write_bytes(own)
    async with open_evening(tmp_path):
        pass
    engine.forget(tmp_path / "veillee.sqlite3")
