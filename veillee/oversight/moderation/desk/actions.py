"""The verbs of staff about cases."""

from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.cases.queries import read_queue
from veillee.oversight.moderation.decisions.actions import decide
from veillee.oversight.moderation.desk.case import open_case
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff.duty import confirm_presence
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_cases import Case, CasePage, CaseStateName, DecisionRequest, DecisionTaken
from veillee.safety.policy import HouseRules


class Desk:
    """Reading and deciding cases. Every method asks for a StaffCaller, whom only a valid session gives."""

    def __init__(self, database: Database, rules: HouseRules, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._rules = rules
        self._settings = settings
        self._clock = clock

    async def queue(self, staff: StaffCaller, state: CaseStateName, cursor: str | None, limit: int) -> CasePage:
        """A page of the queue. Raises Invalid for a broken cursor."""
        return await self._database.read(read_queue, state, cursor, limit)

    async def open(self, staff: StaffCaller, case_id: str) -> Case:
        """One case; reading private words is recorded. Raises NotFound."""
        return await self._database.write(self._open, staff, case_id)

    async def decide(self, staff: StaffCaller, case_id: str, request: DecisionRequest) -> DecisionTaken:
        """Decide a case. Raises what decisions.check says."""
        return await self._database.write(self._decide, staff, case_id, request)

    def _open(self, transaction: Transaction, staff: StaffCaller, case_id: str) -> Case:
        now = self._clock()
        confirm_presence(transaction, staff, self._settings, now)
        return open_case(transaction, staff, case_id, now)

    def _decide(
        self, transaction: Transaction, staff: StaffCaller, case_id: str, request: DecisionRequest
    ) -> DecisionTaken:
        now = self._clock()
        confirm_presence(transaction, staff, self._settings, now)
        return decide(transaction, staff, case_id, request, rules=self._rules, now=now)
