"""Links in the documents lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.tidy.tree import ROOT, files_of, read

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)
ELSEWHERE = ("http://", "https://", "mailto:")


def test_links_lead_somewhere() -> None:
    """A file that is named exists, and a heading that is named stands in it."""
    wrong = [f"{path}: {target}" for path, target in _links() if not _leads_somewhere(path, target)]
    assert not wrong, "\n".join([*wrong, "Mend the link, or write what it promises."])


def _links() -> Iterator[tuple[Path, str]]:
    for path in files_of(".md"):
        for target in LINK.findall(FENCE.sub("", read(path) or "")):
            if not target.startswith(ELSEWHERE):
                yield path, target


def _leads_somewhere(path: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    there = (ROOT / path).parent / name if name else ROOT / path
    if not there.exists():
        return False
    return not anchor or there.suffix != ".md" or anchor in _anchors(there)


def _anchors(path: Path) -> set[str]:
    titles = re.findall(r"^#+\s+(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
