"""The gate: everything that somebody says, names or titles passes `Gate.review` before anybody else sees it.

Promise: a verdict is a pure function of (submission, policy version), never an exception, and every reason in it names
a rule, an article of the house rules and the characters of the original text that it rests on. Owns no table, announces
no event; what follows from a verdict is done by whoever asked.
"""

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.gate import Gate
from veillee.safety.policy.house import Article, HelpLine, HouseRules
from veillee.safety.policy.judging import judge
from veillee.safety.policy.model import (
    LABELS,
    Effect,
    Facts,
    Kind,
    Label,
    Line,
    Reason,
    Submission,
    Verdict,
)
from veillee.safety.policy.text import fold

__all__ = [
    "LABELS",
    "Article",
    "Effect",
    "Facts",
    "Gate",
    "HelpLine",
    "HouseRules",
    "Kind",
    "Label",
    "Line",
    "PolicyError",
    "Reason",
    "Submission",
    "Verdict",
    "fold",
    "judge",
]
