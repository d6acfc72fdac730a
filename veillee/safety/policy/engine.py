"""One version of the policies, ready to be asked: a submission in, a verdict out, nothing remembered."""

from collections.abc import Iterable, Mapping

import msgspec

from veillee.safety.policy.context import (
    OTHER_AGE,
    SCORE,
    are_short,
    can_trigger,
    derived,
    facts_of,
    is_far_from_all,
    is_name,
    lines_read,
    parts_of,
    prefix_of,
    traces_of,
    variables,
    words_apart,
)
from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.expressions import ExpressionError, Expressions
from veillee.safety.policy.files import PolicyFolder
from veillee.safety.policy.help import read_directory
from veillee.safety.policy.house import HelpLine, HouseRules, Words, read_house_rules
from veillee.safety.policy.model import EFFECTS, LABELS, NAMES, Caution, Evidence, Reason, Submission, Turn, Verdict
from veillee.safety.policy.phrases import read_phrases
from veillee.safety.policy.plain import Value
from veillee.safety.policy.reach import Ladder, read_ladder
from veillee.safety.policy.rules import Citing, Rule, RuleReader
from veillee.safety.policy.signals.ages import find_age, may_say_age
from veillee.safety.policy.signals.grammar import OverfullError
from veillee.safety.policy.signals.reader import Reader, Reading
from veillee.safety.policy.signals.scorer import LIKE
from veillee.safety.policy.traces import FILE as TRACES_FILE
from veillee.safety.policy.traces import age_kind, left_by, read_traces

UNREAD = "unread"
TURNS_MAX = 6
STRENGTH = {effect: rank for rank, effect in enumerate(EFFECTS)}
GRAVITY = {label: rank for rank, label in enumerate(LABELS)}


class Engine:
    """Built from policy files, or PolicyError; `judge` is a pure function of its submission."""

    def __init__(self, folder: PolicyFolder) -> None:
        self.version = folder.version
        self.house_rules: HouseRules = read_house_rules(folder)
        self.directory = read_directory(folder)
        self.help_lines: tuple[HelpLine, ...] = self.directory.lines
        self.ladder: Ladder = read_ladder(folder)
        self.reader = Reader(folder)
        file = folder.get("language/citing.yaml")
        titles = {article.id: article.title for article in self.house_rules.articles}
        citing = Citing(file.parse(file.body, Words).as_dict(), titles)
        file = folder.get("language/graver.yaml")
        self._graver = Citing(file.parse(file.body, Words).as_dict(), titles)
        self.traces = read_traces(folder.get(TRACES_FILE), self.reader.signals)
        self.phrases = read_phrases(folder, self.traces)
        self.defaults = variables(self.reader.signals, self.traces)
        names = self.triggering(self.defaults)
        rules = RuleReader(Expressions(self.defaults), names, citing, [line.id for line in self.help_lines])
        self.put(rules.read(folder.below("rules")))
        file = folder.get("language/unread.yaml")
        self._unread = file.parse(file.body, Words).as_dict()

    @staticmethod
    def triggering(names: Iterable[str]) -> frozenset[str]:
        """Those that can make a rule speak."""
        return frozenset(filter(can_trigger, names))

    def put(self, rules: Iterable[Rule]) -> None:
        """These are the rules."""
        self.rules: tuple[Rule, ...] = tuple(rules)
        self._by_trigger = _index(self.rules)
        self._by_facts = [rule for rule in self.rules if rule.by_facts]
        self._alike_by_signal = _index_alike(self.rules)

    def judge(self, submission: Submission) -> Verdict:
        """The verdict. May raise: whoever asks decides what a fault means."""
        try:
            reading = self.reader.read(submission.text)
            present = self._present(reading, submission)
        except OverfullError:
            return self.verdict_when_unread(submission)
        candidates = self.candidates(present)
        if not candidates:
            return Verdict(policy_version=self.version)
        values = self._values(reading, submission, present, candidates)
        spoke = [rule for rule in candidates if _speaks(rule, values)]
        return self._verdict(spoke, reading, values, submission)

    def explain(self, submission: Submission, verdict: Verdict) -> Verdict:
        """The same verdict with what would have let the words pass, and what was judged. May raise, as judge."""
        try:
            reading = self.reader.read(submission.text)
            present = self._present(reading, submission)
        except OverfullError:
            return msgspec.structs.replace(verdict, asked=submission)
        rules = {rule.id: rule for rule in self.rules}
        spoke = [rules[reason.rule] for reason in verdict.reasons if reason.rule in rules]
        values = self._values(reading, submission, present, spoke)
        turns = {rule.id: self._turns(rule, values) for rule in spoke}
        reasons = tuple(msgspec.structs.replace(r, turns=turns.get(r.rule, ())) for r in verdict.reasons)
        return msgspec.structs.replace(verdict, reasons=reasons, asked=submission)

    def _turns(self, rule: Rule, values: dict[str, Value]) -> tuple[Turn, ...]:
        """What alone would have kept the rule silent: each of its names, changed while the others stay."""
        found = []
        for name in rule.when.names:
            there = self._differs(name, values)
            changed: Value = self.defaults[name] if there else True
            if (there or self.defaults[name] is False) and not _speaks(rule, values | {name: changed}):
                found.append(Turn(name, not there, self.phrases.of(name)))
        return tuple(found[:TURNS_MAX])

    def _values(
        self, reading: Reading, submission: Submission, present: set[str], rules: list[Rule]
    ) -> dict[str, Value]:
        """What differs from the defaults, and perhaps more."""
        values = facts_of(submission) | dict.fromkeys(present, True)
        values["author_may_link"] = self.ladder.may_link(submission.author.account_age_hours)
        if submission.pair or submission.account:
            values |= traces_of(submission)
        if labels := {label for rule in rules for label in rule.weighs}:
            scores = self.reader.scorer.scores(labels, reading.words, self.reader.strength_of(reading))
            values |= {f"{SCORE}{label}": score for label, score in scores.items()}
        return values

    def _differs(self, name: str, values: Mapping[str, Value]) -> bool:
        return name in values and values[name] != self.defaults[name]

    def _present(self, reading: Reading, submission: Submission) -> set[str]:
        present = self._with_history(reading, submission)
        if tells_another_age(reading, submission):
            present.add(OTHER_AGE)
        return present

    def verdict_when_unread(self, submission: Submission) -> Verdict:
        """What becomes of words that could not be judged: a person looks at them."""
        article = self.house_rules.articles[0].id
        reason = Reason(UNREAD, UNREAD, article, (0, len(submission.text)), self._unread)
        return Verdict(effect="hold", reasons=(reason,), open_case=True, policy_version=self.version)

    def traces_left(self, text: str) -> tuple[str, ...]:
        """The traces that a text leaves; quick for one that was judged just now."""
        left = left_by(self.reader.names_of(text), self.traces)
        if may_say_age(text) and (age := find_age(self.reader.words_of(text))) is not None:
            left += (age_kind(age),)
        return left

    def candidates(self, present: set[str]) -> list[Rule]:
        """The rules that one of these signals can make speak, and those that facts alone can."""
        raised = (rule for name in present for rule in self._by_trigger.get(name, ()))
        return list({rule.id: rule for rule in (*raised, *self._by_facts)}.values())

    def _with_history(self, reading: Reading, submission: Submission) -> set[str]:
        present = {*reading.names, *derived(submission)}
        for signal in reading.excused:
            # Whoever understood a label's words and found them excused knows better than how words are mostly meant.
            present.difference_update(self._alike_by_signal.get(signal, ()))
        if is_name(submission):
            present |= self.reader.names_of(words_apart(submission.text))
        if parts := parts_of(submission):
            alone = frozenset[str]().union(*map(self.reader.names_of, parts))
            joined = self.reader.names_of(" ".join((*parts, submission.text))) - alone - self.reader.alike
            present |= joined if are_short(parts) else joined - self.reader.whole_only
        for line in lines_read(submission):
            prefix = prefix_of(line)
            present.update(prefix + name for name in self.reader.names_of(line.text))
        return present

    def _verdict(
        self, spoke: list[Rule], reading: Reading, values: dict[str, Value], submission: Submission
    ) -> Verdict:
        shadow = tuple(sorted(rule.id for rule in spoke if rule.mode == "shadow"))
        spoke = [rule for rule in spoke if rule.mode == "on"]
        if not spoke:
            return Verdict(policy_version=self.version, shadow=shadow)
        country = self.directory.country_of(submission.region, submission.country)
        deciding = min(spoke, key=lambda rule: (-STRENGTH[rule.effect], GRAVITY[rule.label], rule.id))
        spoke.sort(key=lambda rule: (_is_aside(rule, deciding), GRAVITY[rule.label], -STRENGTH[rule.effect], rule.id))
        return Verdict(
            effect=deciding.effect,
            labels=tuple(sorted({rule.label for rule in spoke}, key=GRAVITY.__getitem__)),
            reasons=tuple(
                self._reason(rule, reading, values, self._words(rule, deciding, submission, country)) for rule in spoke
            ),
            open_case=any(rule.open_case for rule in spoke),
            urgent=any(rule.urgent for rule in spoke),
            freeze=any(rule.freeze for rule in spoke),
            help=self.directory.localise(
                dict.fromkeys(line for rule in spoke for line in rule.help), country, submission.language
            ),
            caution=_caution(spoke) if submission.audience == "private" else None,
            policy_version=self.version,
            shadow=shadow,
        )

    def _words(self, rule: Rule, deciding: Rule, submission: Submission, country: str) -> dict[str, str]:
        """What a rule tells the sender, with the numbers of where they live.

        Alone it might have held or advised: where a lighter one decides something stronger, it says which article is
        broken first, and that one's words say what happens.
        """
        text = _told(rule, submission)
        if STRENGTH[rule.effect] < STRENGTH[deciding.effect] and GRAVITY[rule.label] < GRAVITY[deciding.label]:
            text = self._graver.cite(_told(deciding, submission), rule.article)
        return {tongue: self.directory.fill(words, country, tongue) for tongue, words in text.items()}

    def _reason(self, rule: Rule, reading: Reading, values: dict[str, Value], text: dict[str, str]) -> Reason:
        """With the place of the first of the rule's signals that this text shows, or all of the text."""
        shown = next((name for name in rule.when.names if name in reading.names), None)
        span = reading.whole if shown is None else reading.span(shown)
        rested = [name for name in rule.rests_on if self._differs(name, values)]
        evidence = tuple(Evidence(name, _short(values[name]), self.phrases.of(name)) for name in rested)
        return Reason(rule.id, rule.label, rule.article, span, text, evidence)


def _told(rule: Rule, submission: Submission) -> dict[str, str]:
    return rule.name_text if submission.kind in NAMES else rule.text


def _is_aside(rule: Rule, deciding: Rule) -> bool:
    """Whether a rule that decided nothing comes last, however grave: it is silent, or about somebody who needs help."""
    weaker = STRENGTH[rule.effect] < STRENGTH[deciding.effect]
    return weaker and (rule.effect == EFFECTS[0] or rule.label == "self_harm")


def _speaks(rule: Rule, values: Mapping[str, Value]) -> bool:
    """Whether it does. Raises PolicyError naming a rule whose question has no answer, such as a division by zero."""
    try:
        return rule.when.holds(values)
    except ExpressionError as error:
        raise PolicyError(rule.file, rule.line, f"{rule.id}: {error}") from error


def tells_another_age(reading: Reading, submission: Submission) -> bool:
    """Whether the author says an age far from one that they have said before."""
    said = submission.author.ages_said
    age = find_age(reading.words) if said else None
    return age is not None and is_far_from_all(age, said)


def _caution(spoke: list[Rule]) -> Caution | None:
    """Of the gravest rule that has words for the reader."""
    rule = next((rule for rule in spoke if rule.recipient), None)
    return None if rule is None else Caution(rule.label, rule.recipient, rule.recipient_help)


def _short(value: Value) -> float:
    return 0.0 if isinstance(value, str) else round(float(value), 2)


def _index_alike(rules: tuple[Rule, ...]) -> dict[str, set[str]]:
    """Signal → what texts are like whose words it understands."""
    index: dict[str, set[str]] = {}
    for rule in rules:
        for name in rule.triggers:
            index.setdefault(name, set()).add(LIKE + rule.label)
    return index


def _index(rules: tuple[Rule, ...]) -> dict[str, list[Rule]]:
    index: dict[str, list[Rule]] = {}
    for rule in rules:
        for name in rule.triggers:
            index.setdefault(name, []).append(rule)
    return index
