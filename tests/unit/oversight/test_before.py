"""What a place has from before the ledger said as much is taken in once, and nothing can be put in later as if it were
from then."""

from typing import Any

import pytest
import sqlalchemy as sa

from tests.unit.oversight.night import signed
from tests.unit.oversight.place import START, Place
from tests.unit.oversight.test_leaves import faults
from veillee.community.media.store import refused_pictures
from veillee.community.people.actions import unfreeze
from veillee.community.people.standing import standing_marks
from veillee.community.people.store import frozen_pairs
from veillee.community.screening.actions import withdraw
from veillee.community.screening.store import screening_consents
from veillee.foundation.basics import new_id
from veillee.foundation.storage import Transaction
from veillee.oversight import moderation
from veillee.oversight.moderation.cases.model import CaseEvent, Noted
from veillee.oversight.moderation.cases.store import add_event, case_events, cases

pytestmark = pytest.mark.anyio


def note(transaction: Transaction, case: str, text: str) -> None:
    """As notes were before they had leaves."""
    number = transaction.connection.execute(sa.select(cases.c.number).where(cases.c.id == case)).scalar_one() + 1
    event = CaseEvent(number=number, at=START, staff_id=None, fact=Noted(text=text))
    add_event(transaction.connection, case, event)
    transaction.connection.execute(sa.update(cases).where(cases.c.id == case).values(number=number))


def as_before(transaction: Transaction, place: Place, case: str) -> None:
    """A note, a pause, an agreement and the mark of a picture, without leaves."""
    note(transaction, case, "D’avant.")
    low, high = sorted((place.anna, place.bruno))
    pause = {"id": new_id(), "one_id": low, "other_id": high, "about": "words", "frozen_at": START}
    transaction.connection.execute(sa.insert(frozen_pairs).values(pause))
    consent = {"id": new_id(), "person_id": place.chloe, "wording": "w", "given_at": START}
    transaction.connection.execute(sa.insert(screening_consents).values(consent))
    mark = {"mark": b"m" * 32, "statement_id": new_id(), "likeness_mark": b"l" * 32, "at": START}
    transaction.connection.execute(sa.insert(refused_pictures).values(mark))


@pytest.fixture
async def upgraded(place: Place) -> tuple[Place, str]:
    """It had all of this, and a statement without its mark, when it was first started with leaves for them."""
    await signed(place)
    maud = await place.signed_in()
    await place.report(place.anna, {"kind": "person", "id": place.bruno})
    (case,) = await place.rows(cases)
    body = {"kind": "warn", "facts": "Relu.", "article": "respect", "version": case.version}
    answer = await maud.post(f"/api/v1/staff/cases/{case.id}/decisions", json=body)
    assert answer.status_code == 201, answer.text
    await place.database.write(lambda t: t.connection.execute(sa.delete(standing_marks)))
    await place.database.write(as_before, place, case.id)
    for _ in range(2):
        await place.database.write(moderation.take_in, place.now)
    return place, case.id


async def test_it_holds_and_what_ends_later_has_its_leaf(upgraded: tuple[Place, str]) -> None:
    place, _ = upgraded
    assert await faults(place) == []
    assert len(await place.rows(standing_marks)) == 1
    assert [row.leaf_index is not None for row in await place.rows(refused_pictures)] == [True]
    await place.database.write(unfreeze, "words", at=place.now)
    await place.database.write(withdraw, place.chloe, partners=(), at=place.now)
    assert await faults(place) == []


@pytest.mark.parametrize("what", ["note", "changed", "pause", "agreement"])
async def test_what_was_taken_in_stays_as_it_was(upgraded: tuple[Place, str], what: str) -> None:
    place, case = upgraded
    changes: dict[str, Any] = {
        "note": lambda t: note(t, case, "Après coup."),
        "changed": lambda t: t.connection.execute(
            sa.update(case_events).where(case_events.c.staff_id.is_(None)).values(at=place.now.replace(second=7))
        ),
        "pause": lambda t: t.connection.execute(sa.update(frozen_pairs).values(lifted_at=START)),
        "agreement": lambda t: t.connection.execute(sa.update(screening_consents).values(wording="x")),
    }
    await place.database.write(changes[what])
    assert [line for line in await faults(place) if line.startswith("row: rows from before: are not those that leaf ")]
