"""Words that explain harm away where they govern it, added to harm that they do not govern."""

from collections.abc import Callable

FRENCH = (
    "comme dans le film", "pour un roman", "c'est faux de dire ça", "il faut dénoncer ça", "c'est une surprise",
    "ma fille", "mdr", "au poker", "mon médecin", "j'ai peur", "du mariage", "au restaurant", "mon loyer", "désolé",
    "le chien", "en famille", "si tu veux", "un café", "je rigole", "c'est inacceptable", "aidez-moi", "la police",
    "j'ai lu un truc", "il paraît qu'il pleut",
)  # fmt: skip
ENGLISH = (
    "like in the movie", "for a novel", "that's wrong to say", "it's a surprise", "my daughter", "lol", "at poker",
    "my doctor", "i'm scared", "the wedding", "at the restaurant", "my rent", "sorry", "the dog", "with friends",
    "if you want", "a coffee", "help", "the police", "i read something",
)  # fmt: skip

EXCUSES: dict[str, Callable[[str, str], str]] = {
    "sentence after": lambda text, words: f"{text.rstrip('.')}. {words.capitalize()}.",
    "sentence before": lambda text, words: f"{words.capitalize()}. {text}",
    "after a comma": lambda text, words: f"{text}, {words}",
    "run on": lambda text, words: f"{text} {words}",
}
"""How they are added."""


def excuse(form: str, text: str, register: str, turn: int) -> str:
    """The text with the words whose turn it is, in its language."""
    choices = ENGLISH if register == "en" else FRENCH
    return EXCUSES[form](text, choices[turn % len(choices)])
