"""Chat models that were made to judge, as vLLM serves them: `safe`, or `unsafe` and a line of hazard codes."""

import re

import msgspec

from veillee.safety.classifiers.line import Line, log
from veillee.safety.classifiers.model import Opinion, Score
from veillee.safety.policy import Label

HAZARDS: dict[str, tuple[str, Label | None]] = {
    "S1": ("violent crimes", "threat"),
    "S2": ("non-violent crimes", "scam"),
    "S3": ("sex-related crimes", "third_person"),
    "S4": ("child sexual exploitation", "minor_sought"),
    "S5": ("defamation", None),
    "S6": ("specialized advice", None),
    "S7": ("privacy", "doxxing"),
    "S8": ("intellectual property", None),
    "S9": ("indiscriminate weapons", "threat"),
    "S10": ("hate", "hate"),
    "S11": ("suicide and self-harm", "self_harm"),
    "S12": ("sexual content", None),
    "S13": ("elections", None),
    "S14": ("code interpreter abuse", None),
}
"""The hazards of the MLCommons taxonomy, by the codes that such models answer with."""
CODE = re.compile(r"\bS\d{1,2}\b")
WORDS_MAX = 32


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Answer(msgspec.Struct):
    choices: list[_Choice]
    model: str = "guard"


_decode = msgspec.json.Decoder(_Answer).decode


class Guard:
    """A classifier behind `POST /v1/chat/completions`. `model`: the name under which it is served."""

    name = "guard"

    def __init__(self, line: Line, model: str) -> None:
        self._line = line
        self._model = model

    async def find_opinion(self, text: str) -> Opinion | None:
        messages = [{"role": "user", "content": text}]
        question = {"model": self._model, "messages": messages, "temperature": 0, "max_tokens": WORDS_MAX}
        answer = await self._line.find_answer(question)
        return None if answer is None else read_answer(answer)

    async def close(self) -> None:
        await self._line.close()


def read_answer(answer: bytes) -> Opinion | None:
    """The opinion in what the model wrote; None when it wrote neither `safe` nor `unsafe`."""
    try:
        told = _decode(answer)
        words = told.choices[0].message.content.strip()
    except (msgspec.MsgspecError, IndexError):
        log.warning("classifier makes no sense")
        return None
    verdict = words.split(maxsplit=1)[0].lower() if words else ""
    if verdict not in ("safe", "unsafe"):
        log.warning("classifier makes no sense")
        return None
    if verdict == "safe":
        return Opinion(model=told.model[:100])
    codes = dict.fromkeys(CODE.findall(words))
    found = tuple(_score(code) for code in codes) or (Score("unsafe", None, 1.0),)
    return Opinion(model=told.model[:100], scores=found)


def _score(code: str) -> Score:
    category, label = HAZARDS.get(code, (code, None))
    return Score(category, label, 1.0)
