"""What tests of the sample evening share."""

import pytest

from tests.unit.server.demo.night import MakeNight, Night
from veillee.server.demo.model import Evening
from veillee.server.demo.reading import load_evening


@pytest.fixture(scope="session")
def evening() -> Evening:
    return load_evening()


@pytest.fixture
def make_night(evening: Evening) -> MakeNight:
    return lambda seed=1: Night(evening, seed)
