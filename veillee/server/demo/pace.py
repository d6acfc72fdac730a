"""How fast people are: delays in seconds, from a random source that tests can seed. Pure."""

from random import Random

TYPING_EVERY_SECONDS = 3.5
TYPING_SECONDS_MIN, TYPING_SECONDS_MAX = 1.4, 11.0
SPEAKING_SECONDS = 2.0
EARNEST_SECONDS = 75.0
PARTNER_SECONDS = 180.0
BUSY_SECONDS = 60.0
GREETED_SECONDS = 1800.0
SCENE_REST_SECONDS = 9000.0


def typing(text: str, letters_per_second: float, source: Random) -> float:
    """Writing a text, which everybody does faster when it gets long."""
    seconds = len(text) / letters_per_second * source.uniform(0.45, 0.75)
    return min(max(seconds, TYPING_SECONDS_MIN), TYPING_SECONDS_MAX)


def reading(text: str, source: Random) -> float:
    """From seeing a message to starting to answer."""
    return 1.0 + min(len(text) / 40, 4.0) + source.uniform(0.3, 2.2)


def between_lines(source: Random) -> float:
    """From one line of a scene to the start of writing the next."""
    return source.uniform(8.0, 26.0)


def between_scenes(played: int, source: Random) -> float:
    """A lull, longer the more of a room's scenes have been played, so that an evening winds down."""
    return source.uniform(18.0, 38.0) * (1 + min(played, 15) / 4)


def alone(source: Random) -> float:
    """From line to line when nobody real is there."""
    return source.uniform(1200.0, 2400.0)


def soon(source: Random) -> float:
    """Until a quiet room stirs when somebody comes in."""
    return source.uniform(1.0, 3.0)


def shortly(source: Random) -> float:
    """Until the other rooms stir when somebody real arrives."""
    return source.uniform(4.0, 25.0)


def giving_way(source: Random) -> float:
    """How long a scene waits after somebody real has spoken."""
    return source.uniform(14.0, 26.0)


def noticing(source: Random) -> float:
    """From somebody's coming in to a greeting's being begun."""
    return source.uniform(4.0, 8.0)


def accepting(source: Random) -> float:
    """From a first word to its being accepted."""
    return source.uniform(2.0, 5.0)
