"""How sample people answer."""

import pytest

from tests.unit.server.demo.night import MakeNight, make_stranger
from veillee.server.demo.acts import Accept, Typing
from veillee.server.demo.intents import telling_words
from veillee.server.demo.model import Evening
from veillee.server.demo.words import guess_language

ROOM = "le-comptoir"


def language_of(text: str, evening: Evening) -> str:
    return guess_language(text, telling_words(evening), "fr")


@pytest.mark.parametrize("seed", range(6))
def test_whoever_is_named_answers(make_night: MakeNight, evening: Evening, seed: int) -> None:
    night = make_night(seed)
    stranger = night.come_in(ROOM)
    night.pass_time(60)
    night.director.heard(night.now, ROOM, stranger, "Karim, tu joues au foot ?")
    answers = night.answers(25, ROOM, evening)
    assert [answer.person for answer in answers] == ["karim"]
    assert answers[0].text in (*evening.person("karim").answers["fr"]["football"], *evening.anyone["fr"]["football"])


@pytest.mark.parametrize("seed", range(6))
def test_a_newcomer_is_greeted_by_name(make_night: MakeNight, evening: Evening, seed: int) -> None:
    night = make_night(seed)
    night.come_in(ROOM, "Zoé")
    greeting = night.answers(25, ROOM, evening)
    assert len(greeting) == 1
    night.come_in(ROOM, "Zoé")
    assert night.answers(60, ROOM, evening) == []


@pytest.mark.parametrize("seed", range(6))
def test_a_first_greeting_and_a_question_are_answered(make_night: MakeNight, evening: Evening, seed: int) -> None:
    night = make_night(seed)
    stranger = night.come_in(ROOM)
    night.pass_time(40)
    night.director.heard(night.now, ROOM, stranger, "Bonsoir à tous !")
    assert night.answers(30, ROOM, evening)
    night.director.heard(night.now, ROOM, stranger, "Quelqu'un sait comment on rallume un poêle ?")
    assert night.answers(30, ROOM, evening)


def test_they_answer_in_the_language_they_are_spoken_to(make_night: MakeNight, evening: Evening) -> None:
    for seed in range(8):
        night = make_night(seed)
        stranger = night.come_in(ROOM)
        night.pass_time(40)
        night.director.heard(night.now, ROOM, stranger, "Hello there, how are you all tonight?")
        said = " ".join(answer.text for answer in night.answers(30, ROOM, evening))
        assert language_of(said, evening) == "en", said
        night.director.heard(night.now, ROOM, stranger, "Et vous, vous aimez la musique ?")
        said = " ".join(answer.text for answer in night.answers(30, ROOM, evening))
        assert language_of(said, evening) == "fr", said


def test_who_is_sad_is_shown_the_help_line_and_the_jokes_wait(make_night: MakeNight, evening: Evening) -> None:
    night = make_night()
    stranger = night.come_in(ROOM)
    night.pass_time(60)
    night.director.heard(night.now, ROOM, stranger, "je suis vraiment seul et triste ce soir")
    said = night.after(40, ROOM)
    assert "3114" in " ".join(one.text for one in said)
    written = {line.text for scene in evening.scenes for line in scene.lines}
    assert sum(one.text in written for one in said) <= 1


def test_real_people_talking_to_each_other_are_left_alone(make_night: MakeNight, evening: Evening) -> None:
    night = make_night()
    camille, zoe = night.come_in(ROOM, "Camille"), night.come_in(ROOM, "Zoé")
    night.pass_time(60)
    night.director.heard(night.now, ROOM, zoe, "J'ai repeint la porte")
    night.pass_time(30)
    for text in ("De quelle couleur ?", "Le bleu, c'est gai"):
        night.director.heard(night.now, ROOM, camille, text)
        night.director.heard(night.now, ROOM, zoe, "En bleu")
        assert night.answers(30, ROOM, evening) == []
    night.director.heard(night.now, ROOM, camille, "Et vous Odile, vous aimez le bleu ?")
    assert [answer.person for answer in night.answers(30, ROOM, evening)] == ["odile"]


def test_a_talk_goes_on_with_the_same_person(make_night: MakeNight, evening: Evening) -> None:
    night = make_night()
    stranger = night.come_in(ROOM)
    night.pass_time(60)
    night.director.heard(night.now, ROOM, stranger, "Luc, vous avez un chien ?")
    night.pass_time(20)
    night.director.heard(night.now, ROOM, stranger, "Moi j'ai un chat roux")
    assert [answer.person for answer in night.answers(25, ROOM, evening)] == ["luc"]


def test_many_messages_at_once_get_one_answer(make_night: MakeNight, evening: Evening) -> None:
    night = make_night()
    strangers = [make_stranger(f"P{number}") for number in range(50)]
    for stranger in strangers:
        for text in ("Bonsoir Karim", "tu es là ?", "oh", "allô ?"):
            night.director.heard(night.now, ROOM, stranger, text)
    assert 1 <= len(night.answers(40, ROOM, evening)) <= 8


def test_a_first_word_is_accepted_and_answered_honestly(make_night: MakeNight, evening: Evening) -> None:
    night = make_night()
    stranger = make_stranger()
    night.director.asked(night.now, "request-1", "ines")
    accepted = [(at, act) for at, act in night.pass_time(30) if isinstance(act, Accept)]
    assert [act for _, act in accepted] == [Accept("ines", "request-1")]
    assert 2 <= accepted[0][0] <= 6
    night.director.accepted(night.now, "talk-1", "ines", stranger, "Bonsoir Inès")
    first = night.after(30, "talk-1")
    assert [said.person for said in first] == ["ines"]
    assert "exemple" in first[0].text


def test_a_first_word_that_asks_something_is_answered_after_the_truth(make_night: MakeNight, evening: Evening) -> None:
    night = make_night()
    night.director.accepted(night.now, "talk-1", "karim", make_stranger(), "Salut Karim, ça va ?")
    said = night.after(40, "talk-1")
    assert len(said) == 2
    assert "exemple" in said[0].text
    own, manner = evening.person("karim").answers["fr"], evening.manners["funny"]["fr"]
    assert said[1].text in (*own["how_are_you"], *manner["how_are_you"])


@pytest.mark.parametrize("seed", range(6))
def test_who_speaks_first_is_not_greeted_twice(make_night: MakeNight, evening: Evening, seed: int) -> None:
    night = make_night(seed)
    stranger = night.come_in(ROOM)
    night.pass_time(3)
    night.director.heard(night.now, ROOM, stranger, "Bonsoir tout le monde")
    speakers = [answer.person for answer in night.answers(45, ROOM, evening)]
    assert 1 <= len(speakers) == len(set(speakers)) <= 2


def test_private_talk_is_always_answered_without_repeating(make_night: MakeNight) -> None:
    night = make_night()
    stranger = make_stranger()
    said = []
    for _ in range(5):
        night.director.heard_in_private(night.now, "talk-1", "tiph", stranger, "J'ai repeint la porte en bleu")
        said += night.after(30, "talk-1")
    assert len(said) == 5
    assert len({one.text for one in said}) == 5
    assert {one.person for one in said} == {"tiph"}


def test_writing_is_shown_again_while_it_lasts(make_night: MakeNight) -> None:
    night = make_night()
    night.director.heard_in_private(night.now, "talk-1", "odile", make_stranger(), "Vous êtes une vraie personne ?")
    acts = [(at, act) for at, act in night.pass_time(30) if not isinstance(act, Accept) and act.place == "talk-1"]
    typing = [at for at, act in acts if isinstance(act, Typing)]
    assert len(typing) >= 3
    assert acts[-1][0] - typing[0] <= 11.5
