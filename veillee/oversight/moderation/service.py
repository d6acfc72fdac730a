"""Moderation as one service, put together from its parts."""

from veillee.foundation.basics import Clock, Paces, utc_now
from veillee.foundation.storage import Database
from veillee.oversight.mail import Post
from veillee.oversight.moderation.desk.actions import Desk
from veillee.oversight.moderation.desk.lookout import Lookout
from veillee.oversight.moderation.desk.macros import Macro
from veillee.oversight.moderation.desk.news import News
from veillee.oversight.moderation.desk.people import FindReach
from veillee.oversight.moderation.desk.rooms import CountPresent
from veillee.oversight.moderation.duty.actions import DutyRoom
from veillee.oversight.moderation.evidence.actions import EvidenceRoom
from veillee.oversight.moderation.figures.actions import FigureRoom
from veillee.oversight.moderation.further.actions import FurtherReadings
from veillee.oversight.moderation.misuse.actions import MisuseRoom
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.notices.actions import Notices
from veillee.oversight.moderation.objections.actions import Objections
from veillee.oversight.moderation.raids.actions import Raids
from veillee.oversight.moderation.reports.actions import Reports
from veillee.oversight.moderation.staff.actions import StaffDoor
from veillee.oversight.moderation.staff.flaggers import FlaggerRoom
from veillee.oversight.moderation.staff.model import DutyChanged
from veillee.oversight.moderation.staff.team import TeamRoom
from veillee.oversight.moderation.statements.actions import Statements
from veillee.safety.evidence import Vault
from veillee.safety.policy import HouseRules

TICK_SECONDS = 15


class Moderation:
    """The watch: reports and statements for members, door and desk for staff."""

    def __init__(
        self,
        database: Database,
        rules: HouseRules,
        vault: Vault,
        settings: Settings | None = None,
        clock: Clock = utc_now,
        post: Post | None = None,
        find_reach: FindReach | None = None,
        present: CountPresent | None = None,
    ) -> None:
        self.database = database
        self.post = post
        self.settings = settings or Settings()
        self.clock = clock
        self.macros: list[Macro] = []
        self.reports = Reports(database, vault, self.settings, clock)
        self.notices = Notices(database, vault, self.settings, clock)
        self.objections = Objections(database, clock)
        self.statements = Statements(database, clock)
        self.desk = Desk(database, rules, vault, self.settings, clock)
        self.lookout = Lookout(database, vault, self.settings, clock, find_reach, present)
        self.news = News()
        self.raids = Raids(database, rules, vault, self.settings, clock)
        self.evidence = EvidenceRoom(database, vault, clock)
        self.further = FurtherReadings(database, self.settings, clock)
        self.misuse = MisuseRoom(database, rules, clock)
        self.duty = DutyRoom(database, self.settings, clock)
        self.figures = FigureRoom(database, clock)
        self.figure_paces = Paces(clock, self.settings.sign_ins_per_minute_per_address, 60)
        self.flaggers = FlaggerRoom(database, clock)
        self.team = TeamRoom(database, self.settings, clock)
        self.door = StaffDoor(database, self.settings, clock)
        self.sign_in_paces = Paces(clock, self.settings.sign_ins_per_minute_per_address, 60)

    async def tick(self) -> None:
        """Count again who watches, and end what waited too long. A daemon calls this every TICK_SECONDS."""
        await self.door.tick()
        await self.desk.lapse_due()
        await self.raids.go_on()
        await self.further.end_due()

    async def look_at_the_watch(self) -> DutyChanged:
        """How it stands, read and not announced: for a node that hears that another has counted."""
        return await self.door.look_at_the_watch()

    async def keep_sample_moderator_on_duty(self, name: str) -> None:
        """Light the lamp of the demo, which alone calls this, with every tick."""
        await self.door.keep_sample_moderator_on_duty(name)
