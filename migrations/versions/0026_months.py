"""On PostgreSQL messages lie by month, so that old months are dropped as a whole; SQLite stays as it is."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

# As far back as addresses are kept at most, and ahead until the standing job has made more. What is older or newer,
# of a clock that was wrong, lies in the rest.
MONTHS_BACK, MONTHS_AHEAD = 14, 2
REFERRED = {"author_id": "people", "conversation_id": "conversations"}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE messages RENAME TO messages_before")
    like = "LIKE messages_before INCLUDING DEFAULTS INCLUDING COMMENTS"
    op.execute(f"CREATE TABLE messages ({like}) PARTITION BY RANGE (sent_at)")
    for column, table in REFERRED.items():
        op.create_foreign_key(f"fk_messages_{column}", "messages", table, [column], ["id"])
    key = "PRIMARY KEY (conversation_id, seq)"
    op.execute(f"CREATE TABLE messages_rest PARTITION OF messages ({key}) DEFAULT")
    for year, month in _months(datetime.now(UTC)):
        first, following = _microseconds(year, month), _microseconds(year + month // 12, month % 12 + 1)
        present = sa.text("SELECT 1 FROM messages_before WHERE sent_at >= :first AND sent_at < :following LIMIT 1")
        is_old = datetime(year, month, 1, tzinfo=UTC) < datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0)
        if is_old and op.get_bind().execute(present, {"first": first, "following": following}).first() is None:
            continue
        name = f"messages_{year}_{month:02}"
        op.execute(f"CREATE TABLE {name} PARTITION OF messages ({key}) FOR VALUES FROM ({first}) TO ({following})")
    op.execute("INSERT INTO messages SELECT * FROM messages_before")
    op.execute("DROP TABLE messages_before")


def _months(now: datetime) -> list[tuple[int, int]]:
    numbers = range(now.year * 12 + now.month - 1 - MONTHS_BACK, now.year * 12 + now.month + MONTHS_AHEAD)
    return [(number // 12, number % 12 + 1) for number in numbers]


def _microseconds(year: int, month: int) -> int:
    return int(datetime(year, month, 1, tzinfo=UTC).timestamp()) * 1_000_000


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE messages RENAME TO messages_by_month")
    op.execute("CREATE TABLE messages (LIKE messages_by_month INCLUDING DEFAULTS INCLUDING COMMENTS)")
    op.execute("INSERT INTO messages SELECT * FROM messages_by_month")
    op.execute("DROP TABLE messages_by_month")
    op.create_primary_key("pk_messages", "messages", ["conversation_id", "seq"])
    for column, table in REFERRED.items():
        op.create_foreign_key(f"fk_messages_{column}", "messages", table, [column], ["id"])
