"""The command line: parse, call one thing, say in one line what went wrong."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from veillee import __version__
from veillee.foundation.basics import AssetMissing, Invalid, asset_dir
from veillee.foundation.storage import DataFolderProblem, SchemaNewer
from veillee.safety.policy import Gate, PolicyError, judge
from veillee.server.run import PortProblem
from veillee.server.settings import SettingProblem, describe_settings

PROBLEMS = (AssetMissing, DataFolderProblem, SchemaNewer, PolicyError, PortProblem, SettingProblem)


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
    add.add_argument("--role", choices=("moderator", "admin", "auditor"), default="moderator")
    add.add_argument("--data", type=Path, default=Path("./veillee-data"), metavar="DIR")
    add.add_argument("--config", type=Path, metavar="FILE.toml")
    add.add_argument("--port", type=int, default=8000, help="the server's port, when site.origin is not set")
    add.set_defaults(command=_staff_add)


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


def _judge(_: argparse.Namespace) -> int:
    gate = Gate.load(asset_dir("policies"))
    source = open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    for verdict in judge(source, gate):
        sys.stdout.write(verdict + "\n")
    sys.stdout.flush()
    return 0


def _settings(_: argparse.Namespace) -> int:
    for setting in describe_settings():
        default = list(setting.default) if isinstance(setting.default, tuple) else setting.default
        print(f"{setting.path:40} {default!r:14} {setting.unit:16} {setting.meaning}")
    return 0
