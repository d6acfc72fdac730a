"""What an evening must be besides well formed: adults, known names, nothing that leads outside."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from veillee.server.demo.model import LANGUAGES, Answers, Evening, Scene
from veillee.server.demo.painting import PICTURES

ADULT_AGE_YEARS = 18
LINES_MIN, LINES_MAX = 4, 12
NEEDED = (
    "greeting",
    "how_are_you",
    "who_are_you",
    "question",
    "thanks",
    "sadness",
    "goodbye",
    "unknown",
    "first_word",
)
"""What every manner answers in both languages; every other intent needs an answer from `anyone`."""
VARIANTS_MIN = 2
FALLBACKS = ("question", "unknown", "first_word", "opener")
_OUTSIDE = re.compile(r"https?:|www\.|@|\.(?:com|fr|net|org|be)\b|\d[\d .\-]{5,}\d", re.IGNORECASE)
_PLACEHOLDERS = re.compile(r"{[^}]*}")


class EveningError(Exception):
    """The file cannot be used; says where and why."""


def check_evening(evening: Evening, name: str) -> None:
    """Raises EveningError with everything that is wrong."""
    wrong = [*_people(evening), *_scenes(evening), *_answers(evening), *_texts(evening)]
    if wrong:
        raise EveningError("\n".join(f"{name}: {line}" for line in wrong))


def texts(evening: Evening) -> Iterator[tuple[str, str, str]]:
    """(where, language, text) of every sentence of the scenes and answers."""
    languages = {room.slug: str(room.language) for room in evening.rooms}
    for scene in evening.scenes:
        for number, line in enumerate(scene.lines, 1):
            yield f"scene {scene.id}, line {number}", languages.get(scene.room, "fr"), line.text
    for where, answers in _books(evening):
        for language, intents in answers.items():
            for intent, variants in intents.items():
                for text in variants:
                    yield f"{where}, {language}, {intent}", language, text


def _books(evening: Evening) -> Iterator[tuple[str, Answers]]:
    yield "anyone", evening.anyone
    yield from ((f"manner {manner}", answers) for manner, answers in evening.manners.items())
    yield from ((f"person {person.key}", person.answers) for person in evening.people)


def _twice(kind: str, names: Iterable[str]) -> Iterator[str]:
    return (f"{kind} {name!r} stands there twice" for name, count in Counter(names).items() if count > 1)


def _people(evening: Evening) -> Iterator[str]:
    rooms = {room.slug for room in evening.rooms}
    yield from _twice("room", (room.slug for room in evening.rooms))
    yield from _twice("person", (person.key for person in evening.people))
    yield from _twice("pseudonym", (person.pseudonym.casefold() for person in evening.people))
    yield from _twice("name", (name.casefold() for person in evening.people for name in person.called))
    for person in evening.people:
        if person.age < ADULT_AGE_YEARS:
            yield f"person {person.key}: {person.age} is no adult's age"
        if person.manner not in evening.manners:
            yield f"person {person.key}: unknown manner {person.manner!r}"
        if person.letters_per_second <= 0:
            yield f"person {person.key}: letters_per_second must be above 0"
        yield from (f"person {person.key}: unknown room {room!r}" for room in person.rooms if room not in rooms)


def _scenes(evening: Evening) -> Iterator[str]:
    yield from _twice("scene", (scene.id for scene in evening.scenes))
    places = {person.key: person.rooms for person in evening.people}
    for scene in evening.scenes:
        yield from _scene(scene, places)
    for room in evening.rooms:
        kinds = Counter(scene.opening for scene in evening.scenes if scene.room == room.slug)
        if kinds[True] != 1 or not kinds[False]:
            yield f"room {room.slug}: needs one opening and at least one other scene"


def _scene(scene: Scene, places: dict[str, tuple[str, ...]]) -> Iterator[str]:
    if not LINES_MIN <= len(scene.lines) <= LINES_MAX:
        yield f"scene {scene.id}: {len(scene.lines)} lines, wanted {LINES_MIN} to {LINES_MAX}"
    for who in {line.who: None for line in scene.lines}:
        if who not in places:
            yield f"scene {scene.id}: unknown person {who!r}"
        elif scene.room not in places[who]:
            yield f"scene {scene.id}: {who} is never in {scene.room!r}"
    shown = {line.picture for line in scene.lines if line.picture is not None}
    yield from (f"scene {scene.id}: nobody paints {name!r}" for name in sorted(shown - PICTURES.keys()))


def _answers(evening: Evening) -> Iterator[str]:
    names = {intent.name for intent in evening.intents}
    yield from _twice("intent", (intent.name for intent in evening.intents))
    for where, answers in _books(evening):
        for intents in answers.values():
            yield from (f"{where}: unknown intent {name!r}" for name in intents if name not in {*names, *FALLBACKS})
    for language in LANGUAGES:
        if not evening.telling.get(language, "").split():
            yield f"telling: no words for {language!r}"
        for manner, answers in evening.manners.items():
            for name in NEEDED:
                if len(answers.get(language, {}).get(name, ())) < VARIANTS_MIN:
                    yield f"manner {manner}, {language}: {name!r} needs {VARIANTS_MIN} variants"
        for name in sorted({*names, "opener"} - set(NEEDED)):
            if len(evening.anyone.get(language, {}).get(name, ())) < VARIANTS_MIN:
                yield f"anyone, {language}: {name!r} needs {VARIANTS_MIN} variants"


def _texts(evening: Evening) -> Iterator[str]:
    answer_marks = {"{name}", "{age}", "{region}", *(f"{{help:{id_}}}" for id_ in evening.help)}
    for where, _, text in texts(evening):
        if not text.strip() or text != text.strip():
            yield f"{where}: blank, or blanks at an end"
        if _OUTSIDE.search(text):
            yield f"{where}: looks like a telephone, an address or a link"
        allowed = set() if where.startswith("scene") else answer_marks
        yield from (
            f"{where}: unknown placeholder {mark}" for mark in _PLACEHOLDERS.findall(text) if mark not in allowed
        )
