"""Whoever keeps sending what is manifestly unfounded: numbers, a warning first, a suspension for a time, a way back."""

from typing import Any

import httpx
import pytest

from tests.unit.oversight.mailbox import Mailbox, serve_mail
from tests.unit.oversight.place import Place
from tests.unit.oversight.test_leaves import faults
from tests.unit.oversight.test_mail import open_post
from tests.unit.oversight.test_notices import notice, person
from tests.unit.oversight.test_objections import decide, first, object_to
from veillee.oversight.moderation.misuse.store import misuse_decisions
from veillee.oversight.moderation.statements.store import statements
from veillee.safety import ledger

pytestmark = pytest.mark.anyio
SENDER = "/api/v1/staff/submissions/{}/sender"
MISUSE = "/api/v1/staff/submissions/{}/misuse"


@pytest.fixture
async def place(place: Place) -> Place:
    """Its ledger is signed, as at a place that has been started."""
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(place.listeners)
    await place.database.write(sealer.open)
    return place


async def report_for_nothing(place: Place, staff: httpx.AsyncClient, count: int, reason: str = "spam") -> list[str]:
    """Anna reports Bruno again and again, and there is nothing; the ids of her reports."""
    ids = []
    for _ in range(count):
        answer = await place.report(place.anna, {"kind": "person", "id": place.bruno}, reason)
        assert answer.status_code == 201, answer.text
        ids.append(answer.json()["id"])
        assert (await decide(staff, await first(staff), "no_violation")).status_code == 201
        place.pass_time(hours=1)
    return ids


async def act(staff: httpx.AsyncClient, items: list[str], kind: str = "warn", **more: Any) -> httpx.Response:
    body = {"act": kind, "items": items, "facts": "Trois fois rien."} | more
    return await staff.post(MISUSE.format(items[0]), json=body)


async def look(staff: httpx.AsyncClient, submission: str) -> Any:
    answer = await staff.get(SENDER.format(submission))
    assert answer.status_code == 200, answer.text
    return answer.json()


def slug(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).removeprefix("/problems/")


async def test_a_warning_then_a_suspension_with_all_four_factors(place: Place) -> None:
    maud, senior = await place.signed_in(), await place.signed_in("Nour", "senior")
    items = await report_for_nothing(place, maud, 3)
    seen = await look(maud, items[0])
    assert (seen["who"], seen["what"], seen["acts"], seen["why"]) == ("member", "reports", ["warn"], None)
    assert place.anna not in str(seen) and "Anna" not in str(seen)
    assert slug(await act(senior, items, "suspend", days=14)) == "no-warning"
    warned = await act(maud, items, intention="Elle l’a annoncé dans le salon.")
    assert warned.status_code == 201, warned.text
    assert warned.json()["factors"] == {
        "days": 180, "received": 3, "decided": 3, "unfounded": 3, "manifest": 3, "share_percent": 100, "urgent": 0,
        "against_one": 3, "after_warning": 0, "intention": "Elle l’a annoncé dans le salon.",
    }  # fmt: skip
    (statement,) = await place.get(place.anna, "/statements")
    assert (statement["decision"], statement["article"]["id"], statement["facts"]) == (
        "misuse_warn", "fair_reports", "Trois fois rien.",
    )  # fmt: skip
    assert slug(await act(maud, items)) == "already-warned"
    assert slug(await act(senior, items, "suspend", days=14)) == "nothing-since"
    place.pass_time(hours=1)
    items += await report_for_nothing(place, maud, 1, "threat")
    assert slug(await act(maud, items, "suspend", days=14)) == "wrong-role"
    taken = await act(senior, items, "suspend", days=14)
    assert taken.status_code == 201, taken.text
    factors = taken.json()["factors"]
    assert (factors["manifest"], factors["urgent"], factors["after_warning"]) == (4, 1, 1)
    assert slug(await act(senior, items, "suspend", days=14)) == "already-suspended"
    said = [category for category in await place.categories() if "misuse" in category]
    assert said == ["decision.misuse_warn", "decision.misuse_suspend"]
    assert [row.decision for row in await place.rows(statements)] == ["misuse_warn", "misuse_suspend"]
    assert [row.factors["manifest"] for row in await place.rows(misuse_decisions)] == [3, 4]
    assert await faults(place) == []


async def suspended(place: Place, days: int = 14) -> tuple[httpx.AsyncClient, list[str], str]:
    """Anna's reports are not looked at; a senior, the reports and the decision."""
    senior = await place.signed_in("Nour", "senior")
    items = await report_for_nothing(place, senior, 3)
    assert (await act(senior, items)).status_code == 201
    place.pass_time(hours=1)
    items += await report_for_nothing(place, senior, 1)
    taken = await act(senior, items, "suspend", days=days)
    assert taken.status_code == 201, taken.text
    return senior, items, taken.json()["id"]


async def test_what_may_be_danger_is_taken_from_anybody(place: Place) -> None:
    await suspended(place)
    subject = {"kind": "person", "id": place.chloe}
    refused = await place.report(place.anna, subject, "spam")
    assert (refused.status_code, slug(refused), refused.json()["what"]) == (403, "misuse-suspended", "reports")
    assert refused.json()["until"][:10] == "2026-12-09"
    for reason in ("minor", "threat", "ambush", "sedation", "self_harm"):
        assert (await place.report(place.anna, subject, reason)).status_code == 201
    assert (await place.report(place.bruno, subject, "spam")).status_code == 201
    place.pass_time(days=14)
    assert (await place.report(place.anna, subject, "spam")).status_code == 201


async def test_the_same_is_not_held_against_anybody_twice(place: Place) -> None:
    _, items, _ = await suspended(place, days=1)
    place.pass_time(days=2)
    senior = await place.signed_in("Sacha", "senior")
    assert slug(await act(senior, items, "suspend", days=14)) == "nothing-since"
    assert (await look(senior, items[0]))["why"] == "nothing-since"
    items += await report_for_nothing(place, senior, 1)
    assert (await act(senior, items, "suspend", days=14)).status_code == 201


async def test_it_is_contested_before_somebody_else_and_taken_back(place: Place) -> None:
    senior, _, _ = await suspended(place)
    other = await place.signed_in("Maud", "senior")
    latest, _ = await place.get(place.anna, "/statements")
    assert (await object_to(place, f"/statements/{latest['id']}", place.anna)).status_code == 201
    own = await first(senior)
    assert (own["complaint"]["misuse"]["manifest"], own["complaint"]["factors"]) == (4, None)
    assert own["complaint"]["own"] and slug(await decide(senior, own, "reverse")) == "own-decision"
    assert (await decide(other, await first(other), "reverse")).status_code == 201
    assert (await place.report(place.anna, {"kind": "person", "id": place.chloe}, "spam")).status_code == 201
    assert await faults(place) == []


async def test_whoever_decided_or_a_senior_takes_it_back(place: Place) -> None:
    senior, items, misuse = await suspended(place)
    maud = await place.signed_in()
    lifting = f"/api/v1/staff/misuse/{misuse}/lifting"
    assert slug(await maud.post(lifting, json={"facts": "Erreur."})) == "wrong-role"
    assert (await senior.post(lifting, json={"facts": " "})).json()["errors"] == {"facts": "empty"}
    assert (await senior.post(lifting, json={"facts": "Erreur."})).status_code == 204
    assert slug(await senior.post(lifting, json={"facts": "Erreur."})) == "already-lifted"
    assert (await senior.post(lifting.replace(misuse, "nothing"), json={"facts": "Erreur."})).status_code == 404
    assert (await place.report(place.anna, {"kind": "person", "id": place.chloe}, "spam")).status_code == 201
    seen = await look(senior, items[0])
    assert [(one["act"], one["lifted_at"] is None) for one in seen["decisions"]] == [("suspend", False), ("warn", True)]
    assert seen["suspended_until"] is None
    reversal = (await place.get(place.anna, "/statements"))[0]["reversal"]
    assert (reversal["cause"], reversal["text"]) == ("restored", "Erreur.")
    assert (await place.categories())[-2:] == ["misuse.lifted", "report.received"]
    assert await faults(place) == []


async def test_twice_is_not_frequent_and_what_led_to_something_counts(place: Place) -> None:
    maud = await place.signed_in()
    items = await report_for_nothing(place, maud, 2)
    assert slug(await act(maud, items)) == "not-frequent"
    assert (await look(maud, items[0]))["why"] == "not-frequent"
    for _ in range(4):
        await place.report(place.anna, {"kind": "person", "id": place.chloe})
        await decide(maud, await first(maud), "warn", article="respect")
    items += await report_for_nothing(place, maud, 1)
    few = await act(maud, items)
    assert (slug(few), few.json()["manifest"], few.json()["decided"]) == ("not-frequent", 3, 7)
    other = await place.report(place.chloe, {"kind": "person", "id": place.bruno})
    assert (await act(maud, [*items, other.json()["id"]])).json()["errors"] == {"items": "unknown"}
    assert (await maud.get(SENDER.format("nothing"))).status_code == 404
    place.pass_time(days=181)
    assert (await look(await place.signed_in("Nour"), items[0]))["factors"]["unfounded"] == 0


@pytest.mark.parametrize(
    ("more", "errors"),
    [
        ({"facts": ""}, {"facts": "empty"}),
        ({"days": 3}, {"days": "not-for-this-decision"}),
        ({"intention": "x" * 501}, {"intention": "too-long"}),
    ],
)
async def test_what_is_written_badly_is_refused_whole(place: Place, more: Any, errors: Any) -> None:
    maud = await place.signed_in()
    items = await report_for_nothing(place, maud, 3)
    assert (await act(maud, items, **more)).json()["errors"] == errors
    assert await place.rows(misuse_decisions) == []


async def test_a_notifier_is_told_by_letter(place: Place) -> None:
    mailbox = Mailbox()
    async with serve_mail(mailbox) as settings:
        post = open_post(place, settings)
        senior = await place.signed_in("Nour", "senior")
        items = await notices_for_nothing(place, senior, 3)
        assert (await look(senior, items[0]))["who"] == "notifier"
        assert (await act(senior, items)).status_code == 201
        place.pass_time(hours=1)
        items += await notices_for_nothing(place, senior, 1)
        taken = await act(senior, items, "suspend", days=7)
        assert taken.json()["statement"] is None
        refused = await notice(place, person("Chloé"), reason="spam")
        assert (refused.status_code, slug(refused)) == (403, "misuse-suspended")
        said, until = refused.json()["said"], taken.json()["until"][:16].replace("T", " ")
        assert f"jusqu’au {until} (UTC)" in said["fr"] and "écrivez à l’adresse de contact" in said["fr"]
        assert f"until {until} (UTC)" in said["en"] and "write to the contact address" in said["en"]
        assert (await notice(place, person("Chloé"), reason="danger")).status_code == 201
        assert (await notice(place, person("Chloé"), reason="spam", email="autre@example.org")).status_code == 201
        lifting = f"/api/v1/staff/misuse/{taken.json()['id']}/lifting"
        assert (await senior.post(lifting, json={"facts": "Erreur."})).status_code == 204
        assert (await notice(place, person("Chloé"), reason="spam")).status_code == 201
        await post.round()
    told = [one for one in mailbox.arrived if "notification est" not in str(one["Subject"])]
    told = [one for one in told if "décision sur" not in str(one["Subject"])]
    assert [str(one["Subject"]).partition(" : ")[2] for one in told] == [
        "un avertissement", "vos notifications ne sont plus examinées pour un temps", "une décision retirée",
    ]  # fmt: skip
    assert "Trois fois rien." in told[0].get_content() and "Exprès." in told[1].get_content()
    assert await faults(place) == []


async def notices_for_nothing(place: Place, staff: httpx.AsyncClient, count: int) -> list[str]:
    items = []
    for _ in range(count):
        assert (await notice(place, person(), reason="spam")).status_code == 201
        case = await first(staff)
        items.append(case["reports"][0]["id"])
        assert (await decide(staff, case, "no_violation")).status_code == 201
        place.pass_time(hours=1)
    return items


async def test_nobody_can_be_told_and_a_trusted_flagger_is_not_ours_to_suspend(place: Place) -> None:
    maud, asso = await place.signed_in(), await place.signed_in("Asso", "flagger")
    await notice(place, person(), reason="minor", name=None, email=None)
    item = (await first(maud))["reports"][0]["id"]
    seen = await look(maud, item)
    assert (seen["who"], seen["acts"], seen["why"], seen["factors"]["received"]) == ("nobody", [], "nobody-to-tell", 1)
    await decide(maud, await first(maud), "no_violation")
    bare = {"reason": "hate", "explanation": "Voyez.", "good_faith": True, "items": [person()]}
    assert (await asso.post("/api/v1/staff/notices", json=bare)).status_code == 201
    seen = await look(maud, (await first(maud))["reports"][0]["id"])
    assert (seen["who"], seen["why"]) == ("flagger", "trusted-flagger")


async def test_complaints_are_weighed_apart(place: Place) -> None:
    maud, senior = await place.signed_in(), await place.signed_in("Nour", "senior")
    items = []
    for _ in range(4):
        (report,) = await report_for_nothing(place, maud, 1)
        assert (await object_to(place, f"/reports/{report}", place.anna)).status_code == 201
        case = await first(senior)
        assert (await decide(senior, case, "uphold")).status_code == 201
        items.append(case["subject"]["id"])
        place.pass_time(hours=1)
        if len(items) == 3:
            assert (await look(maud, items[0]))["what"] == "complaints"
            assert (await act(maud, items)).status_code == 201
            place.pass_time(hours=1)
    assert (await act(senior, items, "suspend", days=30)).status_code == 201
    (report,) = await report_for_nothing(place, maud, 1)
    assert slug(await object_to(place, f"/reports/{report}", place.anna)) == "misuse-suspended"
    latest = (await place.get(place.anna, "/statements"))[0]
    assert (await object_to(place, f"/statements/{latest['id']}", place.anna)).status_code == 201
    assert await faults(place) == []


async def test_a_suspension_for_content_stores_the_four_factors(place: Place) -> None:
    maud = await place.signed_in()
    for kind, more in (
        ("warn", {}),
        ("hide", {"ground": "law", "law": "threat", "explanation": "Menace."}),
        ("suspend", {}),
    ):
        seq = await place.say(place.bruno, place.room, "méchant")
        await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": seq}, "threat")
        minutes = {"minutes": 1440} if kind == "suspend" else {}
        answer = await decide(maud, await first(maud), kind, **({"article": "threats"} | more | minutes))
        assert answer.status_code == 201, answer.text
        place.pass_time(minutes=1)
    weighed = [row.factors for row in await place.rows(statements)]
    assert weighed == [None, None, {
        "days": 180, "found": 2, "illegal": 1, "sent": 3, "share_permille": 667, "label": "threat", "warned": True,
        "after_warning": 1,
    }]  # fmt: skip
    assert await faults(place) == []
    await place.report(place.anna, {"kind": "person", "id": place.bruno})
    past = {one["decision"]: one["factors"] for one in (await first(maud))["person"]["past_decisions"]}
    assert past == {"warn": None, "hide": None, "suspend": weighed[-1]}
    latest, *_ = await place.get(place.bruno, "/statements")
    assert (await object_to(place, f"/statements/{latest['id']}", place.bruno)).status_code == 201
    rows = (await maud.get("/api/v1/staff/cases")).json()["cases"]
    (contested,) = [row["id"] for row in rows if row["source"] == "complaint"]
    complaint = (await maud.get(f"/api/v1/staff/cases/{contested}")).json()["complaint"]
    assert (complaint["factors"], complaint["misuse"]) == (weighed[-1], None)
