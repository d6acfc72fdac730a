"""The kinds of decision, one file each, and the one way in which any of them is taken."""

from veillee.oversight.moderation.decisions import (
    ban,
    hide,
    mute,
    no_violation,
    refuse,
    release,
    reverse,
    suspend,
    uphold,
    warn,
)
from veillee.oversight.moderation.decisions.kind import Decision

_MODULES = (no_violation, hide, warn, mute, suspend, ban, release, refuse, uphold, reverse)

DECISIONS: dict[str, Decision] = {module.decision.kind: module.decision for module in _MODULES}
"""By kind, in the order in which the console offers them."""
