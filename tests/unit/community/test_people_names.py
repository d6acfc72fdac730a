"""Which pseudonyms pass, and which are the same to the eye."""

import pytest

from veillee.community.people import check_pseudonym, name_key
from veillee.foundation.basics import Invalid


@pytest.mark.parametrize("name", ["Zoé", "Jean-Luc 75", "Badminton", "Modeste", "Supportrice", "بدر", "Лена", "zoé 🌙"])
def test_ordinary_names_pass(name: str) -> None:
    assert check_pseudonym(f"  {name} ") == name


@pytest.mark.parametrize(
    "name",
    [
        "Admin",
        "Аdmіn",
        "a d m i n",
        "M0dérateur",
        "modo",
        "modo 2",
        "l’équipe",
        "Syst3me",
        "Veil1ée",
        "ＳＴＡＦＦ",
        "veilleuse",
        "adrnin",
        "Rnodo 3",
    ],
)
def test_names_that_look_like_staff_do_not(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_pseudonym(name)
    assert refused.value.errors == {"pseudonym": "staff"}


@pytest.mark.parametrize(
    ("staff", "name"),
    [
        ("Claire", "CIaire"),
        ("Maud", "Maud2"),
        ("Maud", "Maud 01"),
        ("Maud", "rnaud"),
        ("Maud", "Rnaud_7"),
        ("Arnaud", "Amaud"),
        ("William", "VVilliam"),
        ("Wanda 2", "vvanda2"),
    ],
)
def test_the_name_of_a_member_of_staff_is_theirs(staff: str, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_pseudonym(name, frozenset({name_key(staff)}))
    assert refused.value.errors == {"pseudonym": "staff"}


@pytest.mark.parametrize("name", ["Maude", "Maudie", "Mau", "2Maud", "Arnaud"])
def test_a_name_that_is_another_stays_free(name: str) -> None:
    assert check_pseudonym(name, frozenset({name_key("Maud")})) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [("x", "length"), ("", "length"), ("n" * 25, "length"), ("a\u202eb", "characters"), ("🌙🌙", "characters")],
)
def test_what_cannot_be_a_name(name: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_pseudonym(name)
    assert refused.value.errors == {"pseudonym": reason}


@pytest.mark.parametrize(("one", "other"), [("Zoé", "zoe"), ("Zоé", "Zoe"), ("Emil", "EmiI"), ("z o e", "Z_o.e")])
def test_names_that_look_alike_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
