"""Templates expand, parts meet, guards take the force away."""

import pytest

from veillee.safety.policy import Gate, Submission
from veillee.safety.policy.signals.lexicon import expand


def test_templates_expand() -> None:
    assert expand("a {b|c {d|e}|} {1-3}") == [f"a {x} {n}" for x in ("b", "c d", "c e", "") for n in (1, 2, 3)]
    with pytest.raises(ValueError, match="brace"):
        expand("a } b")


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
