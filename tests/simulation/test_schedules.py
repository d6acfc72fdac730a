"""Some evenings in every run; thousands on demand: SCHEDULES=5000 bin/test tests/simulation."""

import os
import random

import pytest

from tests.simulation.schedule import Schedule

COUNT = int(os.environ.get("SCHEDULES", "100"))
FIRST = int(os.environ.get("SEED", str(random.SystemRandom().randrange(10**9))))


@pytest.mark.parametrize("share", range(5))
def test_whatever_happens_nobody_misses_a_word(share: int) -> None:
    """A failure says its seed: SEED=… SCHEDULES=1 bin/test tests/simulation tells it again."""
    for seed in range(FIRST + share, FIRST + COUNT, 5):
        try:
            Schedule(seed).run()
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error or type(error).__name__}") from error
