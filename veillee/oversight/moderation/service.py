"""Moderation as one service, put together from its parts."""

from veillee.foundation.basics import Clock, Paces, utc_now
from veillee.foundation.storage import Database
from veillee.oversight.moderation.desk.actions import Desk
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.reports.actions import Reports
from veillee.oversight.moderation.staff.actions import StaffDoor
from veillee.oversight.moderation.statements.actions import Statements
from veillee.safety.policy import HouseRules

TICK_SECONDS = 15


class Moderation:
    """The watch: reports and statements for members, door and desk for staff."""

    def __init__(
        self, database: Database, rules: HouseRules, settings: Settings | None = None, clock: Clock = utc_now
    ) -> None:
        self.settings = settings or Settings()
        self.clock = clock
        self.reports = Reports(database, self.settings, clock)
        self.statements = Statements(database, clock)
        self.desk = Desk(database, rules, self.settings, clock)
        self.door = StaffDoor(database, self.settings, clock)
        self.sign_in_paces = Paces(clock, self.settings.sign_ins_per_minute_per_address, 60)

    async def tick(self) -> None:
        """Count again who watches; the lamp hears of it. A daemon calls this every TICK_SECONDS."""
        await self.door.tick()

    async def keep_sample_moderator_on_duty(self, name: str) -> None:
        """Light the lamp of the demo, which alone calls this, with every tick."""
        await self.door.keep_sample_moderator_on_duty(name)
