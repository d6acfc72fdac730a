"""Phones in every dress, and numbers that are none."""

import pytest

from veillee.safety.policy.signals.phones import find_phone, find_spelled_phone
from veillee.safety.policy.text.fold import fold


@pytest.mark.parametrize(
    "text",
    [
        "06 39 98 12 34",
        "0639981234",
        "06.39.98.12.34",
        "06-39-98-12-34",
        "+33 6 39 98 12 34",
        "0033639981234",
        "+33(0)639981234",
        "0 6 3 9 9 8 1 2 3 4",
        "O6 39 98 12 34",
        "06 39 98 l2 34",
        "0️⃣6️⃣3️⃣9️⃣9️⃣8️⃣1️⃣2️⃣3️⃣4️⃣",
        "07700 900123",
        "+44 7700 900123",
        "01/99/00/12/34",
        "06_39_98_12_34",
        "06*39*98*12*34",
    ],
)
def test_a_phone_is_found(text: str) -> None:
    span = find_phone(fold(f"appelle {text} ce soir"))
    assert span is not None


@pytest.mark.parametrize(
    "text",
    [
        "12,50 euros",
        "le 12/05/2024 à 18h30",
        "1 250 000 habitants",
        "de 1914 à 1918 puis 1939 et 1945",
        "2024-11-24 20:15:00",
        "3,14159265358979",
        "00000000000",
        "1 2 3 4 5 6 7 8 9 10",
        "75011 Paris, 69003 Lyon",
        "j'ai 35 ans, 1m80, 75kg, 42",
        "5 000 000 000 €",
    ],
)
def test_prices_dates_and_ages_are_not_phones(text: str) -> None:
    assert find_phone(fold(text)) is None


def test_a_spelled_phone_is_found() -> None:
    assert find_spelled_phone(" appel 0 6 30 9 4 20 10 8 12 30 4 ") is not None
    assert find_spelled_phone(" 0 7 60 10 9 80 80 1 11 22 ") is not None
    assert find_spelled_phone(" j ai 30 9 ans et 4 enfant 2 chat 12 poule ") is None
