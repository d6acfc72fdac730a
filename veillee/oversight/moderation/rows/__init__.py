"""Whether rows that no leaf commits to by themselves say what the leaves, and the rows that have one, say.

A case is folded again from its events; what reporters were told, what was taken away and back, who is bound, who is
staff and what was read further all follow from what was decided, and are held against it.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from veillee.oversight.moderation.rows.access import check_access
from veillee.oversight.moderation.rows.aside import check_aside
from veillee.oversight.moderation.rows.before import check_before, take_in
from veillee.oversight.moderation.rows.cases import check_cases
from veillee.oversight.moderation.rows.further import check_further
from veillee.oversight.moderation.rows.history import read_history
from veillee.oversight.moderation.rows.outcomes import check_outcomes
from veillee.oversight.moderation.rows.proposals import check_proposals
from veillee.oversight.moderation.rows.raids import check_raids
from veillee.oversight.moderation.rows.staff import check_staff
from veillee.oversight.moderation.rows.standing import check_marks
from veillee.oversight.moderation.rows.statements import check_misuse, check_restrictions, check_statements
from veillee.safety.ledger import Fault

__all__ = ["check_rows", "take_in"]


def check_rows(connection: sa.Connection) -> Iterator[Fault]:
    """Every row that says something else than what was decided; each is named."""
    history = yield from read_history(connection)
    yield from check_before(connection, history)
    yield from check_cases(connection, history)
    yield from check_outcomes(connection, history)
    yield from check_proposals(connection, history)
    statements = yield from check_statements(connection, history)
    yield from check_restrictions(connection, statements)
    yield from check_misuse(connection, statements)
    yield from check_marks(connection)
    yield from check_aside(connection, history, statements)
    yield from check_raids(connection, history)
    yield from check_further(connection, history)
    yield from check_staff(connection)
    yield from check_access(connection)
