"""Every kind of leaf is explained to whoever reads the ledger."""

import ast
import re
from collections.abc import Iterator

from tests.tidy.tree import ROOT, modules, syntax
from veillee.oversight.moderation.cases.actions import CASEWORK
from veillee.oversight.moderation.cases.listening import FINDINGS
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.safety.evidence import ACTS
from veillee.safety.ledger import CLOCK_BEHIND

PAGE = ROOT / "docs" / "ledger.md"
WORDS = ROOT / "clients" / "console" / "src" / "words" / "ledger.fr.ts"
CHARS_MAX = 40
COMPUTED = {f"decision.{kind}" for kind in DECISIONS} | {f"gate.{finding}" for finding in FINDINGS.values()}
COMPUTED |= {f"evidence.{act}" for act in ACTS} | {CLOCK_BEHIND} | set(CASEWORK.values())


def test_every_kind_of_leaf_is_documented() -> None:
    """A kind that nobody can look up says nothing; one that nobody writes says something untrue."""
    written = set(_written()) | COMPUTED
    explained = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    wrong = sorted(written ^ explained)
    assert not wrong, "\n".join([*wrong, "Give each kind of leaf one row in docs/ledger.md, and take out the others."])


def test_every_kind_of_leaf_has_its_words() -> None:
    """The console names each; the test of words sees to it that both languages do."""
    named = set(re.findall(r"^\s+'([a-z]+\.[a-z_]+)':", WORDS.read_text(encoding="utf-8"), re.MULTILINE))
    wrong = sorted((set(_written()) | COMPUTED) ^ named)
    assert not wrong, "\n".join([*wrong, f"Name each kind in {WORDS.name}, in French and in English."])


def test_kinds_of_leaves_fit_their_column() -> None:
    """Shorten the kind: the column of categories holds 40 characters."""
    assert [kind for kind in set(_written()) | COMPUTED if len(kind) > CHARS_MAX] == []


def _written() -> Iterator[str]:
    """The kinds that calls of ledger.append and ledger.append_if_new name."""
    for path in modules().values():
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("ledger.append", "ledger.append_if_new"):
                kinds = node.args[1]
                for constant in ast.walk(kinds):
                    if isinstance(constant, ast.Constant) and re.fullmatch(r"[a-z]+\.[a-z_]+", str(constant.value)):
                        yield str(constant.value)
