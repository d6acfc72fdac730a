"""Reports as their reporters see them."""

import msgspec

from veillee.oversight.moderation import wire
from veillee.oversight.moderation.objections.render import render_objection
from veillee.oversight.moderation.objections.store import Row as Objection
from veillee.oversight.moderation.reports.outcomes import OUTCOMES
from veillee.oversight.moderation.reports.store import Row


def render_report(row: Row, objection: Objection | None = None) -> wire.Report:
    """A row of `reports`, with the objection to what came of it."""
    return wire.Report(
        id=row.id,
        state="received" if row.decided_at is None else "decided",
        subject=msgspec.convert(row.subject, wire.ReportSubject),
        reason=row.reason,
        created_at=row.created_at,
        outcome=OUTCOMES.get(row.outcome),
        objection=render_objection(row.outcome, row.decided_at, objection),
        receipt=receipt_of(row),
    )


def render_filed(row: Row) -> wire.ReportFiled:
    """What was answered when this was said the first time, with its state now."""
    return wire.ReportFiled(
        id=row.id, state="received" if row.decided_at is None else "decided", receipt=receipt_of(row)
    )


def receipt_of(row: Row) -> wire.LedgerReceipt:
    """Where the ledger holds it."""
    return wire.LedgerReceipt(index=row.leaf_index, leaf_hash=row.leaf_hash)
