"""The shipped policies, loaded once for all tests of the gate."""

import pytest

from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import Gate


@pytest.fixture(scope="session")
def gate() -> Gate:
    return Gate.load(asset_dir("policies"))
