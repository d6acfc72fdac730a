"""Statements of reasons in the form of the Commission's transparency database (DSA art. 24(5)).

No personal data goes there: neither the facts as they were written to the person, nor pseudonyms, nor words.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.statements.categories import (
    BULLYING,
    MINORS,
    PRIVACY,
    SCAMS,
    SPEECH,
    TERMS,
    VIOLENCE,
)
from veillee.oversight.moderation.statements.law import LEGAL_GROUNDS
from veillee.oversight.moderation.statements.store import Row, statements
from veillee.oversight.moderation.wire import StatementArticle, StatementLaw

VISIBILITY = {"hide", "refuse", "close_room", "remove_pictures"}
ASIDE = {"mute", "suspend", "ban"}
WORDS = {"message", "held_message", "first_word", "refused", "picture"}
NEAR = {"restrict_reach"}
EXPORTED = (*sorted(VISIBILITY), *sorted(ASIDE), *sorted(NEAR))
"""A warning and a word of care restrict nothing, and are no statements in the sense of art. 17(1)."""

CATEGORIES = {
    "hate": SPEECH, "threat": VIOLENCE, "ambush": VIOLENCE, "danger": VIOLENCE, "sedation": VIOLENCE,
    "third_person": VIOLENCE, "minor_disclosed": MINORS, "minor_sought": MINORS, "minor": MINORS,
    "sextortion": BULLYING, "harassment": BULLYING, "scam": SCAMS, "impersonation": SCAMS,
    "doxxing": PRIVACY,
    "self_harm": "STATEMENT_CATEGORY_SELF_HARM",
}  # fmt: skip
SOURCES = {
    "notice": "SOURCE_ARTICLE_16",
    "report": "SOURCE_TYPE_OTHER_NOTIFICATION",
    "own_initiative": "SOURCE_VOLUNTARY",
}
AUTOMATED = (
    "An automated filter recognised the content in question as breaking the article of the house rules named here, and "
    "did not pass it on."
)
FACTS = {
    None: "A member of staff read the content in question and found that it breaks the article of the house rules "
    "named here.",
    "law": "A member of staff read the content in question and found it illegal under the law named here.",
}
EEA = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip


def export_statements(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """Every statement that restricts somebody and was not reversed, the oldest first."""
    query = (
        sa.select(statements, cases.c.label.label("case_label"), cases.c.opened_at)
        .outerjoin(cases, cases.c.id == statements.c.case_id)
        .where(statements.c.decision.in_(EXPORTED), statements.c.reversed_at.is_(None))
        .order_by(statements.c.issued_at, statements.c.id)
    )
    return (_record(row) for row in connection.execute(query))


def _record(row: Any) -> dict[str, Any]:
    return {
        "puid": row.id,
        **_ground(row),
        "content_date": min(row.opened_at or row.issued_at, row.issued_at).date().isoformat(),
        "application_date": row.issued_at.date().isoformat(),
        "decision_facts": AUTOMATED if row.automated else FACTS[row.ground],
        "source_type": SOURCES[row.source],
        "automated_detection": "Yes" if row.detected else "No",
        "automated_decision": f"AUTOMATED_DECISION_{'FULLY' if row.automated else 'NOT_AUTOMATED'}",
        "territorial_scope": list(EEA),
        "account_type": "ACCOUNT_TYPE_PRIVATE",
        **_content(row.decision, row.subject["kind"]),
        **_restriction(row),
    }


def _ground(row: Any) -> dict[str, Any]:
    """The law or the house rules, in words that are about nobody: what was written to the person stays between us."""
    if row.ground == "law":
        law = LEGAL_GROUNDS[msgspec.convert(row.law, StatementLaw).id]
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": law.reference,
            "illegal_content_explanation": law.explanation["en"],
            "category": law.category,
        }
    article = msgspec.convert(row.article, StatementArticle)
    return {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": article.title["en"][:500],
        "incompatible_content_explanation": article.text["en"][:2000],
        "incompatible_content_illegal": "No",
        "category": CATEGORIES.get(row.case_label or row.label or "", TERMS),
    }


def _content(decision: str, kind: str) -> dict[str, Any]:
    if decision == "remove_pictures" or kind == "picture":
        return {"content_type": ["CONTENT_TYPE_IMAGE"]}
    if kind in WORDS:
        return {"content_type": ["CONTENT_TYPE_TEXT"]}
    return {"content_type": ["CONTENT_TYPE_OTHER"], "content_type_other": "room" if kind == "room" else "conduct"}


def _restriction(row: Row) -> dict[str, Any]:
    until = None if row.until is None else row.until.date().isoformat()
    restriction: dict[str, Any] = {}
    if row.decision in VISIBILITY or (row.decision in ASIDE and row.subject["kind"] in WORDS):
        restriction["decision_visibility"] = ["DECISION_VISIBILITY_CONTENT_DISABLED"]
    if row.decision in ("mute", "restrict_reach"):
        restriction |= {
            "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION",
            "end_date_service_restriction": until,
        }
    elif row.decision == "suspend":
        restriction |= {"decision_account": "DECISION_ACCOUNT_SUSPENDED", "end_date_account_restriction": until}
    elif row.decision == "ban":
        restriction |= {"decision_account": "DECISION_ACCOUNT_TERMINATED"}
    return restriction
