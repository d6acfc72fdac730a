"""Makers for tests of the watch: a place on a real database, its people, and HTTP to it in this process."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import msgspec
import sqlalchemy as sa
from litestar import Litestar, Router
from litestar.di import Provide

from tests.authenticator import Authenticator
from tests.in_process import make_transport
from tests.story.engines import open_database
from veillee.community import conversations, people, private_talk
from veillee.community.conversations.hold import flag, hold, refuse
from veillee.community.conversations.store import note_departure
from veillee.community.private_talk.store import private_requests
from veillee.community.rooms.model import Room
from veillee.community.rooms.store import add_room
from veillee.foundation.api import AnyRequest, problem_handlers
from veillee.foundation.basics import Listeners, new_id
from veillee.oversight import moderation
from veillee.oversight.moderation.cases.actions import CASEWORK
from veillee.oversight.moderation.routes import handlers
from veillee.safety.evidence import Vault
from veillee.safety.ledger.store import leaves
from veillee.safety.policy import Article, HouseRules, Verdict
from veillee.safety.sealing import Keyring, PlaceKeys

START = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
ORIGIN = "http://localhost:8000"
HOUSEKEEPING = ("staff", "duty", "evidence")
ROOM_LINE = "Bonsoir à tous"
PLACE_KEYS = PlaceKeys.of(bytes(32))

RULES = HouseRules(
    version="2026-11",
    articles=(
        Article(
            "respect", {"fr": "Respect", "en": "Respect"}, {"fr": "On se respecte.", "en": "We respect each other."}
        ),
        Article("fair_reports", {"fr": "De bonne foi", "en": "In good faith"}, {"fr": "Exprès.", "en": "On purpose."}),
        Article("threats", {"fr": "Menaces", "en": "Threats"}, {"fr": "Aucune.", "en": "None."}),
    ),
)


def make_verdict(label: str, effect: str = "hold", *, urgent: bool = False) -> Verdict:
    words = {"fr": "Nous regardons.", "en": "We are looking."}
    reason = {"rule": f"{label}-1", "label": label, "article": "threats", "span": [0, 4], "text": words}
    said = {"effect": effect, "labels": [label], "reasons": [reason], "open_case": True, "policy_version": "p1"}
    return msgspec.convert(said | {"urgent": urgent}, Verdict)


class Place:
    """Everything a test of the watch needs; time stands still until `pass_time`."""

    def __init__(self, path: Path, *, four_eyes: bool = False) -> None:
        self.now = START
        self.pushed: list[tuple[str, Any]] = []
        self.announced: list[Any] = []
        self.lamp = people.Lamp()
        self.listeners = Listeners()
        self.database = open_database(path, self.listeners)
        self.settings = moderation.Settings(sign_ins_per_minute_per_address=1_000, four_eyes=four_eyes)
        vault = Vault(PLACE_KEYS, timedelta(days=365))
        self.moderation = moderation.Moderation(self.database, RULES, vault, self.settings, self.clock)
        self.database.lend(Keyring(PLACE_KEYS))
        self.database.lend(PLACE_KEYS)
        moderation.register(self.listeners, self.lamp, self._push, RULES, vault, self.clock)
        for event in (people.PersonRestricted, people.RestrictionLifted, conversations.MessageHidden):
            self.listeners.after(event, self.announced.append)

    @classmethod
    async def build(cls, path: Path, *, four_eyes: bool = False) -> "Place":
        """four_eyes: grave decisions take two; most stories are about one."""
        place = cls(path, four_eyes=four_eyes)
        await place._furnish()
        return place

    async def close(self) -> None:
        await self.database.close()

    def clock(self) -> datetime:
        return self.now

    def pass_time(self, **spans: float) -> None:
        self.now += timedelta(**spans)

    def _push(self, person_ids: Iterable[str], frame: msgspec.Struct) -> None:
        self.pushed.extend((person_id, frame) for person_id in person_ids)

    def frames(self, person: str, kind: str) -> list[Any]:
        return [f for who, f in self.pushed if who == person and f.__struct_config__.tag == kind]

    async def _furnish(self) -> None:
        await self.database.write(PLACE_KEYS.register, START)
        self.anna = await self.make_person("Anna")
        self.bruno = await self.make_person("Bruno")
        self.chloe = await self.make_person("Chloé")
        self.room = await self.make_room("Le salon", [self.anna, self.bruno, self.chloe])
        self.private = await self.make_private(self.anna, self.bruno)

    async def make_person(self, name: str) -> str:
        id_ = new_id()
        newcomer = people.Newcomer(
            id=id_, pseudonym=name, age=34, region=None, language="fr", sample=False, entered_at=self.now,
            rules_version="2026-11", origin_address="192.0.2.1", origin_port=1234,
        )  # fmt: skip
        await self.database.write(people.add_person, newcomer)
        return id_

    async def make_room(self, name: str, members: list[str], opened_by: str | None = None) -> str:
        id_ = new_id()
        room = Room(id=id_, slug=name.lower(), name=name, topic="", language="fr")
        await self.database.write(add_room, room, people.name_key(name), opened_by, self.now)
        for member in members:
            await self.database.write(conversations.add_membership, id_, member, self.now)
        return id_

    async def make_private(self, one: str, other: str) -> str:
        id_ = new_id()
        await self.database.write(conversations.add_conversation, id_, "private", self.now)
        for member in (one, other):
            await self.database.write(conversations.add_membership, id_, member, self.now)
        return id_

    async def leave(self, person: str, conversation: str) -> None:
        def job(transaction: Any) -> None:
            note_departure(transaction, conversation, person, self.now)
            conversations.remove_membership(transaction, conversation, person)

        await self.database.write(job)

    async def draft(self, author: str, conversation: str, text: str) -> tuple[conversations.Draft, people.Person]:
        person = await self.database.read(people.get_person, author)
        draft = conversations.Draft(
            conversation=conversation,
            author=conversations.Author(id=person.id, pseudonym=person.pseudonym),
            ref=new_id(),
            text=text,
            sent_at=self.now,
            reply_to=None,
            origin=conversations.Origin("192.0.2.1", 1234),
        )
        return draft, person

    async def say(self, author: str, conversation: str, text: str) -> int:
        draft, _ = await self.draft(author, conversation, text)
        (accepted,) = await self.database.write(conversations.append_all, [draft])
        assert not isinstance(accepted, Exception), accepted
        return accepted.seq

    async def say_held(self, author: str, conversation: str, text: str, verdict: Verdict) -> None:
        await self.database.write(hold, *await self.draft(author, conversation, text), verdict)

    async def say_refused(self, author: str, conversation: str, text: str, verdict: Verdict) -> None:
        await self.database.write(refuse, *await self.draft(author, conversation, text), verdict)

    async def say_flagged(self, author: str, conversation: str, text: str, verdict: Verdict) -> None:
        await self.database.write(flag, *await self.draft(author, conversation, text), verdict)

    async def ask_held(self, sender: str, receiver: str, text: str, verdict: Verdict) -> str:
        request_id = new_id()
        person = await self.database.read(people.get_person, sender)

        def job(transaction: Any) -> None:
            values = {"id": request_id, "from_id": sender, "to_id": receiver, "text": text, "state": "held"}
            transaction.connection.execute(private_requests.insert(), values | {"created_at": self.now})
            transaction.announce(private_talk.RequestHeld(request_id=request_id, person=person, verdict=verdict))

        await self.database.write(job)
        return request_id

    async def caller(self, person: str) -> people.Caller:
        expires = self.now + timedelta(days=1)
        found = await self.database.read(people.find_caller, person, session=b"", expires_at=expires, now=self.now)
        assert found is not None
        return found

    async def rows(self, table: sa.Table) -> list[Any]:
        return await self.database.read(lambda connection: list(connection.execute(sa.select(table)).all()))

    async def leaves(self) -> list[Any]:
        """The rows of the ledger's leaves, in their order."""
        return sorted(await self.rows(leaves), key=lambda row: row._mapping["index"])

    async def categories(self) -> list[str]:
        """What the ledger says, but for who of the staff came and went, for the vault, and for what every case has."""
        said = [str(row.category) for row in await self.leaves()]
        return [kind for kind in said if kind.partition(".")[0] not in HOUSEKEEPING and kind not in CASEWORK.values()]

    def http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=make_transport(self.app), base_url=ORIGIN, headers={"origin": ORIGIN})

    @cached_property
    def app(self) -> Litestar:
        async def provide_caller(request: AnyRequest) -> people.Caller:
            return await self.caller(request.headers["x-test-person"])

        async def provide_restricted(request: AnyRequest) -> people.Caller:
            return await provide_caller(request)

        async def provide_moderation() -> moderation.Moderation:
            return self.moderation

        return Litestar(
            [Router("/api/v1", route_handlers=handlers)],
            dependencies={
                "caller": Provide(provide_caller),
                "restricted_caller": Provide(provide_restricted),
                "moderation": Provide(provide_moderation),
                "any_staff": Provide(moderation.provide_any_staff),
                "staff": Provide(moderation.provide_staff),
            },
            exception_handlers=problem_handlers,
            request_max_body_size=65_536,
            openapi_config=None,
            logging_config=None,
        )

    async def invite(self, name: str = "Maud", role: str = "moderator") -> str:
        return await self.database.write(moderation.add_staff, name, role, now=self.now, hours=24)

    async def signed_in(self, name: str = "Maud", role: str = "moderator") -> httpx.AsyncClient:
        """A console with a session of its own."""
        client = self.http()
        invite = await self.invite(name, role)
        options = (await client.post("/api/v1/staff/passkeys/options", json={"invite": invite})).json()
        credential = Authenticator(ORIGIN).create(options["public_key"])
        answer = await client.post("/api/v1/staff/passkeys", json={"invite": invite, "credential": credential})
        assert answer.status_code == 201, answer.text
        return client

    async def report(
        self, person: str, subject: dict[str, Any], reason: str = "harassment", **more: Any
    ) -> httpx.Response:
        async with self.http() as client:
            body = {"subject": subject, "reason": reason} | more
            return await client.post("/api/v1/reports", json=body, headers={"x-test-person": person})

    async def get(self, person: str, path: str) -> Any:
        async with self.http() as client:
            answer = await client.get(f"/api/v1{path}", headers={"x-test-person": person})
            assert answer.status_code == 200, answer.text
            return answer.json()
