"""The watch: reports, cases, decisions with their statements of reasons, complaints, staff and their duty.

A report, a notice from outside, or words that the gate stops, open a case; a member of staff decides it; whoever is
affected reads what, why, under which rule and how to complain; reporters and notifiers read what came of it. Each
step is stored with its ledger leaf in one transaction.

Owns the tables `staff`, `staff_invites`, `staff_passkeys`, `staff_challenges`, `staff_sessions`, `staff_alarms`,
`staff_changes`, `flagger_suspensions`, `cases`, `case_events`, `reports`, `notices`, `notice_items`,
`notice_contacts`, `objections`,
`proposals`, `statements`, `statement_effects`, `complaints`, `raids`, `raid_parts`, `roster_shifts`, `roster_gaps`,
`handover_notes`, `synthetic_reports`, `further_readings`, `misuse_decisions`. Announces StatementIssued,
ReportDecided, DutyChanged, CaseGrew, QueueChanged.
"""

from veillee.oversight.moderation.cases.keeping import Kept, list_kept
from veillee.oversight.moderation.desk.macros import load_macros
from veillee.oversight.moderation.duty.actions import LOOK_AHEAD_SECONDS, SYNTHETIC_SECONDS
from veillee.oversight.moderation.duty.handover import forget_notes
from veillee.oversight.moderation.duty.opening import Opening, make_opening
from veillee.oversight.moderation.events import QueueChanged, ReportDecided, StatementIssued
from veillee.oversight.moderation.evidence.package import pack_case
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.notices.contacts import forget_contacts, rewrap_contacts
from veillee.oversight.moderation.opinions.actions import Opinions
from veillee.oversight.moderation.records import ROWLESS, read_records
from veillee.oversight.moderation.reports.notes import seal_notes
from veillee.oversight.moderation.reports.reasons import UNFIT_REASONS, UnfitReasons
from veillee.oversight.moderation.rows import check_rows, take_in
from veillee.oversight.moderation.service import TICK_SECONDS, Moderation
from veillee.oversight.moderation.staff.access import provide_any_staff, provide_staff
from veillee.oversight.moderation.staff.alarms import rewrap_alarms
from veillee.oversight.moderation.staff.invites import add_staff, staff_names
from veillee.oversight.moderation.staff.model import ROLES, SENIORS, STAFF_COOKIE, DutyChanged, StaffCaller
from veillee.oversight.moderation.statements.transparency import export_statements
from veillee.oversight.moderation.wire import ReportFrame, ReportReason, StatementFrame
from veillee.oversight.moderation.wiring import ask_outside, register, tell_consoles

__all__ = [
    "LOOK_AHEAD_SECONDS",
    "ROLES",
    "ROWLESS",
    "SENIORS",
    "STAFF_COOKIE",
    "SYNTHETIC_SECONDS",
    "TICK_SECONDS",
    "UNFIT_REASONS",
    "DutyChanged",
    "Kept",
    "Moderation",
    "Opening",
    "Opinions",
    "QueueChanged",
    "ReportDecided",
    "ReportFrame",
    "ReportReason",
    "Settings",
    "StaffCaller",
    "StatementFrame",
    "StatementIssued",
    "UnfitReasons",
    "add_staff",
    "ask_outside",
    "check_rows",
    "export_statements",
    "forget_contacts",
    "forget_notes",
    "list_kept",
    "load_macros",
    "make_opening",
    "pack_case",
    "provide_any_staff",
    "provide_staff",
    "read_records",
    "register",
    "rewrap_alarms",
    "rewrap_contacts",
    "seal_notes",
    "staff_names",
    "take_in",
    "tell_consoles",
]
