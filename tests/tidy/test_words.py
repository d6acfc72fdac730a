"""Every word that people see stands in French and in English, and only in the files of words."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.tidy.tree import files, files_of, read

CLIENTS = Path("clients")
ENTRY = re.compile(r"""^\s*(?:["']([\w-]+)["']|(\w+))\s*:""", re.MULTILINE)
EMPTY = re.compile(r""":\s*(?:''|""|``)\s*[,}]""")
NOT_SEEN = re.compile(r"<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->", re.DOTALL)
SAID_BY_ATTRIBUTE = re.compile(r"""\b(?:aria-label|alt|title|placeholder)=["']([^"'{}]*[^\W\d_]{2}[^"'{}]*)["']""")
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"Veillée"}


def test_every_word_is_there_in_both_languages() -> None:
    """A key in one language is a key in the other; none says nothing."""
    wrong = [line for french in _french() for line in _differences(french)]
    assert not wrong, "\n".join([*wrong, "Write the missing words; French comes first, English says the same."])


def test_no_screen_speaks_by_itself() -> None:
    """Words in a component would be in one language only."""
    wrong = [f"{path}: {said}" for path in files_of(".svelte") for said in _said(read(path) or "")]
    assert not wrong, "\n".join([*wrong, "Move it to the words, in French and in English, and read it from there."])


def _french() -> Iterator[Path]:
    return (
        path for path in files_of(".ts") if path.parts[0] == str(CLIENTS) and re.search(r"(?:^|\.)fr\.ts$", path.name)
    )


def _differences(french: Path) -> Iterator[str]:
    english = french.with_name(re.sub(r"fr\.ts$", "en.ts", french.name))
    if english not in files():
        yield f"{english} is missing"
        return
    ours, theirs = (_keys(read(path) or "") for path in (french, english))
    yield from (f"{english}: {key} is missing" for key in sorted(ours - theirs))
    yield from (f"{french}: {key} is missing" for key in sorted(theirs - ours))
    yield from (f"{path}: a word is empty" for path in (french, english) if EMPTY.search(read(path) or ""))


def _keys(text: str) -> set[str]:
    return {quoted or bare for quoted, bare in ENTRY.findall(text)}


def _said(component: str) -> Iterator[str]:
    """What a component says without asking the words: text between tags and attributes that are read out."""
    markup = NOT_SEEN.sub(" ", component)
    yield from SAID_BY_ATTRIBUTE.findall(markup)
    for text in _between_tags(markup):
        if set(WORD.findall(text)) - NAMES:
            yield text.strip()


def _between_tags(markup: str) -> list[str]:
    """The text outside of <tags> and {expressions}, which may hold each other."""
    pieces, depth, inside, start = [], 0, False, 0
    for place, sign in enumerate(markup):
        was_text = depth == 0 and not inside
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign in "<>" and depth == 0:
            inside = sign == "<"
        is_text = depth == 0 and not inside
        if was_text and not is_text:
            pieces.append(markup[start:place])
        elif is_text and not was_text:
            start = place + 1
    return [*pieces, markup[start:]]
