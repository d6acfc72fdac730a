"""Text as the gate reads it: folded, cut into words, disguises undone, every character traceable to the original."""

from veillee.safety.policy.text.fold import fold
from veillee.safety.policy.text.likeness import find_alike, near_duplicates, short_copies
from veillee.safety.policy.text.spelling import Spelling
from veillee.safety.policy.text.spelling_rules import SpellingRules
from veillee.safety.policy.text.view import View

__all__ = ["Spelling", "SpellingRules", "View", "find_alike", "fold", "near_duplicates", "short_copies"]
