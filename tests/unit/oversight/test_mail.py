"""Letters: what is written, what leaves, what happens when the mail server is away, slow or refuses."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from tests.unit.oversight.mailbox import SENDER, Mailbox, serve_mail
from tests.unit.oversight.place import ORIGIN, PLACE_KEYS, Place
from tests.unit.oversight.test_notices import notice, person
from veillee.oversight import mail
from veillee.oversight.mail.model import PATIENCE
from veillee.oversight.mail.store import outbox
from veillee.oversight.moderation.notices.contacts import forget_contacts, notice_contacts

pytestmark = pytest.mark.anyio


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
async def server(mailbox: Mailbox) -> AsyncIterator[mail.MailSettings]:
    async with serve_mail(mailbox) as settings:
        yield settings


def open_post(place: Place, settings: mail.MailSettings) -> mail.Post:
    box = mail.Outbox(PLACE_KEYS, ORIGIN, "Le Phare")
    place.database.lend(box)
    place.moderation.post = mail.Post(place.database, box, settings, place.clock)
    return place.moderation.post


async def decide_first(place: Place, kind: str, article: str | None = None) -> None:
    maud = await place.signed_in()
    (row, *_) = (await maud.get("/api/v1/staff/cases")).json()["cases"]
    body = {"kind": kind, "facts": "Vu.", "version": row["version"], "article": article}
    answer = await maud.post(f"/api/v1/staff/cases/{row['id']}/decisions", json=body)
    assert answer.status_code == 201, answer.text


async def test_a_notifier_reads_receipt_decision_and_redress(
    place: Place, mailbox: Mailbox, server: mail.MailSettings
) -> None:
    post = open_post(place, server)
    seq = await place.say(place.bruno, place.room, "méchanceté")
    message = {"kind": "message", "location": f"/salons/{place.room}#{seq}"}
    filed = (await notice(place, message, language="en")).json()
    await post.round()
    await decide_first(place, "hide", "respect")
    await post.round()
    receipt, decision = mailbox.arrived
    assert mailbox.recipients == ["claude@example.org"] * 2
    assert (receipt["Subject"], receipt["From"]) == ("Le Phare: your notice has arrived", SENDER)
    assert receipt["Auto-Submitted"] == "auto-generated"
    for letter in (receipt, decision):
        text = letter.get_content()
        assert f"{ORIGIN}{filed['link']}" in text
        assert not any(word in text for word in ("méchanceté", "Bruno", "Claude", "Maud", "cible"))
    assert "has been hidden" in decision.get_content() and "art" in decision.get_content()
    assert post.state == mail.PostState(on=True, sent=2)
    assert [row.sealed for row in await place.rows(outbox)] == [None, None]


async def test_letters_are_in_the_language_of_the_notice(
    place: Place, mailbox: Mailbox, server: mail.MailSettings
) -> None:
    post = open_post(place, server)
    await notice(place, person(), person("Chloé"))
    await decide_first(place, "no_violation")
    await post.round()
    subjects = [letter["Subject"] for letter in mailbox.arrived]
    assert subjects == ["Le Phare : votre notification est arrivée", "Le Phare : une décision sur votre notification"]
    text = mailbox.arrived[1].get_content()
    assert "Élément 1" in text and "Élément 2" not in text and "attend encore" in text


async def test_without_a_mail_server_nothing_is_written(place: Place) -> None:
    assert (await notice(place, person())).status_code == 201
    assert await place.rows(outbox) == []
    assert len(await place.rows(notice_contacts)) == 1


async def test_a_letter_and_what_it_reports_are_stored_together_or_not(place: Place, server: mail.MailSettings) -> None:
    open_post(place, server)

    def job(transaction: Any) -> None:
        letter = mail.Letter(kind="receipt", about="x", to="a@example.org", subject="s", text="t")
        assert mail.write_letter(transaction, letter, place.now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await place.database.write(job)
    assert await place.rows(outbox) == []


async def test_addresses_are_sealed_and_destroyed(place: Place, server: mail.MailSettings) -> None:
    open_post(place, server)
    await notice(place, person())
    rows = [*await place.rows(outbox), *await place.rows(notice_contacts)]
    assert all(b"example.org" not in bytes(row.sealed) and b"Claude" not in bytes(row.sealed) for row in rows)
    await decide_first(place, "no_violation")
    place.pass_time(days=183)
    assert await place.database.write(forget_contacts, place.now) == 0
    place.pass_time(days=2)
    assert await place.database.write(forget_contacts, place.now) == 1
    assert await place.rows(notice_contacts) == []


async def test_a_server_that_is_away_gets_the_letter_later(
    place: Place, mailbox: Mailbox, server: mail.MailSettings
) -> None:
    away = msgspec.structs.replace(server, port=1, timeout_seconds=2)
    await notice(place, person())
    post = open_post(place, away)
    await notice(place, person("Chloé"))
    await post.round()
    assert (post.state.waiting, post.state.last_error) == (1, "unreachable")
    back = open_post(place, server)
    await back.round()
    assert mailbox.arrived == []
    place.pass_time(seconds=PATIENCE[0])
    await back.round()
    assert len(mailbox.arrived) == 1 and back.state == mail.PostState(on=True, sent=1)


async def test_a_server_that_never_takes_it_makes_it_dead_and_an_admin_tries_again(
    place: Place, mailbox: Mailbox, server: mail.MailSettings
) -> None:
    post = open_post(place, server)
    mailbox.refusal = "451 later"
    await notice(place, person())
    for wait in (0, *PATIENCE):
        place.pass_time(seconds=wait)
        await post.round()
    assert (post.state.waiting, post.state.dead, post.state.last_error) == (0, 1, "refused")
    mailbox.refusal = ""
    ada, maud = await place.signed_in("Ada", "admin"), await place.signed_in()
    assert (await maud.post("/api/v1/staff/mail/retries")).status_code == 403
    assert (await ada.post("/api/v1/staff/mail/retries")).json()["waiting"] == 1
    await post.round()
    assert (await maud.get("/api/v1/staff/mail")).json()["sent"] == 1
    assert len(mailbox.arrived) == 1


async def test_what_a_dead_letter_said_is_destroyed(place: Place, mailbox: Mailbox, server: mail.MailSettings) -> None:
    post = open_post(place, server)
    mailbox.refusal, mailbox.at = "550 nobody of that name", "RCPT"
    await notice(place, person())
    await post.round()
    assert (post.state.dead, post.state.last_error) == (1, "recipient")
    place.pass_time(days=8)
    await place.database.write(mail.forget_letters, place.now)
    (row,) = await place.rows(outbox)
    assert (row.state, row.sealed, row.wrapped_key) == ("dead", None, None)
    assert await post.revive() == 0
    place.pass_time(days=30)
    await place.database.write(mail.forget_letters, place.now)
    assert await place.rows(outbox) == []


async def test_staff_are_called_when_something_urgent_waits(
    place: Place, mailbox: Mailbox, server: mail.MailSettings
) -> None:
    post = open_post(place, server)
    maud = await place.signed_in()
    wrong = await maud.put("/api/v1/staff/alarm", json={"email": "a@b\r\nBcc: c@d.example"})
    assert wrong.status_code == 422
    await maud.put("/api/v1/staff/alarm", json={"email": "maud@example.org", "language": "en"})
    await place.report(place.anna, {"kind": "person", "id": place.bruno}, "spam")
    await post.round()
    assert mailbox.arrived == []
    await place.report(place.anna, {"kind": "person", "id": place.bruno}, "threat", note="Il menace.")
    await place.report(place.anna, {"kind": "person", "id": place.chloe}, "threat")
    await post.round()
    (alarm,) = mailbox.arrived
    assert alarm["To"] == "maud@example.org" and "console" in alarm.get_content()
    assert not any(word in alarm.get_content() for word in ("menace", "Bruno", "Anna"))
    await maud.delete("/api/v1/staff/alarm")
    assert (await maud.get("/api/v1/staff/alarm")).json() is None
    place.pass_time(minutes=20)
    await place.report(place.bruno, {"kind": "person", "id": place.chloe}, "threat", note="Encore.")
    await post.round()
    assert len(mailbox.arrived) == 1
