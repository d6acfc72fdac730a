"""The tables of stopped names and titles, and of what was refused without a human being asked."""

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, Json, metadata

stopped_words = sa.Table(
    "stopped_words",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), comment="None: at the door"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("verdict", Json, nullable=False),
    sa.Column("origin_address", sa.Text, comment="kept for the legal year, purged by column"),
    sa.Column("origin_port", sa.Integer, comment="kept for the legal year, purged by column"),
    sa.Column("sealed", sa.LargeBinary, comment="the words, under a key of their own"),
    sa.Index("ix_stopped_words_person", "person_id", "at"),
    sa.Index("ix_stopped_words_origin", "origin_address", "at"),
)

refusals = sa.Table(
    "refusals",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("times", sa.Integer, nullable=False, comment="how often the rule refused within the hour"),
    sa.Column("last_at", Instant, nullable=False),
    sa.Column("verdict", Json, nullable=False),
    sa.Column("sealed", sa.LargeBinary, comment="the words of the first time, under a key of their own"),
    sa.Index("ix_refusals_person", "person_id", "rule", "at"),
    sa.Index("ix_refusals_at", "at"),
)
