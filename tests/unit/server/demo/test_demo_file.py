"""The evening that comes with the package: people, scenes and answers that may be shown to anybody."""

from collections import Counter

import msgspec
import pytest

from tests.story.pictures import open_picture
from veillee.community.people import check_pseudonym, name_key
from veillee.foundation.basics import asset_dir
from veillee.safety.policy import Facts, Gate, Line, Submission
from veillee.server.demo import with_policies
from veillee.server.demo.beginning import POLICIES
from veillee.server.demo.checking import texts
from veillee.server.demo.model import LANGUAGES, Evening, Profile, Scene
from veillee.server.demo.painting import PICTURES, SIZE, paint
from veillee.server.settings import PolicySettings, Settings


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate.load(asset_dir("policies"))


def facts(person: Profile, hours: float) -> Facts:
    return Facts(declared_age=person.age, account_age_hours=hours)


def filled(text: str, gate: Gate) -> str:
    for line in gate.help_lines:
        text = text.replace(f"{{help:{line.id}}}", line.number)
    return text.replace("{name}", "Camille").replace("{age}", "58").replace("{region}", "Alsace")


def history(scene: Scene, number: int) -> tuple[Line, ...]:
    before = scene.lines[max(0, number - 6) : number]
    return tuple(Line(by="author" if x.who == scene.lines[number].who else "other", text=x.text) for x in before)


def test_a_dozen_adults_of_both_languages_and_all_ages(evening: Evening) -> None:
    assert len(evening.people) == 12
    assert all(person.age >= 18 for person in evening.people)
    assert Counter(person.language for person in evening.people) == {"fr": 8, "en": 4}
    assert min(p.age for p in evening.people) < 25
    assert max(p.age for p in evening.people) > 65
    assert len({person.region for person in evening.people}) == 12


def test_four_rooms_with_scenes_for_an_evening(evening: Evening) -> None:
    assert len(evening.rooms) == 4
    played = Counter(scene.room for scene in evening.scenes if not scene.opening)
    assert all(played[room.slug] >= 15 for room in evening.rooms)
    assert all(4 <= len(scene.lines) <= 12 for scene in evening.scenes)
    lines = Counter(line.text for scene in evening.scenes for line in scene.lines)
    assert max(lines.values()) == 1


def test_every_room_begins_with_a_picture_and_each_is_painted_once(evening: Evening) -> None:
    shown = [line.picture for scene in evening.scenes for line in scene.lines if line.picture]
    assert sorted(shown) == sorted(PICTURES)
    assert all(any(line.picture for line in scene.lines) for scene in evening.scenes if scene.opening)


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_painted_here_always_the_same(name: str) -> None:
    painted = open_picture(paint(name))
    assert painted.size == SIZE and len(painted.convert("P").getcolors() or ()) > 3
    assert paint(name) == paint(name)


def test_the_ladder_of_the_demo_is_ours_but_for_pictures() -> None:
    ours, demo = Gate.load(asset_dir("policies")).ladder, Gate.load(asset_dir("policies"), POLICIES).ladder
    assert demo.steps[0].may.pictures_per_day == ours.steps[1].may.pictures_per_day
    assert "démonstration" in demo.steps[0].title["fr"] and "demo" in demo.steps[0].title["en"]
    assert (demo.steps[1:], demo.lowered, demo.links_after_hours) == (
        ours.steps[1:],
        ours.lowered,
        ours.links_after_hours,
    )
    newcomer, first = msgspec.structs.asdict(ours.steps[0].may), msgspec.structs.asdict(demo.steps[0].may)
    assert {name for name in newcomer if newcomer[name] != first[name]} == {"pictures_per_day"}
    own = Settings(policy=PolicySettings(folders=("mine",)))
    assert with_policies(own).policy.folders == (str(POLICIES), "mine")


def test_everybody_speaks_in_a_scene_and_has_a_voice_of_their_own(evening: Evening) -> None:
    speakers = {line.who for scene in evening.scenes for line in scene.lines}
    for person in evening.people:
        assert person.key in speakers
        own = person.answers[person.language]
        assert {"greeting", "how_are_you", "who_are_you"} <= own.keys()


def test_asked_whether_they_are_real_they_say_that_they_are_not(evening: Evening) -> None:
    honest = ("exemple", "programme", "sample", "program", "fichier", "text file", "not real", "pas réelle")
    books = [person.answers for person in evening.people] + list(evening.manners.values())
    for book in books:
        for language in LANGUAGES:
            for text in book.get(language, {}).get("who_are_you", ()):
                assert any(word in text for word in honest), text


def test_sad_people_are_shown_the_help_line(evening: Evening) -> None:
    for book in (*evening.manners.values(), evening.anyone):
        for language in LANGUAGES:
            for intent in ("sadness", "despair"):
                assert all("{help:3114}" in text for text in book[language].get(intent, ()))


def test_every_line_of_the_scenes_passes_the_gate(evening: Evening, gate: Gate) -> None:
    stopped = []
    for scene in evening.scenes:
        for number, line in enumerate(scene.lines):
            person = evening.person(line.who)
            for hours in (0.0, 50.0):
                verdict = gate.review(
                    Submission(
                        text=line.text,
                        language=person.language,
                        author=facts(person, hours),
                        history=history(scene, number),
                    )
                )
                if verdict.effect != "allow" or verdict.open_case:
                    stopped.append(f"{scene.id}: {verdict.effect} {verdict.labels}: {line.text}")
    assert not stopped, "\n".join(stopped)


def test_every_answer_passes_the_gate(evening: Evening, gate: Gate) -> None:
    stopped = []
    for where, language, text in texts(evening):
        words = filled(text, gate)
        for audience in ("room", "private"):
            author = Facts(declared_age=40, account_age_hours=0.0)
            submission = Submission(text=words, language=language, audience=audience, author=author)
            verdict = gate.review(submission)
            if verdict.effect != "allow" or verdict.open_case:
                stopped.append(f"{where}: {verdict.effect} {verdict.labels}: {words}")
    assert not stopped, "\n".join(stopped)


def test_names_of_people_and_rooms_pass_the_gate(evening: Evening, gate: Gate) -> None:
    for person in evening.people:
        assert check_pseudonym(person.pseudonym) == person.pseudonym
        assert (
            gate.review(Submission(text=person.pseudonym, kind="pseudonym", author=facts(person, 0))).effect == "allow"
        )
    assert len({name_key(person.pseudonym) for person in evening.people}) == 12
    for room in evening.rooms:
        assert gate.review(Submission(text=room.name, kind="room_name")).effect == "allow"
        assert gate.review(Submission(text=room.topic, kind="room_topic")).effect == "allow"


def test_the_help_lines_are_those_of_the_place(evening: Evening, gate: Gate) -> None:
    assert set(evening.help) <= {line.id for line in gate.help_lines}
