"""The fold over the events of a case."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from veillee.oversight.moderation.cases.fold import apply
from veillee.oversight.moderation.cases.model import CaseEvent, Decided, Opened, Read
from veillee.oversight.moderation.wire_cases import CaseSubject

AT = datetime(2026, 11, 24, 20, tzinfo=UTC)
SUBJECT = CaseSubject(kind="person", id="p", conversation=None, seq=None)
OPENED = Opened(source="report", subject=SUBJECT, person_id="p")


def event(number: int, fact: Any) -> CaseEvent:
    return CaseEvent(number=number, at=AT, staff_id=None, fact=fact)


def test_a_reading_changes_nothing_that_a_decision_must_have_seen() -> None:
    opened = apply(None, event(1, OPENED))
    read = apply(opened, event(2, Read(leaf=0)))
    assert (read.state, read.version, read.number) == ("open", 1, 2)


def test_a_decision_closes_the_case() -> None:
    fact = Decided(decision="hide", statement=None, article=None, facts="", leaf=0)
    decided = apply(apply(None, event(1, OPENED)), event(2, fact))
    assert (decided.state, decided.decision, decided.decided_at, decided.version) == ("decided", "hide", AT, 2)


def test_a_case_is_opened_first_and_once() -> None:
    with pytest.raises(ValueError, match="first event"):
        apply(None, event(1, Read(leaf=0)))
    with pytest.raises(ValueError, match="once"):
        apply(apply(None, event(1, OPENED)), event(2, OPENED))


def test_an_unknown_fact_is_no_decision() -> None:
    with pytest.raises(AssertionError):
        apply(apply(None, event(1, OPENED)), event(2, cast("Any", object())))
