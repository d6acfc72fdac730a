"""What rules say of a message, said of a name or a title: of what it is."""

import re
from collections.abc import Mapping

import msgspec

from veillee.community.outcomes.model import StoppedKind
from veillee.safety.policy import Verdict

# Masculine in French, as « ce message » is: what agrees with it goes on agreeing.
CALLED: Mapping[StoppedKind, Mapping[str, str]] = {
    "pseudonym": {"fr": "ce pseudonyme", "en": "this pseudonym"},
    "region": {"fr": "ce nom de lieu", "en": "this place name"},
    "room_name": {"fr": "ce nom de salon", "en": "this room name"},
    "room_topic": {"fr": "ce sujet", "en": "this topic"},
}
GENERAL = {
    "fr": re.compile(r"\bce (?:message|nom ou ce titre)\b", re.IGNORECASE),
    "en": re.compile(r"\bthis (?:message|name or title)\b", re.IGNORECASE),
}
"""What rules call it that do not know what it will be."""


def about_name(verdict: Verdict, kind: StoppedKind) -> Verdict:
    """The same verdict, whose words say what was named: "Ce nom de salon ..."."""
    told = (msgspec.structs.replace(reason, text=_name(reason.text, CALLED[kind])) for reason in verdict.reasons)
    return msgspec.structs.replace(verdict, reasons=tuple(told)) if verdict.reasons else verdict


def _name(text: Mapping[str, str], called: Mapping[str, str]) -> dict[str, str]:
    return {language: _say(words, language, called) for language, words in text.items()}


def _say(words: str, language: str, called: Mapping[str, str]) -> str:
    def name(found: re.Match[str]) -> str:
        said = called[language]
        return said[0].upper() + said[1:] if found[0][0].isupper() else said

    return GENERAL[language].sub(name, words) if language in GENERAL else words
