"""The gate itself: the engine in force, what became of faults, and how one engine replaces another."""

import gc
from collections import Counter
from pathlib import Path

import structlog

from veillee.safety.policy.drafting import Draft, Trial
from veillee.safety.policy.engine import Engine
from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFolder
from veillee.safety.policy.help import Directory
from veillee.safety.policy.house import HOUSE_RULES_FILE, HelpLine, HouseRules
from veillee.safety.policy.model import EFFECTS, Submission, Verdict
from veillee.safety.policy.proving import check_cases
from veillee.safety.policy.reach import Ladder
from veillee.safety.policy.rules import Rule
from veillee.safety.policy.traces import Trace

log = structlog.get_logger(__name__)


class Gate:
    """Built once from the policy files, then asked about everything. Safe to share between threads."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self._engine = _make_engine(folders)
        self.answered: Counter[str] = Counter(dict.fromkeys(EFFECTS, 0))
        """How many verdicts of each effect since the start."""
        self.shadowed: Counter[str] = Counter()
        """How often each rule in shadow would have spoken since the start."""
        self.shadowed_alone: Counter[str] = Counter()
        """How often of these no rule in force said anything."""
        self.spoken: Counter[str] = Counter()
        """How often each rule spoke since the start."""

    @classmethod
    def load(cls, policies_dir: Path, *more_dirs: Path) -> "Gate":
        """The gate of these files; a later folder adds to an earlier one and replaces files of the same name.

        Raises PolicyError, with file and line, when anything in them does not hold together.
        """
        return cls((Path(policies_dir), *map(Path, more_dirs)))

    @property
    def version(self) -> str:
        return self._engine.version

    @property
    def house_rules(self) -> HouseRules:
        return self._engine.house_rules

    @property
    def help_lines(self) -> tuple[HelpLine, ...]:
        return self._engine.help_lines

    @property
    def ladder(self) -> Ladder:
        """What people may do towards strangers."""
        return self._engine.ladder

    @property
    def directory(self) -> Directory:
        """The help lines, by country."""
        return self._engine.directory

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self._engine.rules

    def try_out(self, draft: Draft) -> Trial:
        """The rules in force beside the same with one changed; nothing comes into force. Raises PolicyError."""
        return Trial(self._engine, draft)

    def review(self, submission: Submission) -> Verdict:
        """The verdict on the submission. Never raises: what cannot be read is held for a person to look at."""
        engine = self._engine
        try:
            verdict = engine.judge(submission)
        except Exception as error:  # a fault here must neither let words pass unseen nor take the sender's request down
            log.error("gate_failed", error=type(error).__name__, chars=len(submission.text), version=engine.version)
            verdict = engine.verdict_when_unread(submission)
        self.answered[verdict.effect] += 1
        for reason in verdict.reasons:
            self.spoken[reason.rule] += 1
        if verdict.shadow:
            self.shadowed.update(verdict.shadow)
            if not verdict.reasons:
                self.shadowed_alone.update(verdict.shadow)
        return verdict

    def review_to_keep(self, submission: Submission) -> Verdict:
        """As review; and when more than an answer follows, with what would have let the words pass. Never raises."""
        verdict = self.review(submission)
        if not verdict.is_kept:
            return verdict
        try:
            return self._engine.explain(submission, verdict)
        except Exception as error:  # the verdict stands without its explanation
            log.error("explanation_failed", error=type(error).__name__, version=self.version)
            return verdict

    @property
    def traces(self) -> dict[str, Trace]:
        """Every kind of trace."""
        return self._engine.traces

    def traces_left(self, text: str) -> tuple[str, ...]:
        """The traces that a text leaves; quick for one that was judged just now. Never raises."""
        try:
            return self._engine.traces_left(text)
        except Exception as error:  # delivery goes on; the fault was held or will be
            log.error("traces_failed", error=type(error).__name__, chars=len(text), version=self.version)
            return ()

    def words_of(self, text: str) -> str:
        """The text as the lexicon reads it: plain words, one space apart."""
        return self._engine.reader.words_of(text)

    def reload(self) -> str:
        """Reads the files again and puts them in force as a whole; returns the version.

        Raises PolicyError, and leaves in force what is, when they do not hold together, when a rule fails one of its
        own cases, or when the house rules differ: members agreed to those, so they change with a restart.
        """
        fresh = _make_engine(self._folders)
        if fresh.house_rules != self._engine.house_rules:
            raise PolicyError(HOUSE_RULES_FILE, 1, "changed: new house rules come into force with a restart")
        check_cases(fresh)
        self._engine = fresh
        return fresh.version


def _make_engine(folders: tuple[Path, ...]) -> Engine:
    """Of these files. The collector rests meanwhile: what is made stays, and it would look at it again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return Engine(PolicyFolder(*folders))
    finally:
        if collects:
            gc.enable()
