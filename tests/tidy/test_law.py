"""Every law that a statement can name is listed with who has confirmed it."""

import re

from tests.tidy.tree import ROOT
from veillee.oversight.moderation.statements.law import LEGAL_GROUNDS

PAGE = ROOT / "docs" / "law.md"
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (read|to be confirmed by counsel) \|", re.MULTILINE)


def test_every_legal_ground_says_who_confirmed_it() -> None:
    """Give each ground one row in docs/law.md, with its reference as it stands in law.py and its status."""
    listed = {row[0]: row[1] for row in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    assert listed == {ground.id: ground.reference for ground in LEGAL_GROUNDS.values()}
