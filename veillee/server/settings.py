"""Every setting: its default, unit and meaning. From defaults, then a TOML file, then the environment."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

from veillee.oversight.moderation import make_opening
from veillee.server.bounds import Count, Limits, StaffMin
from veillee.server.keeping import EvidenceSettings, LedgerSettings, RetentionSettings
from veillee.server.mailing import MailSection, make_mail

PREFIX = "VEILLEE_"


class SettingProblem(Exception):
    """A setting cannot be used; the message names it, in one line."""


class Site(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(description="what the place is called")] = "Veillée"
    origin: Annotated[
        str, Meta(description="the address people open, e.g. https://chat.example.org; empty: http://localhost:PORT")
    ] = ""
    operator: Annotated[str, Meta(description="who answers for the place, by name")] = ""
    time_zone: Annotated[str, Meta(description="whose clocks the roster follows, e.g. Europe/Brussels")] = (
        "Europe/Paris"
    )
    contact: Annotated[str, Meta(description="e-mail for members and authorities (DSA art. 11, 12)")] = ""


class EntrySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    age_assurance: Annotated[
        tuple[str, ...], Meta(description="how age is shown; `declared` is a statement and opens nothing to the public")
    ] = ("declared",)


class WatchSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    silence_seconds_max: Annotated[
        Count, Meta(description="after this silence staff no longer watch", extra={"unit": "seconds"})
    ] = 600
    staff_min: StaffMin = StaffMin()
    urgent_minutes_max: Annotated[
        int,
        Meta(
            ge=0,
            le=1440,
            description="when something urgent waits longer, what is new between strangers rests; 0: it does not",
            extra={"unit": "minutes"},
        ),
    ] = 30
    opening: Annotated[
        tuple[str, ...],
        Meta(description="when somebody is to watch, e.g. [`Mo-Fr 18:00-02:00`]; what gaps in the roster are found by"),
    ] = ("Mo-Su 00:00-24:00",)
    synthetic_per_day: Annotated[
        int,
        Meta(ge=0, le=24, description="reports that measure how soon staff answer", extra={"unit": "reports/day"}),
    ] = 0


class MetricsSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    address: Annotated[
        str,
        Meta(
            description="HOST:PORT on which Prometheus finds /metrics, e.g. 127.0.0.1:9464; empty: nowhere",
        ),
    ] = ""


class PolicySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    folders: Annotated[
        tuple[str, ...],
        Meta(description="folders whose policy files add to ours, or replace those of the same name; SIGHUP reloads"),
    ] = ()


class ModerationSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    four_eyes: Annotated[
        bool, Meta(description="a second person approves grave decisions, once two have a passkey who could")
    ] = True
    proposal_hours: Annotated[
        int,
        Meta(ge=1, le=168, description="a grave decision that nobody approves lapses then", extra={"unit": "hours"}),
    ] = 24


class ClassifierSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Annotated[
        Literal["off", "moderations", "guard"],
        Meta(
            description="who gives a second opinion on held, flagged and reported words: `moderations` speaks as "
            "/v1/moderations does, `guard` is a chat model behind /v1/chat/completions"
        ),
    ] = "off"
    url: Annotated[str, Meta(description="the whole address of that route; private words go there")] = ""
    model: Annotated[str, Meta(description="which model is asked; empty: the service's own choice")] = ""
    key: Annotated[str, Meta(description="sent as bearer token; empty: none. Set it in the environment")] = ""
    patience_ms: Annotated[
        int, Meta(ge=50, le=10_000, description="no answer after that is no opinion", extra={"unit": "milliseconds"})
    ] = 800


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    database: Annotated[
        str, Meta(description="`sqlite`: in the data folder; or postgresql://user:password@host/name")
    ] = "sqlite"
    bus: Annotated[
        str, Meta(description="`memory://`: one node; or nats://host[,nats://host]: several, which share a database")
    ] = "memory://"
    blobs: Annotated[
        str, Meta(description="where what is no text will be kept; `folder`: in the data folder, the only way so far")
    ] = "folder"
    fan_out: Annotated[
        Literal["auto", "native", "python"],
        Meta(description="how a message reaches many: `native` by a loop in C, `auto` by that where it was built"),
    ] = "auto"
    site: Site = Site()
    entry: EntrySettings = EntrySettings()
    limits: Limits = Limits()
    watch: WatchSettings = WatchSettings()
    evidence: EvidenceSettings = EvidenceSettings()
    moderation: ModerationSettings = ModerationSettings()
    retention: RetentionSettings = RetentionSettings()
    ledger: LedgerSettings = LedgerSettings()
    metrics: MetricsSettings = MetricsSettings()
    policy: PolicySettings = PolicySettings()
    classifier: ClassifierSettings = ClassifierSettings()
    mail: MailSection = MailSection()


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
    if settings.database != "sqlite" and not settings.database.startswith("postgresql://"):
        raise SettingProblem("setting database: is neither `sqlite` nor postgresql://user:password@host/name")
    _check_bus(settings)
    _check_classifier(settings.classifier)
    if settings.blobs != "folder":
        raise SettingProblem("setting blobs: only `folder`, in the data folder, is known to this version")
    _check_opening(settings)
    _check_mail(settings.mail)
    if settings.entry.age_assurance != ("declared",):
        raise SettingProblem("setting entry.age_assurance: only `declared` is known to this version")


def _check_classifier(classifier: ClassifierSettings) -> None:
    if classifier.kind == "off":
        return
    if not classifier.url.startswith(("https://", "http://")):
        raise SettingProblem("setting classifier.url: is no address; a classifier needs http:// or https://")
    if classifier.kind == "guard" and not classifier.model:
        raise SettingProblem("setting classifier.model: a `guard` is asked by the name of its model")


def _check_opening(settings: Settings) -> None:
    try:
        make_opening(settings.watch.opening, settings.site.time_zone)
    except ValueError as error:
        name = "site.time_zone" if "time zone" in str(error) else "watch.opening"
        raise SettingProblem(f"setting {name}: {error}") from error


def _check_mail(mail: MailSection) -> None:
    try:
        make_mail(mail)
    except ValueError as error:
        raise SettingProblem(f"setting mail.{error}") from error


def _check_bus(settings: Settings) -> None:
    if settings.bus == "memory://":
        return
    if not all(server.startswith(("nats://", "tls://")) for server in settings.bus.split(",")):
        raise SettingProblem("setting bus: is neither `memory://` nor nats://host[,nats://host]")
    if settings.database == "sqlite":
        raise SettingProblem("setting bus: several nodes need a database that they share; set `database` as well")


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
