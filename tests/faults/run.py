"""The faults at a large count, one after the other; prints what each has shown. bin/faults calls this."""

import argparse
import asyncio
import secrets
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import uvloop

from tests.faults.crowd import survive_crowd, survive_siege
from tests.faults.disk import FileSizeLimit, make_small_disk, survive_full_disk
from tests.faults.ends import End, Figures, survive_absence, survive_ends
from tests.faults.frozen import survive_frozen_readers
from tests.faults.nodes import FAULTS, NodesFault, open_nodes, survive
from tests.outside import find_program
from tests.simulation.schedule import Schedule
from veillee.server import sockets

Fault = Callable[[Path], Awaitable[Figures]]
STOPS = (End.TOLD, End.TOLD_TWICE, End.INTERRUPTED)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/faults", description="Break the server and see what it keeps.")
    parser.add_argument("--kills", type=int, default=20, help="how often it is killed under load (default 20)")
    parser.add_argument("--connections", type=int, default=10_000, help="how many are there at once (default 10,000)")
    parser.add_argument("--times", type=int, default=5, help="how often each thing that nodes need breaks (default 5)")
    parser.add_argument("--schedules", type=int, default=5_000, help="evenings of the simulation (default 5,000)")
    parser.add_argument("--only", default="", help="only the faults with these words in their name")
    parser.add_argument("--seed", type=int, help="repeats the moments of an earlier run")
    options = parser.parse_args()
    seed = secrets.randbelow(2**32) if options.seed is None else options.seed
    sockets.allow_many()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        chosen = {name: fault for name, fault in _faults(seed, options).items() if options.only in name}
        if not chosen:
            parser.error(f"no fault has {options.only!r} in its name")
        for name, fault in chosen.items():
            runner.run(_show(name, fault))


def _faults(seed: int, options: argparse.Namespace) -> dict[str, Fault]:
    ends, connections = [End.KILLED] * options.kills + list(STOPS) * 2, options.connections
    Random(seed).shuffle(ends)
    return {
        "killed or told to stop under load": lambda data: survive_ends(data, ends, seed),
        "killed while two members were away": survive_absence,
        "members who stop reading": lambda data: survive_frozen_readers(data, readers=60, rounds=10),
        f"{connections:,} connections at once": lambda data: survive_crowd(data, connections, rounds=3),
        f"{connections:,} connections in the same moment": lambda data: survive_crowd(
            data, connections, rounds=2, at_once=connections
        ),
        "every socket taken by one who says nothing": survive_siege,
        "no room for a while (EFBIG)": lambda data: survive_full_disk(data, FileSizeLimit(), times=5),
        "no room for a while (ENOSPC)": fill_small_disk,
        **{name: _on_nodes(fault, options.times, seed) for name, fault in FAULTS.items()},
        "simulated evenings": lambda _data: simulate(options.schedules, seed),
    }


def _on_nodes(fault: NodesFault, times: int, seed: int) -> Fault:
    async def run(data: Path) -> Figures:
        if missing := [name for name in ("postgres", "nats-server") if find_program(name) is None]:
            return {f"left out: needs {' and '.join(missing)}": 0}
        async with open_nodes(data) as nodes:
            return await survive(nodes, fault, times, Random(seed))

    return run


async def simulate(schedules: int, first: int) -> Figures:
    for seed in range(first, first + schedules):
        try:
            await asyncio.to_thread(Schedule(seed).run)
        except Exception as error:
            raise AssertionError(f"SEED={seed} SCHEDULES=1 bin/test tests/simulation tells it again") from error
    return {"evenings": schedules}


async def fill_small_disk(data: Path) -> Figures:
    with make_small_disk(data) as disk:
        if disk is None:
            return {"left out: needs the right to mount": 0}
        return await survive_full_disk(data, disk, times=5)


async def _show(name: str, fault: Fault) -> None:
    print(f"\n{name}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as data:
        figures = await fault(Path(data))
    for what, figure in figures.items():
        print(f"  {what:45} {figure:10,.2f}".replace(".00", ""))
    print(f"  {'seconds':45} {time.monotonic() - began:7,.0f}", flush=True)


if __name__ == "__main__":
    main()
