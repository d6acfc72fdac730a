"""From the commit to everybody's screen: each message encoded once, each conversation handed over once a turn."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable

from veillee.community.conversations.events import MessagesAppended
from veillee.community.conversations.fresh import Fresh
from veillee.community.conversations.hidden import Hidden
from veillee.community.conversations.model import Message
from veillee.community.conversations.wire import MessageFrame
from veillee.community.presence import Attendance, Audience, frame_bytes
from veillee.foundation.gateway import fan_out
from veillee.safety.policy import Line

RECENT_LINES = 6
ANNOUNCED_MAX = 200_000
AHEAD_MAX = 1_000


class Delivery:
    """Knows, for each conversation, the last seq that was announced here, and its last few lines for the gate.

    On the loop thread only. Whoever subscribes at `announced` and has everything up to it misses nothing and gets
    nothing twice: messages may be handed in repeatedly and out of order, as the bus does; they go out in order, each
    once, and what is ahead of a gap waits until the gap is filled. `on_gap(conversation)` is called while there is one.
    """

    def __init__(self, attendance: Attendance) -> None:
        self._attendance = attendance
        self.deliveries = 0
        self.fresh, self.hidden = Fresh(), Hidden()
        self.on_gap: Callable[[str], None] = _ignore
        self._announced: dict[str, int] = {}
        self._ahead: dict[str, dict[int, Message]] = {}
        self._recent: dict[str, deque[tuple[str, str]]] = {}

    def announced(self, conversation: str, head: int) -> int:
        """The last seq announced; at least `head`, read from the database just now, when nobody here is owed any."""
        if len(self._announced) > ANNOUNCED_MAX:
            self._forget_unattended()
        known = self._announced.get(conversation)
        if known is None or (head > known and not self._is_attended(conversation)):
            self._ahead.pop(conversation, None)
            known = self._announced[conversation] = head
        elif head > known:
            self.on_gap(conversation)
        return known

    def attended(self) -> list[str]:
        """The conversations in which somebody is here."""
        return [conversation for conversation in self._announced if self._is_attended(conversation)]

    def notice_head(self, conversation: str, head: int) -> None:
        """The database has messages up to this one."""
        after = self.owed_after(conversation)
        if after is not None and head > after:
            self.on_gap(conversation)

    def owed_after(self, conversation: str) -> int | None:
        """The seq after which everything is owed to somebody here; None when nobody is here."""
        return self._announced.get(conversation) if self._is_attended(conversation) else None

    def skip_missing(self, conversation: str, after: int, first: int | None) -> None:
        """The database has nothing between these two, or nothing at all after the one: nobody waits for it."""
        if first is None:
            self._ahead.pop(conversation, None)
        elif self._announced.get(conversation) == after:
            self._announced[conversation] = first - 1

    def on_appended(self, event: MessagesAppended) -> None:
        """Hand every message to everybody present in its conversation."""
        self.deliver(event.messages)

    def hide(self, conversation: str, seq: int, *, hidden: bool) -> None:
        """A decision hid it, or shows it again: what of it is still to come comes so."""
        self.fresh.forget(conversation)
        self.hidden.note(conversation, seq, hidden=hidden)

    def learn_hidden(self, conversation: str, seqs: Iterable[int]) -> None:
        """The database has them hidden, whether or not that was heard of here."""
        for seq in seqs:
            if not self.hidden.knows(conversation, seq):
                self.hide(conversation, seq, hidden=True)

    def deliver(self, messages: Iterable[Message]) -> int:
        """The same for messages from elsewhere; how many of them were new."""
        count = 0
        by_conversation: dict[str, list[Message]] = defaultdict(list)
        for message in messages:
            by_conversation[message.conversation].append(message)
        for conversation, its_messages in by_conversation.items():
            if not (fresh := self._take(conversation, its_messages)):
                continue
            count += len(fresh)
            self._remember(conversation, fresh)
            fresh = self.hidden.cover(conversation, fresh)
            audience = self._attendance.audience(conversation)
            if audience is not None and audience.connections:
                if _is_room(audience):
                    self.fresh.add(fresh)
                for message in fresh:
                    audience.speak(message.author.id)
                self.deliveries += len(fresh) * len(audience.connections)
                fan_out(audience.connections, b"".join(frame_bytes(frame_of(message)) for message in fresh))
        return count

    def _take(self, conversation: str, messages: list[Message]) -> list[Message]:
        """Those whose turn has come, in order."""
        last = self._announced.get(conversation)
        if last is None or not self._is_attended(conversation):
            # Nobody is owed what may be missing, and whoever comes next reads the database.
            fresh = [message for message in messages if last is None or message.seq > last]
            if fresh:
                self._ahead.pop(conversation, None)
                self._announced[conversation] = max(message.seq for message in fresh)
            return fresh
        ahead = self._ahead.get(conversation, {})
        ahead.update((message.seq, message) for message in messages if message.seq > last)
        fresh = []
        while (following := ahead.pop(last + 1, None)) is not None:
            fresh.append(following)
            last += 1
        self._announced[conversation] = last
        self._keep_ahead(conversation, ahead)
        return fresh

    def _keep_ahead(self, conversation: str, ahead: dict[int, Message]) -> None:
        if not ahead:
            self._ahead.pop(conversation, None)
            return
        while len(ahead) > AHEAD_MAX:
            del ahead[max(ahead)]  # it is read back with the rest
        self._ahead[conversation] = ahead
        self.on_gap(conversation)

    def _is_attended(self, conversation: str) -> bool:
        audience = self._attendance.audience(conversation)
        return audience is not None and bool(audience.clients)

    def recent_lines(self, conversation: str, person_id: str) -> tuple[Line, ...]:
        """The last lines said here, seen from one person: what the gate may read beside a new one."""
        lines = self._recent.get(conversation, ())
        return tuple(Line(by="author" if author == person_id else "other", text=text) for author, text in lines)

    def forget_lines(self, conversation: str) -> None:
        """What was said up to now is read beside nothing that comes."""
        self._recent.pop(conversation, None)

    def _remember(self, conversation: str, fresh: list[Message]) -> None:
        lines = self._recent.get(conversation)
        if lines is None:
            lines = self._recent[conversation] = deque(maxlen=RECENT_LINES)
        lines.extend((message.author.id, message.text) for message in fresh if message.text)

    def _forget_unattended(self) -> None:
        # Nobody present is owed anything, and whoever comes next reads the head again.
        for conversation in list(self._announced):
            if not self._is_attended(conversation):
                del self._announced[conversation]
                self._ahead.pop(conversation, None)
                self._recent.pop(conversation, None)


def _is_room(audience: Audience) -> bool:
    """What was said in private is not kept: how each of the two is told of it is read with it."""
    membership = next(iter(audience.clients)).memberships.get(audience.conversation)
    return membership is not None and membership.kind == "room"


def frame_of(message: Message) -> MessageFrame:
    """The frame that carries a message; members of default value are left out."""
    return MessageFrame(
        conversation=message.conversation,
        seq=message.seq,
        id=message.id,
        author=message.author,
        text=message.text,
        sent_at=message.sent_at,
        reply_to=message.reply_to,
        hidden=message.hidden,
        pictures=message.pictures,
    )


def _ignore(_conversation: str) -> None:
    """Where there is one node and SQLite, commits are announced in order and there are no gaps."""
