"""All signals of one text."""

from collections.abc import Callable, Mapping, Set
from typing import Annotated, NamedTuple

import msgspec

from veillee.safety.policy.files import PolicyFolder
from veillee.safety.policy.model import Label
from veillee.safety.policy.signals import phones
from veillee.safety.policy.signals.automaton import Hits
from veillee.safety.policy.signals.grammar import Grammar, OverfullError
from veillee.safety.policy.signals.lexicon import Lexicon, Strength
from veillee.safety.policy.signals.patterns import Patterns
from veillee.safety.policy.signals.scorer import FILE as SCORER_FILE
from veillee.safety.policy.signals.scorer import LIKE, Scorer
from veillee.safety.policy.text import Spelling, SpellingRules, View
from veillee.safety.policy.text.disguise import SIGNS, find_signs
from veillee.safety.policy.text.turned import (
    KNOWN_SHARE_MIN,
    Span,
    Turned,
    is_shown_turned,
    may_be_turned,
    turn,
    turned_share,
)

PHONE = "phone"
DISGUISED = "disguised"
ALIKE_FILE = "language/alike.yaml"
SCORE_MIN = 0.5
"""A text is never like harm by itself below this."""
NAMES_CACHED_MAX = 2048
TURNED_GAIN_MIN = 1.5
TURNED_SHARE_MIN = 0.3
"""So much more, and so much, must be known the other way round."""


class Reading:
    """The signals of one text, each with the place that shows it; places become spans only when somebody asks.

    `excused` are those whose words are there, but denied, reported or told as a story.
    """

    __slots__ = (
        "_in_folded",
        "_in_text",
        "_in_words",
        "_shapes",
        "_turned",
        "_view",
        "excused",
        "hits",
        "names",
        "whole",
    )

    def __init__(
        self,
        view: View,
        hits: Hits,
        in_words: dict[str, Span],
        in_folded: dict[str, Span],
        in_text: dict[str, Span],
        shapes: Mapping[str, Callable[[], Span]],
        excused: Set[str],
        turned: Turned | None = None,
    ) -> None:
        self._view = view
        self.hits = hits
        self.excused = excused
        self._in_text = in_text
        self._in_words = in_words
        self._in_folded = in_folded
        self._shapes = shapes
        self._turned = turned
        self.whole = (0, len(view.text))
        self.names = frozenset((*in_words, *in_folded, *in_text, *shapes))

    @property
    def words(self) -> str:
        return self._view.words

    def span(self, signal: str) -> Span:
        """Where the signal stands, in code points of the original text."""
        if signal in self._in_text:
            return self._in_text[signal]
        if signal in self._in_words:
            span = self._view.span(*self._in_words[signal])
        else:
            span = self._view.folded_span(*(self._in_folded.get(signal) or self._shapes[signal]()))
        return span if self._turned is None else self._turned.back(span)


class _Look(NamedTuple):
    """A text read one way: what the lexicon finds in its words, and the signals that these make."""

    view: View
    hits: Hits
    signals: dict[str, Span]
    excused: set[str]
    turned: Turned | None


class Macros(msgspec.Struct, frozen=True):
    macros: dict[str, str]


class _Alike(msgspec.Struct, frozen=True):
    labels: dict[Label, Annotated[float, msgspec.Meta(ge=SCORE_MIN, lt=1)]]


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
        self.scorer = Scorer.read(folder.text_of(SCORER_FILE))
        self.scorer.learn(self._lexicon.words)
        file = folder.get(ALIKE_FILE)
        scores = {str(label): score for label, score in file.parse({"labels": file.body}, _Alike).labels.items()}
        self.scorer.alert(scores)
        self.alike = frozenset(map(LIKE.__add__, scores))
        """The signals that a text is like harm. What it is put together from says nothing of the kind."""
        self._patterns = Patterns(folder.get("language/patterns.yaml"))
        self._names: dict[str, frozenset[str]] = {}
        self._names_before: dict[str, frozenset[str]] = {}

    @property
    def signals(self) -> frozenset[str]:
        """The name of every signal that there can be."""
        return frozenset({*self._grammar.signals, *self._patterns.names, *SIGNS, *self.alike, PHONE, DISGUISED})

    @property
    def whole_only(self) -> frozenset[str]:
        """The signals whose parts mean nothing together when they come from several longer messages."""
        return self._grammar.whole_only

    def read(self, text: str) -> Reading:
        said = self._look_at(View(text, self._spelling))
        if may_be_turned(text):
            share = said.view.known_share(self._spelling.typed)
            if share < KNOWN_SHARE_MIN or is_shown_turned(text):
                said = self._the_other_way_round(said, share)
        view, hits, in_words, excused, turned = said
        in_folded: dict[str, Span] = {}
        phone = phones.find_phone(view.folded)
        if phone:
            in_folded[PHONE] = phone
        elif view.has_numbers and (spelled := phones.find_spelled_phone(view.words)):
            in_words[PHONE] = spelled
        if disguised := view.disguised_place():
            in_words[DISGUISED] = disguised
        if turned is not None:
            in_folded[DISGUISED] = (0, len(view.folded))
        shapes = self._patterns.find(view.folded)
        for signal in self.scorer.alike(view.said):
            in_words[signal] = self._telling_place(signal, view)
        reading = Reading(view, hits, in_words, in_folded, find_signs(text), shapes, excused, turned)
        self._remember(text, reading.names)
        return reading

    def _telling_place(self, signal: str, view: View) -> Span:
        """Where in the words the one stands that speaks most for a label."""
        words = next(iter(self.scorer.telling(signal.removeprefix(LIKE), view.words)), view.words.strip())
        at = view.words.index(f" {words} ")
        return at, at + len(words) + 2

    def _look_at(self, view: View, turned: Turned | None = None) -> _Look:
        hits = self._lexicon.find(view.said)
        return _Look(view, hits, *self._grammar.find(view.words, hits), turned)

    def _the_other_way_round(self, said: _Look, share: float) -> _Look:
        """The text as it stands; unless much more of it is known when it is turned: then the way that says most."""
        best, view = said, said.view
        enough = max(TURNED_SHARE_MIN, TURNED_GAIN_MIN * share)
        if not is_shown_turned(view.text) and turned_share(view.tokens, self._spelling.typed) < enough:
            return best
        for turned in turn(view.text):
            other = View(turned.text, self._spelling)
            if other.known_share(self._spelling.typed) >= enough:
                found = self._look_at(other, turned)
                if best.turned is None or len(found.signals) > len(best.signals):
                    best = found
        return best

    def strength_of(self, reading: Reading) -> Strength | None:
        """Of the strongest words in it."""
        return self._lexicon.strongest(reading.hits, len(reading.words))

    def words_of(self, text: str) -> str:
        return View(text, self._spelling).words

    def names_of(self, text: str) -> frozenset[str]:
        """The names alone, remembered: what was read as a new line comes back as an earlier one with the next.

        None for a text too dense to be read: it was held then, and holds up nothing else.
        """
        known = self._names.get(text, self._names_before.get(text))
        if known is not None:
            return known
        try:
            return self.read(text).names
        except OverfullError:
            self._remember(text, frozenset())
            return frozenset()

    def _remember(self, text: str, names: frozenset[str]) -> None:
        if len(self._names) >= NAMES_CACHED_MAX:
            self._names, self._names_before = {}, self._names
        self._names[text] = names
