"""Every law that a statement can name is listed with who has confirmed it."""

import re

from tests.tidy.tree import ROOT
from veillee.oversight.moderation.statements.law import LEGAL_GROUNDS

PAGE = ROOT / "docs" / "law.md"
ARTICLE = re.compile(r"DSA,? arts?\. (\d+)((?:(?:,| and) \d+)*)")
DSA_ROW = re.compile(r"^\| ([\d, ]+) \| [^|]+ \| read", re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (read|to be confirmed by counsel) \|", re.MULTILINE)


def test_every_legal_ground_says_who_confirmed_it() -> None:
    """Give each ground one row in docs/law.md, with its reference as it stands in law.py and its status."""
    listed = {row[0]: row[1] for row in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    assert listed == {ground.id: ground.reference for ground in LEGAL_GROUNDS.values()}


def test_every_article_of_the_dsa_that_is_named_says_what_was_read_of_it() -> None:
    """Give the article a row in docs/law.md, with what was read of it and what counsel has to confirm."""
    files = [*(ROOT / "veillee").rglob("*.py"), *(ROOT / "docs").rglob("*.md")]
    named = {
        number
        for file in files
        for match in ARTICLE.finditer(file.read_text(encoding="utf-8"))
        for number in re.findall(r"\d+", match.group())
    }
    listed = {number for row in DSA_ROW.findall(PAGE.read_text(encoding="utf-8")) for number in row.split(", ")}
    assert named <= listed and "23" in named, sorted(named - listed)
