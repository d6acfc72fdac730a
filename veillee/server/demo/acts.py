"""What sample people do, and whom they meet."""

import msgspec

from veillee.server.demo.model import Language


class Stranger(msgspec.Struct, frozen=True, kw_only=True):
    """A real person, as far as sample people are concerned."""

    id: str
    name: str
    language: Language


class Typing(msgspec.Struct, frozen=True):
    """A sample person is writing. `person` is a profile's key; `place` a room's slug or a conversation's id."""

    person: str
    place: str


class Say(msgspec.Struct, frozen=True):
    """A sample person says something, and may show a picture with it."""

    person: str
    place: str
    text: str
    picture: str | None = None


class Accept(msgspec.Struct, frozen=True):
    """A sample person accepts a first word."""

    person: str
    request: str


Act = Typing | Say | Accept
