"""The AsyncAPI 3 document of the realtime frames, generated from their types."""

from typing import Any

import msgspec
from litestar import get
from litestar.handlers import HTTPRouteHandler

from veillee import __version__
from veillee.community.conversations import wire as talk
from veillee.community.presence import wire as presence
from veillee.community.private_talk import RequestFrame
from veillee.oversight.moderation import ReportFrame, StatementFrame
from veillee.server.frames import FRAMES


class GoodbyeFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="goodbye"):
    """The server is leaving: come back after that time."""

    reason: str
    retry_after_ms: int


FROM_SERVER: tuple[type[msgspec.Struct], ...] = (
    talk.WelcomeFrame,
    talk.JoinedFrame,
    talk.LeftFrame,
    talk.AcceptedFrame,
    talk.MessageFrame,
    talk.NudgedFrame,
    talk.HeldFrame,
    talk.RefusedFrame,
    talk.AdviceFrame,
    talk.HiddenFrame,
    talk.PicturesFrame,
    talk.ResetFrame,
    presence.TypingFrame,
    talk.ContactFrame,
    talk.ScreeningFrame,
    talk.PauseFrame,
    talk.ConversationFrame,
    RequestFrame,
    ReportFrame,
    StatementFrame,
    presence.PresenceFrame,
    presence.WatchFrame,
    presence.EchoFrame,
    presence.ErrorFrame,
    GoodbyeFrame,
)
CHANNEL = "#/channels/realtime"


def make_document() -> dict[str, Any]:
    """The whole document, as JSON values."""
    from_client = tuple(FRAMES)
    kinds = (*from_client, *FROM_SERVER)
    schemas, components = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    names = {kind: _name(kind, from_client) for kind in kinds}
    messages = {
        names[kind]: {"name": names[kind], "summary": (kind.__doc__ or "").strip(), "payload": schema}
        for kind, schema in zip(kinds, schemas, strict=True)
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Veillée, realtime", "version": __version__},
        "channels": {
            "realtime": {
                "address": "/api/v1/realtime",
                "description": "WebSocket, subprotocol veillee.v1, one JSON object a text frame, at most 16 KiB.",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {
            "fromClient": _operation("receive", [names[kind] for kind in from_client]),
            "fromServer": _operation("send", [names[kind] for kind in FROM_SERVER]),
        },
        "components": {"messages": messages, "schemas": components},
    }


def _name(kind: type[msgspec.Struct], from_client: tuple[type[msgspec.Struct], ...]) -> str:
    side = "client" if kind in from_client else "server"
    return f"{side}.{kind.__struct_config__.tag}"


def _operation(action: str, names: list[str]) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": CHANNEL},
        "messages": [{"$ref": f"{CHANNEL}/messages/{name}"} for name in names],
    }


@get("/asyncapi.json", summary="The realtime frames as an AsyncAPI document", include_in_schema=False)
async def show_asyncapi() -> dict[str, Any]:
    return make_document()


handlers: list[HTTPRouteHandler] = [show_asyncapi]
