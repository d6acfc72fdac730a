"""From a word as typed to the word that was meant: SMS spelling, verlan, leet, repeats, slips, words run together.

Lexicon and message go through the same door, so both say `je suis` for `chui`, `chuis` and `j'suis`. Which disguises
are undone depends on the vocabulary: a strange word only becomes a known one when the lexicon has it.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from veillee.safety.policy.text.fold import fold
from veillee.safety.policy.text.forms import (
    HEAD_CHARS,
    SLIP_CHARS_MIN,
    SWAP_CHARS_MIN,
    VOWELS,
    amount_of,
    can_be_glued,
    elided_of,
    longest_by_head,
    pieces_of,
    slips_of,
    stem,
    swaps_of,
)
from veillee.safety.policy.text.sound import sound
from veillee.safety.policy.text.spelling_rules import SpellingRules
from veillee.safety.policy.text.words import SIGNED, split_list

WORD_CHARS_MAX = 48
MEMO_WORDS_MAX = 50_000
STRANGE_WORDS_MAX = 120
SPACED_WORD_MAX = 14
SAME_CHARS_MIN = 5
INFLECTED_COST = 1.6
GLUED_CHARS_MIN = 5
GLUED_MANY_CHARS_MIN = 9
PIECE_CHARS_MAX = 16
SOUND_CHARS_MIN = 4

LEET = (str.maketrans("4@30$5178!69€", "aaeossitbigge"), str.maketrans("4@30$5178!6", "aaeossltblg"))
DIGITS_THEN_LETTERS = re.compile(r"^(\d{1,6})([a-z€$]{1,8})$")
LETTERS_THEN_DIGITS = re.compile(r"^([a-z]{3,})(\d{1,2})$")
AGE_BEHIND = re.compile(r"^([a-z]{2,}|[fmh])([1-9]\d)$")
ODD = re.compile(r"[^a-z]")
LONG_RUN = re.compile(r"(.)\1{2,}")
QUOTE, QUOTE_AFTER = '" ', ' "'
RUN = re.compile(r"(.)\1+")


class Spelling:
    """Undoes spellings. `read(word)` gives one or more plain words; a memo makes it a dictionary lookup."""

    def __init__(self, rules: SpellingRules) -> None:
        self._same = {
            fold(variant): " ".join(stem(word) for word in fold(meant).split())
            for meant, variants in rules.same.items()
            for variant in split_list(variants)
        }
        self._common = frozenset(stem(word) for word in split_list(rules.common))
        self._glue = frozenset(split_list(rules.glue))
        self._vocabulary = self._french = frozenset[str]()
        self._surface: frozenset[str] = frozenset()
        self._as_it_stands: Mapping[str, str] = {}
        self._heads: dict[str, int] = {}
        """The first letters of known words → the length of the longest that begins so."""
        self._pieces: Mapping[str, str] = {}
        self._longest_piece: dict[str, int] = {}
        self._slips: Mapping[str, str] = {}
        self._squeezed: Mapping[str, str] = {}
        self._sounds: Mapping[str, str] = {}
        self._memo: dict[str, str] = {}
        self._plain: dict[str, str] = {}

    def learn(self, words: Iterable[str], french: Iterable[str] = ()) -> None:
        """Makes these words the vocabulary that disguises are resolved to; French ones also by their sound."""
        self._vocabulary, self._french = frozenset(words), frozenset(french)
        plain = sorted(word for word in self._vocabulary if word.isalpha())
        self._squeezed = {RUN.sub(r"\1", word): word for word in plain if len(word) >= SLIP_CHARS_MIN}
        self._slips = {slip: word for word in plain if len(word) >= SWAP_CHARS_MIN for slip in slips_of(word)}
        self._slips |= {
            slip: meant
            for typed, meant in self._same.items()
            if len(typed) >= SAME_CHARS_MIN and typed.isalpha()
            for slip in swaps_of(typed)
        }
        self._pieces = pieces_of(self._vocabulary, self._glue)
        self._longest_piece = longest_by_head(piece for piece in self._pieces if len(piece) <= PIECE_CHARS_MAX)
        self._surface = self._vocabulary | self._glue | self._common | self._same.keys()
        known = {word: word for word in self._vocabulary}
        self._as_it_stands = {
            word: known.get(meant, meant) for word in self._surface if (meant := self._find(word)) is not None
        }
        self._heads = longest_by_head(word for word in self._surface if len(word) <= SPACED_WORD_MAX)
        heard = sorted((word for word in self._french if len(word) >= SOUND_CHARS_MIN and word.isalpha()), reverse=True)
        self._sounds = {sound(word): word for word in heard}
        self._sounds.pop("", None)
        self._memo.clear()
        self._plain.clear()

    @property
    def typed(self) -> frozenset[str]:
        """The words that are known just as they are typed."""
        return self._surface

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

    def words_at(self, letters: str, start: int) -> list[tuple[int, float]]:
        """The lengths of the words that these letters may begin with from there, and how far-fetched each is: 1 as it
        is written, more inflected."""
        longest = self._heads.get(letters[start : start + HEAD_CHARS], 0)
        found = []
        for length in range(HEAD_CHARS, min(longest + 1, len(letters) - start) + 1):
            word = letters[start : start + length]
            if word in self._surface:
                found.append((length, 1.0))
            elif word[-1] in "sr" and word[:-1] in self._surface:
                found.append((length, INFLECTED_COST))
        return found

    def read(self, word: str) -> str:
        """What was meant, words separated by one space."""
        known = self._memo.get(word)
        if known is not None:
            return known
        if len(word) > WORD_CHARS_MAX:
            word = word[:WORD_CHARS_MAX]
        if len(self._memo) >= MEMO_WORDS_MAX:
            self._memo.clear()
        meant = self._memo[word] = self._resolve(word)
        return meant

    def read_all(self, words: list[str]) -> list[str]:
        """`read` for each word of a text, whatever its length."""
        if len(words) > STRANGE_WORDS_MAX:
            return self._read_many(words)
        meant = list(map(self._memo.get, words))
        if None in meant:
            return [self.read(word) for word in words]
        return meant  # type: ignore[return-value] # None was looked for

    def _read_many(self, words: list[str]) -> list[str]:
        """`read` for a long text; after `STRANGE_WORDS_MAX` different words that are not known, the rest only as far as
        that is quick, so that no text takes long. Depends on the text alone."""
        meant: dict[str, str] = {}
        left = STRANGE_WORDS_MAX
        for word in words:
            if word not in meant:
                known = self._as_it_stands.get(word) or self._find(word)
                if known is None and len(word) == 1:
                    known = word
                elif known is None:
                    known = self.read(word) if left > 0 else self._undo_quickly(word[:WORD_CHARS_MAX])
                    left -= 1
                meant[word] = known
        return [meant[word] for word in words]

    def find_disguised(self, words: list[str]) -> int | None:
        """The index of the first word that has signs in place of letters and is known without them."""
        for at, word in enumerate(words):
            plain = word.isascii() and (word.isalpha() or word.isdigit())
            if not plain and SIGNED.search(word) and self._without_signs(word[:WORD_CHARS_MAX]) is not None:
                return at
        return None

    def _undo_quickly(self, word: str) -> str:
        """As `read`, but for what takes long: words run together, and what only sounds like a word."""
        known = self._find(word)
        if known is not None:
            return known
        if "'" in word:
            return self._undo_apostrophes(word, self._undo_quickly)
        if ODD.search(word):
            return self._undo_symbols(word)
        root = stem(word)
        slipped = self._undo_slip(word, root, RUN.search(root) is not None) if len(root) >= SWAP_CHARS_MIN else None
        return slipped or self._undo_elision(word) or root

    def _without_signs(self, word: str) -> str | None:
        """The known word behind `s4l3`; None for one that is known as it stands, a number, or none at all."""
        if "'" in word or not ODD.search(word) or word.isdigit() or self._find(word) is not None:
            return None
        return next(filter(None, (self._find(word.translate(table)) for table in LEET)), None)

    def _resolve(self, word: str) -> str:
        plain = self._find(word)
        if plain is not None:
            return plain
        if "'" in word:
            return self._undo_apostrophes(word, self.read)
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

    def _undo_apostrophes(self, word: str, read: Callable[[str], str]) -> str:
        """`j'ai` → `je ai`; an apostrophe at an edge is a quotation mark."""
        inner = " ".join(read(part) for part in word.split("'") if part)
        before = QUOTE if word.startswith("'") else ""
        after = QUOTE_AFTER if word.endswith("'") else ""
        return f"{before}{inner}{after}".strip() or '"'

    def _undo_symbols(self, word: str) -> str:
        if glued := self._undo_age(word) or amount_of(word):
            return glued
        if found := self._without_signs(word):
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

    def _undo_age(self, word: str) -> str | None:
        """`jai15`, `f14`: two digits behind a word are a number and not letters in disguise."""
        if (split := AGE_BEHIND.match(word)) is None:
            return None
        before = split[1] if len(split[1]) == 1 else self._find(split[1])
        return f"{before} {split[2]}" if before else None

    def _undo_typing(self, word: str) -> str | None:
        runs = RUN.search(word) is not None
        if runs and LONG_RUN.search(word):
            for shorter in (LONG_RUN.sub(r"\1", word), LONG_RUN.sub(r"\1\1", word)):
                found = self._find(shorter)
                if found:
                    return found
            word = LONG_RUN.sub(r"\1", word)
        root = stem(word)
        slipped = self._undo_slip(word, root, runs) if len(root) >= SWAP_CHARS_MIN else None
        if slipped:
            return slipped
        elided = self._undo_elision(word)
        if elided:
            return elided
        cut = self._cut(word) if len(word) >= GLUED_CHARS_MIN else None
        return cut or (self._sounds.get(sound(word)) if len(word) >= SOUND_CHARS_MIN else None)

    def _undo_slip(self, word: str, root: str, runs: bool) -> str | None:
        squeezed = RUN.sub(r"\1", root) if runs else root
        return self._squeezed.get(squeezed) or self._slips.get(word) or self._slips.get(root)

    def _undo_elision(self, word: str) -> str | None:
        """`jcherche` → `je cherche`, `jconé` → `je connais`; `jajoute` → `je ajoute`, `lendormir` → `l endormir`."""
        letter, rest = elided_of(word)
        if rest[:1] in VOWELS:
            return f"{self.plain(letter)} {stem(rest)}" if stem(rest) in self._french else None
        found = self._find(rest) or (self._sounds.get(sound(rest)) if len(rest) >= SOUND_CHARS_MIN else None)
        return f"je {found}" if found else None

    def _cut(self, word: str) -> str | None:
        """Known words that were run together, as few as will do; None unless all of it is known."""
        best: dict[int, list[str]] = {0: []}
        for start in range(len(word)):
            before = best.get(start)
            if before is None:
                continue
            shortest = 1 if start == 0 else 2
            longest = self._longest_piece.get(word[start : start + HEAD_CHARS], HEAD_CHARS - 1)
            for end in range(start + shortest, min(len(word), start + longest) + 1):
                piece = self._pieces.get(word[start:end])
                if piece and (end not in best or len(before) + 1 < len(best[end])):
                    best[end] = [*before, piece]
        whole = best.get(len(word))
        if whole is None or len(whole) < 2 or (len(whole) > 2 and len(word) < GLUED_MANY_CHARS_MIN):
            return None
        if len(whole) == 2 and not can_be_glued(*whole):
            return None
        return " ".join(whole)
