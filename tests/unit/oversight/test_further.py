"""Reading further than a case's window: asked by one, opened by another, for a time, each line on record."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from tests.unit.oversight.mailbox import Mailbox, serve_mail
from tests.unit.oversight.place import Place
from tests.unit.oversight.test_decisions import QUEUE
from tests.unit.oversight.test_four_eyes import check_leaves
from tests.unit.oversight.test_mail import open_post
from veillee.community import conversations
from veillee.oversight.moderation.cases.store import case_events
from veillee.oversight.moderation.further.store import further_readings
from veillee.safety.sealing import ready

pytestmark = pytest.mark.anyio
FURTHER = "/api/v1/staff/further"
LINES = 40
REPORTED = 20


async def talked(place: Place) -> str:
    """Anna reports line 20 of 40 in private with Bruno; the window is 10 to 25."""
    said = [(place.anna if number % 2 else place.bruno, f"ligne {number}") for number in range(1, LINES + 1)]
    drafts = [(await place.draft(author, place.private, text))[0] for author, text in said]
    await place.database.write(conversations.append_all, drafts)
    subject = {"kind": "message", "conversation": place.private, "seq": REPORTED}
    assert (await place.report(place.anna, subject)).status_code == 201
    (event, *_) = await place.rows(case_events)
    return str(event.case_id)


async def ask(client: httpx.AsyncClient, case: str, place: Place, **more: Any) -> httpx.Response:
    body = {"conversation": place.private, "before": 5, "after": 100, "minutes": 60, "reason": "Un lieu est en jeu"}
    return await client.post(f"{QUEUE}/{case}/further", json=body | more)


async def answer(client: httpx.AsyncClient, id_: str, *, opens: bool, reason: str = "") -> httpx.Response:
    return await client.post(f"{FURTHER}/{id_}/answers", json={"open": opens, "reason": reason})


async def read(client: httpx.AsyncClient, id_: str, start: int | None = None) -> httpx.Response:
    return await client.post(f"{FURTHER}/{id_}/readings", params={} if start is None else {"start": start})


async def opened(place: Place) -> tuple[str, str, httpx.AsyncClient, httpx.AsyncClient]:
    """Maud asks, Nour opens."""
    case = await talked(place)
    maud, nour = await place.signed_in(), await place.signed_in("Nour", "senior")
    asked = (await ask(maud, case, place)).json()
    assert (await answer(nour, asked["id"], opens=True)).status_code == 201
    return case, asked["id"], maud, nour


def slug(answered: httpx.Response) -> tuple[int, str]:
    return answered.status_code, answered.json()["type"].rsplit("/", 1)[-1]


async def test_one_asks_another_opens_and_each_line_read_is_on_record(place: Place) -> None:
    case, id_, maud, nour = await opened(place)
    await place.say(place.anna, place.private, "dit après la demande")
    page = (await read(maud, id_)).json()
    assert [line["seq"] for line in page["lines"]] == list(range(5, 41))
    assert page["lines"][0]["text"] == "ligne 5"
    assert page["next"] is None
    assert (await read(nour, id_, 39)).json()["lines"][-1]["text"] == "ligne 40"
    (shown,) = (await maud.get(f"{QUEUE}/{case}/further")).json()
    assert (shown["state"], shown["first"], shown["last"]) == ("open", 5, 40)
    assert (shown["lines_read"], shown["readings"]) == (38, 2)
    assert (shown["asked_by"]["name"], shown["answered_by"]["name"]) == ("Maud", "Nour")
    events = (await maud.get(f"{QUEUE}/{case}")).json()["events"]
    told = [(event["kind"], event["by"]["name"], event["note"]) for event in events if "further" in event["kind"]]
    assert told == [
        ("further_asked", "Maud", None),
        ("further_opened", "Nour", None),
        ("further_read", "Maud", "5–40"),
        ("further_read", "Nour", "39–40"),
    ]
    assert [kind for kind in await place.categories() if "further" in kind] == [
        "further.asked", "further.opened", "further.read", "further.read",
    ]  # fmt: skip
    await check_leaves(place)


async def test_who_asked_never_opens_and_only_a_senior_does(place: Place) -> None:
    case = await talked(place)
    maud, nour = await place.signed_in(), await place.signed_in("Nour", "senior")
    own = (await ask(nour, case, place)).json()
    assert not own["answers"]
    assert slug(await answer(nour, own["id"], opens=True)) == (403, "own-request")
    assert slug(await answer(maud, own["id"], opens=True)) == (403, "wrong-role")
    assert slug(await read(nour, own["id"])) == (409, "not-open")
    assert slug(await ask(nour, case, place)) == (409, "asked")
    auditor = await place.signed_in("Ada", "auditor")
    assert slug(await ask(auditor, case, place)) == (403, "wrong-role")


async def test_a_third_person_and_the_auditor_see_that_it_was_read_and_not_what(place: Place) -> None:
    _, id_, maud, _ = await opened(place)
    auditor, ines = await place.signed_in("Ada", "auditor"), await place.signed_in("Inès", "admin")
    await read(maud, id_)
    for other in (auditor, ines):
        assert slug(await read(other, id_)) == (403, "not-yours")
        (seen,) = (await other.get(FURTHER)).json()["open"]
        assert (seen["reason"], seen["lines_read"], seen["reads"]) == ("Un lieu est en jeu", 36, False)


async def test_it_is_refused_with_a_reason(place: Place) -> None:
    case = await talked(place)
    maud, nour = await place.signed_in(), await place.signed_in("Nour", "admin")
    asked = (await ask(maud, case, place)).json()
    assert (await answer(nour, asked["id"], opens=False)).status_code == 422
    refused = (await answer(nour, asked["id"], opens=False, reason="La fenêtre suffit")).json()
    assert (refused["state"], refused["answer"]) == ("refused", "La fenêtre suffit")
    assert slug(await read(maud, asked["id"])) == (409, "not-open")
    assert slug(await answer(nour, asked["id"], opens=True)) == (409, "answered")
    assert [kind for kind in await place.categories() if "further" in kind] == ["further.asked", "further.refused"]


async def test_its_time_ends_by_itself_and_says_so(place: Place) -> None:
    case, id_, maud, _ = await opened(place)
    place.pass_time(minutes=60)
    assert slug(await read(maud, id_)) == (409, "not-open")
    asked = (await ask(await place.signed_in("Léo"), case, place)).json()
    await place.moderation.tick()
    place.pass_time(hours=24)
    nour = await place.signed_in("Nora", "senior")
    assert slug(await answer(nour, asked["id"], opens=True)) == (409, "lapsed")
    await place.moderation.tick()
    assert [row.state for row in await place.rows(further_readings)] == ["expired", "lapsed"]
    kinds = [kind for kind in await place.categories() if "further" in kind]
    assert kinds == ["further.asked", "further.opened", "further.asked", "further.expired", "further.lapsed"]
    await check_leaves(place)


async def test_it_is_given_back_and_ends_with_the_case(place: Place) -> None:
    case, id_, maud, nour = await opened(place)
    body = {"version": 2, "kind": "no_violation", "facts": "Rien", "article": None, "minutes": None}
    assert (await maud.post(f"{QUEUE}/{case}/decisions", json=body)).status_code == 201
    assert slug(await read(maud, id_)) == (409, "closed-case")
    assert (await nour.delete(f"{FURTHER}/{id_}")).json()["state"] == "closed"
    assert slug(await maud.delete(f"{FURTHER}/{id_}")) == (409, "not-open")


async def test_only_more_of_what_the_case_is_about_can_be_asked_for(place: Place) -> None:
    case = await talked(place)
    maud = await place.signed_in()
    for more, wrong in (
        ({"conversation": "nowhere"}, {"conversation": "not-of-this-case"}),
        ({"conversation": await place.make_private(place.anna, place.chloe)}, {"conversation": "not-of-this-case"}),
        ({"before": 0, "after": 0}, {"before": "nothing-asked"}),
        ({"reason": " "}, {"reason": "empty"}),
    ):
        answered = await ask(maud, case, place, **more)
        assert (answered.status_code, answered.json()["errors"]) == (422, wrong)
    assert (await ask(maud, case, place, before=201)).status_code == 422
    assert (await ask(maud, case, place, minutes=1441)).status_code == 422
    assert await place.rows(further_readings) == []


async def test_a_changed_reading_is_found(place: Place) -> None:
    _, id_, maud, _ = await opened(place)
    await read(maud, id_)

    def forge(transaction: Any) -> None:
        table = case_events.c
        rows = transaction.connection.execute(sa.select(case_events).order_by(table.number.desc())).all()
        row = next(row for row in rows if row.fact["kind"] == "further_read")
        fact = row.fact | {"lines": row.fact["lines"][:1]}
        where = (table.case_id == row.case_id, table.number == row.number)
        transaction.connection.execute(
            sa.update(case_events).where(*where).values(ready(transaction.connection, case_events, {"fact": fact}))
        )

    await place.database.write(forge)
    with pytest.raises(AssertionError, match="is not what leaf"):
        await check_leaves(place)


async def test_seniors_on_duty_are_called_and_see_how_many_wait(place: Place) -> None:
    mailbox = Mailbox()
    async with serve_mail(mailbox) as settings:
        post = open_post(place, settings)
        case = await talked(place)
        maud, nour = await place.signed_in(), await place.signed_in("Nour", "senior")
        zoe = await place.signed_in("Zoé", "admin")
        for client, name in ((maud, "maud"), (nour, "nour"), (zoe, "zoe")):
            await client.put("/api/v1/staff/alarm", json={"email": f"{name}@example.org", "language": "en"})
        await nour.put("/api/v1/staff/duty", json={"on": True})
        assert (await ask(maud, case, place)).status_code == 201
        await post.round()
    (letter,) = mailbox.arrived
    assert letter["To"] == "nour@example.org" and "further" in str(letter["Subject"])
    assert "Un lieu" not in letter.get_content()
    waiting = [(await client.get(QUEUE)).json()["further"] for client in (maud, nour, zoe)]
    assert waiting == [0, 1, 1]


async def test_with_no_senior_on_duty_all_who_could_answer_are_called(place: Place) -> None:
    mailbox = Mailbox()
    async with serve_mail(mailbox) as settings:
        post = open_post(place, settings)
        case = await talked(place)
        nour, zoe = await place.signed_in("Nour", "senior"), await place.signed_in("Zoé", "admin")
        for client, name in ((nour, "nour"), (zoe, "zoe")):
            await client.put("/api/v1/staff/alarm", json={"email": f"{name}@example.org", "language": "fr"})
        assert (await ask(nour, case, place)).status_code == 201
        await post.round()
    assert [letter["To"] for letter in mailbox.arrived] == ["zoe@example.org"]
