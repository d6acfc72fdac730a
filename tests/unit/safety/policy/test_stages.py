"""Each stage of the gate does something that no other does: taken out, its case comes out differently."""

from collections.abc import Callable
from typing import Any

import pytest

from veillee.safety.policy import Facts, Gate, Line, Submission, Verdict, engine
from veillee.safety.policy.signals import guards, phones, reader
from veillee.safety.policy.signals.grammar import Grammar
from veillee.safety.policy.signals.lexicon import Lexicon
from veillee.safety.policy.signals.patterns import Patterns
from veillee.safety.policy.signals.scorer import Scorer
from veillee.safety.policy.text import likeness, spelling, view
from veillee.safety.policy.text.spelling import Spelling


def said(text: str, **more: Any) -> Submission:
    return Submission(text=text, audience="private", **more)


LIKE_A_LURE = "bait's set, he thinks he's meeting a guy called Ryan"
COPIED = "bonsoir ma belle je te trouve vraiment charmante tu viens d'où"


def copied() -> Submission:
    others = [f"{COPIED} {end}" for end in ("toi", "ma jolie", "dis")]
    alike = likeness.near_duplicates(COPIED, others)
    return said(COPIED, kind="first_word", author=Facts(near_duplicates=alike, first_words_last_day=4))


STAGES: dict[str, tuple[object, str, object, Submission | Callable[[], Submission]]] = {
    "signs of disguise": (reader, "find_signs", lambda _: {}, said("mоdération", kind="pseudonym")),
    "near-duplicates": (likeness, "simhash", lambda _: None, copied),
    "folding": (view, "fold", str.lower, said("ѕаle pédé")),
    "views": (Spelling, "read_all", lambda _, words: words, said("s4l3 p3d3")),
    "letters apart": (view, "_has_lone_letters", lambda *_: False, said("s a l e p é d é")),
    "leet": (Spelling, "_without_signs", lambda *_: None, said("sale p3d3")),
    "sound": (spelling, "sound", lambda _: "", said("je vais te kassé les dents")),
    "slips": (Spelling, "_undo_slip", lambda *_: None, said("les muslumans sont des voleurs")),
    "glue": (Spelling, "_cut", lambda *_: None, said("lesarabes sont des voleurs")),
    "quotes": (
        guards.Said,
        "_is_quoted",
        lambda *_: False,
        said("hier encore au marché : « les arabes sont des voleurs »"),
    ),
    "lexicon": (Lexicon, "find", lambda _, words: {}, said("je vais te tuer")),
    "patterns": (Patterns, "find", lambda _, folded: {}, said("écris à luna@exemple.fr")),
    "phones": (phones, "find_phone", lambda _: None, said("0639981234")),
    "spoken phones": (phones, "find_spelled_phone", lambda _: None, said("zéro six trente-neuf 98 douze 34")),
    "composition": (Grammar, "find", lambda *_: ({}, set()), said("je vais te planter")),
    "guards": (
        guards.Said,
        "is_guarded",
        lambda *_: False,
        said("dire que les arabes sont des voleurs c'est du racisme"),
    ),
    "scorer": (
        Scorer,
        "scores",
        lambda _, labels, *__: dict.fromkeys(labels, 0.0),
        said("Ma copine sera dans la chambre, elle ne saura pas qui tu es"),
    ),
    "likeness to harm": (Scorer, "alike", lambda *_: [], said(LIKE_A_LURE)),
    "history": (
        engine,
        "lines_read",
        lambda _: [],
        said("on se voit quand même ?", history=(Line("author", "bonsoir"), Line("other", "j'ai 15 ans"))),
    ),
    "split words": (
        engine,
        "parts_of",
        lambda _: [],
        said("98 12 34", history=(Line("other", "alors ?"), Line("author", "06"), Line("author", "39"))),
    ),
    "facts": (engine, "facts_of", lambda _: {}, said("mon snap c'est luna", kind="first_word")),
    "traces": (engine, "traces_of", lambda _: {}, said("j'ai 28 ans", account={"said_minor": 0.5})),
    "rules": (engine.Engine, "candidates", lambda *_: [], said("sale pédé")),
}


@pytest.mark.parametrize("stage", STAGES)
def test_without_this_stage_its_case_comes_out_differently(
    stage: str, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name, without, case = STAGES[stage]
    monkeypatch.setattr(gate._engine.reader._spelling, "_memo", {})  # what was undone before is not remembered
    whole = gate.review(case() if callable(case) else case)
    gate._engine.reader._spelling._memo.clear()
    monkeypatch.setattr(owner, name, without)
    lame = gate.review(case() if callable(case) else case)
    assert (lame.effect, _rules(lame)) != (whole.effect, _rules(whole))
    assert "unread" not in _rules(lame)


def _rules(verdict: Verdict) -> list[str]:
    return [reason.rule for reason in verdict.reasons]
