"""A server that begins sets up its process."""

from collections.abc import Iterator

import pytest

from tests.story.log import own_logs


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """What tests of other parts read of the log is set up as it was."""
    with own_logs():
        yield
