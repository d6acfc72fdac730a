"""From evening.yaml to an Evening, or a clear complaint."""

from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import yaml

from veillee.server.demo.checking import EveningError, check_evening
from veillee.server.demo.model import Answers, Evening, Intent, Language, Line, Profile, Room, Scene

PICTURE = "picture"
"""Beside what somebody says: what they show with it."""


class _SceneRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    room: str
    lines: tuple[dict[str, str], ...]
    opening: bool = False


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    help: tuple[str, ...]
    rooms: tuple[Room, ...]
    people: tuple[Profile, ...]
    telling: dict[Language, str]
    intents: tuple[Intent, ...]
    manners: dict[str, Answers]
    anyone: Answers
    scenes: tuple[_SceneRow, ...]


def load_evening(path: Path | None = None) -> Evening:
    """The evening in that file, or the one that comes with the package. Raises EveningError."""
    if path is None:
        text = resources.files(__package__).joinpath("evening.yaml").read_text(encoding="utf-8")
        return parse_evening(text)
    return parse_evening(path.read_text(encoding="utf-8"), path.name)


def parse_evening(text: str, name: str = "evening.yaml") -> Evening:
    """Read and check. Raises EveningError with the file's name and the place in it."""
    try:
        rows = msgspec.convert(_load(text), type=_File)
    except yaml.YAMLError as error:
        raise EveningError(f"{name}: not YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise EveningError(f"{name}: {error}") from error
    evening = Evening(
        help=rows.help,
        rooms=rows.rooms,
        people=rows.people,
        telling=rows.telling,
        intents=rows.intents,
        manners=rows.manners,
        anyone=rows.anyone,
        scenes=tuple(_scene(row, name) for row in rows.scenes),
    )
    check_evening(evening, name)
    return evening


def _load(text: str) -> Any:
    # The C loader reads the file eight times as fast, which the start of the demo notices.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506


def _scene(row: _SceneRow, name: str) -> Scene:
    lines = []
    for number, line in enumerate(row.lines, 1):
        said = {who: text for who, text in line.items() if who != PICTURE}
        if len(said) != 1:
            raise EveningError(f"{name}: scene {row.id}, line {number}: expected one `person: text`")
        lines.append(Line(*next(iter(said.items())), line.get(PICTURE)))
    return Scene(id=row.id, room=row.room, lines=tuple(lines), opening=row.opening)
