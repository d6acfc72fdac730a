"""What somebody is asked before their private talk is screened: one text, of which every record names the version."""

import hashlib

WORDING: dict[str, str] = {
    "fr": "Pour que personne ne soit attiré dans un piège, un filtre automatique lit ce que vous écrivez en privé à "
    "quelqu’un, et ce que cette personne vous écrit, au moment de l’envoi.\n"
    "Il peut vous donner un conseil, retenir ou refuser un message, ou le montrer à l’équipe. De ce qu’il laisse "
    "passer, il ne garde aucun mot ; il retient au plus quelques semaines qu’un signe, comme un âge, a été dit.\n"
    "Sans votre accord, les salons vous sont ouverts, mais pas le privé avec des inconnus. Vous pouvez retirer "
    "cet accord quand vous voulez, dans « Moi ». Deux contacts peuvent couper le filtre entre eux, ensemble.",
    "en": "So that nobody is lured into a trap, an automatic filter reads what you write to somebody in private, and "
    "what they write to you, as it is sent.\n"
    "It may give you advice, hold or refuse a message, or show it to the staff. Of what it lets pass it keeps no word; "
    "at most it remembers for a few weeks that a sign, such as an age, was mentioned.\n"
    "Without your agreement the rooms are open to you, but not private talk with strangers. You can withdraw it "
    "whenever you like, under “Me”. Two contacts can switch the filter off between them, together.",
}
"""By language; a line is a paragraph."""


def _version(wording: dict[str, str]) -> str:
    """Another word, another version: the first 12 hex digits of the SHA-256 of the texts, French first."""
    return hashlib.sha256("\n".join(wording[language] for language in ("fr", "en")).encode()).hexdigest()[:12]


WORDING_VERSION = _version(WORDING)
