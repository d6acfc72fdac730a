"""From a word as typed to the word that was meant: SMS spelling, verlan, leet, repeats, slips, words run together.

Lexicon and message go through the same door, so both say `je suis` for `chui`, `chuis` and `j'suis`. Which disguises
are undone depends on the vocabulary: a strange word only becomes a known one when the lexicon has it.
"""

import re
from collections.abc import Iterable, Mapping

import msgspec

from veillee.safety.policy.text.fold import fold

WORD_CHARS_MAX = 48
MEMO_WORDS_MAX = 50_000
SLIP_CHARS_MIN = 6
SWAP_CHARS_MIN = 4
GLUED_CHARS_MIN = 5
GLUED_MANY_CHARS_MIN = 9
PIECE_CHARS_MAX = 16

LEET = (str.maketrans("4@30$5178!69€", "aaeossitbigge"), str.maketrans("4@30$5178!6", "aaeossltblg"))
DIGITS_THEN_LETTERS = re.compile(r"^(\d{1,6})([a-z€$]{1,8})$")
LETTERS_THEN_DIGITS = re.compile(r"^([a-z]{3,})(\d{1,2})$")
ODD = re.compile(r"[^a-z]")
LONG_RUN = re.compile(r"(.)\1{2,}")
QUOTE, QUOTE_AFTER = '" ', ' "'
RUN = re.compile(r"(.)\1+")


class SpellingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`same`: how a word is meant → ways of typing it. `glue`: small words that occur when words are run together."""

    same: dict[str, str] = {}
    glue: str = ""
    common: str = ""


def stem(word: str) -> str:
    """Without the endings that sound alike or only count: `tuer`, `tuez`, `tué`, `tues` → `tue`."""
    if len(word) >= 4:
        if word[-1] in "sx" and word[-2] != "s":
            word = word[:-1]
        if len(word) >= 4 and word.endswith(("er", "ez", "ee")):
            return word[:-1]
    return word


def split_list(text: str) -> list[str]:
    return [entry for entry in (part.strip() for part in text.replace("\n", ",").split(",")) if entry]


class Spelling:
    """Undoes spellings. `read(word)` gives one or more plain words; a memo makes it a dictionary lookup.

    `disguised` are the words read lately that had signs in place of letters.
    """

    def __init__(self, rules: SpellingRules) -> None:
        self._same = {
            fold(variant): " ".join(stem(word) for word in fold(meant).split())
            for meant, variants in rules.same.items()
            for variant in split_list(variants)
        }
        self._common = frozenset(stem(word) for word in split_list(rules.common))
        self._glue = frozenset(stem(word) for word in split_list(rules.glue))
        self._vocabulary: frozenset[str] = frozenset()
        self._slips: Mapping[str, str] = {}
        self._squeezed: Mapping[str, str] = {}
        self._memo: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self.disguised: set[str] = set()

    def learn(self, words: Iterable[str]) -> None:
        """Makes these words the vocabulary that disguises are resolved to."""
        self._vocabulary = frozenset(words)
        plain = sorted(word for word in self._vocabulary if word.isalpha())
        self._squeezed = {RUN.sub(r"\1", word): word for word in plain if len(word) >= SLIP_CHARS_MIN}
        self._slips = {slip: word for word in plain if len(word) >= SWAP_CHARS_MIN for slip in _slips_of(word)}
        self._memo.clear()
        self._plain.clear()

    def plain(self, word: str) -> str:
        """The word by its table and stem alone: what lexicon entries go through."""
        meant = self._plain.get(word)
        if meant is None:
            if "'" in word and word not in self._same:
                meant = " ".join(self.plain(part) for part in word.split("'") if part)
            else:
                root = stem(word)
                meant = self._same.get(word) or self._same.get(root) or root
            self._plain[word] = meant
        return meant

    def knows(self, word: str) -> bool:
        return word in self._vocabulary or word in self._same

    def read(self, word: str) -> str:
        """What was meant, words separated by one space."""
        known = self._memo.get(word)
        if known is not None:
            return known
        if len(word) > WORD_CHARS_MAX:
            word = word[:WORD_CHARS_MAX]
        if len(self._memo) >= MEMO_WORDS_MAX:
            self._memo.clear()
            self.disguised.clear()
        meant = self._memo[word] = self._resolve(word)
        return meant

    def _resolve(self, word: str) -> str:
        plain = self._find(word)
        if plain is not None:
            return plain
        if "'" in word:
            return self._undo_apostrophes(word)
        if ODD.search(word):
            return self._undo_symbols(word)
        return self._undo_typing(word) or stem(word)

    def _find(self, word: str) -> str | None:
        """The word when it is known as it stands."""
        if word in self._same:
            return self._same[word]
        root = stem(word)
        if root in self._same:
            return self._same[root]
        return root if root in self._vocabulary or root in self._common else None

    def _undo_apostrophes(self, word: str) -> str:
        """`j'ai` → `je ai`; an apostrophe at an edge is a quotation mark."""
        inner = " ".join(self.read(part) for part in word.split("'") if part)
        before = QUOTE if word.startswith("'") else ""
        after = QUOTE_AFTER if word.endswith("'") else ""
        return f"{before}{inner}{after}".strip() or '"'

    def _undo_symbols(self, word: str) -> str:
        for table in LEET:
            found = self._find(word.translate(table)) if not word.isdigit() else None
            if found:
                self.disguised.add(word)
                return found
        split = DIGITS_THEN_LETTERS.match(word)
        if split:
            return f"{split[1]} {self.plain(split[2])}"
        if "*" in word:
            bare = word.replace("*", "")
            return self._slips.get(bare) or self._find(bare) or bare
        split = LETTERS_THEN_DIGITS.match(word)
        if split and self._find(split[1]):
            return f"{self._find(split[1])} {split[2]}"
        return stem(word)

    def _undo_typing(self, word: str) -> str | None:
        if LONG_RUN.search(word):
            for shorter in (LONG_RUN.sub(r"\1", word), LONG_RUN.sub(r"\1\1", word)):
                found = self._find(shorter)
                if found:
                    return found
            word = LONG_RUN.sub(r"\1", word)
        root = stem(word)
        if len(root) >= SWAP_CHARS_MIN:
            found = self._squeezed.get(RUN.sub(r"\1", root)) or self._slips.get(root)
            if found:
                return found
        return self._cut(word) if len(word) >= GLUED_CHARS_MIN else None

    def _cut(self, word: str) -> str | None:
        """Known words that were run together, as few as will do; None unless all of it is known."""
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - PIECE_CHARS_MAX), end):
                before = best[start]
                known = before is not None and (start == 0 or end - start > 1)
                piece = self._piece(word[start:end]) if known else None
                if before is None or piece is None:
                    continue
                here = best[end]
                if here is None or len(before) + 1 < len(here):
                    best[end] = [*before, piece]
        whole = best[len(word)]
        if whole is None or len(whole) < 2 or (len(whole) > 2 and len(word) < GLUED_MANY_CHARS_MIN):
            return None
        if len(whole) == 2 and (len(whole[1]) < 4 or (len(whole[0]) < 4 and whole[0] != "i")):
            return None
        return " ".join(whole)

    def _piece(self, text: str) -> str | None:
        if len(text) == 1:
            return text if text in "aijyt" else None
        root = stem(text)
        return (
            root if text in self._glue or root in self._glue or (len(text) > 2 and root in self._vocabulary) else None
        )


def _slips_of(word: str) -> Iterable[str]:
    """The word with one inner letter missing, or two inner neighbours swapped."""
    for index in range(1, len(word) - 1):
        if len(word) >= SLIP_CHARS_MIN:
            yield word[:index] + word[index + 1 :]
        if len(word) > SWAP_CHARS_MIN or index < len(word) - 2:
            yield word[:index] + word[index + 1] + word[index] + word[index + 2 :]
