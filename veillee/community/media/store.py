"""The tables of pictures."""

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, metadata
from veillee.safety.sealing import columns

pictures = sa.Table(
    "pictures",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("owner_id", Id, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("uploaded_at", Instant, nullable=False),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("message_id", Id, index=True, comment="or the words that wait; None: not sent yet"),
    sa.Column("conversation_id", Id),
    sa.Column("seq", sa.Integer, comment="None while held"),
    sa.Column("removed_at", Instant, comment="a decision took it away"),
    sa.Column("file_mark", sa.LargeBinary, nullable=False, comment="HMAC of the SHA-256 of the file that came"),
    sa.Column("image_mark", sa.LargeBinary, nullable=False, comment="HMAC of the SHA-256 of what is kept"),
    sa.Column("likeness_mark", sa.LargeBinary, nullable=False, comment="HMAC of the difference hash"),
)
sa.Index("ix_pictures_place", pictures.c.conversation_id, pictures.c.seq)
sa.Index("ix_pictures_owner_uploaded", pictures.c.owner_id, pictures.c.uploaded_at)
sa.Index("ix_pictures_uploaded", pictures.c.uploaded_at)

picture_images = sa.Table(
    "picture_images",
    metadata,
    *columns(),
    sa.Column("picture_id", Id, sa.ForeignKey("pictures.id"), nullable=False, index=True),
    sa.Column("size", sa.String(10), nullable=False),
)

picture_marking = sa.Table("picture_marking", metadata, *columns(), comment="one row: the key of all marks")

refused_pictures = sa.Table(
    "refused_pictures",
    metadata,
    sa.Column("mark", sa.LargeBinary, primary_key=True, comment="of a file or of what was kept of it"),
    sa.Column("statement_id", Id, primary_key=True, comment="which took the picture away as illegal"),
    sa.Column("likeness_mark", sa.LargeBinary, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("leaf_index", sa.BigInteger, comment="None: from before these had leaves"),
)
sa.Index("ix_refused_pictures_statement", refused_pictures.c.statement_id)
