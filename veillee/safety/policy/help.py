"""Which help lines somebody is shown: those of their country, in their language first."""

import re
from collections.abc import Iterable

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFolder
from veillee.safety.policy.house import HELP_FILE, HelpLine, read_help_lines
from veillee.safety.policy.text import fold

COUNTRY_USUAL = "FR"
_PLACE = re.compile(r"\{(\w+)\}")


class Directory:
    """The help lines, by country and by what they are for."""

    def __init__(self, lines: tuple[HelpLine, ...], regions: dict[str, list[str]]) -> None:
        self.lines = lines
        self._by_id = {line.id: line for line in lines}
        words = {country: "|".join(map(re.escape, names)) for country, names in regions.items()}
        self._regions = [(country, re.compile(rf"\b(?:{names})\b")) for country, names in words.items()]

    def country_of(self, region: str | None, country: str | None = None) -> str:
        """The ISO code: what the person declared, else what their region says, else COUNTRY_USUAL."""
        if country or not region:
            return country or COUNTRY_USUAL
        plain = " ".join(re.findall(r"\w+", fold(region)))
        return next((code for code, names in self._regions if names.search(plain)), COUNTRY_USUAL)

    def localise(self, ids: Iterable[str], country: str, language: str | None) -> tuple[str, ...]:
        """Lines as a rule names them → those of the country that are for the same, in order, each once.

        Where the country has none for it, its emergency number; where it has none at all, the lines as they are named.
        """
        wanted = list(ids)
        found: dict[str, None] = {}
        for line in (self._by_id[each] for each in wanted):
            same = self._alike(line, country, language)
            found.update(dict.fromkeys(each.id for each in (same or self._lines(["danger"], country, language))))
        return tuple(found) or tuple(wanted)

    def fill(self, text: str, country: str, language: str | None) -> str:
        """Put the number of the country's line into each `{situation}` of a text."""
        if "{" not in text:
            return text
        return _PLACE.sub(lambda match: self._number(match[1], country, language), text)

    def _alike(self, line: HelpLine, country: str, language: str | None) -> list[HelpLine]:
        if country in line.countries:
            return [line]
        return self._lines(line.situations, country, language)[:1]

    def _lines(self, situations: Iterable[str], country: str, language: str | None) -> list[HelpLine]:
        asked = frozenset(situations)
        near = [line for line in self.lines if country in line.countries and asked.intersection(line.situations)]
        return sorted(near, key=lambda line: (language or "fr") not in line.languages)

    def _number(self, situation: str, country: str, language: str | None) -> str:
        for where in (country, COUNTRY_USUAL):
            for asked in ([situation], ["danger"]):
                if lines := self._lines(asked, where, language):
                    return lines[0].number
        return ""


def read_directory(folder: PolicyFolder) -> Directory:
    """Of the file of help lines. Raises PolicyError for what is no help line, and for regions without words."""
    file = folder.get(HELP_FILE)
    regions = file.parse(file.body.get("regions", {}), dict[str, list[str]])
    if any(not names for names in regions.values()):
        raise PolicyError(HELP_FILE, 1, "a country without words for its regions")
    return Directory(read_help_lines(folder), regions)
