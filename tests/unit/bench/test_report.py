"""What the tables say follows from what was measured."""

from typing import Any

from bench.goals import ELSEWHERE, GOALS, write_goals
from bench.report import Results, write_tables
from bench.servers import ONE_NODE, TWO_NODES


def make_row(server: str, number: int, per_cpu_s: float, phase: str = "serial", **more: Any) -> dict[str, Any]:
    figures = {"p50_ms": 1.0, "p99_ms": 2.0, "accepted_p50_ms": 3.0, "accepted_p99_ms": 4.0}
    return {"server": server, "round": number, "phase": phase, "members": 10, "per_cpu_s": per_cpu_s, **figures, **more}


ROWS = [
    # The machine was half as fast in the second round, for everybody.
    make_row("limit-each", 0, 100_000),
    make_row("limit-each", 0, 120_000),
    make_row("limit-each", 1, 50_000),
    make_row("limit-each", 1, 60_000),
    make_row("limit-each", 2, 110_000),
    make_row("veillee-native", 0, 99_000),
    make_row("veillee-native", 1, 49_500),
    make_row("veillee-native", 2, 11_000),
    {"what": "appends", "database": "sqlite", "per_second": 20_000.0, "cpu_us": 30.0},
    {"what": "history", "size": 10_000, "p50_ms": 1.0, "p99_ms": 2.0},
]


def test_ratios_are_of_the_same_round() -> None:
    results = Results(ROWS)
    assert results.ratio("veillee-native", "limit-each", "serial", 10) == 0.9
    assert results.middle("veillee-native", "serial", 10, "per_cpu_s") == 49_500
    assert results.ratio("veillee-native", "limit-coalesced", "burst", 10) is None


def test_idle_memory_is_of_the_crowd_that_does_not_talk() -> None:
    idle = {"resident_before_kib": 1_000, "resident_kib": 3_000, "members": 200}
    results = Results([*ROWS, make_row("veillee-native", 0, 0, "join", **idle)])
    assert results.idle_kib("veillee-native") == 10
    assert results.idle_kib("limit-each") is None


def test_the_tables_hold_it_all() -> None:
    told = write_tables(Results(ROWS))
    assert "| veillee-native | 50 | 0.90 | – | – | 1.0 / 2.0 | – |" in told
    assert "| durable appends a second, SQLite | 20,000 (30 µs of our CPU each) |" in told
    assert "| page of 50 of 10,000 messages: p50 / p99 ms | 1.00 / 2.00 |" in told


def test_a_run_that_lost_something_counts_nowhere_and_is_told() -> None:
    lost = make_row("veillee-native", 3, 900_000, lost=1_200, refused=3)
    results = Results([*ROWS, make_row("limit-each", 3, 100_000), lost])
    assert results.ratio("veillee-native", "limit-each", "serial", 10) == 0.9
    told = write_tables(results)
    assert "- veillee-native, serial, 10 members, round 4: 1,200 lost, 3 refused" in told
    assert "Left out" not in write_tables(Results(ROWS))


def test_every_goal_is_told_with_what_was_measured_or_that_it_was_not() -> None:
    nodes = [make_row(ONE_NODE, 0, 100_000), make_row(TWO_NODES, 0, 95_000)]
    histories = [{"what": "history", "size": 10_000_000, "p50_ms": 1.0, "p99_ms": 2.5}]
    told = write_goals(Results([*ROWS, *nodes, *histories])).splitlines()
    assert "| one at a time, of the bare `send(2)` limit | ≥ 0.90 | 0.90 at 10 | reached |" in told
    assert "| bursts, against NATS | ≥ 4 × | – | not measured |" in told
    assert "| two nodes on two cores, against one | ≥ 1.80 × | 1.90 × at 10 | reached |" in told
    assert (
        "| durable appends a second, SQLite | ≥ 20,000 | 20,000 by the clock, 33,333 by processor time | reached |"
        in told
    )
    assert "| page of 50 of the longest history and of the shortest: ratio of p99 | ≤ 1.50 | 1.25 | reached |" in told
    assert len(told) == 2 + len(GOALS) + len(ELSEWHERE)
