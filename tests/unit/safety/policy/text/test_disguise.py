"""Signs of disguise: what nobody writes by accident shows, and what honest people write does not."""

import pytest

from veillee.safety.policy import Gate, Submission
from veillee.safety.policy.text.disguise import HIDDEN_CHARACTERS, MIXED_SCRIPTS, SWELLS, find_signs


@pytest.mark.parametrize(
    ("text", "sign", "span"),
    [
        ("bonjour sаle type", MIXED_SCRIPTS, (8, 12)),
        ("un mοt grec", MIXED_SCRIPTS, (3, 6)),
        ("le par\u200bking", HIDDEN_CHARACTERS, (3, 11)),
        ("a \u202edesrever", HIDDEN_CHARACTERS, (2, 11)),
        ("ok \ufdfa\ufdfa \ufdfa\ufdfa", SWELLS, (3, 8)),
    ],
)
def test_signs_are_found_where_they_stand(text: str, sign: str, span: tuple[int, int]) -> None:
    assert find_signs(text) == {sign: span}


@pytest.mark.parametrize(
    "text",
    ["œuvre à Noël", "привет les amis", "5 μm et 3 kΩ", "👨‍👩‍👧 en famille", "la paix ﷺ sur lui", "می‌خواهم", "ﬁn"],
)
def test_honest_writing_shows_none(text: str) -> None:
    assert find_signs(text) == {}


def test_a_sign_gives_a_second_look_and_stands_in_the_verdict(gate: Gate) -> None:
    plain = gate.review(Submission(text="on est derrière le stade", audience="private"))
    hidden = gate.review(Submission(text="on est derrière le sta\u200bde", audience="private"))
    assert plain.effect == "allow" and hidden.effect == "hold"
    kept = gate.review_to_keep(Submission(text="on est derrière le sta\u200bde", audience="private"))
    assert "hidden_characters" in {turn.name for reason in kept.reasons for turn in reason.turns}
