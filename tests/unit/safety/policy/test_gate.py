"""A verdict on anything, spans that can be shown, and nothing let through unseen."""

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import LABELS, Facts, Gate, Line, Submission

GATE = Gate.load(asset_dir("policies"))
PIECES = st.sampled_from(
    [
        "je vais te tuer ",
        "sale pédé ",
        "j'ai 14 ans ",
        "06 39 98 12 34 ",
        "viens seul ",
        "« ",
        " »",
        "\u200b",
        "\ufdfa",
        "é",
        "🙂",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=st.characters(exclude_categories=[]), max_size=300),
    st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join),
)
HARD = (
    "",
    " ",
    "\x00",
    "\ud800",
    "a\ud800b\udfff",
    "\u202e abc \u202c",
    "e" + "\u0301" * 2000,
    "\ufdfa" * 2000,
    "😀" * 2000,
    "你好，今晚见面吗？" * 100,
    "مرحبا كيف حالك اليوم" * 100,
    "1" * 2000,
    "a" * 2000,
    "« " * 1000,
    "a " * 1000,
    "'" * 2000,
    "j " * 1000,
    "tue " * 500,
    "je te tue " * 200,
    "aаαɑ" * 500,
    "𝖘𝖆𝖑𝖊 𝖕é𝖉é " * 100,
    "0 6 " * 500,
    "jevaistetuer" * 160,
    "@" * 2000,
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["message", "first_word", "pseudonym", "room_name", "room_topic"]), st.booleans())
def test_there_is_a_verdict_on_any_text(text: str, kind: str, contacts: bool) -> None:
    verdict = GATE.review(Submission(text=text, kind=kind, contacts=contacts))  # type: ignore[arg-type]
    assert verdict.code != "unread"
    assert set(verdict.labels) <= set(LABELS)
    for reason in verdict.reasons:
        assert 0 <= reason.span[0] < reason.span[1] <= len(text)


def test_hard_texts_are_read_like_any_other() -> None:
    for text in HARD:
        verdict = GATE.review(Submission(text=text, history=(Line("other", text), Line("author", text))))
        assert verdict.code != "unread", ascii(text[:20])


def test_a_verdict_is_the_same_every_time(gate: Gate) -> None:
    submission = Submission(text="Viens seul derrière la gare à 23h", audience="private")
    assert gate.review(submission) == gate.review(submission) == GATE.review(submission)


def test_a_span_shows_the_words_through_any_disguise(gate: Gate) -> None:
    text = "Bonsoir. T'es qu'un ѕ\u200bа\u0301le pééédé, voilà"
    reason = gate.review(Submission(text=text)).reasons[0]
    assert text[slice(*reason.span)] == "ѕ\u200bа\u0301le pééédé"


def test_what_cannot_be_read_is_held_and_logged_without_its_words(gate: Gate) -> None:
    broken = Gate.load(asset_dir("policies"))
    broken._engine.reader = None  # type: ignore[assignment]
    with structlog.testing.capture_logs() as logs:
        verdict = broken.review(Submission(text="quelque chose de privé"))
    assert (verdict.effect, verdict.open_case, verdict.code) == ("hold", True, "unread")
    assert verdict.text("fr") != verdict.text("en")
    assert "privé" not in str(logs) and logs[0]["event"] == "gate_failed"


def test_history_and_facts_count(gate: Gate) -> None:
    harmless = Submission(text="on se voit quand même ?", audience="private")
    assert gate.review(harmless).effect == "allow"
    told = Submission(text=harmless.text, audience="private", history=(Line("other", "j'ai 15 ans"),))
    assert gate.review(told).labels == ("minor_sought",)
    declared = Submission(text=harmless.text, audience="private", other=Facts(declared_age=15))
    assert gate.review(declared).labels == ("minor_sought",)


def test_contacts_may_exchange_what_strangers_should_not(gate: Gate) -> None:
    text = "mon numéro c'est 06 39 98 12 34"
    assert gate.review(Submission(text=text)).effect == "nudge"
    assert gate.review(Submission(text=text, kind="first_word")).effect == "hold"
    assert gate.review(Submission(text=text, contacts=True)).effect == "allow"


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        (["je vais te", "casser", "la gueule"], "threat"),
        (["viens", "seul", "au parking cette nuit"], "ambush"),
        (["sale", "pédé"], "hate"),
        (["06 39", "98", "12 34"], "contact_exchange"),
    ],
)
def test_what_is_split_over_messages_is_put_together(gate: Gate, lines: list[str], label: str) -> None:
    *before, last = lines
    history = tuple(Line("author", text) for text in before)
    split = Submission(text=last, audience="private", history=history)
    assert label in gate.review(split).labels
    interrupted = (*history, Line("other", "pardon ?"))
    assert label not in gate.review(Submission(text=last, audience="private", history=interrupted)).labels
    assert label not in gate.review(Submission(text=last, audience="private")).labels


def test_what_was_said_before_does_not_stop_what_follows(gate: Gate) -> None:
    history = (Line("author", "mon insta c'est luna.exemple"),)
    assert gate.review(Submission(text="ok super", audience="private", history=history)).effect == "allow"


def test_a_verdict_does_not_depend_on_what_was_read_before(gate: Gate) -> None:
    strange = " ".join(f"zqx{''.join(chr(97 + (at * 7 + place) % 26) for place in range(5))}" for at in range(130))
    asked = Submission(text=f"{strange} whatsapp c4fe", audience="private")
    fresh = gate.review(asked)
    gate.review(Submission(text="bonsoir c4fe", audience="private"))
    assert gate.review(asked) == fresh


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("tiun ettec gnikrap ua lues sneiv", (22, 32)),
        ("sneiv lues ua gnikrap ettec tiun", (0, 10)),
    ],
)
def test_words_written_backwards_are_read_and_shown_where_they_stand(
    gate: Gate, text: str, span: tuple[int, int]
) -> None:
    verdict = gate.review(Submission(text=text, audience="private"))
    assert verdict.effect == "hold"
    assert verdict.reasons[0].span == span


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("je vais te tuer, sale pute", "fr", "Ce message enfreint d'abord la règle « On ne menace pas ». Ces mots "),
        ("I will kill you, dirty whore", "en", "This message first of all breaks the rule “"),
    ],
)
def test_the_gravest_is_said_first_though_a_lighter_one_decides(text: str, language: str, first: str) -> None:
    verdict = GATE.review(Submission(text=text, language=language))
    assert (verdict.effect, verdict.code, verdict.labels) == ("refuse", "threat", ("threat", "hate"))
    assert verdict.text(language).startswith(first)
    assert "avant qu'il soit montré" not in "".join(reason.text["fr"] for reason in verdict.reasons)


def test_a_need_for_help_is_no_accusation() -> None:
    verdict = GATE.review(Submission(text="sale pédé, je veux mourir", language="fr"))
    assert (verdict.effect, verdict.code) == ("refuse", "hate")
    assert "self_harm" in verdict.labels and verdict.help


def test_what_is_too_dense_to_be_read_in_time_is_held_and_holds_up_nothing_else(gate: Gate) -> None:
    dense = ("dans le film je vais te tuer. " * 80)[:2000]
    verdict = gate.review_to_keep(Submission(text=dense, audience="private"))
    assert verdict.effect == "hold" and verdict.reasons[0].rule == "unread" and verdict.asked is not None
    later = Submission(text="bonjour", audience="private", history=(Line("author", dense),))
    assert gate.review(later).effect == "allow"
