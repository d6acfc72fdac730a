"""Changed files come into force as a whole or not at all."""

import shutil
from pathlib import Path

import pytest

from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import Gate, PolicyError, Submission

TURNIP = Submission(text="un navet")
RULE = """
ours.turnip:
  when: names_turnip
  label: spam
  effect: hold
  mode: {mode}
  article: quiet
  text: {{fr: a, en: b}}
  catch: ["{catch}"]
  leave: ["un poireau"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("lexicon", "signals", "rules"):
        (tmp_path / name).mkdir()
    (tmp_path / "lexicon" / "ours.yaml").write_text("turnip: {role: target, fr: navet}")
    (tmp_path / "signals" / "ours.yaml").write_text("names_turnip: {any: [turnip]}")
    return tmp_path


def test_what_holds_comes_into_force_and_what_does_not_leaves_it_there(folder: Path) -> None:
    gate = Gate.load(asset_dir("policies"), folder)
    empty = gate.version
    rules = folder / "rules" / "ours.yaml"
    rules.write_text(RULE.format(mode="on", catch="un navet"))
    assert gate.review(TURNIP).effect == "allow"
    assert gate.reload() == gate.version != empty
    assert gate.review(TURNIP).effect == "hold"
    working = gate.version
    for broken, says in (("a: [", "not valid YAML"), (RULE.format(mode="on", catch="une carotte"), "misses")):
        rules.write_text(broken)
        with pytest.raises(PolicyError, match=says):
            gate.reload()
        assert gate.version == working and gate.review(TURNIP).effect == "hold"


def test_a_rule_in_shadow_is_counted_and_does_nothing(folder: Path) -> None:
    (folder / "rules" / "ours.yaml").write_text(RULE.format(mode="shadow", catch="un navet"))
    gate = Gate.load(asset_dir("policies"), folder)
    verdict = gate.review(TURNIP)
    assert (verdict.effect, verdict.labels, verdict.shadow) == ("allow", (), ("ours.turnip",))
    assert gate.shadowed["ours.turnip"] == 1


def test_new_house_rules_wait_for_a_restart(folder: Path) -> None:
    gate = Gate.load(asset_dir("policies"), folder)
    theirs = shutil.copy(asset_dir("policies") / "house_rules.yaml", folder)
    Path(theirs).write_text(Path(theirs).read_text("utf-8").replace('version: "', 'version: "9'), "utf-8")
    with pytest.raises(PolicyError, match="restart"):
        gate.reload()
