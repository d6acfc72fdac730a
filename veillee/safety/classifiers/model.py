"""What is asked of a classifier, and what it answers."""

from typing import Annotated, Protocol

import msgspec

from veillee.safety.policy import Label


class Score(msgspec.Struct, frozen=True):
    """One kind of harm: the classifier's own word for it, our label where there is one, and how sure it is, 0 to 1."""

    category: Annotated[str, msgspec.Meta(max_length=60)]
    label: Label | None
    value: float


class Opinion(msgspec.Struct, frozen=True, kw_only=True):
    """What a classifier says of a text. `scores`: what it found, the surest first; empty: nothing."""

    model: Annotated[str, msgspec.Meta(max_length=100)]
    scores: tuple[Score, ...] = ()


class Classifier(Protocol):
    """One outside classifier.

    Guarantee: answers within the time it was given or not at all, raises nothing, asks nobody twice, and keeps nothing.
    """

    @property
    def name(self) -> str:
        """What staff and the ledger call it."""

    async def find_opinion(self, text: str) -> Opinion | None:
        """What it says of the text; None when it said nothing usable in time."""

    async def close(self) -> None:
        """Let go of its connections."""
