"""`veillee judge`: one line out for each line in, in order, whatever comes in."""

import json

from veillee.safety.policy import Gate, judge


def test_verdicts_come_in_order(gate: Gate) -> None:
    texts = ["bonsoir", "sale pédé", "je vais te tuer", "il fait beau"]
    lines = [json.dumps({"id": f"x{n}", "text": text, "language": "fr"}) for n, text in enumerate(texts)]
    answers = [json.loads(line) for line in judge(lines, gate)]
    assert [answer["id"] for answer in answers] == ["x0", "x1", "x2", "x3"]
    assert [answer["effect"] for answer in answers] == ["allow", "refuse", "hold", "allow"]
    assert answers[1]["reasons"][0]["span"] == [0, 9]
    assert set(answers[1]["reasons"][0]) == {"rule", "label", "span", "text"}


def test_everything_but_id_and_text_is_optional_and_unknown_members_are_ignored(gate: Gate) -> None:
    asked = {
        "id": "x1",
        "text": "ok",
        "conversation": "private",
        "history": [{"from": "other", "text": "j'ai 15 ans"}],
        "author": {"declared_age": 34, "account_age_hours": 2},
        "other": {"declared_age": 29},
        "more": 1,
    }
    (answer,) = [json.loads(line) for line in judge([json.dumps(asked)], gate)]
    assert answer["labels"] == ["minor_sought"]


def test_a_bad_line_is_answered_and_stops_nothing(gate: Gate) -> None:
    lines = [
        "{",
        '{"id":"a"}',
        '{"text":"x"}',
        '{"id":"b","text":1}',
        "[]",
        "\n",
        '{"id":"c","text":"bonsoir"}',
        "{" * 5000,
    ]
    answers = [json.loads(line) for line in judge(lines, gate)]
    assert [answer.get("id") for answer in answers] == [None, "a", None, "b", None, "c", None]
    assert ["error" in answer for answer in answers] == [True, True, True, True, True, False, True]


def test_lone_surrogates_are_judged(gate: Gate) -> None:
    (answer,) = [json.loads(line) for line in judge(['{"id":"x","text":"sale p\\u00e9d\\u00e9 \\ud800"}'], gate)]
    assert answer["labels"] == ["hate"]


def test_null_says_the_same_as_nothing(gate: Gate) -> None:
    bare = {"id": "x", "text": "ok", "history": [{"from": "other", "text": "j'ai 15 ans"}]}
    optional = ("language", "conversation", "kind", "author", "other", "contacts")
    facts = dict.fromkeys(("declared_age", "account_age_hours", "first_words_last_day", "near_duplicates"))
    asked = (
        {"id": "x", "text": "ok"},
        {"id": "x", "text": "ok", "history": None} | dict.fromkeys(optional),
        {"id": "x", "text": "ok", "author": facts, "other": facts},
    )
    answers = [json.loads(line) for line in judge(map(json.dumps, asked), gate)]
    assert answers == [{"id": "x", "effect": "allow", "labels": [], "reasons": []}] * 3
    with_nulls, without = judge([json.dumps(bare | dict.fromkeys(optional)), json.dumps(bare)], gate)
    assert with_nulls == without
    unsaid = {"id": "x", "text": "bonsoir", "history": [{"from": None, "text": "salut"}]}
    assert "error" not in json.loads(next(judge([json.dumps(unsaid)], gate)))


def test_what_must_be_there_may_not_be_null(gate: Gate) -> None:
    lines = ['{"id":null,"text":"x"}', '{"id":"a","text":null}', '{"id":"b","text":"x","history":[null]}']
    assert all("error" in json.loads(answer) for answer in judge(lines, gate))
