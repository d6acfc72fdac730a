"""What is handed over of a case: sealed copies, words, decisions, custody, and the proofs that the ledger has them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Invalid, NotFound, is_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation import leaves
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.evidence.connections import list_connections
from veillee.oversight.moderation.evidence.graph import make_graph
from veillee.oversight.moderation.evidence.readme import README
from veillee.oversight.moderation.model import REASON_CHARS_MAX
from veillee.oversight.moderation.reports.notes import whole
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.staff.queries import find_staff, name_staff
from veillee.oversight.moderation.statements.store import complaints, statements
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_cases import FrozenCase
from veillee.safety import ledger
from veillee.safety.evidence import Item, Touch, Vault, list_custody

Files = dict[str, bytes]
WITH_CONNECTIONS = " (with addresses and ports)"
"""What the chain of custody says beside the reason."""


def pack_case(
    transaction: Transaction,
    vault: Vault,
    case: str,
    by: str,
    reason: str,
    *,
    now: datetime,
    connections: bool = False,
) -> Files:
    """The files of a package, by path. Packing is an entry of the chain of custody, which is in the package.

    by: name of a member of staff. connections: also from which address and port the person concerned came and wrote,
    as far as it is still kept; the custody says so. Whoever reported is not named. Raises Invalid by field, NotFound
    for a case of which nothing was sealed, Problem `destroyed`, DamagedEvidence.
    """
    connection = transaction.connection
    staff = find_staff(connection, by)
    if staff is None:
        raise Invalid({"by": "unknown"})
    state = cases.find_state(connection, case) if is_id(case) else None
    if state is None:
        raise NotFound
    why = check_text("reason", reason, REASON_CHARS_MAX) + (WITH_CONNECTIONS if connections else "")
    touch = Touch(case=case, staff=staff, reason=why, at=now)
    packed = vault.pack(transaction, touch)
    items = [item for item in packed if item.name is None]
    decided = _statements(connection, case)
    custody = list_custody(connection, case)
    proven = [row["leaf_index"] for row in decided if row["leaf_index"] is not None] + [entry.leaf for entry in custody]
    messages = _messages(items)
    files = {
        "README.txt": README.encode(),
        "case.json": _json({"id": case} | msgspec.structs.asdict(state)),
        "messages.jsonl": _lines(messages),
        "reports.jsonl": _lines(_reports(connection, case)),
        "decisions.jsonl": _lines(decided),
        "complaints.jsonl": _lines(_complaints(connection, [row["id"] for row in decided])),
        "custody.jsonl": _lines({"leaf": entry.leaf, "hash": entry.hash} | entry.content for entry in custody),
        **{f"sealed/{item.id}.json": _json(item.content) for item in items},
        **{f"pictures/{item.name}": item.content for item in packed if item.name is not None},
        **_proofs(connection, proven),
    }
    if connections:
        files["connections.jsonl"] = _lines(list_connections(connection, state.person_id, messages))
    names = name_staff(connection, {entry.staff for entry in custody if entry.staff is not None})
    graph = make_graph(
        case,
        messages=messages,
        custody=[entry.content for entry in custody],
        staff={member.id: member.name for member in names.values()},
        files=files,
    )
    return files | {"case.jsonld": _json(graph)}


def _messages(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Every line of every copy, once."""
    seen: dict[str, dict[str, Any]] = {}
    for item in items:
        copied = msgspec.convert(item.content, FrozenCase)
        for words in filter(None, (copied.words, *copied.passages)):
            for line in words.lines:
                values = {"conversation": words.conversation} | msgspec.structs.asdict(line)
                seen.setdefault(f"{words.conversation}/{line.seq}/{line.sent_at}/{line.author}", values)
    return sorted(seen.values(), key=lambda line: line["sent_at"])


def _reports(connection: sa.Connection, case: str) -> list[dict[str, Any]]:
    told = ("id", "reason", "note", "created_at", "adds_to", "leaf_index", "leaf_hash")
    query = sa.select(reports).where(reports.c.case_id == case).order_by(reports.c.created_at)
    rows = [whole(connection, row) for row in connection.execute(query)]
    return [{name: row[name] for name in told} for row in rows]


def _statements(connection: sa.Connection, case: str) -> list[dict[str, Any]]:
    columns = [statements.c[name] for name in (*leaves.STATEMENT, "reversed_at", "leaf_index", "leaf_hash")]
    query = sa.select(*columns).where(statements.c.case_id == case).order_by(statements.c.issued_at)
    return _rows(connection, query)


def _complaints(connection: sa.Connection, contested: list[str]) -> list[dict[str, Any]]:
    return _rows(connection, sa.select(complaints).where(complaints.c.statement_id.in_(contested)))


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _proofs(connection: sa.Connection, indexes: Iterable[int]) -> Files:
    """For each leaf the leaf itself and its tlog-proof; the key and the checkpoint of them all."""
    files: Files = {}
    for index in sorted(set(indexes)):
        proof = ledger.get_proof(connection, index, {})
        files[f"ledger/{index}.leaf.json"] = proof.leaf.encode()
        files[f"ledger/{index}.tlog-proof"] = ledger.write_tlog_proof(proof).encode()
        files["ledger/checkpoint"] = proof.checkpoint.encode()
        files["ledger/key.txt"] = f"{proof.key}\n".encode()
    return files


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted") + b"\n"


def _lines(values: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(_json(value) for value in values)
