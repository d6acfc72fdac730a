"""Every HTTP route of the API, in one table, and what is injected into them by name."""

from typing import Any

from litestar.handlers import HTTPRouteHandler

from veillee.community.conversations import routes as conversations
from veillee.community.entry import routes as entry
from veillee.community.people import routes as people
from veillee.community.private_talk import routes as private_talk
from veillee.community.rooms import routes as rooms
from veillee.oversight.moderation import routes as moderation
from veillee.server import asyncapi, site
from veillee.server.wiring import Place

HANDLERS: list[HTTPRouteHandler] = [
    *site.handlers,
    *entry.handlers,
    *people.handlers,
    *rooms.handlers,
    *conversations.handlers,
    *private_talk.handlers,
    *moderation.handlers,
    *asyncapi.handlers,
]


def services(place: Place) -> dict[str, Any]:
    """What handlers ask for by name."""
    return {
        "gate": place.gate,
        "database": place.database,
        "entry": place.entry,
        "people": place.people,
        "rooms": place.rooms,
        "conversations": place.conversations,
        "private_talk": place.private_talk,
        "moderation": place.moderation,
    }
