"""The command line: parse, call one thing, say in one line what went wrong."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from veillee import __version__
from veillee.foundation.basics import AssetMissing, Invalid, Problem, asset_dir
from veillee.foundation.bus import BusProblem
from veillee.foundation.storage import DatabaseProblem, DataFolderProblem, SchemaNewer
from veillee.oversight.moderation import ROLES
from veillee.safety.evidence import BagProblem
from veillee.safety.ledger import WrongKey
from veillee.safety.policy import Gate, PolicyError, judge
from veillee.server.evidence import package_case
from veillee.server.ledger import LedgerProblem, verify_ledger
from veillee.server.run import PortProblem
from veillee.server.settings import SettingProblem, describe_settings
from veillee.server.statements import export_statements
from veillee.server.stream import lines_as_they_come

PROBLEMS = (
    AssetMissing,
    BagProblem,
    BusProblem,
    DataFolderProblem,
    DatabaseProblem,
    LedgerProblem,
    PolicyError,
    PortProblem,
    SchemaNewer,
    SettingProblem,
    WrongKey,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what it says, 1 with one line on stderr when it could not."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except PROBLEMS as problem:
        print(f"veillee: {problem}", file=sys.stderr)
    except Invalid as problem:
        said = ", ".join(f"{field} {reason}" for field, reason in problem.errors.items())
        print(f"veillee: {said}", file=sys.stderr)
    except Problem as problem:
        print(f"veillee: {problem.detail}", file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="veillee", description="A chat and meeting place that is watched over.")
    parser.add_argument("--version", action="version", version=f"veillee {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="the server")
    _add_place(serve, "./veillee-data")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    serve.set_defaults(command=_serve)
    demo = commands.add_parser("demo", help="the server with sample people, on loopback only")
    _add_place(demo, "./veillee-demo-data")
    demo.set_defaults(command=_demo)
    _add_staff(commands.add_parser("staff", help="people who watch"))
    _add_evidence(commands.add_parser("evidence", help="sealed copies of what was reported"))
    _add_keys(commands.add_parser("keys", help="the key under which everything lies sealed"))
    _add_ledger(commands.add_parser("ledger", help="what may not be rewritten"))
    _add_statements(commands.add_parser("statements", help="statements of reasons"))
    _add_policy(commands.add_parser("policy", help="the rules of the gate"))
    commands.add_parser("judge", help="screen JSON Lines from stdin to stdout").set_defaults(command=_judge)
    commands.add_parser("settings", help="every setting with its default and meaning").set_defaults(command=_settings)
    return parser


def _add_place(parser: argparse.ArgumentParser, data: str) -> None:
    parser.add_argument("--data", type=Path, default=Path(data), metavar="DIR", help=f"data folder (default {data})")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000; 0: any free one)")
    parser.add_argument("--config", type=Path, metavar="FILE.toml", help="settings file")


def _add_staff(parser: argparse.ArgumentParser) -> None:
    add = parser.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "add", help="print a one-time sign-in link"
    )
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", choices=ROLES, default="moderator")
    add.add_argument("--data", type=Path, default=Path("./veillee-data"), metavar="DIR")
    add.add_argument("--config", type=Path, metavar="FILE.toml")
    add.add_argument("--port", type=int, default=8000, help="the server's port, when site.origin is not set")
    add.set_defaults(command=_staff_add)


def _add_evidence(parser: argparse.ArgumentParser) -> None:
    package = parser.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "package", help="write the copies of a case, decisions, custody and proofs into a folder (BagIt)"
    )
    package.add_argument("case", metavar="CASE", help="id of the case")
    package.add_argument("folder", type=Path, metavar="FOLDER", help="folder to make")
    package.add_argument("--by", required=True, metavar="NAME", help="member of staff who answers for it")
    package.add_argument("--reason", required=True, metavar="TEXT", help="why, for the chain of custody")
    package.add_argument(
        "--connections", action="store_true", help="addresses and ports of the person concerned, too: for serious crime"
    )
    package.add_argument("--data", type=Path, default=Path("./veillee-data"), metavar="DIR")
    package.add_argument("--config", type=Path, metavar="FILE.toml")
    package.set_defaults(command=_evidence_package)


def _add_keys(parser: argparse.ArgumentParser) -> None:
    rotate = parser.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "rotate", help="a new place.key, which wraps what the old one did; beside a running server or a stopped one"
    )
    rotate.add_argument("--data", type=Path, default=Path("./veillee-data"), metavar="DIR")
    rotate.add_argument("--config", type=Path, metavar="FILE.toml")
    rotate.set_defaults(command=_keys_rotate)


def _add_ledger(parser: argparse.ArgumentParser) -> None:
    verify = parser.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "verify", help="recompute the ledger of a place, running or stopped, and say whether it holds"
    )
    verify.add_argument("--data", type=Path, default=Path("./veillee-data"), metavar="DIR")
    verify.add_argument("--config", type=Path, metavar="FILE.toml")
    verify.add_argument("--receipt", type=Path, metavar="FILE", help="a receipt as the API gave it, to hold against it")
    verify.set_defaults(command=_ledger_verify)


def _add_statements(parser: argparse.ArgumentParser) -> None:
    export = parser.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "export", help="JSON Lines for the transparency database (DSA art. 24(5)); nobody is named in them"
    )
    export.add_argument("--data", type=Path, default=Path("./veillee-data"), metavar="DIR")
    export.add_argument("--config", type=Path, metavar="FILE.toml")
    export.set_defaults(command=_statements_export)


def _add_policy(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="whether the files hold together")
    test = commands.add_parser("test", help="whether each rule catches and leaves what it says")
    backtest = commands.add_parser("backtest", help="what further folders would change for JSON Lines as `judge` reads")
    backtest.add_argument("lines", type=Path, metavar="FILE.jsonl", help="or `-` with --data")
    backtest.add_argument("--data", type=Path, metavar="DIR", help="replay what this place held, refused or flagged")
    backtest.add_argument("--port", type=int, default=8000, help="port of the place (default 8000)")
    for command, function in ((check, _policy_check), (test, _policy_test), (backtest, _policy_backtest)):
        command.add_argument("folders", type=Path, nargs="*", metavar="DIR", help="further policy folders to try")
        command.add_argument("--config", type=Path, metavar="FILE.toml")
        command.set_defaults(command=function)


def _serve(options: argparse.Namespace) -> int:
    from veillee.server.start import serve_place

    return serve_place(options.data, options.config, options.host, options.port, sample=False)


def _demo(options: argparse.Namespace) -> int:
    from veillee.server.start import serve_place

    return serve_place(options.data, options.config, "127.0.0.1", options.port, sample=True)


def _staff_add(options: argparse.Namespace) -> int:
    from veillee.server.start import invite_staff

    print(invite_staff(options.data, options.config, options.port, options.name, options.role))
    return 0


def _evidence_package(options: argparse.Namespace) -> int:
    about = {"by": options.by, "reason": options.reason, "connections": options.connections}
    print(package_case(options.data, options.config, options.case, options.folder, **about))
    return 0


def _keys_rotate(options: argparse.Namespace) -> int:
    from veillee.server.rotation import rotate_key

    print(rotate_key(options.data, options.config))
    return 0


def _ledger_verify(options: argparse.Namespace) -> int:
    faults = verify_ledger(options.data, options.config, options.receipt)
    print("\n".join(faults) or "the ledger holds")
    return 1 if faults else 0


def _statements_export(options: argparse.Namespace) -> int:
    for line in export_statements(options.data, options.config):
        print(line)
    return 0


def _judge(_: argparse.Namespace) -> int:
    gate = Gate.load(asset_dir("policies"))
    for verdict in judge(lines_as_they_come(sys.stdin.fileno(), sys.stdout.flush), gate):
        sys.stdout.write(verdict + "\n")
    sys.stdout.flush()
    return 0


def _policy_check(options: argparse.Namespace) -> int:
    from veillee.server import policy

    print(policy.check(options.config, options.folders))
    return 0


def _policy_test(options: argparse.Namespace) -> int:
    from veillee.server import policy

    failures, cases = policy.test(options.config, options.folders)
    print("\n".join(failures) or f"{cases} cases hold")
    return 1 if failures else 0


def _policy_backtest(options: argparse.Namespace) -> int:
    from veillee.server import policy

    if options.data is not None:  # then the first position is a folder like the others
        given = [] if str(options.lines) == "-" else [options.lines]
        changes = policy.compare_stored(options.config, [*given, *options.folders], options.data, options.port)
    else:
        changes = policy.compare(options.config, options.folders, options.lines)
    print("\n".join(changes) or "nothing changes")
    return 0


def _settings(_: argparse.Namespace) -> int:
    from veillee.foundation.gateway import choose_spread

    for setting in describe_settings():
        default = list(setting.default) if isinstance(setting.default, tuple) else setting.default
        print(f"{setting.path:40} {default!r:14} {setting.unit:16} {setting.meaning}")
    print(f"# fan_out: `auto` is `{choose_spread('auto').name}` in this installation")
    return 0
