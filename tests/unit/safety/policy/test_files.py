"""A policy that does not hold together says where."""

import shutil
from pathlib import Path

import pytest

from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import Gate, PolicyError

RULE = """
x.rule:
  when: {when}
  label: {label}
  effect: hold
  article: {article}
  text: {{fr: a, en: b}}
  catch: [a]
  leave: [b]
"""
WITHOUT_CASES = RULE.format(when="phone", label="spam", article="quiet").replace("  leave: [b]\n", "")
MACROS = (asset_dir("policies") / "language" / "macros.yaml").read_text().replace("je_vais: ", "je_vais: <je_vais>|", 1)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (
            "rules/x.yaml",
            RULE.format(when="nothing_like_it", label="spam", article="quiet"),
            "rules/x.yaml:3: x.rule: ",
        ),
        ("rules/x.yaml", RULE.format(when="kind", label="spam", article="quiet"), "must be true or false"),
        ("rules/x.yaml", RULE.format(when="phone &&", label="spam", article="quiet"), "rules/x.yaml:3: "),
        ("rules/x.yaml", RULE.format(when="phone", label="rude", article="quiet"), "Invalid enum value"),
        ("rules/x.yaml", RULE.format(when="phone", label="spam", article="none"), "no article 'none'"),
        ("rules/x.yaml", "a: [", "rules/x.yaml:2: not valid YAML"),
        ("rules/x.yaml", "a: 1\na: 2", "rules/x.yaml:2: not valid YAML: 'a' stands here twice"),
        ("signals/x.yaml", "s: {any: [no_such_family]}", "no family is called 'no_such_family'"),
        ("signals/x.yaml", "s: {any: [group], unless: [nobody]}", "no guard is called 'nobody'"),
        ("lexicon/x.yaml", "f: {role: target, fr: 'a {b'}", "lexicon/x.yaml:1: unmatched brace"),
        ("lexicon/x.yaml", "f: {role: target, fr: 'a <b>'}", "no macro is called 'b'"),
        ("lexicon/x.yaml", "f: {role: target}", "has no words"),
        ("language/macros.yaml", MACROS, "leads back to itself"),
        ("rules/x.yaml", WITHOUT_CASES, "rules/x.yaml:3: x.rule: needs a case"),
        ("language/patterns.yaml", "p: {any: ['(']}", "is not a pattern"),
        ("house_rules.yaml", "version: 1", "house_rules.yaml:1: "),
        ("help.yaml", "lines: [{id: a}]", "help.yaml:1: "),
    ],
)
def test_the_fault_is_named_with_file_and_line(tmp_path: Path, name: str, content: str, says: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    with pytest.raises(PolicyError) as raised:
        Gate.load(asset_dir("policies"), tmp_path)
    assert says in str(raised.value)


def test_an_operator_adds_a_rule_without_touching_ours(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "signals").mkdir()
    (tmp_path / "rules").mkdir()
    (tmp_path / "lexicon" / "ours.yaml").write_text("turnip: {role: target, fr: navet}")
    (tmp_path / "signals" / "ours.yaml").write_text("names_turnip: {any: [turnip]}")
    (tmp_path / "rules" / "ours.yaml").write_text(RULE.format(when="names_turnip", label="spam", article="quiet"))
    ours, theirs = Gate.load(asset_dir("policies")), Gate.load(asset_dir("policies"), tmp_path)
    assert len(theirs.rules) == len(ours.rules) + 1
    assert theirs.version != ours.version


def test_a_missing_folder_or_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="is not a folder"):
        Gate.load(tmp_path / "none")
    with pytest.raises(PolicyError, match=r"house_rules\.yaml:1: is missing"):
        Gate.load(tmp_path)
    shutil.copy(asset_dir("policies") / "house_rules.yaml", tmp_path)
    with pytest.raises(PolicyError, match=r"help\.yaml:1: is missing"):
        Gate.load(tmp_path)
