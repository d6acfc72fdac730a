"""The house rules and the help lines: data that members read."""

from typing import Literal

import msgspec

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFolder

HOUSE_RULES_FILE = "house_rules.yaml"
HELP_FILE = "help.yaml"


Situation = Literal[
    "suicide", "listening", "young", "child", "online", "violence", "police", "danger", "silent",
]  # fmt: skip


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same thing in every language that members read."""

    fr: str
    en: str

    def as_dict(self) -> dict[str, str]:
        return {"fr": self.fr, "en": self.en}


class _ArticleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    title: Words
    text: Words


class _HouseEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    articles: list[_ArticleEntry]


class _HelpEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    number: str
    url: str
    what: Words
    countries: list[str]
    for_: list[Situation] = msgspec.field(name="for", default=[])
    languages: list[str] = msgspec.field(default_factory=lambda: ["fr", "en"])


class Article(msgspec.Struct, frozen=True):
    """One article of the house rules. `title` and `text` have the keys `fr` and `en`."""

    id: str
    title: dict[str, str]
    text: dict[str, str]


class HouseRules(msgspec.Struct, frozen=True):
    """The rules that a member agrees to on entering; `version` is what they agreed to."""

    version: str
    articles: tuple[Article, ...]


class HelpLine(msgspec.Struct, frozen=True):
    """A public help line. `countries` are ISO 3166 codes; `number` is what one dials there; `situations`: what for."""

    id: str
    name: str
    number: str
    url: str
    what: dict[str, str]
    countries: tuple[str, ...]
    situations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("fr", "en")


def read_house_rules(folder: PolicyFolder) -> HouseRules:
    file = folder.get(HOUSE_RULES_FILE)
    entry = file.parse(file.body, _HouseEntry)
    _check_unique(file.name, [article.id for article in entry.articles])
    articles = tuple(Article(each.id, each.title.as_dict(), each.text.as_dict()) for each in entry.articles)
    return HouseRules(version=entry.version, articles=articles)


def read_help_lines(folder: PolicyFolder) -> tuple[HelpLine, ...]:
    file = folder.get(HELP_FILE)
    entries = file.parse(file.body.get("lines", []), list[_HelpEntry])
    _check_unique(file.name, [entry.id for entry in entries])
    return tuple(
        HelpLine(
            each.id,
            each.name,
            each.number,
            each.url,
            each.what.as_dict(),
            tuple(each.countries),
            tuple(each.for_),
            tuple(each.languages),
        )
        for each in entries
    )


def _check_unique(name: str, ids: list[str]) -> None:
    for one in set(ids):
        if ids.count(one) > 1:
            raise PolicyError(name, 1, f"{one!r} stands here twice")
