"""A night in which everything happened that leaves a row."""

from typing import Any

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_decisions import QUEUE
from tests.unit.oversight.test_decisions import decide as take
from tests.unit.oversight.test_four_eyes import settle
from tests.unit.oversight.test_further import answer, ask, read, talked
from tests.unit.oversight.test_misuse import act, report_for_nothing
from tests.unit.oversight.test_notices import notice, person
from tests.unit.oversight.test_objections import decide, first, object_to
from tests.unit.oversight.test_roster import me, plan
from tests.unit.oversight.test_team import change
from veillee.oversight import moderation
from veillee.oversight.moderation.cases.store import cases
from veillee.safety import ledger
from veillee.safety.classifiers import Opinion
from veillee.safety.classifiers.model import Score


class Sure:
    """A classifier that has one opinion of everything."""

    name = "a-model"

    async def find_opinion(self, text: str) -> Opinion:
        return Opinion(model=self.name, scores=(Score("violence", "threat", 0.8),))

    async def close(self) -> None:
        """Holds nothing."""


async def signed(place: Place) -> None:
    """Its ledger is signed, as that of a place that was started."""
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(place.listeners)
    await place.database.write(sealer.open)


async def live_through(place: Place) -> Place:
    """Its ledger is signed; grave decisions take two there."""
    await signed(place)
    await place.database.write(moderation.take_in, place.now)
    maud, nour = await place.signed_in(), await place.signed_in("Nour", "senior")
    ada = await place.signed_in("Ada", "admin")
    await muted_and_contested(place, maud, nour)
    await banned_by_two(place, maud, nour)
    await hidden_and_restored(place, maud)
    await noticed_for_nothing(place, maud, nour)
    assert (await act(maud, await report_for_nothing(place, maud, 3))).status_code == 201
    await place.signed_in("Zoé")
    assert (await change(ada, "Zoé", "senior")).status_code == 201
    assert (await change(ada, "Zoé", None)).status_code == 201
    await maud.put("/api/v1/staff/duty", json={"on": True})
    assert (await maud.put("/api/v1/staff/duty", json={"on": False, "note": "Rien de neuf."})).status_code == 200
    case = await talked_about(place)
    noted = await maud.post(f"{QUEUE}/{case}/notes", json={"text": "Déjà vu hier."})
    assert noted.status_code == 204, noted.text
    await moderation.Opinions(place.database, Sure(), place.clock).ask(case)
    assert (await plan(nour, "2026-11-24T20:00", "2026-11-25T01:00", weekly=True)).status_code == 201
    flagger = await me(await place.signed_in("Asso", "flagger"))
    why = {"reason": "Trop de notifications sans objet."}
    assert (await ada.post(f"/api/v1/staff/flaggers/{flagger}/suspension", json=why)).status_code == 204
    assert (await ada.put("/api/v1/staff/duty", json={"on": True})).status_code == 200
    asked = (await ask(maud, case, place)).json()
    assert (await answer(nour, asked["id"], opens=True)).status_code == 201
    assert (await read(maud, asked["id"])).status_code == 201
    return place


async def muted_and_contested(place: Place, maud: Any, nour: Any) -> None:
    seq = await place.say(place.bruno, place.room, "méchant")
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": seq})
    assert (await decide(maud, await first(maud), "mute", article="respect", minutes=60)).status_code == 201
    (statement,) = await place.get(place.bruno, "/statements")
    assert (await object_to(place, f"/statements/{statement['id']}", place.bruno)).status_code == 201
    assert (await decide(nour, await first(nour), "reverse")).status_code == 201


async def banned_by_two(place: Place, maud: Any, nour: Any) -> None:
    seq = await place.say(place.bruno, place.room, "encore")
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": seq})
    case = await first(maud)
    assert (await take(maud, case["id"], "ban", article="respect")).status_code == 201
    assert (await settle(nour, case["id"], approve=True)).status_code == 201


async def hidden_and_restored(place: Place, maud: Any) -> None:
    seq = await place.say(place.chloe, place.room, "trop")
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": seq})
    case = await first(maud)
    assert (await decide(maud, case, "hide", article="respect", scope="author")).status_code == 201
    again = (await maud.get(f"{QUEUE}/{case['id']}")).json()
    assert (await decide(maud, again, "restore")).status_code == 201


async def noticed_for_nothing(place: Place, maud: Any, nour: Any) -> None:
    filed = (await notice(place, person("Chloé"))).json()
    assert (await decide(maud, await first(maud), "no_violation")).status_code == 201
    assert (await object_to(place, f"/notices/{filed['secret']}/items/1")).status_code == 201
    assert (await decide(nour, await first(nour), "uphold")).status_code == 201


async def talked_about(place: Place) -> str:
    await talked(place)
    (row,) = [row for row in await place.rows(cases) if row.state == "open"]
    return str(row.id)
