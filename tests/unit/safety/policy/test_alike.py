"""What no rule knows and yet is like harm: advice and never a stop, silent where the words were understood."""

from math import log, sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import Gate, Line, PolicyError, Submission
from veillee.safety.policy.signals.scorer import SCALE, WORDS_MAX, Scorer

LURE = "bait's set, he thinks he's meeting a guy called Ryan"
RULE = """
ours.rule:
  when: {when}
  label: ambush
  effect: {effect}
  {more}
  article: safe_meetings
  text: {{fr: a, en: b}}
  catch: ["{catch}"]
  leave: ["bonsoir"]
"""


def said(text: str, **more: Any) -> Submission:
    return Submission(text=text, audience="private", **more)


def load(folder: Path, when: str, effect: str = "hold", more: str = "") -> Gate:
    (folder / "rules").mkdir()
    (folder / "rules" / "ours.yaml").write_text(RULE.format(when=when, effect=effect, more=more, catch=LURE))
    return Gate.load(asset_dir("policies"), folder)


def test_it_advises_both_and_shows_the_most_telling_word(gate: Gate) -> None:
    verdict = gate.review(said(LURE))
    assert (verdict.effect, verdict.labels) == ("nudge", ("ambush",))
    [reason] = verdict.reasons
    start, end = reason.span
    assert reason.rule == "alike.ambush" and 0 < end - start < 20 and LURE[start:end].strip() in LURE.split()
    assert verdict.caution is not None and "lieu public" in verdict.caution.text["fr"]
    assert not verdict.open_case and not verdict.freeze


def test_between_contacts_it_keeps_silent(gate: Gate) -> None:
    assert gate.review(said(LURE, contacts=True)).effect == "allow"


@pytest.mark.parametrize(
    "text", ["dire que les arabes sont des voleurs c'est du racisme", "ne viens jamais seul dans la forêt"]
)
def test_words_that_were_understood_and_excused_are_like_nothing(gate: Gate, text: str) -> None:
    assert gate.review(said(text)).labels == ()


def test_short_lines_put_together_are_like_nothing(gate: Gate) -> None:
    said_before = tuple(Line("author", f"numéro {number}") for number in range(20))
    assert gate.review(said("numéro 20", history=said_before)).effect == "allow"


@pytest.mark.parametrize(
    ("when", "effect", "more"),
    [
        ("like_ambush", "hold", ""),
        ("like_ambush", "refuse", ""),
        ("like_ambush || asks_alone", "hold", ""),
        ("like_ambush", "nudge", "freeze: true"),
        ("like_ambush && !contacts", "nudge", "urgent: true"),
    ],
)
def test_it_never_stops_by_itself(tmp_path: Path, when: str, effect: str, more: str) -> None:
    with pytest.raises(PolicyError, match=r"rules/ours.yaml:3: ours.rule: what a text is like may advise, not stop"):
        load(tmp_path, when, effect, more)


def test_with_another_signal_it_may(tmp_path: Path) -> None:
    assert load(tmp_path, "like_ambush && asks_alone").rules


@pytest.mark.parametrize("body", ["ambush: 0.4", "ambush: 1.0", "ambush: sure", "charm: 0.9"])
def test_a_score_that_is_none_is_refused(tmp_path: Path, body: str) -> None:
    (tmp_path / "language").mkdir()
    (tmp_path / "language" / "alike.yaml").write_text(body)
    with pytest.raises(PolicyError, match=r"^language/alike.yaml:1: "):
        Gate.load(asset_dir("policies"), tmp_path)


def test_of_a_long_text_the_first_words_are_weighed() -> None:
    scorer = Scorer.read("threat\nbias\t0:0\tany:0\n_couteau_\t0:9000\tany:900\n")
    scorer.alert({"threat": 0.9})
    strange = [f"mot{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(WORDS_MAX)]
    assert scorer.alike(["couteau", *strange]) == ["like_threat"]
    assert scorer.alike([*strange, "couteau"]) == []


def test_a_word_or_two_are_like_nothing() -> None:
    scorer = Scorer.read("hate\nbias\t0:0\tany:0\n_couteau_\t0:9000\tany:900\n")
    scorer.alert({"hate": 0.9})
    assert scorer.alike([]) == scorer.alike(["couteau"]) == scorer.alike(["couteau", "."]) == []
    assert scorer.alike(["couteau", "un"] * 9) == scorer.alike(["."] * 99) == []
    assert scorer.alike(["couteau", "un", "z", "23", "."]) == []
    assert scorer.alike(["un", "grand", "couteau"] * 4) == []
    assert scorer.alike(["un", "grand", "couteau"]) == ["like_hate"]


WORDS = st.text("abé", min_size=2, max_size=4)
HUNDREDTHS = st.integers(-3_000, 3_000)
LANES = st.dictionaries(st.integers(0, 2), HUNDREDTHS, min_size=1)
SCORES = st.fixed_dictionaries({label: st.floats(0.5, 0.99) for label in ("threat", "hate", "scam")})


@given(
    st.dictionaries(WORDS.map("_{}_".format) | st.just("bias"), LANES, max_size=20),
    st.lists(WORDS, min_size=3, max_size=40, unique=True),
    SCORES,
)
def test_all_labels_compared_at_once_are_as_each_alone(
    weights: dict[str, dict[int, int]], split: list[str], scores: dict[str, float]
) -> None:
    rows = ["\t".join([feature, *(f"{at}:{each}" for at, each in lanes.items())]) for feature, lanes in weights.items()]
    scorer = Scorer.read("\n".join(["\t".join(scores), *rows]))
    scorer.alert(scores)
    alike = scorer.alike(split)
    for label, score in scorer.scores(scores, " ".join(split)).items():
        # Square roots are rounded to sixty-fourths where labels are compared at once.
        if abs(log(score / (1 - score)) - log(scores[label] / (1 - scores[label]))) > 60 / SCALE / sqrt(len(split)):
            assert (f"like_{label}" in alike) == (score > scores[label])
