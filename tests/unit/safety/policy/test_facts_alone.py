"""A rule may rest on facts alone; one that could never speak is refused when it is read."""

from pathlib import Path

import pytest

from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import Facts, Gate, PolicyError, Submission

RULE = """
ours.rule:
  when: {when}
  label: spam
  effect: hold
  article: quiet
  text: {{fr: a, en: b}}
  catch: [{{text: bonsoir, kind: first_word, author: {{reply_ratio: 0.05}}}}]
  leave: [{{text: bonsoir, kind: first_word}}]
"""


def load(folder: Path, when: str) -> Gate:
    (folder / "rules").mkdir()
    (folder / "rules" / "ours.yaml").write_text(RULE.format(when=when))
    return Gate.load(asset_dir("policies"), folder)


def asked(ratio: float | None, text: str = "bonsoir") -> Submission:
    return Submission(text=text, kind="first_word", audience="private", author=Facts(reply_ratio=ratio))


@pytest.mark.parametrize(
    "when",
    [
        "kind == 'first_word' && reply_ratio >= 0.0 && reply_ratio < 0.1",
        "link || (kind == 'first_word' && reply_ratio >= 0.0 && reply_ratio < 0.1)",
        "reply_ratio in [0.05] && size(kind) > 0",
    ],
)
def test_a_rule_may_rest_on_facts_alone(tmp_path: Path, when: str) -> None:
    gate = load(tmp_path, when)
    assert gate.review(asked(0.05)).effect == "hold"
    assert gate.review(asked(0.5)).effect == gate.review(asked(None)).effect == "allow"
    assert gate.reload()


def test_what_traces_alone_say_is_asked_too(tmp_path: Path) -> None:
    gate = load(tmp_path, "pair_alone > 0.5")
    before = Submission(text="bonsoir", audience="private", pair={"alone": 0.9})
    assert (gate.review(before).effect, gate.review(asked(0.05)).effect) == ("hold", "allow")


@pytest.mark.parametrize("when", ["score_threat >= 0.7", "1 > 2", "kind == 'message' && score_hate > 0.1"])
def test_a_rule_that_can_never_speak_is_refused(tmp_path: Path, when: str) -> None:
    with pytest.raises(PolicyError, match=r"^rules/ours.yaml:3: ours.rule: can never speak: "):
        load(tmp_path, when)


def test_ours_speak_only_when_something_is_said(gate: Gate) -> None:
    assert not [rule.id for rule in gate.rules if rule.by_facts]
