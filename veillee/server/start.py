"""From a command to a running place."""

import ipaddress
import socket
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from veillee.community.people import kinds_of_people
from veillee.foundation.basics import Listeners, asset_dir, utc_now
from veillee.foundation.storage import Database, DataFolder, DataFolderProblem
from veillee.oversight import moderation
from veillee.server import demo, sockets
from veillee.server.logs import set_up_logs
from veillee.server.origin import origin_of_place
from veillee.server.run import PortProblem, bind, serve
from veillee.server.settings import SettingProblem, Settings, environment, load_settings
from veillee.server.wiring import Place, make_sealer, open_place

FIRST_ROOMS = (
    ("Le comptoir", "On entre, on s'accoude, on raconte sa journée.", "fr"),
    ("La nuit", "Pour celles et ceux qui veillent : gardes, insomnies, musique basse.", "fr"),
    ("English corner", "Kettle on, feet up. All accents welcome.", "en"),
)


def serve_place(data: Path, config: Path | None, host: str, port: int, *, sample: bool) -> int:
    """Serve until told to stop; with `sample`, with sample people. Raises one of the one-line problems."""
    set_up_logs()
    sockets.allow_many()
    settings = load_settings(config, environment())
    _check_loopback(host)
    with bind(host, port) as sock, _bind_metrics(settings) as admin_sock:
        origin = origin_of_place(settings, sock.getsockname()[1])
        place = open_place(demo.with_policies(settings) if sample else settings, data, origin=origin, sample=sample)
        serve(place, sock, _begin_demo if sample else begin_place, admin_sock)
    return 0


def _bind_metrics(settings: Settings) -> AbstractContextManager[socket.socket | None]:
    address = settings.metrics.address
    host, _, port = address.rpartition(":")
    if not address:
        return nullcontext()
    if not host or not port.isdecimal():
        raise SettingProblem(f"setting metrics.address: {address} is not HOST:PORT, e.g. 127.0.0.1:9464")
    try:
        return bind(host.strip("[]"), int(port))
    except PortProblem as problem:
        raise SettingProblem(f"setting metrics.address: {problem}") from problem


def invite_staff(data: Path, config: Path | None, port: int, name: str, role: str) -> str:
    """The one-time link by which a member of staff signs in; works beside a running server."""
    settings = load_settings(config, environment())
    folder = DataFolder(data)
    folder.prepare()
    listeners, origin = Listeners(), origin_of_place(settings, port)
    database = Database.open(settings.database, folder.database, listeners)
    database.migrate(asset_dir("migrations"))
    database.write_now(make_sealer(folder, origin, listeners, settings.ledger).open)
    token = database.write_now(
        moderation.add_staff, name, role, now=utc_now(), hours=moderation.Settings().invite_hours
    )
    return f"{origin}/console/#/enrol/{token}"


async def begin_place(place: Place) -> None:
    """A place that has no room yet gets a few, so that the first person to come in finds somewhere to sit.

    Raises DataFolderProblem for the data folder of a demo: sample people exist under `veillee demo` only.
    """
    if "sample" in await place.database.read(kinds_of_people):
        raise DataFolderProblem(f"data folder {place.folder.path}: belongs to a demo; use another with --data")
    if not (await place.rooms.list_open()).items:
        for name, topic, language in FIRST_ROOMS:
            await place.rooms.found(name, topic, language)


async def _begin_demo(place: Place) -> None:
    link = await demo.begin(place)
    print(f"console: {link}", file=sys.stderr, flush=True)


def _check_loopback(host: str) -> None:
    """Only loopback until `veillee check` can say that a place is fit to open to the public (DESIGN, promise 11)."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise PortProblem(f"{host}: this place is not fit to open to the public (age is only declared); use 127.0.0.1")
