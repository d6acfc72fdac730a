"""The port of the sample people over a running place, in the same process."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from veillee.community.conversations import Author, Draft, Origin, append_all
from veillee.community.conversations.wire import Send
from veillee.community.conversations.wire import Typing as TypingWire
from veillee.community.entry import EntryForm
from veillee.community.people import Caller, Person, facts_of, find_caller, find_sample, name_key
from veillee.community.private_talk import find_request
from veillee.foundation.basics import NotFound, new_id
from veillee.safety.policy import Line, Submission
from veillee.server.demo.acts import Stranger
from veillee.server.demo.client import SampleClient, log
from veillee.server.demo.model import Language, Profile, Room
from veillee.server.demo.past import Said
from veillee.server.demo.port import Around, Opened
from veillee.server.wiring import Place

NOWHERE = Origin("127.0.0.1", 0)
SAMPLE_DAYS = 3650


class House:
    """A Port; see there."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.clients: dict[str, SampleClient] = {}
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
        client = SampleClient(profile.key, await self._caller(person.id))
        self.clients[profile.key] = client
        self.keys[person.id] = profile.key
        await self._place.following.welcome(client, {})
        for membership in client.memberships.values():
            if membership.kind == "private":
                self.private[membership.conversation] = profile.key

    async def join(self, person: str, room: str) -> None:
        """See Port."""
        await self._place.rooms.join(self.clients[person], self.rooms[room], None)

    async def remember(self, past: Sequence[Said]) -> None:
        """See Port."""
        drafts: list[Draft] = []
        for said in past:
            client, conversation = self.clients[said.person], self.rooms[said.room]
            if client.memberships[conversation].head:
                continue
            before = [draft for draft in drafts if draft.conversation == conversation]
            if self._passes(client, said.text, before):
                drafts.append(self._draft(client, conversation, said))
        await self._place.database.write(append_all, drafts)

    async def say(self, person: str, place: str, text: str) -> None:
        """See Port."""
        frame = Send(ref=new_id(), conversation=self._conversation(place), text=text)
        self._place.conversations.send(self.clients[person], frame, NOWHERE)

    async def typing(self, person: str, place: str) -> None:
        """See Port."""
        self._place.conversations.typing(self.clients[person], TypingWire(conversation=self._conversation(place)))

    async def accept(self, person: str, request: str) -> Opened:
        """See Port."""
        client = self.clients[person]
        conversation = await self._place.private_talk.accept(client.caller, request)
        self.private[conversation] = person
        # Announced to the person's clients as well, but they may answer before that has been heard.
        await self._place.following.follow(client, conversation)
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

    def _passes(self, client: SampleClient, text: str, before: Sequence[Draft]) -> bool:
        caller = client.caller
        verdict = self._place.gate.review(
            Submission(
                text=text,
                language=caller.language,
                author=facts_of(caller.age, caller.entered_at, self._place.clock()),
                history=tuple(
                    Line(by="author" if draft.author.id == caller.person.id else "other", text=draft.text)
                    for draft in before[-6:]
                ),
            )
        )
        if verdict.effect != "allow":
            log.warning("sample line did not pass", person=client.key, outcome=verdict.effect)
        return verdict.effect == "allow"

    def _draft(self, client: SampleClient, conversation: str, said: Said) -> Draft:
        person = client.person
        return Draft(
            conversation=conversation,
            author=Author(id=person.id, pseudonym=person.pseudonym, sample=person.sample),
            ref=new_id(),
            text=said.text,
            sent_at=self._place.clock() - timedelta(seconds=said.seconds_ago),
            reply_to=None,
            origin=NOWHERE,
        )


def stranger_of(person: Person) -> Stranger:
    """A real person, as sample people see them."""
    language = cast(Language, person.language if person.language in ("fr", "en") else "fr")
    return Stranger(id=person.id, name=person.pseudonym, language=language)
