"""Services that answer `POST /v1/moderations`: OpenAI's shape, and Mistral's, which says no `flagged`."""

import msgspec

from veillee.safety.classifiers.line import Line, log
from veillee.safety.classifiers.model import Opinion, Score
from veillee.safety.policy import Label

LABELS: dict[str, Label] = {
    "hate": "hate",
    "hate/threatening": "hate",
    "harassment/threatening": "threat",
    "violence": "threat",
    "sexual/minors": "minor_sought",
    "self-harm": "self_harm",
    "self-harm/intent": "self_harm",
    "hate_and_discrimination": "hate",
    "violence_and_threats": "threat",
    "selfharm": "self_harm",
    "pii": "doxxing",
}
"""Their categories that mean what one of our labels means; the others are shown under their own name."""
MODEL = "moderations"


class _Result(msgspec.Struct):
    categories: dict[str, bool | None]
    category_scores: dict[str, float | None] = {}


class _Answer(msgspec.Struct):
    results: list[_Result]
    model: str = MODEL


_decode = msgspec.json.Decoder(_Answer).decode


class Moderations:
    """A classifier behind that route. `model`: which of the service's models, empty for its default."""

    name = "moderations"

    def __init__(self, line: Line, model: str) -> None:
        self._line = line
        self._model = model

    async def find_opinion(self, text: str) -> Opinion | None:
        question = {"input": [text]} | ({"model": self._model} if self._model else {})
        answer = await self._line.find_answer(question)
        return None if answer is None else read_answer(answer)

    async def close(self) -> None:
        await self._line.close()


def read_answer(answer: bytes) -> Opinion | None:
    """The opinion in an answer about one text; None for one that has another form."""
    try:
        told = _decode(answer)
        (result,) = told.results
    except (msgspec.MsgspecError, ValueError):
        log.warning("classifier makes no sense")
        return None
    found = [
        Score(name[:60], LABELS.get(name), _bounded(result.category_scores.get(name)))
        for name, holds in result.categories.items()
        if holds
    ]
    return Opinion(model=told.model[:100], scores=tuple(sorted(found, key=lambda score: -score.value)))


def _bounded(value: float | None) -> float:
    return 1.0 if value is None else min(1.0, max(0.0, value))
