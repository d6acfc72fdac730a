"""Coming in again after a ban, from what looks like the same browser: looked at more closely, decided by a human."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.story import Evening
from veillee.community.entry.entrances import entrances, make_marks
from veillee.community.entry.model import EntryForm
from veillee.community.people import restrict
from veillee.foundation.basics import Signer

pytestmark = pytest.mark.anyio
HOME, AGENT = "203.0.113.7", "Mozilla/5.0 (X11)"


async def _enter(evening: Evening, pseudonym: str, address: str = HOME, agent: str = AGENT) -> tuple[str, str]:
    form = EntryForm(pseudonym=pseudonym, age=40, rules=evening.place.gate.house_rules.version)
    entered = await evening.place.entry.enter(form, (address, 1), agent=agent)
    return entered.person.id, entered.session.token


async def _ban(evening: Evening, person: str) -> None:
    now = evening.place.clock()
    await evening.place.database.write(
        lambda transaction: restrict(transaction, person, "ban", at=now, until=None, statement_id=None)
    )


async def test_a_link_raises_scrutiny_and_stops_nothing(evening: Evening) -> None:
    banned, _ = await _enter(evening, "Marc")
    await _ban(evening, banned)
    _, token = await _enter(evening, "Luc")
    _, other_browser = await _enter(evening, "Paul", agent="Other/1.0")
    _, other_place = await _enter(evening, "Jean", address="203.0.113.8")
    recognise = evening.place.entry.recognise
    assert [(await recognise(t)).links_banned for t in (token, other_browser, other_place)] == [1, 0, 0]
    luc, zoe = await evening.returning(token), await evening.enter("Zoé")
    await luc.connect()
    evening.light_the_lamp()
    talk = await zoe.befriend(luc)
    assert (await luc.say(talk, "Bonsoir, quelle belle soirée"))["type"] == "accepted"
    assert (await luc.say(talk, "viens seul"))["type"] == "held"


async def test_marks_say_nothing_without_the_key_and_are_forgotten(evening: Evening) -> None:
    await _enter(evening, "Marc")
    rows = await evening.place.database.read(lambda c: c.execute(sa.select(entrances)).all())
    assert len(rows) == 2 and HOME not in str(rows) and AGENT not in str(rows)
    evening.time.pass_(days=63)
    await evening.place.entry.tidy()
    assert await evening.place.database.read(lambda c: c.execute(sa.select(entrances)).all()) == []


def test_marks_change_with_the_month_and_meet_across_one() -> None:
    signer, now = Signer(bytes(32)), datetime(2026, 11, 24, tzinfo=UTC)
    this, before = (make_marks(signer, HOME, AGENT, at) for at in (now, now - timedelta(days=30)))
    assert len({*this, *before}) == 3 and this[1] == before[0]
    assert make_marks(signer, "2001:db8::1", AGENT, now) == make_marks(signer, "2001:db8::2:1", AGENT, now)
    assert make_marks(signer, "127.0.0.1", AGENT, now) == make_marks(signer, "", AGENT, now) == []
    assert make_marks(Signer(bytes(31) + b"x"), HOME, AGENT, now)[0] != this[0]
