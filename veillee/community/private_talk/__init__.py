"""Private talk: a stranger gets one first word of text; nothing else reaches them until they accept.
Two who talk may become contacts.

Owns the table `private_requests`. Announces RequestMade, RequestHeld, RequestAnswered,
RequestWithdrawn.
"""

from veillee.community.private_talk.actions import PrivateTalk
from veillee.community.private_talk.backlog import seal_requests
from veillee.community.private_talk.contacts import Contacts, ContactView
from veillee.community.private_talk.events import (
    RequestAnswered,
    RequestFlagged,
    RequestHeld,
    RequestMade,
    RequestRefused,
    RequestWithdrawn,
)
from veillee.community.private_talk.listening import LeavingListener
from veillee.community.private_talk.model import RequestForm, RequestFrame, RequestView
from veillee.community.private_talk.moderate import (
    refuse_request,
    release_request,
    reopen_request,
    withdraw_request,
)
from veillee.community.private_talk.queries import count_accepted, find_alike, find_request, list_pending, list_received
from veillee.community.private_talk.retention import delete_requests, purge_requests
from veillee.community.private_talk.screening import Screening

__all__ = [
    "ContactView",
    "Contacts",
    "LeavingListener",
    "PrivateTalk",
    "RequestAnswered",
    "RequestFlagged",
    "RequestForm",
    "RequestFrame",
    "RequestHeld",
    "RequestMade",
    "RequestRefused",
    "RequestView",
    "RequestWithdrawn",
    "Screening",
    "count_accepted",
    "delete_requests",
    "find_alike",
    "find_request",
    "list_pending",
    "list_received",
    "purge_requests",
    "refuse_request",
    "release_request",
    "reopen_request",
    "seal_requests",
    "withdraw_request",
]
