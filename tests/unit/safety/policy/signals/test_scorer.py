"""The scorer: what it reads, how sure it is, what explains it, and that its training can be repeated."""

from math import exp, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.suite.training import Example, train, written
from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import LABELS, Gate, PolicyError
from veillee.safety.policy.signals.scorer import FILE, WEIGHT_MAX, Scorer, features_of, pairs_of

SMALL = "threat\thate\nbias\t0:-300\t1:-300\n_couteau_\t0:900\nje te\t0:200\n"


def test_a_score_is_a_sum_over_words_and_pairs() -> None:
    scorer = Scorer.read(SMALL)
    assert scorer.score("threat", " un couteau ") > 0.9
    assert scorer.score("hate", " un couteau ") < 0.1
    assert scorer.score("threat", " je te vois ") > scorer.score("threat", " te vois je ")
    assert scorer.score("spam", " un couteau ") == 0.0
    weak, plain, strong = (scorer.score("threat", " un couteau ", strength) for strength in ("weak", "plain", "strong"))
    assert weak < plain < strong
    assert scorer.telling("threat", " un couteau ") == ["couteau"]


@pytest.mark.parametrize("row", ["x\t7:1", "x\t0", "x\ta:b", "x\t-1:2", "x\t0:9000000"])
def test_a_row_that_is_none_is_named_by_its_line(row: str) -> None:
    with pytest.raises(PolicyError, match=rf"^{FILE}:5: "):
        Scorer.read(SMALL + row)


def test_training_can_be_repeated_and_read_back() -> None:
    def example(label: str, words: str) -> Example:
        split = words.split()
        features = {**dict.fromkeys(pairs_of(split), 1.0)} | {f: 1.0 for word in split for f in features_of(word)}
        return Example(label or "chat", label, words, features | {"bias": 1.0})

    known = [example("threat", "je vais te frapper"), example("", "je vais te voir")] * 40
    text = written(train(known, ["threat"]), {})
    assert text == written(train(known, ["threat"]), {})
    scorer = Scorer.read(text)
    assert scorer.score("threat", " je vais te frapper ") > 0.5 > scorer.score("threat", " je vais te voir ")


def test_the_shipped_weights_know_every_label(gate: Gate) -> None:
    scorer = Scorer.read((asset_dir("policies") / FILE).read_text("utf-8"))
    assert set(scorer.labels) == set(LABELS)
    chat = gate.words_of("quelqu'un pour un café samedi ?")
    assert all(scorer.score(label, chat) < 0.5 for label in LABELS)


WORDS = st.text("abé", min_size=1, max_size=4)
FEATURES = WORDS.map("_{}_".format) | st.text("ab_", min_size=3, max_size=4) | st.tuples(WORDS, WORDS).map(" ".join)
HUNDREDTHS = st.integers(-WEIGHT_MAX, WEIGHT_MAX) | st.integers(-300, 300)
WEIGHTS = st.dictionaries(FEATURES | st.just("bias"), st.dictionaries(st.integers(0, 3), HUNDREDTHS), max_size=30)


@given(WEIGHTS, st.lists(WORDS, max_size=40))
def test_labels_side_by_side_are_what_each_would_be_alone(weights: dict[str, dict[int, int]], said: list[str]) -> None:
    labels = ["threat", "hate", "scam", "spam"]
    rows = [
        "\t".join([feature, *(f"{at}:{weight}" for at, weight in each.items())]) for feature, each in weights.items()
    ]
    scores = Scorer.read("\n".join(["\t".join(labels), *rows])).scores(labels, " ".join(said))
    features = [*pairs_of(said), *(feature for word in said for feature in features_of(word))]
    for at, label in enumerate(labels):
        total = sum(weights.get(feature, {}).get(at, 0) for feature in features)
        grown = (weights.get("bias", {}).get(at, 0) + total / sqrt(max(1, len(said)))) / 100
        assert scores[label] == pytest.approx(1 / (1 + exp(-max(-30.0, min(30.0, grown)))))


def test_new_words_are_remembered_up_to_a_bound_and_what_was_learnt_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veillee.safety.policy.signals.scorer.MEMO_WORDS_MAX", 3)
    scorer = Scorer.read(SMALL)
    scorer.learn(["couteau", "vois"])
    before = scorer.score("threat", " un couteau ")
    for number in range(20):
        scorer.score("threat", f" mot{number} couteau ")
        assert len(scorer._sums) <= 2 + 3 and {"couteau", "vois"} <= scorer._sums.keys()
    assert scorer.score("threat", " un couteau ") == before
