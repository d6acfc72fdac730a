"""What sample people understand."""

import pytest

from veillee.server.demo.intents import Recogniser
from veillee.server.demo.model import Evening, Language
from veillee.server.demo.words import phrase_pattern, plain


@pytest.fixture(scope="module")
def recogniser(evening: Evening) -> Recogniser:
    return Recogniser(evening)


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("Bonsoir tout le monde", "fr", "greeting"),
        ("slt", "fr", "greeting"),
        ("Hello everyone!", "en", "greeting"),
        ("Bonsoir, ça va ?", "fr", "how_are_you"),
        ("hi, how are you?", "en", "how_are_you"),
        ("tu es un robot ?", "fr", "who_are_you"),
        ("êtes-vous de vraies personnes ?", "fr", "who_are_you"),
        ("Êtes-vous réelle ?", "fr", "who_are_you"),
        ("are you a real person?", "en", "who_are_you"),
        ("Bonsoir, vous connaissez un bon film ?", "fr", "films"),
        ("what are you cooking tonight?", "en", "cooking"),
        ("J'ai le cœur lourd ce soir", "fr", "sadness"),
        ("je suis vraiment très triste", "fr", "sadness"),
        ("je me sens seule", "fr", "sadness"),
        ("I feel so lonely", "en", "sadness"),
        ("j'ai plus envie de vivre", "fr", "despair"),
        ("I want to die", "en", "despair"),
        ("ça va pas mal et toi ?", "fr", "how_are_you"),
        ("mon mec me frappe", "fr", "harm"),
        ("he is blackmailing me", "en", "harm"),
        ("j'ai perdu mon père la semaine dernière", "fr", "sorrow"),
        ("my dog died", "en", "sorrow"),
        ("mort de rire", "fr", "unknown"),
        ("vous habitez où ?", "fr", "whereabouts"),
        ("how old are you?", "en", "asked_age"),
        ("y a quelqu'un ?", "fr", "anyone_there"),
        ("merci beaucoup", "fr", "thanks"),
        ("cheers mate", "en", "thanks"),
        ("bonne nuit à tous", "fr", "goodbye"),
        ("I'm off to bed, night all", "en", "goodbye"),
        ("on peut se voir demain ?", "fr", "meet"),
        ("what's your phone number", "en", "meet"),
        ("comment on fait pour bloquer quelqu'un", "fr", "how_it_works"),
        ("je suis gay et je n'ose pas le dire", "fr", "love"),
        ("Quelqu'un sait où sont rangés les dictionnaires ?", "fr", "question"),
        ("J'ai repeint la porte en bleu", "fr", "unknown"),
        ("The door is blue now", "en", "unknown"),
    ],
)
def test_texts_are_understood(recogniser: Recogniser, text: str, language: str, intent: str) -> None:
    other: Language = "en" if language == "fr" else "fr"
    wish = recogniser.understand(text, language if text == "slt" else other)  # type: ignore[arg-type]
    assert (wish.language, wish.intent) == (language, intent)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_text_that_does_not_tell_is_in_the_language_before(recogniser: Recogniser, language: Language) -> None:
    assert recogniser.understand("ok", language).language == language
    assert recogniser.understand("😀", language).language == language


def test_names_are_heard_in_their_order_and_in_any_case(recogniser: Recogniser) -> None:
    assert recogniser.named("bonsoir KARIM, et vous aussi odile") == ("karim", "odile")
    assert recogniser.named("INES tu es là ?") == ("ines",)
    assert recogniser.named("un tomate, deux lucioles, trois kilos") == ()


def test_plain_texts_and_phrases() -> None:
    assert plain("J'ai  ÉTÉ à l'Œuvre !") == " j ai ete a l oeuvre "
    pattern = phrase_pattern(["suis ~ triste*", "ça va"])
    assert pattern is not None
    assert pattern.search(plain("je suis triste"))
    assert pattern.search(plain("je suis un tout petit peu tristes")) is None
    assert pattern.search(plain("je suis un peu tristounet")) is None
    assert pattern.search(plain("ÇA, VA ?"))
    assert pattern.search(plain("cava")) is None
    assert phrase_pattern([]) is None


def test_very_long_texts_are_read_at_their_beginning_only(recogniser: Recogniser) -> None:
    assert recogniser.understand("a" * 5000 + " bonsoir", "fr").intent == "unknown"
