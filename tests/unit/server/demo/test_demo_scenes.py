"""How the evening goes on by itself."""

from collections import Counter, defaultdict
from itertools import pairwise

from tests.unit.server.demo.night import MakeNight
from veillee.server.demo.acts import Accept, Act, Say, Typing
from veillee.server.demo.model import Evening
from veillee.server.demo.past import past

HOUR = 3600.0


def test_alone_they_hardly_speak(make_night: MakeNight) -> None:
    night = make_night()
    said = [act for _, act in night.pass_time(2 * HOUR) if isinstance(act, Say)]
    assert 4 <= len(said) <= 28


def test_a_newcomer_sees_life_within_seconds(make_night: MakeNight) -> None:
    for seed in range(12):
        night = make_night(seed)
        night.pass_time(600)
        night.come_in("le-comptoir")
        acts = night.pass_time(20)
        here = [(at - 600, act) for at, act in acts if not isinstance(act, Accept) and act.place == "le-comptoir"]
        assert min(at for at, act in here if isinstance(act, Typing)) <= 6
        assert min(at for at, act in here if isinstance(act, Say)) <= 18


def test_rooms_talk_at_a_human_pace(make_night: MakeNight, evening: Evening) -> None:
    night = make_night()
    night.director.watched(0.0, True)
    said = defaultdict(list)
    for at, act in night.pass_time(HOUR):
        if isinstance(act, Say):
            said[act.place].append(at)
    for room in evening.rooms:
        gaps = [later - earlier for earlier, later in pairwise(said[room.slug])]
        assert min(gaps) > 8
        assert sum(10 <= gap <= 40 for gap in gaps) > len(gaps) * 0.8
        assert max(gaps) < 240


def test_every_line_is_preceded_by_its_author_writing(make_night: MakeNight) -> None:
    night = make_night()
    night.director.watched(0.0, True)
    writing: set[tuple[str, str]] = set()
    for _, act in night.pass_time(900):
        if isinstance(act, Typing):
            writing.add((act.person, act.place))
        else:
            assert not isinstance(act, Accept)
            assert (act.person, act.place) in writing
            writing.discard((act.person, act.place))


def test_an_evening_does_not_repeat_itself(make_night: MakeNight) -> None:
    night = make_night()
    night.director.watched(0.0, True)
    said = Counter(act.text for _, act in night.pass_time(2 * HOUR) if isinstance(act, Say))
    assert len(said) > 300
    assert max(said.values()) == 1


def test_scenes_are_played_in_their_order(make_night: MakeNight, evening: Evening) -> None:
    night = make_night(5)
    night.director.watched(0.0, True)
    texts = [act.text for _, act in night.pass_time(HOUR) if isinstance(act, Say) and act.place == "la-nuit"]
    for scene in evening.scenes:
        lines = [line.text for line in scene.lines]
        if lines[-1] in texts:
            start = texts.index(lines[0])
            assert texts[start : start + len(lines)] == lines


def test_the_same_seed_gives_the_same_evening(make_night: MakeNight) -> None:
    def play(seed: int) -> list[tuple[float, Act]]:
        night = make_night(seed)
        stranger = night.come_in("la-nuit")
        night.pass_time(30)
        night.director.heard(night.now, "la-nuit", stranger, "Bonsoir Maëlle, ça va ?")
        return night.pass_time(300)

    assert play(3) == play(3)
    assert play(3) != play(4)


def test_when_the_last_real_person_leaves_they_grow_quiet(make_night: MakeNight) -> None:
    night = make_night()
    night.come_in("le-comptoir")
    night.pass_time(120)
    night.director.watched(night.now, False)
    night.pass_time(30)
    assert len([act for _, act in night.pass_time(1000) if isinstance(act, Say)]) <= 1


def test_who_is_sent_away_is_silent_and_missed_by_nobody(make_night: MakeNight) -> None:
    night = make_night()
    stranger = night.come_in("la-nuit")
    night.director.set_away("maelle", True)
    night.director.heard(night.now, "la-nuit", stranger, "Maëlle, vous êtes là ?")
    night.pass_time(30)
    later = [act for _, act in night.pass_time(HOUR) if not isinstance(act, Accept) and act.place == "la-nuit"]
    assert later
    assert "maelle" not in {act.person for act in later}


def test_the_past_is_every_rooms_opening(evening: Evening) -> None:
    said = past(evening, 1)
    assert [one.seconds_ago for one in said] == sorted((one.seconds_ago for one in said), reverse=True)
    assert all(120 < one.seconds_ago < HOUR for one in said)
    for room in evening.rooms:
        opening = next(scene for scene in evening.scenes if scene.opening and scene.room == room.slug)
        assert [one.text for one in said if one.room == room.slug] == [line.text for line in opening.lines]
