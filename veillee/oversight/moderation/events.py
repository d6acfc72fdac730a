"""What happened in moderation; each carries what its audience is shown, read within the transaction."""

from veillee.foundation.basics import Event
from veillee.oversight.moderation.wire import Report, Statement


class StatementIssued(Event, frozen=True):
    """A decision affects a person, or what was decided changed. Audience: that person."""

    person_id: str
    statement: Statement


class CaseGrew(Event, frozen=True):
    """Something new was brought to a case: a report, a notice or a finding of the gate. Audience: the place itself."""

    case: str


class QueueChanged(Event, frozen=True):
    """A case was opened, or stands otherwise in the queue. Audience: staff, on every node."""

    case: str


class ReportDecided(Event, frozen=True):
    """A report has its outcome. Audience: its reporter."""

    person_id: str
    report: Report
