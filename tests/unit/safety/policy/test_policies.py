"""Every rule catches what it says it catches and leaves what it says it leaves."""

import itertools
import re

import msgspec
import yaml

from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import LABELS, Gate
from veillee.safety.policy.context import DERIVED
from veillee.safety.policy.model import NAMES
from veillee.safety.policy.phrases import FORMS


def test_each_rule_catches_its_cases(gate: Gate) -> None:
    missed = [
        f"{rule.file}:{rule.line} {rule.id} misses {case.text!r}"
        for rule in gate.rules
        for case in rule.catch
        if rule.id not in {reason.rule for reason in gate.review(case.submission()).reasons}
    ]
    assert not missed, "\n".join(missed)


def test_each_rule_leaves_its_twins(gate: Gate) -> None:
    alarms = [
        f"{rule.file}:{rule.line} {rule.id} speaks on {case.text!r}"
        for rule in gate.rules
        for case in rule.leave
        if rule.id in {reason.rule for reason in gate.review(case.submission()).reasons}
    ]
    assert not alarms, "\n".join(alarms)


def test_each_label_has_a_rule_and_each_rule_both_kinds_of_case(gate: Gate) -> None:
    assert {rule.label for rule in gate.rules} == set(LABELS)
    assert not [rule.id for rule in gate.rules if not (rule.catch and rule.leave)]


def test_self_harm_is_never_punished(gate: Gate) -> None:
    rules = [rule for rule in gate.rules if rule.label == "self_harm"]
    assert rules and all(rule.effect == "allow" and rule.help and rule.open_case for rule in rules)


def test_each_text_speaks_both_languages(gate: Gate) -> None:
    for rule in gate.rules:
        assert rule.text["fr"].strip() and rule.text["en"].strip()
        assert rule.text["fr"] != rule.text["en"]
    for article in gate.house_rules.articles:
        assert article.title["fr"] and article.text["en"]
    assert {"3114", "3018", "119", "3919", "17", "112"} <= {line.id for line in gate.help_lines}


def test_staff_read_in_words_what_each_rule_rests_on(gate: Gate) -> None:
    """A name without a phrase stands for itself, the same in both languages."""
    names = {name for rule in gate.rules for name in rule.when.names}
    for prefix in FORMS:
        names = {name if name in DERIVED else name.removeprefix(prefix) for name in names}
    said = {name: gate._engine.phrases.of(name) for name in names}
    assert [name for name, words in said.items() if words["fr"] == words["en"]] == []


def test_whoever_is_stopped_reads_which_article(gate: Gate) -> None:
    titles = {article.id: article.title for article in gate.house_rules.articles}
    for rule in gate.rules:
        for language in ("fr", "en"):
            assert (titles[rule.article][language] in rule.text[language]) == (rule.effect != "allow"), rule.id


def test_each_family_says_how_strong_its_words_are_and_what_they_do() -> None:
    silent = [
        f"{path.name}: {name}"
        for path in sorted((asset_dir("policies") / "lexicon").glob("*.yaml"))
        for name, family in yaml.safe_load(path.read_text("utf-8")).items()
        if not (family["role"] and family.get("strength") and family.get("note"))
    ]
    assert not silent, "give each a role, a strength and a note: " + ", ".join(silent)


def test_nobody_who_chooses_a_name_or_a_title_is_asked_about_sending(gate: Gate) -> None:
    """Give such a rule a name_text."""
    advised = set()
    for rule in gate.rules:
        for case, kind in itertools.product(rule.catch, NAMES):
            verdict = gate.review(msgspec.structs.replace(case.submission(), kind=kind))
            if verdict.effect == "nudge":
                advised |= {reason.rule for reason in verdict.reasons}
                told = " ".join(text for reason in verdict.reasons for text in reason.text.values())
                assert not re.search(r"[Ee]nvoyer|[Ss]end|message", told), (rule.id, kind, told)
    assert advised >= {"second_look.threat", "ambush.pressure"}
