"""What somebody wants, from what they wrote. Pure."""

import re

import msgspec

from veillee.server.demo.model import LANGUAGES, Evening, Intent, Language
from veillee.server.demo.words import guess_language, is_question, phrase_pattern, plain

SHORT_WORDS_MAX = 4
GREETING_WORDS_MAX = 4
PRESSING = ("despair", "harm", "sorrow", "sadness")


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What was understood: `intent` is one of the file's, or `question`, or `unknown`."""

    intent: str
    language: Language
    is_question: bool


def telling_words(evening: Evening) -> dict[Language, frozenset[str]]:
    """The words that tell each language: the file's own list, and those that only its phrases have."""
    said = {
        language: frozenset(
            word
            for intent in evening.intents
            for phrase in getattr(intent, language)
            for word in plain(phrase).split()
            if not phrase.endswith("*")
        )
        for language in LANGUAGES
    }
    listed = {language: frozenset(evening.telling[language].split()) for language in LANGUAGES}
    return {
        one: listed[one] | (said[one] - said[other] - listed[other])
        for one, other in ((LANGUAGES[0], LANGUAGES[1]), (LANGUAGES[1], LANGUAGES[0]))
    }


class _Reader:
    def __init__(self, intent: Intent) -> None:
        self.name = intent.name
        self._short = intent.short
        self._patterns = {language: phrase_pattern(getattr(intent, language)) for language in LANGUAGES}
        self._unless = phrase_pattern(intent.unless)

    def finds(self, words: str, language: Language) -> re.Match[str] | None:
        pattern = self._patterns[language]
        if pattern is None or (self._short and len(words.split()) > SHORT_WORDS_MAX):
            return None
        if self._unless is not None and self._unless.search(words):
            return None
        return pattern.search(words)


class Recogniser:
    """Understands texts by the phrases of an evening, in the order of its intents."""

    def __init__(self, evening: Evening) -> None:
        self._telling = telling_words(evening)
        self._readers = [_Reader(intent) for intent in evening.intents]
        self._names = {person.key: phrase_pattern([*person.called, person.pseudonym]) for person in evening.people}

    def understand(self, text: str, otherwise: Language) -> Wish:
        """`otherwise` is the language to assume when the text does not tell."""
        words = plain(text)
        language = guess_language(text, self._telling, otherwise)
        asks = is_question(text)
        other: Language = "en" if language == "fr" else "fr"
        intent = self._find(words, language, asks) or self._find(words, other, asks)
        return Wish(intent=intent or ("question" if asks else "unknown"), language=language, is_question=asks)

    def named(self, text: str) -> tuple[str, ...]:
        """Keys of the people whose names stand in the text, in the order in which they stand there."""
        words = plain(text)
        found = []
        for key, pattern in self._names.items():
            if pattern is not None and (match := pattern.search(words)) is not None:
                found.append((match.start(), key))
        return tuple(key for _, key in sorted(found))

    def _find(self, words: str, language: Language, asks: bool) -> str | None:
        for reader in self._readers:
            if reader.finds(words, language) is None:
                continue
            # "Bonsoir, quelqu'un connaît…?" wants more than a greeting back.
            if reader.name == "greeting" and asks and len(words.split()) > GREETING_WORDS_MAX:
                continue
            return reader.name
        return None
