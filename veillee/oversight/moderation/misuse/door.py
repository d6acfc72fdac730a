"""Whether something is taken in from somebody, or they were suspended for misuse."""

from datetime import datetime

import sqlalchemy as sa

from veillee.foundation.basics import Forbidden
from veillee.oversight.moderation.misuse import store
from veillee.oversight.moderation.misuse.model import URGENT_REASONS, Submitter

DETAIL = {
    "reports": "After a warning, your reports and notices are not looked at for a time. What says that somebody, or a "
    "child, may be in danger is taken all the same.",
    "complaints": "After a warning, your complaints are not looked at for a time. Those about that decision, or about "
    "being kept out, are taken all the same.",
}


def check_taken(connection: sa.Connection, who: Submitter, reason: str | None, now: datetime) -> None:
    """Raises Forbidden `misuse-suspended` with `what` and `until`, unless the reason is one that cannot wait."""
    if reason in URGENT_REASONS:
        return
    held = store.find_suspension(connection, who, now)
    if held is not None:
        extra = {"what": who.what, "until": held.until, "urgent_reasons": sorted(URGENT_REASONS)}
        raise Forbidden("misuse-suspended", DETAIL[who.what], extra=extra)
