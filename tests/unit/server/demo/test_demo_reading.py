"""A file that cannot be used says where and why."""

from importlib import resources
from typing import Any

import pytest
import yaml

from veillee.server.demo.checking import EveningError
from veillee.server.demo.reading import parse_evening


def make_rows() -> dict[str, Any]:
    text = resources.files("veillee.server.demo").joinpath("evening.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return rows


def complaint(rows: dict[str, Any]) -> str:
    with pytest.raises(EveningError) as caught:
        parse_evening(yaml.dump(rows, Dumper=yaml.CSafeDumper, allow_unicode=True), "soir.yaml")
    assert str(caught.value).startswith("soir.yaml: ")
    return str(caught.value)


def put(path: str, value: Any) -> dict[str, Any]:
    rows = make_rows()
    *steps, last = path.split(".")
    inner: Any = rows
    for step in steps:
        inner = inner[int(step) if step.isdigit() else step]
    inner[int(last) if last.isdigit() else last] = value
    return rows


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("people.0.age", 17, "person odile: 17 is no adult's age"),
        ("scenes.0.lines.0", {"odile": "Voilà.", "picture": "castle"}, "nobody paints 'castle'"),
        ("scenes.0.lines.0", {"picture": "lamp"}, "line 1: expected one `person: text`"),
        ("people.0.age", "old", "Expected `int`, got `str` - at `$.people[0].age`"),
        ("people.0.language", "de", "Invalid enum value 'de' - at `$.people[0].language`"),
        ("people.0.manner", "rude", "person odile: unknown manner 'rude'"),
        ("people.0.rooms", ["cave"], "person odile: unknown room 'cave'"),
        ("people.0.nickname", "Odi", "unknown field `nickname`"),
        ("people.1.key", "odile", "person 'odile' stands there twice"),
        ("people.1.called", ["odile"], "name 'odile' stands there twice"),
        ("people.0.answers.fr.flying", ["Haut"], "person odile: unknown intent 'flying'"),
        ("scenes.1.room", "cave", "is never in 'cave'"),
        ("scenes.1.lines.0", {"nobody": "Bonsoir"}, "unknown person 'nobody'"),
        ("scenes.1.lines.0", {"odile": "Bonsoir", "luc": "Salut"}, "line 1: expected one `person: text`"),
        ("scenes.1.lines", [{"odile": "Seule"}], "1 lines, wanted 4 to 12"),
        ("scenes.1.lines.0", {"odile": " "}, "blank, or blanks at an end"),
        ("scenes.1.lines.0", {"odile": "Appelez le 06 39 98 00 00"}, "looks like a telephone"),
        (
            "scenes.1.lines.0",
            {"odile": "Tout est sur www point fr : www.exemple"},
            "looks like a telephone, an address",
        ),
        ("scenes.1.lines.0", {"odile": "Bonsoir {name}"}, "unknown placeholder {name}"),
        ("scenes.0.opening", False, "needs one opening"),
        ("manners.shy.fr.sadness", ["Oh."], "manner shy, fr: 'sadness' needs 2 variants"),
        ("anyone.en.rain", [], "anyone, en: 'rain' needs 2 variants"),
        ("telling.en", " ", "telling: no words for 'en'"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(path: str, value: Any, said: str) -> None:
    assert said in complaint(put(path, value))


def test_everything_wrong_is_said_at_once() -> None:
    rows = put("people.0.age", 17)
    rows["people"][1]["manner"] = "rude"
    assert complaint(rows).count("soir.yaml: ") == 2


def test_what_is_not_yaml_is_said() -> None:
    with pytest.raises(EveningError, match=r"soir\.yaml: not YAML"):
        parse_evening("help: [", "soir.yaml")
