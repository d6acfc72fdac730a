"""A name is told about as a name: no rule speaks of a message there, nor of anybody who will read it first."""

import itertools
import re

import msgspec
import pytest

from veillee.community.outcomes import about_name
from veillee.community.outcomes.naming import CALLED
from veillee.foundation.basics import asset_dir
from veillee.safety.policy import Facts, Gate, Submission

WRONG = re.compile(r"message|this name or title|ce nom ou ce titre|va (le|les) lire|before it is shown", re.IGNORECASE)


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate.load(asset_dir("policies"))


def test_every_rule_calls_a_name_what_it_is_and_promises_no_reader(gate: Gate) -> None:
    """Give such a rule a name_text."""
    stopped = set()
    for rule in gate.rules:
        for case, kind in itertools.product(rule.catch, CALLED):
            # Whoever chooses a name has said nothing before, to nobody.
            submission = Submission(text=case.text, kind=kind, author=Facts(declared_age=34))
            verdict = about_name(gate.review(submission), kind)
            if verdict.effect in ("hold", "refuse"):
                stopped |= {reason.rule for reason in verdict.reasons}
                told = " ".join(text for reason in verdict.reasons for text in reason.text.values())
                assert not WRONG.search(told), (rule.id, kind, told)
    assert stopped >= {"hate.attack", "threat.violence", "scam.money", "sedation.unaware"}


def test_the_words_keep_their_capitals(gate: Gate) -> None:
    rule = next(rule for rule in gate.rules if rule.id == "hate.attack")
    verdict = gate.review(msgspec.structs.replace(rule.catch[0].submission(), kind="room_topic"))
    assert about_name(verdict, "room_topic").text("fr").startswith("Ce sujet ")
    assert about_name(verdict, "room_topic").text("en").startswith("This topic ")
