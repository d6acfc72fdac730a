"""The port of the sample people over a running place: each is a client as any program is, inside the same process.

What no program may do is done here and in `veillee demo` only: to come in marked as sample, and to write a past.
"""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import cast

import structlog

from veillee.client import Accepted, Client, Picture, PlaceSaysNo, SessionOver
from veillee.community.conversations import Author, Draft, Origin, append_all, read_heads
from veillee.community.entry import EntryForm
from veillee.community.people import Caller, Person, facts_of, find_caller, find_sample, name_key
from veillee.community.private_talk import find_request
from veillee.foundation.basics import NotFound, Problem, new_id
from veillee.safety.policy import Line, Submission
from veillee.server.demo.acts import Stranger
from veillee.server.demo.inside import Inside
from veillee.server.demo.model import Language, Profile, Room
from veillee.server.demo.painting import paint
from veillee.server.demo.past import Said
from veillee.server.demo.port import Around, Opened
from veillee.server.wiring import Place

NOWHERE = Origin("127.0.0.1", 0)
SAMPLE_DAYS = 3650

log = structlog.get_logger("demo")


class House:
    """A Port; see there."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.callers: dict[str, Caller] = {}
        self._tls = ssl.create_default_context()
        self._clients: dict[str, Client] = {}
        self._listening: set[asyncio.Task[None]] = set()
        self.keys: dict[str, str] = {}
        self.rooms: dict[str, str] = {}
        self.private: dict[str, str] = {}

    async def found(self, room: Room) -> None:
        """See Port."""
        view = await self._place.rooms.found(room.name, room.topic, room.language)
        self.rooms[room.slug] = view.id

    async def enter(self, profile: Profile) -> None:
        """See Port."""
        known = await self._place.database.read(find_sample, name_key(profile.pseudonym))
        person = known or await self._let_in(profile)
        self.keys[person.id] = profile.key
        self.callers[profile.key] = await self._caller(person.id)
        with contextlib.suppress(Problem):
            client = await self._client(profile.key)
            for conversation in client.conversations.values():
                if conversation.kind == "private":
                    self.private[conversation.id] = profile.key

    async def join(self, person: str, room: str) -> None:
        """See Port."""
        with contextlib.suppress(Problem, PlaceSaysNo):
            client = await self._client(person)
            await client.join(self.rooms[room])

    async def remember(self, past: Sequence[Said]) -> None:
        """See Port."""
        drafts: list[Draft] = []
        heads = await self._place.database.read(read_heads, self.rooms.values())
        for said in past:
            caller, conversation = self.callers[said.person], self.rooms[said.room]
            if heads[conversation]:
                continue
            before = [draft for draft in drafts if draft.conversation == conversation]
            if self._passes(said, caller, before):
                shown = await self._shown(said.person, said.picture)
                drafts.append(self._draft(caller.person, conversation, said, shown))
        await self._place.database.write(append_all, drafts)

    async def say(self, person: str, place: str, text: str, picture: str | None = None) -> None:
        """See Port."""
        client = await self._client(person)
        # Nobody's next line waits for this one to be stored.
        self._place.background.run(self._say(person, client, self._conversation(place), text, picture))

    async def typing(self, person: str, place: str) -> None:
        """See Port."""
        client = await self._client(person)
        await client.typing(self._conversation(place))

    async def accept(self, person: str, request: str) -> Opened:
        """See Port."""
        conversation = await self._place.private_talk.accept(self.callers[person], request)
        self.private[conversation] = person
        view = await self._place.database.read(find_request, request)
        if view is None:
            raise NotFound
        return Opened(conversation=conversation, stranger=stranger_of(view.sender), text=view.text)

    def look(self) -> Around:
        """See Port."""
        attendance = self._place.attendance
        rooms: dict[str, dict[str, Stranger]] = {}
        for slug, conversation in self.rooms.items():
            audience = attendance.audience(conversation)
            people = audience.people.values() if audience else ()
            rooms[slug] = {person.id: stranger_of(person) for person in people if not person.sample}
        return Around(anybody=any(not client.person.sample for client in attendance.everyone()), rooms=rooms)

    async def close(self) -> None:
        """Everybody hangs up."""
        # Whoever has hung up is taken out by their listening, while the others still do.
        for client in list(self._clients.values()):
            await client.close()

    async def _client(self, person: str) -> Client:
        """Connected; anew for somebody who was sent away, once they may be there again. Raises Problem."""
        if (client := self._clients.get(person)) is None:
            session = await self._place.entry.let_back_in(self.callers[person].person)
            client = Client("http://localhost", token=session.token, tls=self._tls, dial=self._dial)
            try:
                await client.connect()
            except PlaceSaysNo as no:
                await client.close()
                raise Problem(no.slug, no.status or 409, no.detail) from no
            self._clients[person] = client
            listening = asyncio.get_running_loop().create_task(self._listen(person, client))
            self._listening.add(listening)
            listening.add_done_callback(self._listening.discard)
        return client

    async def _listen(self, person: str, client: Client) -> None:
        """Scenes are written, so that nothing is done about what is heard; until the session is over."""
        with contextlib.suppress(SessionOver):
            async for _ in client.events():
                pass
        self._clients.pop(person, None)
        await client.close()

    async def _dial(self) -> Inside:
        return Inside(self._place)

    async def _say(self, person: str, client: Client, conversation: str, text: str, picture: str | None = None) -> None:
        try:
            shown = await self._shown(person, picture)
            outcome = type(await client.say(conversation, text, pictures=shown)).__name__
        except PlaceSaysNo as no:
            outcome = no.slug
        if outcome != Accepted.__name__:
            log.warning("sample line did not pass", person=person, outcome=outcome)

    async def _shown(self, person: str, picture: str | None) -> list[Picture]:
        """What they painted, where the place takes it: it rests, or its ladder has them wait, and words are enough."""
        if picture is None:
            return []

        async def body() -> AsyncIterator[bytes]:
            yield await asyncio.to_thread(paint, picture)

        try:
            taken = await self._place.pictures.upload(self.callers[person], body())
        except Problem as problem:
            log.info("sample picture was not taken", person=person, problem=problem.slug)
            return []
        return [Picture(id=taken.id, width=taken.width, height=taken.height)]

    def _conversation(self, place: str) -> str:
        return self.rooms.get(place, place)

    async def _let_in(self, profile: Profile) -> Person:
        form = EntryForm(
            pseudonym=profile.pseudonym,
            age=profile.age,
            rules=self._place.gate.house_rules.version,
            region=profile.region,
            language=profile.language,
        )
        entered = await self._place.entry.enter(form, (NOWHERE.address, NOWHERE.port), sample=True)
        return entered.person

    async def _caller(self, person_id: str) -> Caller:
        now = self._place.clock()
        caller = await self._place.database.read(
            find_caller, person_id, session=b"", expires_at=now + timedelta(days=SAMPLE_DAYS), now=now
        )
        if caller is None:
            raise NotFound
        return caller

    def _passes(self, said: Said, caller: Caller, before: Sequence[Draft]) -> bool:
        verdict = self._place.gate.review(
            Submission(
                text=said.text,
                language=caller.language,
                author=facts_of(caller.age, caller.entered_at, self._place.clock()),
                history=tuple(
                    Line(by="author" if draft.author.id == caller.person.id else "other", text=draft.text)
                    for draft in before[-6:]
                ),
            )
        )
        if verdict.effect != "allow":
            log.warning("sample line did not pass", person=said.person, outcome=verdict.effect)
        return verdict.effect == "allow"

    def _draft(self, person: Person, conversation: str, said: Said, shown: Sequence[Picture]) -> Draft:
        return Draft(
            conversation=conversation,
            author=Author(id=person.id, pseudonym=person.pseudonym, sample=person.sample),
            ref=new_id(),
            text=said.text,
            sent_at=self._place.clock() - timedelta(seconds=said.seconds_ago),
            reply_to=None,
            origin=NOWHERE,
            pictures=tuple(picture.id for picture in shown),
        )


def stranger_of(person: Person) -> Stranger:
    """A real person, as sample people see them."""
    language = cast(Language, person.language if person.language in ("fr", "en") else "fr")
    return Stranger(id=person.id, name=person.pseudonym, language=language)
