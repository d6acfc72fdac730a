"""All signals of one text."""

from functools import lru_cache

import msgspec

from veillee.safety.policy.files import PolicyFolder
from veillee.safety.policy.signals import phones
from veillee.safety.policy.signals.grammar import Grammar
from veillee.safety.policy.signals.lexicon import Lexicon
from veillee.safety.policy.signals.patterns import Patterns
from veillee.safety.policy.text import Spelling, SpellingRules, View

PHONE = "phone"
DISGUISED = "disguised"
NAMES_CACHED_MAX = 4096
Span = tuple[int, int]


class Reading:
    """The signals of one text, each with the place that shows it; places become spans only when somebody asks."""

    __slots__ = ("_in_folded", "_in_words", "_view", "names", "whole")

    def __init__(self, view: View, in_words: dict[str, Span], in_folded: dict[str, Span]) -> None:
        self._view = view
        self._in_words = in_words
        self._in_folded = in_folded
        self.whole = (0, len(view.text))
        self.names = in_words.keys() | in_folded.keys()

    def span(self, signal: str) -> Span:
        """Where the signal stands, in code points of the original text."""
        if signal in self._in_words:
            return self._view.span(*self._in_words[signal])
        return self._view.folded_span(*self._in_folded[signal])


class Macros(msgspec.Struct, frozen=True):
    macros: dict[str, str]


class Reader:
    """Spelling, lexicon, grammar, patterns and phones, built from the policy files."""

    def __init__(self, folder: PolicyFolder) -> None:
        file = folder.get("language/spelling.yaml")
        self._spelling = Spelling(file.parse(file.body, SpellingRules))
        file = folder.get("language/macros.yaml")
        macros = file.parse({"macros": file.body}, Macros).macros
        self._lexicon = Lexicon(folder.below("lexicon"), macros, self._spelling)
        families = self._lexicon.families
        self._grammar = Grammar(folder.below("signals"), folder.get("language/guards.yaml"), families)
        self._patterns = Patterns(folder.get("language/patterns.yaml"))
        self.names_of = lru_cache(NAMES_CACHED_MAX)(self._names_of)

    @property
    def signals(self) -> frozenset[str]:
        """The name of every signal that there can be."""
        return frozenset({*self._grammar.signals, *self._patterns.names, PHONE, DISGUISED})

    def read(self, text: str) -> Reading:
        view = View(text, self._spelling)
        in_words = self._grammar.find(view.words, self._lexicon.find(view.words))
        in_folded = self._patterns.find(view.folded)
        phone = phones.find_phone(view.folded)
        if phone:
            in_folded[PHONE] = phone
        elif view.has_numbers and (spelled := phones.find_spelled_phone(view.words)):
            in_words[PHONE] = spelled
        if disguised := view.disguised_place():
            in_words[DISGUISED] = disguised
        return Reading(view, in_words, in_folded)

    def _names_of(self, text: str) -> frozenset[str]:
        """The names alone, remembered: earlier lines of a conversation come back with every new one."""
        return frozenset(self.read(text).names)
