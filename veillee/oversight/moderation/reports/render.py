"""Reports as their reporters see them."""

import msgspec

from veillee.oversight.moderation import wire
from veillee.oversight.moderation.reports.outcomes import OUTCOMES
from veillee.oversight.moderation.reports.store import Row


def render_report(row: Row) -> wire.Report:
    """A row of `reports`."""
    return wire.Report(
        id=row.id,
        state="received" if row.decided_at is None else "decided",
        subject=msgspec.convert(row.subject, wire.ReportSubject),
        reason=row.reason,
        created_at=row.created_at,
        outcome=OUTCOMES.get(row.outcome),
        receipt=receipt_of(row),
    )


def render_filed(row: Row) -> wire.ReportFiled:
    """What the first report of the same subject was answered, with its state now."""
    return wire.ReportFiled(
        id=row.id, state="received" if row.decided_at is None else "decided", receipt=receipt_of(row)
    )


def receipt_of(row: Row) -> wire.LedgerReceipt:
    """Where the ledger holds it."""
    return wire.LedgerReceipt(index=row.leaf_index, leaf_hash=row.leaf_hash)
