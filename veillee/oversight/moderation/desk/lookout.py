"""What staff look at beyond single cases: people and rooms, and the cases that they begin about them."""

from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.desk.beginning import begin_about_person, begin_about_room
from veillee.oversight.moderation.desk.people import FindReach, look_at, search
from veillee.oversight.moderation.desk.rooms import CountPresent, list_rooms
from veillee.oversight.moderation.duty.presence import confirm_presence
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_people import CaseBegun, FoundPerson, PersonPage
from veillee.oversight.moderation.wire_rooms import StaffRoom
from veillee.safety.evidence import Vault


class Lookout:
    """People and rooms, for staff. `find_reach`: how far somebody may reach; `present`: how many are in a room now."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        settings: Settings,
        clock: Clock,
        find_reach: FindReach | None = None,
        present: CountPresent | None = None,
    ) -> None:
        self._database = database
        self._vault = vault
        self._settings = settings
        self._clock = clock
        self._find_reach = find_reach
        self._present = present

    async def search(self, staff: StaffCaller, asked: str) -> list[FoundPerson]:
        """People by id or pseudonym. Raises Forbidden `wrong-role`, Invalid."""
        return await self._database.read(search, staff, asked)

    async def person(self, staff: StaffCaller, person_id: str) -> PersonPage:
        """One person. Raises NotFound."""
        return await self._database.read(look_at, staff, person_id, self._find_reach, self._clock())

    async def rooms(self, staff: StaffCaller) -> list[StaffRoom]:
        """Every room, open ones first."""
        return await self._database.read(list_rooms, self._present)

    async def begin_about_person(self, staff: StaffCaller, person_id: str, reason: str) -> CaseBegun:
        """Raises Forbidden `wrong-role`, NotFound, Invalid."""
        return await self._database.write(self._about_person, staff, person_id, reason)

    async def begin_about_room(self, staff: StaffCaller, room_id: str, reason: str) -> CaseBegun:
        """Raises Forbidden `wrong-role`, NotFound, Invalid."""
        return await self._database.write(self._about_room, staff, room_id, reason)

    def _about_person(self, transaction: Transaction, staff: StaffCaller, person_id: str, reason: str) -> CaseBegun:
        now = self._clock()
        begun = begin_about_person(transaction, self._vault, staff, person_id, reason, now)
        confirm_presence(transaction, staff, self._settings, now)
        return begun

    def _about_room(self, transaction: Transaction, staff: StaffCaller, room_id: str, reason: str) -> CaseBegun:
        now = self._clock()
        begun = begin_about_room(transaction, self._vault, staff, room_id, reason, now)
        confirm_presence(transaction, staff, self._settings, now)
        return begun
