"""The verbs of staff about cases."""

from veillee.foundation.basics import Clock, Invalid
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.cases.assignment import assign, note
from veillee.oversight.moderation.cases.queries import Wanted, read_queue
from veillee.oversight.moderation.decisions.proposals import decide, lapse_due, settle
from veillee.oversight.moderation.desk.case import open_case
from veillee.oversight.moderation.desk.pictures import look_at
from veillee.oversight.moderation.duty.presence import confirm_presence
from veillee.oversight.moderation.evidence.freezing import keep_for_decision, let_go
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff.model import WATCHERS, StaffCaller
from veillee.oversight.moderation.staff.queries import list_staff
from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_cases import Case, CasePage
from veillee.oversight.moderation.wire_casework import AssignmentRequest
from veillee.oversight.moderation.wire_decisions import (
    ApprovalRequest,
    DecisionRequest,
    DecisionTaken,
    ProposalSettled,
)
from veillee.safety.evidence import Vault
from veillee.safety.policy import HouseRules


class Desk:
    """Reading and deciding cases. Every method asks for a StaffCaller, whom only a valid session gives."""

    def __init__(self, database: Database, rules: HouseRules, vault: Vault, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._rules = rules
        self._vault = vault
        self._settings = settings
        self._clock = clock

    async def queue(self, wanted: Wanted) -> CasePage:
        """A page of the queue. Raises Invalid for a broken cursor."""
        return await self._database.read(read_queue, wanted, self._settings.urgent_minutes_max)

    async def assign(self, staff: StaffCaller, case_id: str, request: AssignmentRequest) -> None:
        """Give a case to somebody, or to nobody. Raises what assignment.assign says."""
        await self._database.write(self._assign, staff, case_id, request)

    async def note(self, staff: StaffCaller, case_id: str, text: str) -> None:
        """Leave a note for colleagues. Raises what assignment.note says."""
        await self._database.write(self._note, staff, case_id, text)

    async def watchers(self, staff: StaffCaller) -> list[StaffMember]:
        """Those to whom a case can be handed."""
        return await self._database.read(list_staff, WATCHERS)

    async def open(self, staff: StaffCaller, case_id: str) -> Case:
        """One case; reading private words is recorded. Raises NotFound."""
        return await self._database.write(self._open, staff, case_id)

    async def look(self, staff: StaffCaller, case_id: str, picture: str) -> bytes:
        """A picture of a case, on record. Raises what pictures.look_at says."""
        return await self._database.write(self._look, staff, case_id, picture)

    async def settle(self, staff: StaffCaller, case_id: str, request: ApprovalRequest) -> ProposalSettled:
        """Approve or refuse a decision that somebody else proposed. Raises what proposals.settle says."""
        return await self._database.write(self._settle, staff, case_id, request)

    async def lapse_due(self) -> None:
        """Lift what held for proposals that nobody answered in time; to be called a few times a minute."""
        while await self._database.write(self._lapse_due):
            pass

    async def decide(self, staff: StaffCaller, case_id: str, request: DecisionRequest) -> DecisionTaken:
        """Decide a case. Raises what decisions.check says."""
        if request.scope == "raid":
            raise Invalid({"scope": "not-for-this-decision"})
        return await self._database.write(self._decide, staff, case_id, request)

    def _open(self, transaction: Transaction, staff: StaffCaller, case_id: str) -> Case:
        now = self._clock()
        confirm_presence(transaction, staff, self._settings, now)
        return open_case(transaction, self._vault, staff, case_id, self._settings, now)

    def _look(self, transaction: Transaction, staff: StaffCaller, case_id: str, picture: str) -> bytes:
        now = self._clock()
        confirm_presence(transaction, staff, self._settings, now)
        return look_at(transaction, self._vault, staff, case_id, picture, now)

    def _assign(self, transaction: Transaction, staff: StaffCaller, case_id: str, request: AssignmentRequest) -> None:
        now = self._clock()
        assign(transaction, staff, case_id, request, now)
        confirm_presence(transaction, staff, self._settings, now)

    def _note(self, transaction: Transaction, staff: StaffCaller, case_id: str, text: str) -> None:
        now = self._clock()
        note(transaction, staff, case_id, text, now)
        confirm_presence(transaction, staff, self._settings, now)

    def _decide(
        self, transaction: Transaction, staff: StaffCaller, case_id: str, request: DecisionRequest
    ) -> DecisionTaken:
        now = self._clock()
        taken = decide(transaction, staff, case_id, request, rules=self._rules, settings=self._settings, now=now)
        keep_for_decision(transaction, self._vault, staff, taken, now)
        # Last: when this was the case that had waited too long, what rested for it opens at once.
        confirm_presence(transaction, staff, self._settings, now)
        return taken

    def _settle(
        self, transaction: Transaction, staff: StaffCaller, case_id: str, request: ApprovalRequest
    ) -> ProposalSettled:
        now = self._clock()
        settled = settle(transaction, staff, case_id, request, rules=self._rules, now=now)
        if settled.taken is not None:
            keep_for_decision(transaction, self._vault, staff, settled.taken, now)
        else:
            let_go(transaction, self._vault, staff.id, case_id, now)
        confirm_presence(transaction, staff, self._settings, now)
        return settled

    def _lapse_due(self, transaction: Transaction) -> int:
        now = self._clock()
        lapsed = lapse_due(transaction, now)
        for proposal in lapsed:
            let_go(transaction, self._vault, None, proposal.case_id, now)
        return len(lapsed)
