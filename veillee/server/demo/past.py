"""The history that a room has on the first start. Pure."""

from random import Random

import msgspec

from veillee.server.demo.model import Evening

LAST_SAID_SECONDS = 150.0


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was said before the demo began, `seconds_ago`."""

    room: str
    person: str
    text: str
    seconds_ago: float
    picture: str | None = None


def past(evening: Evening, seed: int) -> tuple[Said, ...]:
    """Every room's opening, the oldest first."""
    source = Random(seed)
    said = []
    for scene in evening.scenes:
        if not scene.opening:
            continue
        ago = LAST_SAID_SECONDS + source.uniform(0, 240)
        for line in reversed(scene.lines):
            said.append(Said(room=scene.room, person=line.who, text=line.text, seconds_ago=ago, picture=line.picture))
            ago += source.uniform(20, 75)
    return tuple(sorted(said, key=lambda one: -one.seconds_ago))
