"""Templates expand, parts meet, guards take the force away."""

import pytest

from veillee.safety.policy import Gate, Submission
from veillee.safety.policy.signals.automaton import Builder, find
from veillee.safety.policy.signals.templates import count, parse


def test_templates_stand_for_every_combination() -> None:
    template = parse("a {b|c {d|e}|} {1-3}")
    phrases = [" ".join(f"a {x} {n}".split()) for x in ("b", "c d", "c e", "") for n in (1, 2, 3)]
    builder = Builder()
    builder.add(template, "family")
    start = builder.build()
    assert count(template) == len(phrases)
    assert all(find(start, phrase.split()) == {"family": [(0, len(phrase) + 2)]} for phrase in phrases)
    assert not any(find(start, text.split()) for text in ("a b", "a c 1", "a b c d 1", "b 1", "a 4"))
    with pytest.raises(ValueError, match="brace"):
        parse("a } b")


def test_phrases_that_begin_alike_stay_apart() -> None:
    builder = Builder()
    for template, family in (
        ("{je|on} veux", "wish"),
        ("je veux pas", "refusal"),
        ("on", "we"),
        ("veux{|ons} pas", "no"),
    ):
        builder.add(parse(template), family)
    start = builder.build()
    assert find(start, ["on", "veux", "pas"]) == {"we": [(0, 4)], "wish": [(0, 9)], "no": [(3, 13)]}
    assert find(start, ["je", "veux", "pas"]) == {"wish": [(0, 9)], "refusal": [(0, 13)], "no": [(3, 13)]}
    assert find(start, ["veuxons", "pas"]) == {"no": [(0, 13)]}


@pytest.mark.parametrize(
    ("harm", "twin", "label"),
    [
        ("les arabes sont des voleurs", "les arabes ne sont pas des voleurs", "hate"),
        ("les arabes sont des voleurs", "dire « les arabes sont des voleurs », c'est raciste", "hate"),
        ("je vais te tuer", "je vais pas te tuer", "threat"),
        ("je vais te tuer", "dans le film il dit je vais te tuer", "threat"),
        ("j'ai 14 ans", "j'ai 14 ans de métier", "minor_disclosed"),
        ("viens seul dans la forêt", "ne viens jamais seul dans la forêt", "ambush"),
        ("je propose ma femme", "je propose un thé à ma femme", "third_person"),
        ("je lui mets des somnifères dans son verre", "on m'a mis des somnifères dans mon verre", "sedation"),
        ("j'envoie tes photos à ta femme", "il menace d'envoyer mes photos à ma femme", "sextortion"),
    ],
)
def test_context_decides(gate: Gate, harm: str, twin: str, label: str) -> None:
    assert label in gate.review(Submission(text=harm, audience="private")).labels
    assert label not in gate.review(Submission(text=twin, audience="private")).labels
