"""Reports that nobody sent: they come in time, look like others, concern nobody, and are told apart once decided."""

import functools
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from tests.unit.oversight.place import Place
from tests.unit.oversight.test_roster import check_ledger
from veillee.oversight import moderation
from veillee.oversight.moderation import make_opening
from veillee.oversight.moderation.duty.synthetic import find_due
from veillee.oversight.moderation.statements.store import statements

pytestmark = pytest.mark.anyio
QUEUE = "/api/v1/staff/cases"
ANSWERS = "/api/v1/staff/duty/answers"
EVENINGS = make_opening(["Mo-Su 20:00-23:00"], "Europe/Paris")
WANTED = moderation.Settings(synthetic_per_day=3, opening=EVENINGS)


def slots(settings: moderation.Settings, key: bytes = b"key") -> dict[str, datetime]:
    """When each of a day's reports is first due, to the minute."""
    found: dict[str, datetime] = {}
    for minute in range(24 * 60):
        now = datetime(2026, 11, 24, tzinfo=UTC) + timedelta(minutes=minute)
        if due := find_due(settings, key, now):
            found.setdefault(due[0], now)
    return found


def test_there_are_as_many_as_wanted_spread_over_the_hours_of_the_watch() -> None:
    found = slots(WANTED)
    assert list(found) == ["2026-11-24/0", "2026-11-24/1", "2026-11-24/2"]
    assert [moment.hour for moment in found.values()] == [19, 20, 21]
    assert slots(WANTED, b"other") != found
    assert slots(moderation.Settings()) == {}


async def make_one(place: Place) -> dict[str, Any]:
    """Until a report is due and made; the row of its case."""
    settings = msgspec.structs.replace(place.settings, synthetic_per_day=1)
    place.moderation.duty._settings = settings
    place.now = find_next(settings, place.now)
    await place.moderation.duty.make_synthetic()
    client = await place.signed_in("Ada", "admin")
    (row,) = (await client.get(QUEUE)).json()["cases"]
    return dict(row)


def find_next(settings: moderation.Settings, now: datetime) -> datetime:
    due = functools.partial(find_due, settings, settings.synthetic_key)
    return next(moment for minute in range(3_000) if due(moment := now + timedelta(minutes=minute)))


async def test_it_looks_like_any_notice_until_it_is_decided(place: Place) -> None:
    row = await make_one(place)
    await place.moderation.duty.make_synthetic()
    client = await place.signed_in()
    page = (await client.get(QUEUE)).json()
    assert (page["open"], page["urgent"]) == (1, 1)
    assert (row["source"], row["subject"]["kind"], row["urgent"]) == ("notice", "notice", True)
    case = (await client.get(f"{QUEUE}/{row['id']}")).json()
    assert "synthetic" not in str(case)
    assert (case["person"], case["words"], len(case["reports"])) == (None, None, 1)
    assert {offer["kind"] for offer in case["decisions"]} == {"no_violation", "not_located"}
    answers = (await client.get(ANSWERS)).json()
    assert answers["synthetic"] == {"count": 0, "median_seconds": None, "p90_seconds": None}
    place.pass_time(minutes=7)
    body = {"kind": "not_located", "facts": "Rien trouvé.", "version": case["version"]}
    assert (await client.post(f"{QUEUE}/{row['id']}/decisions", json=body)).status_code == 201
    decided = (await client.get(f"{QUEUE}/{row['id']}")).json()
    assert (decided["source"], decided["events"][0]["note"]) == ("synthetic", "synthetic")
    answers = (await client.get(ANSWERS)).json()
    assert answers["synthetic"] == {"count": 1, "median_seconds": 420, "p90_seconds": 420}
    assert answers["urgent"]["count"] == 0
    (latest,) = answers["latest"]
    assert (latest["case"], latest["seconds"], latest["by"]["name"]) == (row["id"], 420, "Maud")
    assert await place.rows(statements) == []
    assert (await place.categories())[-2:] == ["decision.not_located", "synthetic.answered"]
    await check_ledger(place)


async def test_no_authority_is_told_of_it(place: Place) -> None:
    row = await make_one(place)
    senior = await place.signed_in("Sacha", "senior")
    body = {"kind": "refer", "facts": "Grave.", "authority": "Pharos", "version": row["version"]}
    answer = await senior.post(f"{QUEUE}/{row['id']}/decisions", json=body)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/synthetic")


async def test_real_urgent_cases_are_measured_from_when_they_became_urgent(place: Place) -> None:
    client = await place.signed_in()
    for minutes, reason in ((10, "threat"), (30, "minor"), (5, "spam")):
        person = await place.make_person(reason)
        await place.report(place.anna, {"kind": "person", "id": person})
        place.pass_time(hours=1)
        await place.report(place.chloe, {"kind": "person", "id": person}, reason)
        place.pass_time(minutes=minutes)
        (row,) = (await client.get(QUEUE)).json()["cases"]
        body = {"kind": "no_violation", "facts": "Rien.", "version": row["version"]}
        assert (await client.post(f"{QUEUE}/{row['id']}/decisions", json=body)).status_code == 201
    urgent = (await client.get(ANSWERS)).json()["urgent"]
    assert urgent == {"count": 2, "median_seconds": 1200, "p90_seconds": 1800}
