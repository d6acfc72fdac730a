"""Letters to people outside and to staff: written in the transaction of what they report, sent by a standing job.

A letter lies sealed in the outbox until it has left, and what was sealed is destroyed then; it is tried again with
growing patience, and is dead when nothing helped. Where the operator has set no mail server nothing is written at all.

Owns the table `outbox`. Announces nothing.
"""

from veillee.oversight.mail.model import Letter, MailSettings, PostState, check_address, is_address
from veillee.oversight.mail.outbox import Outbox, forget_letters, rewrap_letters, write_letter
from veillee.oversight.mail.post import POST_SECONDS, Post
from veillee.oversight.mail.store import has_recent

__all__ = [
    "POST_SECONDS",
    "Letter",
    "MailSettings",
    "Outbox",
    "Post",
    "PostState",
    "check_address",
    "forget_letters",
    "has_recent",
    "is_address",
    "rewrap_letters",
    "write_letter",
]
