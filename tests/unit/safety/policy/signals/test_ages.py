"""Ages: in digits, in words, glued to letters; of oneself and not of others."""

import pytest

from veillee.safety.policy import Gate
from veillee.safety.policy.signals.ages import find_age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("j'ai vingt-huit ans", 28),
        ("j'ai vingt et un ans", 21),
        ("j'ai soixante-douze ans", 72),
        ("j'ai quatre-vingt-deux ans", 82),
        ("jai15 ans", 15),
        ("j'ai quinze ans", 15),
        ("i am twenty eight", 28),
        ("ma fille a quinze ans", None),
    ],
)
def test_an_age_is_a_number_however_it_is_written(gate: Gate, text: str, age: int | None) -> None:
    assert find_age(gate.words_of(text)) == age


@pytest.mark.parametrize("text", ["j'ai vingt-huit ans", "j'ai quarante et un ans", "f34 de lyon", "i am twenty eight"])
def test_adults_are_recognised_in_words_and_glued(gate: Gate, text: str) -> None:
    assert "said_adult" in gate.traces_left(text)


@pytest.mark.parametrize(
    "text", ["jai15 ans mais je fais plus", "f14 de lyon et toi", "f14 here u?", "m16 cherche amis"]
)
def test_so_are_the_young(gate: Gate, text: str) -> None:
    assert "said_minor" in gate.traces_left(text)
    assert "said_adult" not in gate.traces_left(text)


@pytest.mark.parametrize("text", ["je prends le t15 demain", "le son h24", "chef14 cuisine bien", "salop3"])
def test_other_letters_before_digits_are_no_age(gate: Gate, text: str) -> None:
    assert not {"said_minor", "said_adult"} & {*gate.traces_left(text)}
