"""Whatever is put around harm hides none of it: what was stopped for its words stays stopped in a longer text."""

import random
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suite.cases import functionalities
from tests.suite.measures import CRITICAL, STOPS, verdict_on
from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import Gate

CHARS_MAX = 2000
SEED = 2026
HIDDEN_MAX = 0.005
"""Of what is only understood by its sound, or run together, behind so many."""


@cache
def gate() -> Gate:
    return Gate.load(asset_dir("policies"))


@cache
def harm() -> list[str]:
    """Lines of the suite that are stopped for what they say, on critical labels and threats.

    Not those that are stopped for their score alone: more words make a text less like any harm.
    """
    weighing = {rule.id for rule in gate().rules if rule.weighs}
    stopping = {rule.id for rule in gate().rules if rule.effect in STOPS} - weighing
    return [
        case.text
        for each in functionalities().values()
        if each.label in {*CRITICAL, "threat"}
        for case in each.harmful
        if stopping.intersection(reason.rule for reason in verdict_on(gate(), case.text).reasons)
    ]


def test_more_strange_words_than_are_looked_at_closely_hide_hardly_any_harm() -> None:
    dice = random.Random(SEED)
    strange = " ".join("".join(dice.choices("bcdfghjklmnpqrtvwxz", k=4)) for _ in range(CHARS_MAX))
    hidden = [
        line
        for line in harm()
        if verdict_on(gate(), f"{strange[: CHARS_MAX - len(line) - 2]}. {line}").effect not in STOPS
    ]
    assert len(hidden) <= len(harm()) * HIDDEN_MAX, hidden


LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=14)
STRANGE = st.lists(LETTERS, min_size=1, max_size=200).map(" ".join)
"""Words that nobody knows: more of them than are looked at closely."""
MARKS = st.sampled_from(["😀", "06 39 98 ", "x y z ", "4 8 15 ", "… ", "é", "à la ", "\u200b", "a" * 60 + " "])
NOISE = st.one_of(
    STRANGE,
    st.tuples(MARKS, st.integers(1, 150)).map(lambda drawn: drawn[0] * drawn[1]),
    st.integers(0, 10**6).map(lambda at: harm()[at % len(harm())]),
)


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 10**6), st.lists(NOISE, max_size=4), st.lists(NOISE, max_size=4), st.sampled_from([". ", "\n"]))
def test_noise_hides_no_harm(which: int, before: list[str], after: list[str], end: str) -> None:
    line = harm()[which % len(harm())]
    room = CHARS_MAX - len(line) - 2 * len(end)
    start = end.join(before)[: room // 2]
    rest = end.join(after)[: room - len(start)]
    assert verdict_on(gate(), end.join((start, line, rest))).effect in STOPS
