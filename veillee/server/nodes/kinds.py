"""Which events concern the other nodes. Messages are not among them: they travel by their own numbers."""

from veillee.community.conversations import (
    ConversationDestroyed,
    ConversationEnded,
    ConversationOpened,
    HeldRefused,
    HeldReleased,
    MembershipBegan,
    MembershipEnded,
    MessageHidden,
    PicturesChanged,
    ReaderCautioned,
    TracesLeft,
)
from veillee.community.entry import SessionEnded
from veillee.community.people import (
    ContactChanged,
    PairFrozen,
    PairReleased,
    PersonBlocked,
    PersonRestricted,
    RestrictionLifted,
)
from veillee.community.private_talk import RequestAnswered, RequestMade, RequestWithdrawn
from veillee.community.screening import ScreeningChanged
from veillee.foundation.basics import Event
from veillee.oversight.moderation import DutyChanged, QueueChanged, ReportDecided, StatementIssued

KINDS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        ContactChanged,
        ConversationDestroyed,
        ConversationEnded,
        ConversationOpened,
        DutyChanged,
        HeldRefused,
        HeldReleased,
        MembershipBegan,
        MembershipEnded,
        MessageHidden,
        PairFrozen,
        PairReleased,
        PersonBlocked,
        PersonRestricted,
        PicturesChanged,
        QueueChanged,
        ReaderCautioned,
        ReportDecided,
        RequestAnswered,
        RequestMade,
        RequestWithdrawn,
        RestrictionLifted,
        ScreeningChanged,
        SessionEnded,
        StatementIssued,
        TracesLeft,
    )
}
