"""Every setting: its default, unit and meaning. From defaults, then a TOML file, then the environment."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, get_args

import msgspec
from msgspec import Meta

PREFIX = "VEILLEE_"
Count = Annotated[int, Meta(ge=1)]


class SettingProblem(Exception):
    """A setting cannot be used; the message names it, in one line."""


class Site(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(description="what the place is called")] = "Veillée"
    origin: Annotated[
        str, Meta(description="the address people open, e.g. https://chat.example.org; empty: http://localhost:PORT")
    ] = ""
    operator: Annotated[str, Meta(description="who answers for the place, by name")] = ""
    contact: Annotated[str, Meta(description="e-mail for members and authorities (DSA art. 11, 12)")] = ""


class EntrySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    age_assurance: Annotated[
        tuple[str, ...], Meta(description="how age is shown; `declared` is a statement and opens nothing to the public")
    ] = ("declared",)


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    entries_per_minute_per_address: Annotated[
        Count, Meta(description="entries from one address", extra={"unit": "entries/minute"})
    ] = 20
    messages_per_minute_per_person: Annotated[
        Count, Meta(description="messages of one person", extra={"unit": "messages/minute"})
    ] = 60
    connections_per_address: Annotated[
        Count, Meta(description="realtime connections at a time from one address", extra={"unit": "connections"})
    ] = 50
    message_chars_max: Annotated[
        int, Meta(ge=1, le=2000, description="length of one message", extra={"unit": "characters"})
    ] = 2000
    rooms_per_day_per_person: Annotated[
        Count, Meta(description="rooms one person may open", extra={"unit": "rooms/day"})
    ] = 3
    first_words_per_day_per_person: Annotated[
        Count, Meta(description="strangers one person may write to", extra={"unit": "first words/day"})
    ] = 10
    unsent_bytes_max: Annotated[
        Count, Meta(description="what is owed to one slow connection before it is closed", extra={"unit": "bytes"})
    ] = 4 * 1024 * 1024


class WatchSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    silence_seconds_max: Annotated[
        Count, Meta(description="after this silence staff no longer watch", extra={"unit": "seconds"})
    ] = 600


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    database: Annotated[str, Meta(description="`sqlite`: in the data folder")] = "sqlite"
    bus: Annotated[str, Meta(description="`memory://`: within one process")] = "memory://"
    site: Site = Site()
    entry: EntrySettings = EntrySettings()
    limits: Limits = Limits()
    watch: WatchSettings = WatchSettings()


def load_settings(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """Raises SettingProblem naming the setting."""
    values = _read_file(file) if file else {}
    for path, text in _from_environment(environment):
        _put(values, path, text)
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$.")
        raise SettingProblem(f"setting {where.rstrip('`') or 'file'}: {what}") from error
    _check_engines(settings)
    return settings


class Setting(msgspec.Struct, frozen=True):
    """One line of `veillee settings`; unit is empty for texts."""

    path: str
    default: Any
    unit: str
    meaning: str


def describe_settings() -> Iterator[Setting]:
    """Every setting, in order."""
    yield from _describe(Settings, Settings(), "")


def _read_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingProblem(f"settings file {file}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingProblem(f"settings file {file}: {error}") from error


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[list[str], Any]]:
    known = {setting.path for setting in describe_settings()}
    for name, text in sorted(environment.items()):
        if not name.startswith(PREFIX):
            continue
        path = name.removeprefix(PREFIX).lower().replace("__", ".")
        if path not in known:
            raise SettingProblem(f"setting {name}: there is no setting {path}; see `veillee settings`")
        yield path.split("."), _decode(name, text)


def _decode(name: str, text: str) -> Any:
    # Lists are written as JSON; everything else is taken as text and converted by type.
    try:
        return msgspec.json.decode(text) if text.startswith("[") else text
    except msgspec.DecodeError as error:
        raise SettingProblem(f"setting {name}: is not a JSON list") from error


def _put(values: dict[str, Any], path: list[str], value: Any) -> None:
    for step in path[:-1]:
        values = values.setdefault(step, {})
    values[path[-1]] = value


def _check_engines(settings: Settings) -> None:
    if settings.database != "sqlite":
        raise SettingProblem("setting database: only `sqlite` is known to this version")
    if settings.bus != "memory://":
        raise SettingProblem("setting bus: only `memory://` is known to this version")
    if settings.entry.age_assurance != ("declared",):
        raise SettingProblem("setting entry.age_assurance: only `declared` is known to this version")


def _describe(kind: Any, default: Any, prefix: str) -> Iterator[Setting]:
    for field in msgspec.structs.fields(kind):
        value = getattr(default, field.name)
        if isinstance(value, msgspec.Struct):
            yield from _describe(type(value), value, f"{prefix}{field.name}.")
        else:
            (meta,) = (note for note in get_args(field.type)[1:] if isinstance(note, Meta) and note.description)
            unit = (meta.extra or {}).get("unit", "")
            yield Setting(f"{prefix}{field.name}", value, unit, meta.description or "")


def environment() -> Mapping[str, str]:
    """The process's own environment."""
    return os.environ
