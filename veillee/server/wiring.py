"""The whole place, put together by hand: every service with the ports it needs."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from veillee.community.conversations import ConversationLimits, Conversations, Delivery, Following
from veillee.community.entry import Entry, EntryRules
from veillee.community.people import Lamp, People
from veillee.community.presence import Attendance
from veillee.community.private_talk import PrivateTalk, PrivateTalkLimits
from veillee.community.rooms import RoomLimits, Rooms, name_rooms
from veillee.foundation.basics import Clock, Listeners, Signer, asset_dir, utc_now
from veillee.foundation.gateway import Connections, GatewayLimits
from veillee.foundation.storage import Database, DataFolder
from veillee.oversight import moderation
from veillee.oversight.moderation import Moderation
from veillee.safety.policy import Gate
from veillee.server.background import Background
from veillee.server.push import Push
from veillee.server.settings import Settings

# A client may join, read and type on every conversation at once before it is slowed; the period is the gateway's.
FLOOD_FRAMES_MIN = 600


class Place:
    """One running place. Made outside the loop by `open_place`, lives on the loop between start and stop."""

    def __init__(
        self, settings: Settings, folder: DataFolder, gate: Gate, *, clock: Clock = utc_now, origin: str, sample: bool
    ) -> None:
        self.settings = settings
        self.folder = folder
        self.gate = gate
        self.clock = clock
        self.origin = origin
        self.sample = sample
        self.listeners = Listeners()
        self.background = Background()
        self.database = Database.on_sqlite(folder.database, self.listeners)
        self.signer = Signer(folder.place_key())
        self.lamp = Lamp()
        self.attendance = Attendance(self._later)
        self.delivery = Delivery(self.attendance)
        self.connections = Connections(self.gateway_limits)
        self.following = Following(self.database, self.attendance, self.delivery, self.lamp, name_rooms, clock)
        self.people = People(self.database, clock)
        self.entry = self._make_entry()
        self.conversations = self._make_conversations()
        self.rooms = self._make_rooms()
        self.private_talk = self._make_private_talk()
        self.moderation = Moderation(self.database, gate.house_rules, self._moderation_settings(), clock)
        moderation.register(self.listeners, self.lamp, self.attendance.push, clock)
        self.push = Push(self)

    def _make_entry(self) -> Entry:
        rules = EntryRules(
            entries_per_minute_per_address=self.settings.limits.entries_per_minute_per_address,
            age_assurance=self.settings.entry.age_assurance,
        )
        return Entry(self.database, self.gate, self.clock, rules, moderation.staff_names)

    def _make_conversations(self) -> Conversations:
        limits = ConversationLimits(
            message_chars_max=self.settings.limits.message_chars_max,
            messages_per_minute_per_person=self.settings.limits.messages_per_minute_per_person,
        )
        return Conversations(
            self.database, self.gate, self.attendance, self.delivery, self.signer, self.clock, name_rooms, limits
        )

    def _make_rooms(self) -> Rooms:
        limits = RoomLimits(rooms_per_day_per_person=self.settings.limits.rooms_per_day_per_person)
        return Rooms(self.database, self.gate, self.attendance, self.following, self.lamp, self.clock, limits)

    def _make_private_talk(self) -> PrivateTalk:
        limits = PrivateTalkLimits(first_words_per_day_per_person=self.settings.limits.first_words_per_day_per_person)
        return PrivateTalk(self.database, self.gate, self.lamp, self.signer, self.clock, limits)

    def _moderation_settings(self) -> moderation.Settings:
        return moderation.Settings(
            rp_id=urlsplit(self.origin).hostname or "localhost",
            rp_name=self.settings.site.name,
            origins=(self.origin,),
            silence_seconds_max=self.settings.watch.silence_seconds_max,
        )

    @property
    def gateway_limits(self) -> GatewayLimits:
        """What one connection may cost."""
        limits = self.settings.limits
        return GatewayLimits(
            connections_per_address=limits.connections_per_address,
            unsent_bytes_max=limits.unsent_bytes_max,
            flood_frames_max=max(FLOOD_FRAMES_MIN, limits.messages_per_minute_per_person),
        )

    async def drain(self) -> None:
        """Wait until all that was begun is done; tests use it in place of waiting."""
        await self.background.drain()
        self.attendance.tell_changes()

    async def stop(self) -> None:
        """Finish what is under way, commit, let go of the folder."""
        await self.background.stop()
        await self.database.close()
        self.folder.release()

    @staticmethod
    def _later(seconds: float, call: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_later(seconds, call)


def open_place(
    settings: Settings,
    data: Path,
    *,
    clock: Clock = utc_now,
    origin: str = "http://localhost:8000",
    sample: bool = False,
) -> Place:
    """Prepare the folder, bring the schema up to date, read the policies, put everything together.

    Raises DataFolderProblem, SchemaNewer, PolicyError: each one line for the operator.
    """
    folder = DataFolder(data)
    folder.prepare()
    folder.hold()
    gate = Gate.load(asset_dir("policies"))
    place = Place(settings, folder, gate, clock=clock, origin=origin, sample=sample)
    place.database.migrate(asset_dir("migrations"))
    return place
