"""Every rule catches what it says it catches and leaves what it says it leaves."""

from veillee.safety.policy import LABELS, Gate


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
