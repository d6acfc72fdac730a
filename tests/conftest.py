"""What every test may ask for."""

from tests.story.engines import engine

__all__ = ["engine"]
