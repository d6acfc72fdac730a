"""What a night leaves out: everything else that leaves a row which somebody could want to change."""

from datetime import timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from tests.unit.oversight.night import live_through
from tests.unit.oversight.place import PLACE_KEYS, Place, make_verdict
from tests.unit.oversight.test_notices import notice, person
from tests.unit.oversight.test_objections import decide
from tests.unit.oversight.test_raids import RAIDS, clean, flood, span
from tests.unit.oversight.test_roster import me, plan
from tests.unit.oversight.test_synthetic import QUEUE, find_next
from tests.unit.oversight.test_team import answer, change
from veillee.community import conversations
from veillee.community.conversations.hold import hold
from veillee.community.conversations.store import messages
from veillee.community.media.store import pictures
from veillee.community.screening.actions import agree, withdraw
from veillee.foundation.basics import new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.duty.presence import keep_sample_moderator_on_duty
from veillee.oversight.moderation.misuse.store import misuse_decisions
from veillee.safety import ledger
from veillee.safety.evidence import Touch, Vault

LAW = "intimacy"
NODE_LEAVES = 256
"""So many leaves have a node of their own."""


async def live_on(place: Place) -> Place:
    """A night, and a day after it; grave decisions take two."""
    await live_through(place)
    staff = {name: await place.signed_in(name, role) for name, role in STAFF.items()}
    await taken_back(place, staff)
    await raided(place, staff)
    await answered(place, staff)
    await kept_apart(place, staff)
    await pictured(place, staff)
    await closed_and_gone(place, staff)
    await place.database.write(keep_sample_moderator_on_duty, "Sam", place.settings, place.now)
    await place.database.write(fill)
    return place


STAFF = {"Maud": "moderator", "Nour": "senior", "Ada": "admin"}
Staff = dict[str, Any]


async def raided(place: Place, staff: Staff) -> None:
    """One raid is cleaned and taken back, another waits for a second person."""
    await flood(place)
    raid = await clean(staff["Maud"], span=span(place))
    undone = await staff["Maud"].post(f"{RAIDS}/{raid['row']['id']}/undoing", json={"facts": "C’était une erreur."})
    assert undone.status_code == 201, undone.text
    await clean(staff["Maud"], span=span(place), kind="ban")
    await flood_again(place)
    raid = await clean(staff["Maud"], span=span(place), kind="ban")
    answer = {"approve": True, "facts": ""}
    approved = await staff["Nour"].post(f"{RAIDS}/{raid['row']['id']}/approvals", json=answer)
    assert approved.status_code == 201, approved.text


async def flood_again(place: Place) -> None:
    place.pass_time(hours=2)
    raider = await place.make_person("Encore")
    for turn in range(3):
        await place.say(raider, place.room, f"encore nous {turn}")
    place.pass_time(minutes=1)


async def taken_back(place: Place, staff: Staff) -> None:
    """What was decided, planned, left and proposed is answered, ended or taken up."""
    ada, nour = staff["Ada"], staff["Nour"]
    flagger = await me(await place.signed_in("Asso", "flagger"))
    ended = await ada.post(f"/api/v1/staff/flaggers/{flagger}/restoration", json={"reason": "Vérifié ensemble."})
    assert ended.status_code == 204, ended.text
    (note,) = (await nour.get("/api/v1/staff/duty/notes")).json()
    assert (await nour.put(f"/api/v1/staff/duty/notes/{note['id']}/taken")).status_code == 204
    shift = (await plan(nour, "2026-11-26T20:00", "2026-11-27T01:00")).json()["id"]
    assert (await nour.delete(f"/api/v1/staff/duty/shifts/{shift}")).status_code == 204
    sacha = await place.signed_in("Sacha", "senior")
    waits = (await change(ada, "Nour", "admin")).json()
    assert waits["state"] == "waiting", waits
    assert (await answer(sacha, waits, agree=False)).status_code == 200
    (warned,) = await place.rows(misuse_decisions)
    lifted = await nour.post(f"/api/v1/staff/misuse/{warned.id}/lifting", json={"facts": "Erreur."})
    assert lifted.status_code == 204, lifted.text
    await place.database.write(agree, place.anna, True, partners=(), at=place.now)
    await place.database.write(agree, place.chloe, True, partners=(), at=place.now)
    await place.database.write(withdraw, place.chloe, partners=(), at=place.now)


async def answered(place: Place, staff: Staff) -> None:
    """A report that nobody sent was answered, and a notice waits."""
    settings = msgspec.structs.replace(place.settings, synthetic_per_day=1)
    place.moderation.duty._settings = settings
    place.now = find_next(settings, place.now)
    await place.moderation.duty.make_synthetic()
    made = await newest(place, staff["Maud"])
    assert (await decide(staff["Maud"], made, "not_located")).status_code == 201
    assert (await notice(place, person("Personne"))).status_code == 201


async def kept_apart(place: Place, staff: Staff) -> None:
    """Two are frozen over what one said; two others were, and are free again."""
    young = msgspec.structs.replace(make_verdict("minor_disclosed", urgent=True), freeze=True)
    for author, other in ((place.anna, place.chloe), (place.chloe, place.bruno)):
        talk = await place.make_private(author, other)
        draft, who = await place.draft(author, talk, "j’ai 15 ans")
        await place.database.write(hold, msgspec.structs.replace(draft, to=other), who, young)
    row = next(row for row in (await staff["Maud"].get(QUEUE)).json()["cases"] if row["source"] == "held_message")
    assert (await decide(staff["Maud"], await whole(staff["Maud"], row["id"]), "release")).status_code == 201


async def whole(staff: Any, case: str) -> Any:
    return (await staff.get(f"{QUEUE}/{case}")).json()


async def pictured(place: Place, staff: Staff) -> None:
    """Two pictures were removed as illegal, one of them wrongly."""
    taken = []
    for number in range(2):
        seq = await place.say(place.chloe, place.room, f"regardez {number}")
        await place.database.write(attach, place, seq, bytes([number]) * 32)
        subject = {"kind": "message", "conversation": place.room, "seq": seq}
        assert (await place.report(place.anna, subject)).status_code == 201
        case = await newest(place, staff["Maud"])
        law = {"ground": "law", "law": LAW, "explanation": "Sans l’accord de la personne."}
        decided = await decide(staff["Maud"], case, "remove_pictures", **law)
        assert decided.status_code == 201, decided.text
        taken.append(case["id"])
    assert (await decide(staff["Maud"], await whole(staff["Maud"], taken[0]), "restore")).status_code == 201


async def newest(place: Place, staff: Any) -> Any:
    """The case that was opened last."""
    latest = max(await place.rows(cases), key=lambda row: row.id)
    return await whole(staff, latest.id)


def attach(transaction: Transaction, place: Place, seq: int, mark: bytes) -> None:
    """A picture to a message, as if it had been uploaded and sent with it."""
    here = (messages.c.conversation_id == place.room, messages.c.seq == seq)
    message = transaction.connection.execute(sa.select(messages.c.id).where(*here)).scalar_one()
    row = {"id": new_id(), "owner_id": place.chloe, "uploaded_at": place.now, "width": 3, "height": 2}
    row |= {"message_id": message, "conversation_id": place.room, "seq": seq}
    marks = {"file_mark": mark, "image_mark": mark[:31] + b"i", "likeness_mark": mark[:31] + b"l"}
    transaction.connection.execute(sa.insert(pictures).values(row | marks))
    shown = [{"id": row["id"], "width": 3, "height": 2}]
    transaction.connection.execute(sa.update(messages).where(*here).values(pictures=shown))


async def closed_and_gone(place: Place, staff: Staff) -> None:
    """A room was closed, a talk destroyed with its key, a mute goes on, and copies had their time."""
    room = await place.make_room("Le garage", [], opened_by=place.bruno)
    assert (await place.report(place.anna, {"kind": "room", "id": room})).status_code == 201
    closed = await decide(staff["Maud"], await newest(place, staff["Maud"]), "close_room", article="respect")
    assert closed.status_code == 201, closed.text
    talk = await place.make_private(place.anna, place.bruno)
    destroy = conversations.destroy_conversation
    await place.database.write(lambda t: destroy(t, talk, reason="schedule", at=place.now))
    case = (await newest(place, staff["Maud"]))["id"]
    vault = Vault(PLACE_KEYS, timedelta(days=1))
    held = Touch(case=case, staff=None, reason="test", at=place.now)
    await place.database.write(lambda t: vault.seal_file(t, held, "image.webp", b"image"))
    old = Vault(PLACE_KEYS, timedelta(days=-1))
    gone = Touch(case=new_id(), staff=None, reason="test", at=place.now)
    await place.database.write(lambda t: old.seal(t, gone, {"words": "loin"}))
    await place.database.write(lambda t: old.destroy_due(t, place.now))


def fill(transaction: Transaction) -> None:
    """Until there is a node over leaves."""
    for _ in range(NODE_LEAVES):
        ledger.append(transaction, "clock.behind", {})
