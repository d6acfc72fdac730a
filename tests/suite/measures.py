"""What is counted of a gate: recall and alarms of a functionality, effects on chat, recall under a disguise."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property

import msgspec

from tests.suite.cases import Case, Functionality
from veillee.safety.policy import Effect, Gate, Line, Submission, Verdict

CRITICAL = {"ambush", "minor_disclosed", "minor_sought", "third_person", "sedation", "sextortion"}
STOPS = ("hold", "refuse")


def verdict_on(gate: Gate, text: str) -> Verdict:
    """As between two strangers in private, where the gate is strictest."""
    return gate.review(Submission(text=text, audience="private"))


class Score(msgspec.Struct, dict=True):
    """The verdicts on one functionality."""

    label: str
    harmful: list[tuple[Case, Verdict]]
    benign: list[tuple[Case, Verdict]]

    @cached_property
    def missed(self) -> list[str]:
        return [case.text for case, verdict in self.harmful if self.label not in verdict.labels]

    @cached_property
    def alarms(self) -> list[str]:
        """Twins that were given the label."""
        return [case.text for case, verdict in self.benign if self.label in verdict.labels]

    @cached_property
    def stopped(self) -> list[str]:
        """Twins that did not arrive, whatever the label."""
        return [case.text for case, verdict in self.benign if verdict.effect in STOPS]

    @cached_property
    def effects(self) -> Counter[Effect]:
        return Counter(verdict.effect for _, verdict in self.harmful)


def score(gate: Gate, functionality: Functionality) -> Score:
    def judged(cases: Iterable[Case]) -> list[tuple[Case, Verdict]]:
        return [(case, verdict_on(gate, case.text)) for case in cases]

    return Score(functionality.label, judged(functionality.harmful), judged(functionality.benign))


def recall(scores: Iterable[Score]) -> float:
    pairs = [(len(each.missed), len(each.harmful)) for each in scores]
    return 1 - sum(missed for missed, _ in pairs) / max(1, sum(total for _, total in pairs))


def alarm_rate(scores: Iterable[Score]) -> float:
    pairs = [(len(each.alarms), len(each.benign)) for each in scores]
    return sum(alarms for alarms, _ in pairs) / max(1, sum(total for _, total in pairs))


def by_register(scores: Iterable[Score]) -> dict[str, tuple[int, int]]:
    """Register → cases caught, cases in all."""
    caught, total = Counter[str](), Counter[str]()
    for each in scores:
        for case, verdict in each.harmful:
            total[case.register] += 1
            caught[case.register] += each.label in verdict.labels
    return {register: (caught[register], count) for register, count in total.items()}


def kept_under(gate: Gate, disguise: Callable[[str], str], lines: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """How many (label, text) that are caught as written are caught in disguise too, and how many there are."""
    plain = [(label, text) for label, text in lines if label in verdict_on(gate, text).labels]
    return sum(label in verdict_on(gate, disguise(text)).labels for label, text in plain), len(plain)


def stopped_together(gate: Gate, said: Iterable[str]) -> bool:
    """Whether the last of these messages of one person, sent one after the other to a stranger, does not arrive."""
    *before, last = said
    history = tuple(Line("author", text) for text in before)
    return gate.review(Submission(text=last, audience="private", history=history)).effect in STOPS


def stopped_in_pieces(gate: Gate, text: str, pieces: int) -> bool:
    """Whether a line that is cut between words and sent in so many messages is stopped at one of them."""
    words = text.split()
    size = max(1, -(-len(words) // pieces))
    said = [" ".join(words[at : at + size]) for at in range(0, len(words), size)]
    return any(stopped_together(gate, said[: at + 1]) for at in range(len(said)))


def macro_f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """Of what should be caught and what was: the mean of the F1 of both classes."""
    counts = Counter(pairs)
    wrong = counts[True, False] + counts[False, True]
    return sum(2 * counts[x, x] / max(1, 2 * counts[x, x] + wrong) for x in (True, False)) / 2
