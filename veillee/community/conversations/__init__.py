"""What rooms and private talk are made of: append, sequence, history, delivery.

Owns the tables `conversations`, `memberships`, `messages`, `sent_refs`, `withheld`. Announces MessagesAppended,
MessageHeld, MessageRefused, MessageFlagged, MessageHidden, HeldReleased, HeldRefused.
"""

from veillee.community.conversations.access import find_private_between, get_membership, list_memberships
from veillee.community.conversations.actions import ConversationLimits, Conversations, check_may_speak
from veillee.community.conversations.append import append_all
from veillee.community.conversations.delivery import Delivery
from veillee.community.conversations.events import (
    ConversationOpened,
    HeldRefused,
    HeldReleased,
    MessageFlagged,
    MessageHeld,
    MessageHidden,
    MessageRefused,
    MessagesAppended,
)
from veillee.community.conversations.following import Following, item_of
from veillee.community.conversations.model import (
    Author,
    ConversationView,
    Draft,
    Message,
    Origin,
    Withheld,
    check_text,
)
from veillee.community.conversations.moderate import hide_message, refuse_held, release_held, show_message
from veillee.community.conversations.queries import find_held, find_message, read_window
from veillee.community.conversations.store import (
    add_conversation,
    add_membership,
    conversations,
    memberships,
    remove_membership,
)
from veillee.community.conversations.wire import (
    AcceptedFrame,
    ConversationFrame,
    ConversationItem,
    HiddenFrame,
    JoinedFrame,
    Reason,
    RefusedFrame,
)

__all__ = [
    "AcceptedFrame",
    "Author",
    "ConversationFrame",
    "ConversationItem",
    "ConversationLimits",
    "ConversationOpened",
    "ConversationView",
    "Conversations",
    "Delivery",
    "Draft",
    "Following",
    "HeldRefused",
    "HeldReleased",
    "HiddenFrame",
    "JoinedFrame",
    "Message",
    "MessageFlagged",
    "MessageHeld",
    "MessageHidden",
    "MessageRefused",
    "MessagesAppended",
    "Origin",
    "Reason",
    "RefusedFrame",
    "Withheld",
    "add_conversation",
    "add_membership",
    "append_all",
    "check_may_speak",
    "check_text",
    "conversations",
    "find_held",
    "find_message",
    "find_private_between",
    "get_membership",
    "hide_message",
    "item_of",
    "list_memberships",
    "memberships",
    "read_window",
    "refuse_held",
    "release_held",
    "remove_membership",
    "show_message",
]
