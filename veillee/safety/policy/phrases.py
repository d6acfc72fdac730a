"""What the names in rules mean, in words that staff read."""

from collections.abc import Mapping

from veillee.safety.policy.context import ACCOUNT, EARLIER, OTHER, PAIR, SCORE
from veillee.safety.policy.files import PolicyFolder
from veillee.safety.policy.house import Words
from veillee.safety.policy.signals.scorer import LIKE
from veillee.safety.policy.traces import Trace

FILE = "language/phrases.yaml"
FORMS = {PAIR: "pair", ACCOUNT: "account", EARLIER: "earlier", OTHER: "other", SCORE: "alike", LIKE: "alike"}
"""Prefix of a name → the phrase that its own phrase is put into, at `{what}`."""


class Phrases:
    """By name; a name without a phrase stands for itself, so that a new signal never breaks a place."""

    def __init__(self, phrases: Mapping[str, dict[str, str]]) -> None:
        self._phrases = phrases

    def of(self, name: str) -> dict[str, str]:
        """By language."""
        if name in self._phrases:
            return dict(self._phrases[name])
        for prefix, form in FORMS.items():
            if name.startswith(prefix):
                what = self.of(name.removeprefix(prefix))
                return {
                    language: text.replace("{what}", what[language]) for language, text in self._phrases[form].items()
                }
        plain = name.replace("_", " ")
        return {"fr": plain, "en": plain}


def read_phrases(folder: PolicyFolder, traces: Mapping[str, Trace]) -> Phrases:
    """Of the file and of the traces. Raises PolicyError."""
    file = folder.get(FILE)
    phrases = {name: file.parse(value, Words).as_dict() for name, value in file.entries()}
    return Phrases({name: dict(trace.says) for name, trace in traces.items() if trace.says} | phrases)
