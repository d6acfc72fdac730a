"""The watch: reports, cases, decisions with their statements of reasons, complaints, staff and their duty.

A report, or words that the gate stops, open a case; a member of staff decides it; whoever is affected reads what, why,
under which rule and how to complain; reporters read what came of it. Each step is stored with its ledger leaf in one
transaction.

Owns the tables `staff`, `staff_invites`, `staff_passkeys`, `staff_challenges`, `staff_sessions`, `cases`,
`case_events`, `reports`, `statements`, `complaints`. Announces StatementIssued, ReportDecided, DutyChanged.
"""

from veillee.oversight.moderation.events import ReportDecided, StatementIssued
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.service import TICK_SECONDS, Moderation
from veillee.oversight.moderation.staff.access import provide_staff
from veillee.oversight.moderation.staff.invites import add_staff, staff_names
from veillee.oversight.moderation.staff.model import STAFF_COOKIE, DutyChanged, StaffCaller
from veillee.oversight.moderation.wire import ReportFrame, ReportReason, StatementFrame
from veillee.oversight.moderation.wiring import register

__all__ = [
    "STAFF_COOKIE",
    "TICK_SECONDS",
    "DutyChanged",
    "Moderation",
    "ReportDecided",
    "ReportFrame",
    "ReportReason",
    "Settings",
    "StaffCaller",
    "StatementFrame",
    "StatementIssued",
    "add_staff",
    "provide_staff",
    "register",
    "staff_names",
]
