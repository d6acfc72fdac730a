"""A person as staff look at them beside their cases. Nothing that they said is read here: that takes a case."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from veillee.community import people
from veillee.foundation.basics import Forbidden, NotFound, is_id
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.queries import render_row
from veillee.oversight.moderation.desk.links import read_links
from veillee.oversight.moderation.desk.person import read_person
from veillee.oversight.moderation.model import REPORTS_SHOWN_MAX
from veillee.oversight.moderation.notices import store as notices
from veillee.oversight.moderation.reports import store as reports
from veillee.oversight.moderation.staff.model import SENIORS, StaffCaller
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire import StaffRole
from veillee.oversight.moderation.wire_people import FoundPerson, PersonPage, PersonReport, PersonRestriction

SEARCHERS: frozenset[StaffRole] = SENIORS | {"auditor"}
"""Who may look for people. A moderator comes to somebody from a case about them, and to nobody else."""

SEARCH_CHARS_MAX = 100
FOUND_MAX = 20
CASES_MAX = 50
WAITING_MAX = 10

FindReach = Callable[[sa.Connection, people.Caller], people.Reach]
"""How far somebody may reach; `people.Reaching.find`."""


def search(connection: sa.Connection, staff: StaffCaller, asked: str) -> list[FoundPerson]:
    """Whoever has that id, or a pseudonym that begins or looks like that. Raises Forbidden `wrong-role`, Invalid."""
    if staff.role not in SEARCHERS:
        raise Forbidden("wrong-role", "Seniors, admins and auditors search; others come to a person from a case.")
    text = check_text("q", asked, SEARCH_CHARS_MAX)
    known = people.find_person(connection, text) if is_id(text) else None
    found = [known] if known else people.search_people(connection, text, FOUND_MAX)
    ids = [person.id for person in found]
    waiting = Counter(state.person_id for _, state in cases.list_open_about(connection, ids, CASES_MAX))
    entered = people.read_entered(connection, ids)
    return [
        FoundPerson(
            id=person.id,
            pseudonym=person.pseudonym,
            age_band=person.age_band,
            sample=person.sample,
            entered_at=entered[person.id],
            open_cases=waiting[person.id],
        )
        for person in found
    ]


def look_at(
    connection: sa.Connection, staff: StaffCaller, person_id: str, find_reach: FindReach | None, now: datetime
) -> PersonPage:
    """All that staff may know of somebody. Raises NotFound, for a moderator also when no case is about them."""
    person = people.get_person(connection, person_id)
    shown = read_person(connection, person.id)
    rows = cases.list_about(connection, person.id, CASES_MAX)
    if shown is None or not (rows or staff.role in SEARCHERS):
        raise NotFound
    having = name_staff(connection, {state.assignee_id for _, state in rows if state.assignee_id is not None})
    return PersonPage(
        person=shown,
        language=person.language,
        region=person.region,
        reach=_reach(connection, person.id, find_reach, now),
        restrictions=[
            PersonRestriction(kind=bound.kind, since=since, until=bound.until, statement=bound.statement)
            for bound, since in people.list_binding(connection, person.id, now)
        ],
        cases=[render_row(case, state, having.get(state.assignee_id or "")) for case, state in rows],
        reports=_reports(connection, [case for case, state in rows if state.state == "open"]),
        links=read_links(connection, person.id, now),
        begins=staff.watches,
    )


def _reach(
    connection: sa.Connection, person_id: str, find_reach: FindReach | None, now: datetime
) -> people.Reach | None:
    caller = people.find_caller(connection, person_id, session=b"", expires_at=now, now=now)
    return None if find_reach is None or caller is None else find_reach(connection, caller)


def _reports(connection: sa.Connection, waiting: list[str]) -> list[PersonReport]:
    """Those of the first open cases, the latest first."""
    found = []
    for case in waiting[:WAITING_MAX]:
        for outside, rows in (
            (False, reports.list_of_case(connection, case, REPORTS_SHOWN_MAX)),
            (True, notices.list_of_case(connection, case, REPORTS_SHOWN_MAX)),
        ):
            found += [
                PersonReport(case=case, reason=row.reason, created_at=row.created_at, outside=outside) for row in rows
            ]
    return sorted(found, key=lambda report: report.created_at, reverse=True)
