"""The verbs of staff about what is sealed of a case."""

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Clock, Forbidden, NotFound, is_id
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.desk.reading import record_reading
from veillee.oversight.moderation.model import REASON_CHARS_MAX
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_cases import FrozenCase
from veillee.oversight.moderation.wire_evidence import (
    CustodyEntry,
    Evidence,
    EvidenceHoldRequest,
    EvidenceReading,
    FrozenItem,
)
from veillee.safety.evidence import Touch, Vault, find_vaulted, list_custody


class EvidenceRoom:
    """What is sealed of a case, for staff: who touched it, opening it with a reason, holding it."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def show(self, staff: StaffCaller, case_id: str) -> Evidence:
        """What there is and who touched it; nothing is opened. Raises NotFound."""
        return await self._database.read(_show, case_id)

    async def open(self, staff: StaffCaller, case_id: str, reason: str) -> EvidenceReading:
        """Open the copies, on record. Raises NotFound, Invalid, Problem `destroyed`, Problem `damaged`."""
        checked = check_text("reason", reason, REASON_CHARS_MAX)
        return await self._database.write(self._open, staff, case_id, checked)

    async def hold(self, staff: StaffCaller, case_id: str, request: EvidenceHoldRequest) -> Evidence:
        """Keep the copies past their time, or no longer. Raises Forbidden `wrong-role`, and what open raises."""
        if staff.role != "admin":
            raise Forbidden("wrong-role", "Holding evidence is for admins.")
        checked = check_text("reason", request.reason, REASON_CHARS_MAX)
        return await self._database.write(self._hold, staff, case_id, request.on, checked)

    async def destroy_due(self) -> None:
        """Destroy what has been kept long enough; to be called now and then."""
        while await self._database.write(self._vault.destroy_due, self._clock()):
            pass

    def _open(self, transaction: Transaction, staff: StaffCaller, case_id: str, reason: str) -> EvidenceReading:
        now = self._clock()
        touch = Touch(case=_known(case_id), staff=staff.id, reason=reason, at=now)
        items = [
            FrozenItem(id=item.id, sealed_at=item.sealed_at, content=msgspec.convert(item.content, FrozenCase))
            for item in self._vault.read(transaction, touch)
        ]
        for item in items:
            for words in filter(None, (item.content.words, *item.content.passages)):
                if words.private:
                    record_reading(transaction, staff, case_id, words, now)
        return EvidenceReading(items=items)

    def _hold(self, transaction: Transaction, staff: StaffCaller, case_id: str, on: bool, reason: str) -> Evidence:
        touch = Touch(case=_known(case_id), staff=staff.id, reason=reason, at=self._clock())
        self._vault.hold(transaction, touch, on)
        return _show(transaction.connection, case_id)


def _known(case_id: str) -> str:
    if not is_id(case_id):
        raise NotFound
    return case_id


def _show(connection: sa.Connection, case_id: str) -> Evidence:
    vaulted = find_vaulted(connection, _known(case_id))
    if vaulted is None:
        raise NotFound
    chain = list_custody(connection, case_id)
    names = name_staff(connection, {entry.staff for entry in chain if entry.staff is not None})
    return Evidence(
        items=vaulted.items,
        sealed_at=vaulted.sealed_at,
        until=vaulted.until,
        held=vaulted.held,
        destroyed_at=vaulted.destroyed_at,
        custody=[
            CustodyEntry(
                number=entry.number,
                at=entry.at,
                act=entry.act,
                by=names.get(entry.staff or ""),
                reason=entry.reason,
                leaf=entry.leaf,
            )
            for entry in chain
        ],
    )
