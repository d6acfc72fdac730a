"""The four factors of DSA art. 23(3), as far as the data say them."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.community import conversations
from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.misuse import store
from veillee.oversight.moderation.misuse.model import URGENT_REASONS, WINDOW, Submission
from veillee.oversight.moderation.model import rank
from veillee.oversight.moderation.statements.store import statements
from veillee.oversight.moderation.wire_misuse import ContentFactors, MisuseFactors


def weigh_submissions(
    sent: list[Submission], manifest: Collection[str], warned_at: datetime | None, intention: str | None = None
) -> MisuseFactors:
    """manifest: ids of what was found manifestly unfounded; warned_at: of the warning that stands."""
    ours = [one for one in sent if one.id in manifest]
    decided = sum(one.decided for one in sent)
    against = Counter(one.against for one in ours if one.against is not None)
    return MisuseFactors(
        days=WINDOW.days,
        # That which led here was sent, also by whoever left no address by which it could be counted.
        received=max(1, len(sent)),
        decided=decided,
        unfounded=sum(one.unfounded for one in sent),
        manifest=len(ours),
        share_percent=0 if decided == 0 else round(100 * len(ours) / decided),
        urgent=sum(one.reason in URGENT_REASONS for one in ours),
        against_one=max(against.values(), default=0),
        after_warning=0 if warned_at is None else sum(one.at > warned_at for one in ours),
        intention=intention,
    )


def find_factors(connection: sa.Connection, statement_id: str) -> MisuseFactors | None:
    """On what the warning, or suspension, that a statement tells of rests; None: it tells of something else."""
    row = store.find_of_statement(connection, statement_id)
    return None if row is None else msgspec.convert(row.factors, MisuseFactors)


def weigh_content(connection: sa.Connection, person_id: str, now: datetime) -> ContentFactors:
    """From the decisions of people about this person that stand."""
    since, own = now - WINDOW, statements.c
    query = (
        sa.select(own.decision, own.issued_at, own.ground, cases.c.label)
        .join(cases, cases.c.id == own.case_id)
        .where(own.person_id == person_id, own.issued_at > since, own.decision != "care")
        .where(own.reversed_at.is_(None), own.provisional.is_not(True))
    )
    rows = connection.execute(query.order_by(own.issued_at)).all()
    warned_at = next((row.issued_at for row in rows if row.decision == "warn"), None)
    labels = [row.label for row in rows if row.label is not None]
    sent = conversations.count_sent(connection, person_id, since)
    return ContentFactors(
        days=WINDOW.days,
        found=len(rows),
        illegal=sum(row.ground == "law" for row in rows),
        sent=sent,
        share_permille=0 if sent == 0 else min(1_000, round(1_000 * len(rows) / sent)),
        label=min(labels, key=rank, default=None),
        warned=warned_at is not None,
        after_warning=0 if warned_at is None else sum(row.issued_at > warned_at for row in rows),
    )
