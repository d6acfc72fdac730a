"""Names say what a thing is."""

import re

from tests.tidy.tree import files

SAYS_NOTHING = re.compile(r"(?i)(?:^|[_\-.])(utils?|helpers?|misc|managers?)(?:[_\-.]|$)")


def test_no_file_has_a_name_that_says_nothing() -> None:
    """A drawer called helpers is where code goes to be forgotten."""
    wrong = [str(path) for path in files() if any(SAYS_NOTHING.search(part) for part in path.parts)]
    assert not wrong, "\n".join([*wrong, "Name it after the noun it serves, or move each function to its only caller."])
