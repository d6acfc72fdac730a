"""The calls of the HTTP API that a bot needs."""

import ssl
from typing import Any

import httpx
import msgspec

from veillee.client.problems import PlaceSaysNo, SessionOver
from veillee.client.wire import Message, Person, Picture, PrivateRequest, Room

SECONDS = 20.0


class Api:
    """A place's HTTP API; `token` once one has entered. Calls raise PlaceSaysNo, and OSError without an answer."""

    def __init__(self, url: str, token: str | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._http = httpx.AsyncClient(
            base_url=url.rstrip("/") + "/api/v1", timeout=SECONDS, verify=tls or url.startswith("https")
        )
        self.token = token

    async def enter(self, pseudonym: str, age: int, **more: Any) -> Person:
        """Come in and accept the rules in force; from then on calls carry the session."""
        rules = (await self.site())["rules"]["version"]
        entered = await self._call("POST", "/entries", {"pseudonym": pseudonym, "age": age, "rules": rules, **more})
        self.token = str(entered["session"]["token"])
        return msgspec.convert(entered["person"], Person)

    async def leave(self) -> None:
        """End the session."""
        await self._call("DELETE", "/session")
        self.token = None

    async def site(self) -> dict[str, Any]:
        """The face of the place."""
        return dict(await self._call("GET", "/site"))

    async def rooms(self) -> list[Room]:
        """The open rooms."""
        return msgspec.convert(await self._call("GET", "/rooms"), list[Room])

    async def history(self, conversation: str, before: int | None = None, limit: int = 50) -> list[Message]:
        """A page of messages, ascending, the newest page first."""
        query = {"limit": limit} | ({} if before is None else {"before": before})
        page = await self._call("GET", f"/conversations/{conversation}/messages", query=query)
        return [message_of(item, conversation) for item in page]

    async def upload(self, picture: bytes) -> Picture:
        """A picture to be sent with a message within the hour: JPEG, PNG, WebP or GIF. Of the file nothing but what it
        shows goes further."""
        answer = await self._request("POST", "/pictures", content=picture)
        return msgspec.json.decode(answer.content, type=Picture)

    async def fetch(self, picture: Picture | str, *, preview: bool = False) -> bytes:
        """What a picture of a message shows, as WebP; `preview`: small. `not-found` once it is gone."""
        id_ = picture if isinstance(picture, str) else picture.id
        return (await self._request("GET", f"/pictures/{id_}", params={"preview": "true"} if preview else None)).content

    async def ask(self, person: str, text: str) -> PrivateRequest:
        """A first word to somebody."""
        return msgspec.convert(
            await self._call("POST", "/private-requests", {"to": person, "text": text}), PrivateRequest
        )

    async def accept(self, request: str) -> str:
        """Accept a first word; the conversation that it opens."""
        return str((await self._call("POST", f"/private-requests/{request}/accept"))["conversation"]["id"])

    async def decline(self, request: str) -> None:
        """Decline a first word."""
        await self._call("POST", f"/private-requests/{request}/decline")

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def _call(self, method: str, path: str, body: Any = None, query: dict[str, Any] | None = None) -> Any:
        answer = await self._request(method, path, json=body, params=query)
        return msgspec.json.decode(answer.content) if answer.content else None

    async def _request(self, method: str, path: str, **what: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            answer = await self._http.request(method, path, headers=headers, **what)
        except httpx.TransportError as error:
            raise ConnectionError(f"{method} {path}: no answer ({type(error).__name__})") from error
        if answer.is_success:
            return answer
        raise _problem_of(answer)


def message_of(item: dict[str, Any], conversation: str) -> Message:
    """A message as the history and `joined` have it."""
    return msgspec.convert({"type": "message", "conversation": conversation, **item}, Message)


def _problem_of(answer: httpx.Response) -> PlaceSaysNo:
    try:
        said = msgspec.json.decode(answer.content, type=dict[str, Any])
    except msgspec.MsgspecError:
        said = {}
    slug = str(said.get("type", "")).rpartition("/")[2] or f"http-{answer.status_code}"
    kind = SessionOver if answer.status_code == httpx.codes.UNAUTHORIZED else PlaceSaysNo
    return kind(slug, str(said.get("detail", "")), answer.status_code, said.get("errors"))
