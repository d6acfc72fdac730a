"""Starting the sample evening in a place that was opened for it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

import msgspec

from veillee.community.people import kinds_of_people
from veillee.foundation.storage import DataFolderProblem
from veillee.oversight import moderation
from veillee.server.demo.house import House
from veillee.server.demo.listening import Listening
from veillee.server.demo.model import Evening
from veillee.server.demo.reading import load_evening
from veillee.server.demo.troupe import Troupe
from veillee.server.settings import Settings
from veillee.server.wiring import Place

SAMPLE_MODERATOR = "Veilleuse d'exemple"
STAFF_NAME = "Démo"


POLICIES = Path(__file__).with_name("policies")
"""What holds in the demo alone, in place of files of the same name."""


class NotTheDemo(Exception):
    """Sample people were called into a place that was not opened by `veillee demo`."""


def with_policies(settings: Settings) -> Settings:
    """The settings of a demo: its policies come before those that the operator names, which may replace them."""
    folders = (str(POLICIES), *settings.policy.folders)
    return msgspec.structs.replace(settings, policy=msgspec.structs.replace(settings.policy, folders=folders))


async def begin(place: Place, *, seed: int | None = None) -> str:
    """Bring in the sample people and a sample moderator, and let them go on until the place stops.

    Returns the one-time link by which whoever started the demo signs in to the console. Raises NotTheDemo for
    a place that was not opened as a sample, DataFolderProblem for the data folder of a real place.
    """
    seed = SystemRandom().getrandbits(32) if seed is None else seed
    await _check(place)
    # First: where nobody watches, nobody shows pictures.
    await _keep_watch(place)
    troupe = await gather(place, load_evening(), seed, asyncio.get_running_loop().time)
    place.background.run(_watch(place))
    place.background.run(troupe.run())
    token = await place.database.write(
        moderation.add_staff, STAFF_NAME, "moderator", now=place.clock(), hours=place.moderation.settings.invite_hours
    )
    return f"{place.origin}/console/#/enrol/{token}"


async def gather(place: Place, evening: Evening, seed: int, now: Callable[[], float]) -> Troupe:
    """The sample people, arrived and listening, but not yet going on by themselves. Raises like begin."""
    await _check(place)
    house = House(place)
    troupe = Troupe(evening, seed, {line.id: line.number for line in place.gate.help_lines}, house, now)
    await troupe.arrive()
    await Listening(place, house, troupe).catch_up()
    return troupe


async def _check(place: Place) -> None:
    if not place.sample:
        raise NotTheDemo("sample people exist in `veillee demo` only")
    if await place.database.read(kinds_of_people) == {"real"}:
        raise DataFolderProblem(f"data folder {place.folder.path}: belongs to a real place; use another with --data")


async def _watch(place: Place) -> None:
    while True:
        await asyncio.sleep(moderation.TICK_SECONDS)
        await _keep_watch(place)


async def _keep_watch(place: Place) -> None:
    await place.moderation.door.keep_sample_moderator_on_duty(SAMPLE_MODERATOR)
