"""How long a verdict takes: on chat of 200 characters, and on the worst that 2,000 characters can be.

Time is the processor's own (`thread_time`), so that what other programs take does not count; what they do to the
caches does.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from statistics import mean, median, quantiles
from typing import NamedTuple

from tests.suite.cases import functionalities, ordinary_chat
from veillee.safety.policy import Gate, Submission
from veillee.server.garbage import spare_the_loaded

SEED = 2026
TEXT_CHARS = 200
TEXTS = 2000
WORST_CHARS = 2000
REPEATS = 5
MICRO, MILLI = 1e6, 1e3


def evening(count: int = TEXTS) -> list[str]:
    """Chat lines strung together to 200 characters."""
    dice, lines = random.Random(SEED), ordinary_chat()
    return [". ".join(dice.sample(lines, 12))[:TEXT_CHARS] for _ in range(count)]


def adversarial() -> dict[str, str]:
    """Texts of 2,000 characters made to be slow."""
    dice = random.Random(SEED)

    def letters(size: int) -> str:
        return "".join(dice.choices("abcdefghijklmnoprstuvz", k=size))

    def harm(between: str) -> str:
        cases = [case.text for each in functionalities().values() for case in each.harmful]
        return between.join(dice.sample(cases, 80)) + between

    excuses = ("pas", "jamais", "le film", "contre", "il a dit que", "mdr", "on m'a", "non", "travail", "interdit")
    made = {
        "harm upon harm": harm(" "),
        "harm in sentences": harm(". "),
        "harm in a story": "dans le film " + harm(" et "),
        "each word excused": " ".join(f"{dice.choice(excuses)} {word}" for word in harm(" ").split()),
        "told a hundred times": "dans le film je vais te tuer. ",
        "denied a hundred times": "ne dis pas que les arabes sont des voleurs, ",
        "grows 18-fold under NFKC": "\ufdfa",
        "digits": "0123456789",
        "phones that are none": "06 39 98 12 3 ",
        "nested quotes": '« " ' + "' ",
        "one word": letters(WORST_CHARS),
        "unknown words": " ".join(letters(7) for _ in range(WORST_CHARS // 8)),
        "unknown long words": " ".join(letters(19) for _ in range(WORST_CHARS // 20)),
        "glued known words": "jeveuxtevoirseulcesoir",
        "letters apart": "j e v a i s t e v o i r ",
        "random letters apart": " ".join(letters(WORST_CHARS // 2)),
        "combining marks": "\u0301",
        "mixed scripts": "аeбcёd ",
        "leet": "p4rk1ng s3ul ",
        "asking for a lure": "viens seul au parking cette nuit ",
        "insults": "sale pédé ",
        "ages": "j'ai 14 ans, ",
        "threats": "je vais te casser les dents demain. ",
        "blackmail": "paye ou ta femme voit tes photos ",
        "emoji": "😀",
        "line ends": "\n",
        "lone surrogates": "\ud800",
        "bidi overrides": "\u202e a",
        "null bytes": "\0",
        "Chinese": "你好吗",
        "Arabic": "مرحبا كيف ",
    }
    return {name: (text * WORST_CHARS)[:WORST_CHARS] for name, text in made.items()}


def _seconds(gate: Gate, text: str) -> float:
    submission = Submission(text=text, audience="private")
    start = time.thread_time()
    gate.review(submission)
    return time.thread_time() - start


class _Chat(NamedTuple):
    mean: float
    p99: float

    def __str__(self) -> str:
        return f"{self.mean:.0f} µs | {self.p99:.0f} µs"


def _chat(gate: Gate, texts: list[str]) -> _Chat:
    spent = [_seconds(gate, text) * MICRO for text in texts]
    return _Chat(mean(spent), quantiles(spent, n=100)[-1])


def _forget(gate: Gate) -> None:
    """Everything that was remembered of what was said: nobody says the same words twice."""
    reader = gate._engine.reader
    reader._spelling._memo.clear()
    reader.scorer.forget()
    reader._names.clear()
    reader._names_before.clear()


def _worst(gate: Gate, text: str) -> tuple[float, float]:
    """The first time and again, each the median of some, in milliseconds."""
    first, again = list[float](), list[float]()
    for _ in range(REPEATS):
        _forget(gate)
        first.append(_seconds(gate, text) * MILLI)
        again.append(_seconds(gate, text) * MILLI)
    return median(first), median(again)


def table(load: Callable[[], Gate]) -> Iterator[str]:
    """Markdown: chat first, then each worst case, the first time and when its words are known."""
    start = time.process_time()
    gate = load()
    reading = (time.process_time() - start) * MILLI
    spare_the_loaded()
    chat = _chat(gate, evening())
    rounds = sorted(_chat(gate, evening()) for _ in range(REPEATS))
    worst = {name: _worst(gate, text) for name, text in adversarial().items()}
    slowest = max(worst, key=worst.__getitem__)
    yield (
        f"Processor time of one thread, the collector set as in the server, {os.cpu_count()} cores at a load of "
        f"{os.getloadavg()[0]:.1f}. Reading the policies: {reading:.0f} ms."
    )
    yield from ("", f"| {TEXT_CHARS} characters of chat, {TEXTS:,} texts | mean | p99 |", "| --- | --- | --- |")
    yield f"| by a gate that has read nothing yet | {chat} |"
    yield f"| read before: the median of {REPEATS} rounds | {rounds[REPEATS // 2]} |"
    yield ""
    yield (
        f"Of texts of {WORST_CHARS:,} characters made to be slow *{slowest}* is slowest: {worst[slowest][0]:.2f} ms. "
        f"Medians of {REPEATS}, in milliseconds, the first time with no word remembered."
    )
    yield from ("", f"| {WORST_CHARS:,} characters | first time | again |", "| --- | --- | --- |")
    for name, (first, again) in worst.items():
        yield f"| {name} | {first:.2f} | {again:.2f} |"
