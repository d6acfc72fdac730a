"""What a decision that binds somebody keeps them from."""

from datetime import datetime

from veillee.community.people.model import Caller
from veillee.foundation.basics import Forbidden


def check_may_speak(caller: Caller, now: datetime) -> None:
    """Raises Forbidden `muted` or `restricted` while a decision forbids talk."""
    restriction = caller.restriction
    if restriction is not None and restriction.silences and restriction.holds(now):
        slug = "restricted" if restriction.shuts_out else "muted"
        raise Forbidden(slug, "A decision keeps you from talking for now; you may read it and complain.")


def check_may_reach(caller: Caller, now: datetime) -> None:
    """Raises Forbidden `reach-restricted` too while a decision keeps the person from strangers and new rooms."""
    check_may_speak(caller, now)
    restriction = caller.restriction
    if restriction is not None and restriction.holds(now):
        raise Forbidden(
            "reach-restricted",
            "A decision keeps you from first words, new rooms and pictures for now; you may complain.",
        )
