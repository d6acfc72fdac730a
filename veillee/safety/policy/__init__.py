"""The gate: everything that somebody says, names or titles passes `Gate.review` before anybody else sees it.

Promise: a verdict is a pure function of (submission, policy version), never an exception, and every reason in it names
a rule, an article of the house rules and the characters of the original text that it rests on. Owns no table, announces
no event; what follows from a verdict is done by whoever asked.
"""

from veillee.safety.policy.drafting import Draft, Outcome, Trial
from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFolder
from veillee.safety.policy.gate import Gate
from veillee.safety.policy.house import Article, HelpLine, HouseRules
from veillee.safety.policy.judging import judge, submissions
from veillee.safety.policy.model import (
    LABELS,
    Caution,
    Effect,
    Evidence,
    Facts,
    Kind,
    Label,
    Line,
    Reason,
    Submission,
    Verdict,
)
from veillee.safety.policy.proving import backtest, make_engine, policy_failures
from veillee.safety.policy.reach import Allowance, Ladder
from veillee.safety.policy.rules import Mode, Rule
from veillee.safety.policy.text import find_alike, fold, near_duplicates, short_copies
from veillee.safety.policy.traces import AGE, AGES_LAST, Trace, age_of

__all__ = [
    "AGE",
    "AGES_LAST",
    "LABELS",
    "Allowance",
    "Article",
    "Caution",
    "Draft",
    "Effect",
    "Evidence",
    "Facts",
    "Gate",
    "HelpLine",
    "HouseRules",
    "Kind",
    "Label",
    "Ladder",
    "Line",
    "Mode",
    "Outcome",
    "PolicyError",
    "PolicyFolder",
    "Reason",
    "Rule",
    "Submission",
    "Trace",
    "Trial",
    "Verdict",
    "age_of",
    "backtest",
    "find_alike",
    "fold",
    "judge",
    "make_engine",
    "near_duplicates",
    "policy_failures",
    "short_copies",
    "submissions",
]
