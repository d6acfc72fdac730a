"""The table of first words."""

import sqlalchemy as sa

from veillee.community.private_talk.model import RequestState
from veillee.foundation.storage import Id, Instant, Json, Transaction, metadata

private_requests = sa.Table(
    "private_requests",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("from_id", Id, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("to_id", Id, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("answered_at", Instant),
    sa.Column("conversation_id", Id, sa.ForeignKey("conversations.id")),
    sa.Column("verdict", Json, comment="when it was held or refused"),
    sa.Column("origin_address", sa.Text, comment="kept for the legal year, purged by column"),
    sa.Column("origin_port", sa.Integer, comment="kept for the legal year, purged by column"),
    sa.Column("sealed", sa.LargeBinary, comment="the text, AES-256-GCM, under a key of its own; `text` is empty"),
    sa.Column("caution", Json, comment="what whoever reads it is told beside it"),
    sa.Index("ix_private_requests_from", "from_id", "to_id", "created_at"),
    sa.Index("ix_private_requests_to", "to_id", "state", "created_at"),
)


def set_state(transaction: Transaction, request_id: str, state: RequestState, **more: object) -> None:
    """Move a first word on."""
    transaction.connection.execute(
        private_requests.update().where(private_requests.c.id == request_id).values(state=state, **more)
    )
