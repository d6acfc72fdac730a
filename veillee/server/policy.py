"""`veillee policy`: check, test and backtest policy files; and their reload in a running place."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import structlog

from veillee.foundation.basics import asset_dir
from veillee.oversight.moderation import load_macros
from veillee.safety.policy import (
    Gate,
    PolicyError,
    Submission,
    backtest,
    make_engine,
    policy_failures,
    submissions,
)
from veillee.server.judged import read_judged
from veillee.server.origin import origin_of_place
from veillee.server.settings import Settings, environment, load_settings
from veillee.server.wiring import Place

CHANGES_SHOWN_MAX = 100

log = structlog.get_logger("policy")


def policy_folders(settings: Settings, more: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Ours, then the operator's from the settings, then further ones: a later file replaces one of the same name."""
    return (asset_dir("policies"), *map(Path, settings.policy.folders), *more)


def check(config: Path | None, more: Sequence[Path]) -> str:
    """One line about files that hold together. Raises PolicyError."""
    gate = Gate.load(*policy_folders(load_settings(config, environment()), more))
    shadow = sum(rule.mode == "shadow" for rule in gate.rules)
    return f"policies {gate.version}: {len(gate.rules)} rules, {shadow} of them in shadow"


def test(config: Path | None, more: Sequence[Path]) -> tuple[list[str], int]:
    """Every case that comes out otherwise than its rule says, one line each; and how many cases there are."""
    engine = make_engine(*policy_folders(load_settings(config, environment()), more))
    cases = sum(len(rule.catch) + len(rule.leave) for rule in engine.rules)
    return [str(failure) for failure in policy_failures(engine)], cases


def compare(config: Path | None, more: Sequence[Path], lines: Path) -> list[str]:
    """What the policies with further folders say differently from those in force, of submissions as `judge` reads."""
    settings = load_settings(config, environment())
    before, after = make_engine(*policy_folders(settings)), make_engine(*policy_folders(settings, more))
    changes = backtest(_read(lines), before, after)
    shown = [str(change) for change in islice(changes, CHANGES_SHOWN_MAX)]
    left = sum(1 for _ in changes)
    return [*shown, *([f"… and {left} more"] if left else [])]


def compare_stored(config: Path | None, more: Sequence[Path], data: Path, port: int) -> list[str]:
    """The same of what this place held, refused or flagged, which is opened for this alone and shown to nobody.

    That it was opened is a leaf of the ledger. Raises one of the one-line problems.
    """
    settings = load_settings(config, environment())
    before, after = make_engine(*policy_folders(settings)), make_engine(*policy_folders(settings, more))
    stored = read_judged(settings, data, origin_of_place(settings, port), before.version, after.version)
    changes = [str(change) for change in backtest(stored, before, after)]
    left = len(changes) - CHANGES_SHOWN_MAX
    tried = f"{len(stored)} stored decisions replayed, {len(changes)} would come out differently"
    return [tried, *changes[:CHANGES_SHOWN_MAX], *([f"… and {left} more"] if left > 0 else [])]


def _read(path: Path) -> Iterator[Submission]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            yield from submissions(file)
    except OSError as error:
        raise PolicyError(str(path), 1, f"cannot be read: {error.strerror}") from error


async def reload(place: Place) -> None:
    """Puts changed policy files in force as a whole, or says why not and keeps what is. Never raises PolicyError."""
    try:
        macros = await asyncio.to_thread(load_macros, *policy_folders(place.settings))
        version = await asyncio.to_thread(place.gate.reload)
    except PolicyError as error:
        log.error("policies refused", problem=str(error), in_force=place.gate.version)
        return
    place.moderation.macros = macros
    await place.record_policies()
    log.info("policies in force", version=version)
