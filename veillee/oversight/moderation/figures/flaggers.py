"""What trusted flaggers brought, and what came of it (DSA art. 22(3))."""

import statistics

import sqlalchemy as sa

from veillee.oversight.moderation.figures.period import Period
from veillee.oversight.moderation.notices.store import notice_items, notices
from veillee.oversight.moderation.objections.render import NOTHING_DONE
from veillee.oversight.moderation.staff.store import staff
from veillee.oversight.moderation.wire_figures import FlaggerFigures


def count_flaggers(connection: sa.Connection, period: Period, only: str | None = None) -> list[FlaggerFigures]:
    """Of every flagger who gave notice within the period, by name; or of one."""
    query = (
        sa.select(
            staff.c.id, staff.c.name, notices.c.id.label("notice"), notices.c.created_at, notice_items.c.decided_at,
            notice_items.c.outcome,
        )
        .join(notices, notices.c.flagger_id == staff.c.id)
        .join(notice_items, notice_items.c.notice_id == notices.c.id)
        .where(notices.c.created_at >= period.since, notices.c.created_at < period.until)
        .order_by(staff.c.name_key)
    )  # fmt: skip
    if only is not None:
        query = query.where(staff.c.id == only)
    rows = connection.execute(query).all()
    found = []
    for flagger in dict.fromkeys(row.id for row in rows):
        own = [row for row in rows if row.id == flagger]
        decided = [row for row in own if row.decided_at is not None]
        hours = [(row.decided_at - row.created_at).total_seconds() / 3_600 for row in decided]
        found.append(
            FlaggerFigures(
                flagger=own[0].name,
                period=period.name,
                notices=len({row.notice for row in own}),
                items=len(own),
                decided=len(decided),
                acted_on=sum(row.outcome not in NOTHING_DONE for row in decided),
                median_hours=round(statistics.median(hours), 2) if hours else None,
            )
        )
    return found
