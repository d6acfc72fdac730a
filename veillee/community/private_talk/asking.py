"""What the gate is asked about a first word: the words, and the facts that belong to them."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.community.conversations import Traces
from veillee.community.people import Caller, facts_of, find_facts
from veillee.community.private_talk.queries import read_first_words
from veillee.safety.policy import Submission, near_duplicates, short_copies


def read_submission(
    connection: sa.Connection, traces: Traces, caller: Caller, receiver_id: str, text: str, now: datetime
) -> Submission:
    """A first word, with what is known of its author, of the other one, and of the author's earlier first words."""
    past = read_first_words(connection, caller.id, receiver_id, now)
    pair, account = traces.of(caller.id, receiver_id)
    author = msgspec.structs.replace(
        facts_of(caller.age, caller.entered_at, now),
        first_words_last_hour=past.last_hour,
        first_words_last_day=past.last_day,
        near_duplicates=near_duplicates(text, past.texts),
        short_copies=short_copies(text, past.texts_last_hour),
        reply_ratio=past.reply_ratio,
        ages_said=traces.ages_of(caller.id),
        links_banned=caller.links_banned,
    )
    return Submission(
        text=text,
        kind="first_word",
        audience="private",
        language=caller.language,
        region=caller.person.region,
        author=author,
        other=find_facts(connection, receiver_id, now),
        pair=pair,
        account=account,
    )
