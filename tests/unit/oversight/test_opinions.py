"""Second opinions: asked after the fact, recorded before words leave, shown beside the case, and never in the way."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from tests.unit.oversight.place import Place, make_verdict
from tests.unit.oversight.test_desk import open_only_case
from tests.unit.safety.classifiers.service import http, serve
from veillee.oversight import moderation
from veillee.oversight.moderation.cases.store import cases
from veillee.safety.classifiers import ClassifierSettings, make_classifier

pytestmark = pytest.mark.anyio
FOUND = {
    "model": "a-model",
    "results": [{"flagged": True, "categories": {"violence": True}, "category_scores": {"violence": 0.8}}],
}
OPINION = {"model": "a-model", "scores": [{"category": "violence", "label": "threat", "value": 0.8}]}


class Asked:
    """A place that asks a service, and what it has asked."""

    def __init__(self, place: Place, url: str) -> None:
        classifier = make_classifier(ClassifierSettings(kind="moderations", url=url, patience_ms=5_000))
        assert classifier is not None
        self.opinions = moderation.Opinions(place.database, classifier, place.clock)
        self.work: list[asyncio.Task[None]] = []
        moderation.ask_outside(place.listeners, self.opinions, self._run)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self.work.append(asyncio.ensure_future(work))

    async def drain(self) -> None:
        await asyncio.gather(*self.work)
        await self.opinions.close()


async def test_an_opinion_stands_beside_the_case_and_changes_nothing(place: Place) -> None:
    questions: list[Any] = []

    def answer(_path: str, _headers: dict[str, str], question: Any) -> bytes:
        questions.append(question["input"])
        return http(FOUND)

    async with serve(answer) as url:
        asked = Asked(place, url)
        await place.say(place.anna, place.private, "des mots autour")
        seq = await place.say(place.bruno, place.private, "des mots en cause")
        subject = {"kind": "message", "conversation": place.private, "seq": seq}
        await place.report(place.anna, subject)
        (before,) = await place.rows(cases)
        await asked.drain()
        assert questions == [["des mots en cause"]]
        shown = await open_only_case(place, await place.signed_in())
        assert shown["opinion"] == OPINION
        assert [event["kind"] for event in shown["events"]][:4] == ["opened", "reported", "shown_outside", "opined"]
        (after,) = await place.rows(cases)
        assert (after.version, after.label, after.rank) == (before.version, before.label, before.rank)
        assert "case.shown_outside" in await place.categories()


async def test_a_case_is_shown_once(place: Place) -> None:
    async with serve(lambda *_: http(FOUND)) as url:
        asked = Asked(place, url)
        seq = await place.say(place.bruno, place.room, "des mots en cause")
        subject = {"kind": "message", "conversation": place.room, "seq": seq}
        await place.report(place.anna, subject)
        await asyncio.gather(*asked.work)
        await place.report(place.chloe, subject)
        await asked.drain()
        assert (await place.categories()).count("case.shown_outside") == 1


async def test_without_an_answer_the_case_is_as_it_was(place: Place) -> None:
    async with serve(lambda *_: http({}, "503 Service Unavailable")) as url:
        asked = Asked(place, url)
        await place.say_held(place.bruno, place.room, "des mots retenus", make_verdict("threat"))
        await asked.drain()
        shown = await open_only_case(place, await place.signed_in())
        assert shown["opinion"] is None
        assert [event["kind"] for event in shown["events"]][:3] == ["opened", "flagged", "shown_outside"]


async def test_what_has_no_words_is_not_shown(place: Place) -> None:
    async with serve(lambda *_: http(FOUND)) as url:
        asked = Asked(place, url)
        await place.report(place.anna, {"kind": "room", "id": place.room})
        await asked.drain()
        assert "case.shown_outside" not in await place.categories()
