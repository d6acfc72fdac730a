"""From rows to one table on the screen, and the same with words around it in docs/performance.md."""

import itertools
import os
import platform
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.rounds import Row
from bench.servers import ONE_NODE

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
FAULTS = ("lost", "refused", "surplus", "late")
STANDING = {"veillee-native": "SQLite", ONE_NODE: "PostgreSQL and NATS"}
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
YARDSTICKS = {"serial": "limit-each", "burst": "limit-coalesced"}


class Results:
    """Rows by server, phase and members; those that something was lost from are told and counted nowhere."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self.spoilt = [row for row in self.rows if any(row.get(fault) for fault in FAULTS)]
        self._by_key: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
        for row in self.rows:
            if "server" in row and row not in self.spoilt:
                self._by_key[row["server"], row["phase"], row["members"]].append(row)
        self.servers = list(dict.fromkeys(row["server"] for row in self.rows if "server" in row))

    def members(self, phase: str) -> list[int]:
        """With how many members the phase was run."""
        return sorted({members for _, run, members in self._by_key if run == phase})

    def middle(self, server: str, phase: str, members: int, figure: str) -> float | None:
        """The median over the rounds; None when it was not measured."""
        values = [row[figure] for row in self._by_key.get((server, phase, members), ())]
        return median(values) if values else None

    def ratio(self, server: str, yardstick: str, phase: str, members: int) -> float | None:
        """The median over the rounds of each round's ratio, deliveries per second of server CPU."""
        ours, theirs = self._rounds(server, phase, members), self._rounds(yardstick, phase, members)
        ratios = [ours[number] / theirs[number] for number in ours if theirs.get(number)]
        return median(ratios) if ratios else None

    def _rounds(self, server: str, phase: str, members: int) -> dict[int, float]:
        rounds: dict[int, list[float]] = defaultdict(list)
        for row in self._by_key.get((server, phase, members), ()):
            rounds[row["round"]].append(row["per_cpu_s"])
        return {number: median(values) for number, values in rounds.items()}

    def appends(self, database: str, figure: str) -> float | None:
        """The median over the rounds for a database."""
        rows = [row for row in self.rows if row.get("what") == "appends" and row["database"] == database]
        return median(row[figure] for row in rows) if rows else None

    def history_p99_ratio(self) -> float | None:
        """Of the longest history's page to the shortest one's."""
        p99 = {row["size"]: float(row["p99_ms"]) for row in self.rows if row.get("what") == "history"}
        return p99[max(p99)] / p99[min(p99)] if len(p99) > 1 else None

    def idle_kib(self, server: str) -> float | None:
        """Memory of one idle connection."""
        crowd = max(set(self.members("join")) - set(self.members("serial")), default=0)
        runs = self._by_key.get((server, "join", crowd), ())
        values = [(row["resident_kib"] - row["resident_before_kib"]) / crowd for row in runs]
        return median(values) if values else None


def write_tables(results: Results) -> str:
    """All tables, in Markdown."""
    talk = [_talk(results, members) for members in results.members("serial")]
    parts = [_where(results), *talk, _alone(results), _left_out(results)]
    return "\n\n".join(part for part in parts if part)


def write_page(**parts: str) -> None:
    """Put each part where docs/performance.md has it, between the marks of its name."""
    page = PAGE.read_text(encoding="utf-8")
    for name, tables in parts.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        fresh = f"{begin}\n\n{tables}\n\n{end}"
        page = re.sub(f"{begin}.*{end}", lambda _, fresh=fresh: fresh, page, flags=re.DOTALL)  # type: ignore[misc]
    PAGE.write_text(page, encoding="utf-8")


def _where(results: Results) -> str:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    rounds = 1 + max((row["round"] for row in results.rows if "round" in row), default=0)
    return (
        f"{datetime.now(UTC):%B %Y} · {cpu[1] if cpu else platform.machine()}, {os.cpu_count()} cores · Linux "
        f"{platform.release().partition('-')[0]} · Python {platform.python_version()} · {rounds} rounds."
    )


def _talk(results: Results, members: int) -> str:
    head = (
        f"**{members:,} members**, deliveries per second of server CPU\n\n"
        "| | one at a time, thousands | of the limit | in bursts, thousands | of the coalesced limit "
        "| p50 / p99 ms, one at a time | KiB per idle connection |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    return "\n".join([head, *(_line(results, server, members) for server in results.servers)])


def _line(results: Results, server: str, members: int) -> str:
    cells = [server]
    for phase, yardstick in YARDSTICKS.items():
        cells.append(_number(results.middle(server, phase, members, "per_cpu_s"), 1e-3, 0))
        cells.append(_number(results.ratio(server, yardstick, phase, members), 1, 2))
    times = (results.middle(server, "serial", members, figure) for figure in ("p50_ms", "p99_ms"))
    cells.append(" / ".join(_number(value, 1, 1) for value in times))
    cells.append(_number(results.idle_kib(server), 1, 1))
    return f"| {' | '.join(cells)} |"


def _alone(results: Results) -> str:
    lines = []
    for members, (server, stands_on) in itertools.product(results.members("steady"), STANDING.items()):
        times = [results.middle(server, "steady", members, f"accepted_{name}_ms") for name in ("p50", "p99")]
        if times[0] is not None:
            lines.append(
                f"| `send` to `accepted`, {members:,} members, 100 messages a second, {stands_on}: p50 / p99 ms "
                f"| {' / '.join(_number(value, 1, 1) for value in times)} |"
            )
    for name, database in DATABASES.items():
        if (rate := results.appends(name, "per_second")) is not None:
            cpu = _number(results.appends(name, "cpu_us"), 1, 0)
            lines.append(f"| durable appends a second, {database} | {rate:,.0f} ({cpu} µs of our CPU each) |")
    lines += [
        f"| page of 50 of {row['size']:,} messages: p50 / p99 ms | {row['p50_ms']:.2f} / {row['p99_ms']:.2f} |"
        for row in results.rows
        if row.get("what") == "history"
    ]
    return "\n".join(["| Veillée alone | |\n| --- | --- |", *lines]) if lines else ""


def _left_out(results: Results) -> str:
    lines = []
    for row in results.spoilt:
        faults = ", ".join(f"{row[fault]:,} {fault}" for fault in FAULTS if row.get(fault))
        lines.append(
            f"- {row['server']}, {row['phase']}, {row['members']:,} members, round {row['round'] + 1}: {faults}"
        )
    return "\n".join(["Left out, because not everything arrived once:\n", *lines]) if lines else ""


def _number(value: float | None, scale: float, digits: int) -> str:
    return "–" if value is None else f"{value * scale:,.{digits}f}"
