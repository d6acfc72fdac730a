"""What outside services answer, in time or not, and what is made of it."""

from typing import Any

import pytest

from tests.unit.safety.classifiers.service import Answer, http, serve
from veillee.safety.classifiers import ClassifierSettings, Opinion, Score, make_classifier

pytestmark = pytest.mark.anyio
PATIENT_MS = 5_000
MODERATIONS = {
    "id": "modr-1",
    "model": "a-model",
    "results": [
        {
            "flagged": True,
            "categories": {"hate": True, "sexual/minors": False, "harassment": True},
            "category_scores": {"hate": 0.7, "sexual/minors": 0.01, "harassment": 0.9},
        }
    ],
}
WITHOUT_FLAG = {
    "model": "another",
    "results": [{"categories": {"pii": True, "selfharm": False}, "category_scores": {"pii": 1.2}}],
}


def said(content: str) -> Any:
    return {"model": "judge", "choices": [{"message": {"role": "assistant", "content": content}}]}


async def ask(kind: Any, answer: Answer, *, patience_ms: int = PATIENT_MS, key: str = "") -> Opinion | None:
    async with serve(answer) as url:
        settings = ClassifierSettings(kind=kind, url=f"{url}/v1/ask", model="m", key=key, patience_ms=patience_ms)
        classifier = make_classifier(settings)
        assert classifier is not None
        try:
            return await classifier.find_opinion("viens seul")
        finally:
            await classifier.close()


def test_it_is_off_unless_turned_on() -> None:
    assert make_classifier(ClassifierSettings()) is None


async def test_moderations_are_asked_in_their_shape_and_read() -> None:
    asked: list[Any] = []

    def answer(path: str, headers: dict[str, str], question: Any) -> bytes:
        asked.append((path, headers.get("authorization"), question))
        return http(MODERATIONS)

    opinion = await ask("moderations", answer, key="secret")
    assert asked == [("/v1/ask", "Bearer secret", {"input": ["viens seul"], "model": "m"})]
    assert opinion == Opinion(model="a-model", scores=(Score("harassment", None, 0.9), Score("hate", "hate", 0.7)))


async def test_the_shape_without_flagged_is_read_and_scores_are_bounded() -> None:
    opinion = await ask("moderations", lambda *_: http(WITHOUT_FLAG))
    assert opinion == Opinion(model="another", scores=(Score("pii", "doxxing", 1.0),))


@pytest.mark.parametrize(
    ("content", "scores"),
    [
        ("safe", ()),
        ("\n\nsafe\n", ()),
        (
            "unsafe\nS4,S10",
            (Score("child sexual exploitation", "minor_sought", 1.0), Score("hate", "hate", 1.0)),
        ),
        ("unsafe", (Score("unsafe", None, 1.0),)),
        ("unsafe\nS99", (Score("S99", None, 1.0),)),
    ],
)
async def test_a_guard_is_asked_as_a_chat_and_read(content: str, scores: tuple[Score, ...]) -> None:
    asked: list[Any] = []

    def answer(_path: str, _headers: dict[str, str], question: Any) -> bytes:
        asked.append(question)
        return http(said(content))

    assert await ask("guard", answer) == Opinion(model="judge", scores=scores)
    assert asked[0]["messages"] == [{"role": "user", "content": "viens seul"}]
    assert asked[0]["temperature"] == 0


@pytest.mark.parametrize("kind", ["moderations", "guard"])
@pytest.mark.parametrize(
    "answer",
    [
        http({}, "500 Internal Server Error"),
        http(MODERATIONS, "302 Found"),
        http(b"{"),
        http(b"\xff\xfe"),
        http([]),
        http({"results": []}),
        http({"results": [{"categories": "none"}]}),
        http({"choices": []}),
        http(said("I cannot say.")),
        http(said("")),
        http(b'"' + b"x" * 300_000 + b'"'),
        b"nonsense\r\n\r\n",
        b"",
    ],
)
async def test_an_answer_that_makes_no_sense_is_none(kind: str, answer: bytes) -> None:
    assert await ask(kind, lambda *_: answer) is None


async def test_silence_is_no_opinion() -> None:
    assert await ask("moderations", lambda *_: None, patience_ms=50) is None


async def test_nobody_there_is_no_opinion() -> None:
    async with serve(lambda *_: None) as url:
        pass
    classifier = make_classifier(ClassifierSettings(kind="guard", url=url, model="m", patience_ms=PATIENT_MS))
    assert classifier is not None
    assert await classifier.find_opinion("viens seul") is None
    await classifier.close()
