"""The whole place, put together by hand: every service with the ports it needs."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from veillee.community.conversations import (
    ConversationLimits,
    Conversations,
    Delivery,
    Following,
    Healing,
    Traces,
    give_keys,
)
from veillee.community.entry import Entry, EntryRules
from veillee.community.media import PictureLimits, Pictures, make_marking
from veillee.community.people import Lamp, People, Reaching
from veillee.community.presence import Attendance
from veillee.community.private_talk import Contacts, LeavingListener, PrivateTalk, Screening, count_accepted
from veillee.community.rooms import Rooms, name_rooms
from veillee.community.screening import PartingListener
from veillee.foundation.basics import Clock, Listeners, Signer, Unavailable, asset_dir, new_id, utc_now
from veillee.foundation.bus import Bus, make_bus
from veillee.foundation.gateway import Connections, GatewayLimits, Spread, SpreadMissing, choose_spread
from veillee.foundation.storage import Database, DataFolder, Transaction, give_back, take_lease, trim_journal
from veillee.oversight import moderation
from veillee.safety import ledger
from veillee.safety.classifiers import ClassifierSettings, make_classifier
from veillee.safety.policy import Allowance, Gate
from veillee.safety.sealing import Keyring
from veillee.server import sockets
from veillee.server.background import Background
from veillee.server.keeping import LedgerSettings
from veillee.server.keys import open_keys
from veillee.server.nodes import Nodes
from veillee.server.posting import make_post
from veillee.server.push import Push
from veillee.server.settings import SettingProblem, Settings
from veillee.server.tallying import make_tallies
from veillee.server.watch_settings import make_staff_min
from veillee.server.watching import make_moderation

# A client may join, read and type on every conversation at once before it is slowed; the period is the gateway's.
FLOOD_FRAMES_MIN = 600
LEDGER_PATH = "/api/v1/ledger"


class Place:
    """One running place. Made outside the loop by `open_place`, lives on the loop between start and stop.

    Making it brings the schema up to date. Raises DatabaseProblem, SchemaNewer, DataFolderProblem.
    """

    def __init__(
        self,
        settings: Settings,
        folder: DataFolder,
        gate: Gate,
        *,
        clock: Clock = utc_now,
        origin: str,
        sample: bool,
        bus: Bus | None = None,
    ) -> None:
        self.settings = settings
        self.folder = folder
        self.gate = gate
        self.clock = clock
        self.origin, self.sample = origin, sample
        self.trying = asyncio.Lock()
        self.listeners = Listeners()
        self.background = Background()
        self.database = Database.open(settings.database, folder.database, self.listeners)
        self.database.migrate(asset_dir("migrations"))
        self.place_keys = open_keys(folder, self.database)
        self.keyring = Keyring(self.place_keys)
        self.database.lend(self.keyring)
        self.post = make_post(settings, self.database, self.place_keys, origin, clock)
        self.signer = Signer(folder.place_key())
        self.sealer = make_sealer(folder, origin, self.listeners, settings.ledger)
        self.node = new_id()
        self.bus = bus or make_bus(settings.bus, folder.place_key())
        self.lamp = Lamp(make_staff_min(settings))
        self.attendance = Attendance(self.later)
        self.delivery = Delivery(self.attendance)
        self.healing = Healing(self.database, self.delivery, self.later, self.background.run)
        self.traces = Traces(self.database, gate, clock)
        self.tallies = make_tallies(self.database, gate, clock)
        self.connections = Connections(self.gateway_limits, spread=_choose_spread(settings))
        self.following = Following(
            self.database,
            self.attendance,
            self.delivery,
            self.lamp,
            name_rooms,
            clock,
            self.healing,
            self.background.run,
            settings.limits.unsent_bytes_max,
        )
        self.people = People(self.database, clock)
        self.reaching = self._make_reaching()
        self.entry = self._make_entry()
        self.pictures, self.conversations = self._make_pictures(), self._make_conversations()
        self.rooms = self._make_rooms()
        self.private_talk = self._make_private_talk()
        self.contacts = Contacts(self.database, clock)
        self.screening = Screening(self.database, clock)
        self.moderation = make_moderation(self)
        self.opinions = self._make_opinions()
        self.push = Push(self)
        # Nobody shares a SQLite file: there everything is announced by the one node that stored it.
        self.nodes = None if settings.database == "sqlite" else Nodes(self)

    def _make_entry(self) -> Entry:
        rules = EntryRules(
            entries_per_minute_per_address=self.settings.limits.entries_per_minute_per_address,
            age_assurance=self.settings.entry.age_assurance,
        )
        return Entry(self.database, self.gate, self.signer, self.clock, rules, moderation.staff_names)

    def _make_conversations(self) -> Conversations:
        limits = ConversationLimits(
            message_chars_max=self.settings.limits.message_chars_max,
            messages_per_minute_per_person=self.settings.limits.messages_per_minute_per_person,
        )
        return Conversations(
            self.database,
            self.gate,
            self.attendance,
            self.delivery,
            self.traces,
            self.signer,
            self.clock,
            name_rooms,
            self.lamp,
            limits,
        )

    def _make_pictures(self) -> Pictures:
        limits = PictureLimits(picture_bytes_max=self.settings.limits.picture_bytes_max)
        return Pictures(self.database, self.lamp, self.reaching, self.clock, limits)

    def _make_rooms(self) -> Rooms:
        return Rooms(
            self.database, self.gate, self.attendance, self.following, self.lamp, self.signer, self.clock, self.reaching
        )

    def _make_private_talk(self) -> PrivateTalk:
        LeavingListener(self.clock).register(self.listeners)
        PartingListener().register(self.listeners)
        return PrivateTalk(self.database, self.gate, self.lamp, self.traces, self.signer, self.clock, self.reaching)

    def _make_reaching(self) -> Reaching:
        limits = self.settings.limits
        ceiling = Allowance(
            first_words_per_day=limits.first_words_per_day_per_person,
            rooms_per_day=limits.rooms_per_day_per_person,
            pictures_per_day=limits.pictures_per_day_per_person,
        )
        return Reaching(lambda: self.gate.ladder, ceiling, count_accepted, self.clock)

    def _make_opinions(self) -> moderation.Opinions | None:
        classifier = make_classifier(ClassifierSettings(**msgspec.structs.asdict(self.settings.classifier)))
        if classifier is None:
            return None
        opinions = moderation.Opinions(self.database, classifier, self.clock)
        moderation.ask_outside(self.listeners, opinions, self.background.run)
        return opinions

    @property
    def gateway_limits(self) -> GatewayLimits:
        """What one connection may cost."""
        limits = self.settings.limits
        return GatewayLimits(
            connections_per_address=limits.connections_per_address,
            unsent_bytes_max=limits.unsent_bytes_max,
            sockets_max=sockets.count_allowed(),
            flood_frames_max=max(FLOOD_FRAMES_MIN, limits.messages_per_minute_per_person),
        )

    def prepare(self) -> None:
        """Open the ledger, and give conversations from before their keys, before anything else. Raises WrongKey."""
        self.database.write_now(self._open_ledger)
        self.database.write_now(give_keys, self.clock())
        self.database.write_now(make_marking)
        self.traces.remember()

    async def record_policies(self) -> None:
        """Writes into the ledger which policies are in force, unless it says so already."""
        await self.database.write(self._append_policies)

    def _open_ledger(self, transaction: Transaction) -> None:
        self.sealer.open(transaction)
        self._append_policies(transaction)

    def _append_policies(self, transaction: Transaction) -> None:
        in_force = {"policy": self.gate.version, "rules": self.gate.house_rules.version}
        ledger.append_if_new(transaction, "policy.in_force", in_force, self.clock())

    async def start(self) -> None:
        """Join the other nodes. Raises BusProblem."""
        if self.nodes is not None:
            await self.nodes.start()

    def alone(self, name: str, seconds: float, job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """The job, done by one node at a time: by the one that has the lease, which lasts two rounds."""

        async def run() -> None:
            if await self.database.write(take_lease, name, self.node, self.clock(), 2 * seconds):
                await job()

        return run

    async def trim(self) -> None:
        """Forget what every node has long read. A daemon calls this."""
        await self.database.write(trim_journal, self.clock())

    async def publish_ledger(self) -> None:
        """Show everybody what the ledger has, when it is time. A daemon calls this."""
        if minutes := self.settings.ledger.publish_minutes:
            await self.database.write(ledger.publish, self.clock(), minutes)

    async def drain(self) -> None:
        """Wait until all that was begun is done; tests use it in place of waiting."""
        if self.nodes is not None:
            await self.nodes.catch_up()
        await self.background.drain()
        self.attendance.tell_changes()

    async def stop(self) -> None:
        """Finish what is under way, commit, let go of the folder."""
        if self.nodes is not None:
            self.nodes.rest()
        await self.background.stop()
        self.pictures.close()
        if self.opinions is not None:
            await self.opinions.close()
        if self.nodes is not None:
            await self.nodes.stop()
        with contextlib.suppress(Unavailable):
            await self.tallies.write()
            await self.database.write(give_back, self.node, self.clock())
        await self.database.close()
        self.folder.release()

    @staticmethod
    def now() -> float:
        """Seconds that only go on, to measure spans with."""
        return asyncio.get_running_loop().time()

    @staticmethod
    def later(seconds: float, call: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_later(seconds, call)


def make_sealer(folder: DataFolder, origin: str, listeners: Listeners, settings: LedgerSettings) -> ledger.Sealer:
    """What signs the ledger of the place at this address: whoever appends has it listen."""
    sealer = ledger.Sealer(
        folder.ledger_key(), f"{urlsplit(origin).netloc}{LEDGER_PATH}", live=not settings.publish_minutes
    )
    sealer.register(listeners)
    return sealer


def open_place(
    settings: Settings,
    data: Path,
    *,
    clock: Clock = utc_now,
    origin: str = "http://localhost:8000",
    sample: bool = False,
) -> Place:
    """Prepare the folder, bring the schema up to date, read the policies, put everything together.

    Raises DataFolderProblem, DatabaseProblem, SchemaNewer, WrongKey, PolicyError: each one line for the operator.
    """
    folder = DataFolder(data)
    folder.prepare()
    folder.hold()
    if settings.database == "sqlite" and not folder.database.exists():
        folder.place_key()  # first of all, so that a disk without room for it leaves nothing half made
    gate = Gate.load(asset_dir("policies"), *map(Path, settings.policy.folders))
    place = Place(settings, folder, gate, clock=clock, origin=origin, sample=sample)
    place.prepare()
    return place


def _choose_spread(settings: Settings) -> Spread:
    try:
        return choose_spread(settings.fan_out)
    except SpreadMissing as problem:
        raise SettingProblem(
            "setting fan_out: `native` is not there; installing Veillée where there is a C compiler builds it"
        ) from problem
