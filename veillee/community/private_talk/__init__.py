"""Private talk: a stranger gets one first word of text; nothing else reaches them until they accept.

Owns the table `private_requests`. Announces RequestMade, RequestHeld, RequestAnswered.
"""

from veillee.community.private_talk.actions import PrivateTalk, PrivateTalkLimits
from veillee.community.private_talk.events import RequestAnswered, RequestHeld, RequestMade, RequestRefused
from veillee.community.private_talk.model import RequestForm, RequestFrame, RequestView
from veillee.community.private_talk.moderate import refuse_request, release_request
from veillee.community.private_talk.queries import find_request

__all__ = [
    "PrivateTalk",
    "PrivateTalkLimits",
    "RequestAnswered",
    "RequestForm",
    "RequestFrame",
    "RequestHeld",
    "RequestMade",
    "RequestRefused",
    "RequestView",
    "find_request",
    "refuse_request",
    "release_request",
]
