"""The kinds of decision, one file each, and the one way in which any of them is taken."""

from veillee.oversight.moderation.decisions import (
    ban,
    care,
    close_room,
    hide,
    misuse_suspend,
    misuse_warn,
    mute,
    no_violation,
    not_located,
    refer,
    refuse,
    release,
    remove_pictures,
    restore,
    restrict_reach,
    reverse,
    suspend,
    uphold,
    warn,
)
from veillee.oversight.moderation.decisions.kind import Decision

_MODULES = (
    no_violation,
    not_located,
    care,
    release,
    refuse,
    hide,
    remove_pictures,
    close_room,
    warn,
    restrict_reach,
    mute,
    suspend,
    ban,
    uphold,
    reverse,
    restore,
    refer,
    misuse_warn,
    misuse_suspend,
)

DECISIONS: dict[str, Decision] = {module.decision.kind: module.decision for module in _MODULES}
"""By kind, in the order in which they are offered: from letting be to the gravest, so that a key means the same from
case to case as nearly as it can. What matters first on a case goes before (`Decision.first`)."""
