"""What is counted of a rule."""

from typing import NamedTuple


class Tally(NamedTuple):
    """`spoke`: how often it spoke; `shadow`: how often it would have, while only tried out; `alone`: how often of these
    no rule in force said anything."""

    spoke: int = 0
    shadow: int = 0
    alone: int = 0

    def less(self, before: "Tally") -> "Tally":
        """What was added since."""
        return Tally(*(now - then for now, then in zip(self, before, strict=True)))
