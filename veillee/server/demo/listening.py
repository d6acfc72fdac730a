"""From what a place announces to what sample people hear."""

from veillee.community.conversations import MessagesAppended
from veillee.community.people import PersonRestricted, RestrictionLifted, find_person
from veillee.community.private_talk import RequestMade
from veillee.server.demo.house import House, stranger_of
from veillee.server.demo.port import Ears
from veillee.server.wiring import Place

# In a flood of messages nobody would listen to each one either.
HEARING_MAX = 50


class Listening:
    """Listens to a place on behalf of sample people. Sample people do not hear each other: scenes are written."""

    def __init__(self, place: Place, house: House, ears: Ears) -> None:
        self._place = place
        self._house = house
        self._ears = ears
        self._hearing = 0
        self._slugs = {conversation: slug for slug, conversation in house.rooms.items()}
        listen = place.listeners.after
        listen(MessagesAppended, self._appended)
        listen(RequestMade, self._asked)
        listen(PersonRestricted, self._restricted)
        listen(RestrictionLifted, self._lifted)

    async def catch_up(self) -> None:
        """First words that arrived while nobody was there, and people who were sent away."""
        for key, caller in self._house.callers.items():
            if caller.restriction is not None:
                self._ears.away(key, True)
            waiting, _ = await self._place.private_talk.list_mine(caller)
            for request in waiting.incoming:
                self._ears.asked(key, request.id)

    def _appended(self, event: MessagesAppended) -> None:
        for message in event.messages:
            # The first message of a private conversation is the first word, which its acceptance answers.
            is_first_word = message.seq == 1 and message.conversation in self._house.private
            ours = message.conversation in self._slugs or message.conversation in self._house.private
            if ours and not message.author.sample and not is_first_word and self._hearing < HEARING_MAX:
                self._hearing += 1
                self._place.background.run(self._hear(message.conversation, message.author.id, message.text))

    async def _hear(self, conversation: str, author_id: str, text: str) -> None:
        try:
            author = await self._place.database.read(find_person, author_id)
        finally:
            self._hearing -= 1
        if author is None:
            return
        slug, key = self._slugs.get(conversation), self._house.private.get(conversation)
        if slug is not None:
            self._ears.heard(slug, stranger_of(author), text)
        elif key is not None:
            self._ears.heard_in_private(conversation, key, stranger_of(author), text)

    def _asked(self, event: RequestMade) -> None:
        key = self._house.keys.get(event.receiver_id)
        if key is not None:
            self._ears.asked(key, event.request_id)

    def _restricted(self, event: PersonRestricted) -> None:
        if (key := self._house.keys.get(event.person_id)) is not None:
            self._ears.away(key, True)

    def _lifted(self, event: RestrictionLifted) -> None:
        if (key := self._house.keys.get(event.person_id)) is not None:
            self._ears.away(key, False)
