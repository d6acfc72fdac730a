"""bin/bench: builds, measures, prints one table and writes it into docs/performance.md."""

import argparse
import json
import sys
from pathlib import Path

from bench.build import BUILT, build
from bench.goals import write_goals
from bench.report import PAGE, Results, write_page, write_tables
from bench.rounds import Plan, measure
from bench.servers import all_servers
from bench.shared import Shared, open_shared
from bench.storage import measure_storage


def main() -> None:
    """Measure as the options say."""
    options = _options()
    programs = build()
    shared = open_shared(options.database, options.bus) if not options.again else Shared("", "")
    servers = all_servers(programs, shared)
    wanted = options.only.split(",") if options.only else [server.name for server in servers]
    for server in servers:
        if server.name in wanted and server.missing:
            print(f"{server.name}: skipped; {server.missing}", file=sys.stderr)
    servers = [server for server in servers if server.name in wanted and not server.missing]
    plan = Plan(options.rounds, tuple(map(int, options.members.split(","))), options.idle, options.seconds)
    rows = json.loads(options.again.read_text()) if options.again else []
    if not options.again:
        for row in measure(servers, programs, plan):
            rows.append(row)
            print(json.dumps(row), file=sys.stderr)
        sizes = tuple(map(int, filter(None, options.history.split(","))))
        rows += measure_storage(plan.rounds, plan.seconds, sizes, shared.database)
        (BUILT / "rows.json").write_text(json.dumps(rows))
    results = Results(rows)
    tables, goals = write_tables(results), write_goals(results)
    print(f"{tables}\n\n{goals}")
    if options.write:
        write_page(measured=tables, goals=goals)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measures Veillée, the machine's limit, and peers.")
    parser.add_argument("--rounds", type=int, default=5, help="how often each server is measured (default 5)")
    parser.add_argument("--members", default="500,2000", help="sizes of the room (default 500,2000)")
    parser.add_argument(
        "--idle", type=int, default=5000, help="connections for the memory of one (default 5000; 0: none)"
    )
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each phase is (default 2)")
    parser.add_argument("--history", default="10000,100000,1000000,10000000", help="sizes of the long history")
    parser.add_argument("--database", default="", help="a PostgreSQL server to use in place of one of the bench's own")
    parser.add_argument("--bus", default="", help="a NATS server to use in place of one of the bench's own")
    parser.add_argument("--only", help="names of servers, with commas between")
    parser.add_argument("--again", type=Path, metavar="ROWS.json", help="only the tables, from rows measured before")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {PAGE.name}")
    return parser.parse_args()


main()
