"""Every HTTP route of the API, in one table, and what is injected into them by name."""

from typing import Any

from litestar.handlers import HTTPRouteHandler

from veillee.community.conversations.routes import handlers as conversations
from veillee.community.entry.routes import handlers as entry
from veillee.community.media.routes import handlers as media
from veillee.community.people.routes import handlers as people
from veillee.community.private_talk.routes import handlers as private_talk
from veillee.community.rooms.routes import handlers as rooms
from veillee.oversight.moderation.routes import handlers as moderation
from veillee.safety.ledger.routes import handlers as ledger
from veillee.server.asyncapi import handlers as asyncapi
from veillee.server.policies import handlers as policies
from veillee.server.site import handlers as site
from veillee.server.wiring import Place

HANDLERS: list[HTTPRouteHandler] = [
    *site,
    *entry,
    *people,
    *rooms,
    *conversations,
    *media,
    *private_talk,
    *moderation,
    *policies,
    *ledger,
    *asyncapi,
]


def services(place: Place) -> dict[str, Any]:
    """What handlers ask for by name."""
    return {
        "gate": place.gate,
        "database": place.database,
        "entry": place.entry,
        "people": place.people,
        "reaching": place.reaching,
        "rooms": place.rooms,
        "conversations": place.conversations,
        "pictures": place.pictures,
        "private_talk": place.private_talk,
        "contacts": place.contacts,
        "screening": place.screening,
        "moderation": place.moderation,
    }
