"""The gate itself: a submission in, a verdict out."""

from pathlib import Path

import structlog

from veillee.safety.policy.context import HISTORY_LINES_MAX, derived, facts_of, prefix_of, variables
from veillee.safety.policy.expressions import Expressions
from veillee.safety.policy.files import PolicyFolder
from veillee.safety.policy.house import HelpLine, HouseRules, Words, read_help_lines, read_house_rules
from veillee.safety.policy.model import EFFECTS, LABELS, Reason, Submission, Verdict
from veillee.safety.policy.rules import Rule, RuleReader
from veillee.safety.policy.signals.reader import Reader, Reading

UNREAD = "unread"
STRENGTH = {effect: rank for rank, effect in enumerate(EFFECTS)}
GRAVITY = {label: rank for rank, label in enumerate(LABELS)}
log = structlog.get_logger(__name__)


class Gate:
    """Built once from the policy files, then asked about everything. Safe to share between threads."""

    def __init__(self, folder: PolicyFolder) -> None:
        self.version = folder.version
        self.house_rules: HouseRules = read_house_rules(folder)
        self.help_lines: tuple[HelpLine, ...] = read_help_lines(folder)
        self._reader = Reader(folder)
        articles = [article.id for article in self.house_rules.articles]
        signals = self._reader.signals
        self._defaults = variables(signals)
        names = frozenset(self._defaults) - frozenset(facts_of(Submission(text="")))
        reader = RuleReader(Expressions(self._defaults), names, articles, [line.id for line in self.help_lines])
        self.rules: tuple[Rule, ...] = reader.read(folder.below("rules"))
        self._by_trigger = _index(self.rules)
        file = folder.get("language/unread.yaml")
        self._unread = file.parse(file.body, Words).as_dict()

    @classmethod
    def load(cls, policies_dir: Path, *more_dirs: Path) -> "Gate":
        """The gate of these files; a later folder adds to an earlier one and replaces files of the same name.

        Raises PolicyError, with file and line, when anything in them does not hold together.
        """
        return cls(PolicyFolder(Path(policies_dir), *map(Path, more_dirs)))

    def review(self, submission: Submission) -> Verdict:
        """The verdict on the submission. Never raises: what cannot be read is held for a person to look at."""
        try:
            return self._review(submission)
        except Exception as error:  # a fault here must neither let words pass unseen nor take the sender's request down
            log.error("gate_failed", error=type(error).__name__, chars=len(submission.text), version=self.version)
            return self._verdict_when_unread(submission)

    def _review(self, submission: Submission) -> Verdict:
        reading = self._reader.read(submission.text)
        present = self._with_history(reading, submission)
        candidates = {rule.id: rule for name in present for rule in self._by_trigger.get(name, ())}
        if not candidates:
            return Verdict(policy_version=self.version)
        values = self._defaults | facts_of(submission) | dict.fromkeys(present, True)
        spoke = [rule for rule in candidates.values() if rule.mode == "on" and rule.when.holds(values)]
        return self._verdict(spoke, reading)

    def _with_history(self, reading: Reading, submission: Submission) -> set[str]:
        present = {*reading.names, *derived(submission)}
        for line in submission.history[-HISTORY_LINES_MAX:]:
            prefix = prefix_of(line)
            present.update(prefix + name for name in self._reader.names_of(line.text))
        return present

    def _verdict(self, spoke: list[Rule], reading: Reading) -> Verdict:
        if not spoke:
            return Verdict(policy_version=self.version)
        spoke.sort(key=lambda rule: (-STRENGTH[rule.effect], GRAVITY[rule.label], rule.id))
        labels = sorted({rule.label for rule in spoke}, key=GRAVITY.__getitem__)
        return Verdict(
            effect=spoke[0].effect,
            labels=tuple(labels),
            reasons=tuple(_reason(rule, reading) for rule in spoke),
            open_case=any(rule.open_case for rule in spoke),
            urgent=any(rule.urgent for rule in spoke),
            help=tuple(dict.fromkeys(line for rule in spoke for line in rule.help)),
            policy_version=self.version,
        )

    def _verdict_when_unread(self, submission: Submission) -> Verdict:
        article = self.house_rules.articles[0].id
        reason = Reason(UNREAD, UNREAD, article, (0, len(submission.text)), self._unread)
        return Verdict(effect="hold", reasons=(reason,), open_case=True, policy_version=self.version)


def _index(rules: tuple[Rule, ...]) -> dict[str, list[Rule]]:
    index: dict[str, list[Rule]] = {}
    for rule in rules:
        for name in rule.triggers:
            index.setdefault(name, []).append(rule)
    return index


def _reason(rule: Rule, reading: Reading) -> Reason:
    """The reason with the place of the first of the rule's signals that this text shows, or all of the text."""
    shown = next((name for name in rule.when.names if name in reading.names), None)
    span = reading.whole if shown is None else reading.span(shown)
    return Reason(rule.id, rule.label, rule.article, span, rule.text)
