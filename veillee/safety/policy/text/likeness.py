"""Near-duplicates: a 64-bit SimHash (Charikar 2002) of a text's word pairs, so that copies with small changes meet."""

import hashlib
from collections.abc import Iterable
from itertools import pairwise

from veillee.safety.policy.text.fold import fold
from veillee.safety.policy.text.words import spread

BITS = 64
NEAR_BITS_MAX = 12
WORDS_MIN = 6


def simhash(text: str) -> int | None:
    """The hash; None for a text too short to be told from a greeting."""
    words = [word for word in spread(fold(text)).split() if word.isalnum()]
    if len(words) < WORDS_MIN:
        return None
    counts = [0] * BITS
    for feature in (*words, *map(" ".join, pairwise(words))):
        digest = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=BITS // 8).digest())
        for bit in range(BITS):
            counts[bit] += 1 if digest >> bit & 1 else -1
    return sum(1 << bit for bit, count in enumerate(counts) if count > 0)


def near_duplicates(text: str, others: Iterable[str]) -> int:
    """How many of the others say nearly the same."""
    mine = simhash(text)
    if mine is None:
        return 0
    hashes = filter(None, map(simhash, others))
    return sum((mine ^ other).bit_count() <= NEAR_BITS_MAX for other in hashes)


def find_alike(text: str, others: Iterable[str]) -> set[str]:
    """Those of the others that say nearly the same; the very same, of what is too short to be told from a greeting."""
    mine, plain = simhash(text), _plain(text)
    found = set()
    for other in set(others):
        theirs = simhash(other)
        if mine is None or theirs is None:
            alike = bool(plain) and plain == _plain(other)
        else:
            alike = (mine ^ theirs).bit_count() <= NEAR_BITS_MAX
        if alike:
            found.add(other)
    return found


def short_copies(text: str, others: Iterable[str]) -> int:
    """How many of the others say the very same, of a text too short for `near_duplicates`."""
    if simhash(text) is not None:
        return 0
    mine = _plain(text)
    return sum(_plain(other) == mine for other in others) if mine else 0


def _plain(text: str) -> str:
    return " ".join(word for word in spread(fold(text)).split() if word.isalnum())
