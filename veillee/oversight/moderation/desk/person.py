"""What a case shows of the person whom a decision would affect."""

import msgspec
import sqlalchemy as sa

from veillee.community import people
from veillee.oversight.moderation.model import LIST_MAX
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.wire import StatementArticle
from veillee.oversight.moderation.wire_cases import CasePerson, PastDecision
from veillee.oversight.moderation.wire_misuse import ContentFactors


def read_person(connection: sa.Connection, person_id: str | None) -> CasePerson | None:
    """Pseudonym, age band, since when they are here, what was decided about them. No address, no exact age."""
    person = None if person_id is None else people.find_person(connection, person_id)
    if person is None:
        return None
    table = people.people.c
    entered_at = connection.execute(sa.select(table.entered_at).where(table.id == person.id)).scalar_one()
    rows = statements.list_own(connection, person.id, LIST_MAX)
    return CasePerson(
        id=person.id,
        pseudonym=person.pseudonym,
        age_band=person.age_band,
        entered_at=entered_at,
        sample=person.sample,
        past_decisions=[_past(row) for row in rows],
    )


def _past(row: statements.Row) -> PastDecision:
    article = None if row.article is None else msgspec.convert(row.article, StatementArticle).id
    return PastDecision(
        statement=row.id,
        case=row.case_id,
        decision=row.decision,
        article=article,
        issued_at=row.issued_at,
        until=row.until,
        reversed=row.reversed_at is not None,
        factors=read_factors(row),
    )


def read_factors(row: statements.Row) -> ContentFactors | None:
    """On what a suspension for content rests; None of all else, and of those from before factors were stored."""
    return None if row.factors is None else msgspec.convert(row.factors, ContentFactors)
