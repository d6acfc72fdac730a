"""Near-duplicates: the same words with small changes, and nothing else."""

from veillee.safety.policy import near_duplicates

PITCH = "Bonsoir, j'ai vu ton profil et je te trouve charmante, on pourrait faire connaissance autour d'un verre ?"


def test_small_changes_do_not_hide_a_copy() -> None:
    copies = [
        PITCH.upper(),
        PITCH.replace("charmante", "superbe"),
        PITCH + " 😉",
        PITCH.replace("Bonsoir", "Bonjour Léa"),
    ]
    assert near_duplicates(PITCH, copies) == len(copies)


def test_other_words_and_short_greetings_are_no_copies() -> None:
    others = ["Tu aimes la randonnée ? Je pars samedi dans les Vosges avec un groupe d'amis et deux chiens", "Bonsoir"]
    assert near_duplicates(PITCH, others) == 0
    assert near_duplicates("bonsoir, ça va ?", ["bonsoir, ça va ?"] * 5) == 0
