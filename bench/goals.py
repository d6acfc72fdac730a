"""What was measured against what was aimed at: every goal, also those that are missed or were not measured."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench.report import Results
from bench.servers import ONE_NODE, TWO_NODES

OURS, CROWD = "veillee-native", 2_000
NOT_MEASURED = "not measured"


class Goal(NamedTuple):
    """One line. `figures` are what was measured, each with where; `most` or `least` is what they should be."""

    measure: str
    figures: Callable[[Results], Iterator[tuple[float | None, str]]]
    least: float = 0.0
    most: float = float("inf")
    unit: str = ""


def write_goals(results: Results) -> str:
    """The table, in Markdown."""
    lines = [_line(goal, results) for goal in GOALS]
    return "\n".join(["| measure | goal | measured | |\n| --- | --- | --- | --- |", *lines, *ELSEWHERE])


def _line(goal: Goal, results: Results) -> str:
    figures = [(figure, where) for figure, where in goal.figures(results) if figure is not None]
    told = ", ".join(f"{_number(figure)}{goal.unit}{where}" for figure, where in figures) or "–"
    wanted = f"≥ {_number(goal.least)}" if goal.least else f"≤ {_number(goal.most)}"
    reached = [where for figure, where in figures if goal.least <= figure <= goal.most]
    verdict = "missed" if figures else NOT_MEASURED
    if reached:
        verdict = "reached" if len(reached) == len(figures) else f"reached{reached[0]}"
    return f"| {goal.measure} | {wanted}{goal.unit} | {told} | {verdict} |"


def _number(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 or figure == int(figure) else f"{figure:.{2 if figure < 10 else 1}f}"


def _against(yardstick: str, phase: str) -> Callable[[Results], Iterator[tuple[float | None, str]]]:
    def figures(results: Results) -> Iterator[tuple[float | None, str]]:
        for members in results.members(phase):
            yield results.ratio(OURS, yardstick, phase, members), f" at {members:,}"

    return figures


def _accepted(server: str) -> Callable[[Results], Iterator[tuple[float | None, str]]]:
    return lambda results: iter([(results.middle(server, "steady", CROWD, "accepted_p99_ms"), "")])


def _appends(database: str) -> Callable[[Results], Iterator[tuple[float | None, str]]]:
    def figures(results: Results) -> Iterator[tuple[float | None, str]]:
        cpu = results.appends(database, "cpu_us")
        yield results.appends(database, "per_second"), " by the clock"
        yield None if cpu is None else 1e6 / cpu, " by processor time"

    return figures


def _two_nodes(results: Results) -> Iterator[tuple[float | None, str]]:
    """Both shared one core here: what each gets done with its processor time is what two get done on two."""
    for members in results.members("serial"):
        ratio = results.ratio(TWO_NODES, ONE_NODE, "serial", members)
        yield None if ratio is None else 2 * ratio, f" at {members:,}"


GOALS = (
    Goal("one at a time, of the bare `send(2)` limit", _against("limit-each", "serial"), least=0.9),
    Goal("one at a time, against ejabberd", _against("ejabberd", "serial"), least=4, unit=" ×"),
    Goal("one at a time, against node `ws`", _against("node-ws", "serial"), least=1.3, unit=" ×"),
    Goal("bursts, of the coalesced limit", _against("limit-coalesced", "burst"), least=0.5),
    Goal("bursts, against NATS", _against("nats", "burst"), least=4, unit=" ×"),
    Goal("bursts, against ejabberd", _against("ejabberd", "burst"), least=80, unit=" ×"),
    Goal(
        "memory per idle connection, three conversations",
        lambda results: iter([(results.idle_kib(OURS), "")]),
        most=12,
        unit=" KiB",
    ),
    Goal(
        "`send` to `accepted`, 2,000 members, 100 messages a second, SQLite: p99", _accepted(OURS), most=25, unit=" ms"
    ),
    Goal("the same on PostgreSQL and NATS", _accepted(ONE_NODE), most=40, unit=" ms"),
    Goal("durable appends a second, SQLite", _appends("sqlite"), least=20_000),
    Goal("durable appends a second, PostgreSQL", _appends("postgresql"), least=15_000),
    Goal(
        "page of 50 of the longest history and of the shortest: ratio of p99",
        lambda results: iter([(results.history_p99_ratio(), "")]),
        most=1.5,
    ),
    Goal("two nodes on two cores, against one", _two_nodes, least=1.8, unit=" ×"),
)
ELSEWHERE = (
    "| first page before one can talk | ≤ 90 KiB | – | held by a test in Chromium |",
    "| Lighthouse | ≥ 95 in all four | – | by hand, [below](#the-page) |",
)
