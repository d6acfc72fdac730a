"""What the leaves of moderation commit to, said once: to write them, to show them, and to check them later.

Each content can be made again from the rows as they stand, so that a row that was changed is found. What a member is
shown of theirs names no member of staff.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from veillee.oversight.moderation.cases.model import (
    Assigned,
    CaseEvent,
    Decided,
    Flagged,
    FurtherFact,
    Noted,
    Opened,
    Opined,
    Proposed,
    Read,
    Referred,
    Reported,
    Restored,
    Settled,
    ShownOutside,
)
from veillee.safety import ledger

Contents = tuple[ledger.Content, ledger.Content | None]
"""What a leaf commits to, and what leaves of its kind committed to before they said more."""

REPORT = ("id", "reporter_id", "subject_key", "subject", "reason", "note", "created_at")
STATEMENT = (
    "id", "person_id", "decision", "issued_at", "until", "notice", "facts", "article", "rules_version", "source",
    "detected", "subject",
)  # fmt: skip
STATEMENT_ADDED = ("ground", "law", "provisional", "scope", "automated", "rule", "label", "factors")
"""What statements did not have from the beginning; where there is none, the leaf says nothing of it."""

NOTICE = ("id", "reason", "explanation", "name", "email", "good_faith", "written", "created_at")
CONTACT = ("name", "email")
"""What notices from before addresses were sealed have in their row, and in their leaf."""

MISUSE = ("id", "what", "act", "person_id", "staff_id", "at", "until", "items", "factors", "facts", "statement_id")
RAID_PART = ("number", "person_id", "subject", "lines", "follows")
SHIFT = ("id", "staff_id", "begins", "ends", "weekly", "last", "added_by", "added_at")
OBJECTION = ("id", "target_kind", "target_id", "text", "created_at")
COMPLAINT = ("statement_id", "text", "created_at")


def report_content(row: Mapping[str, Any]) -> ledger.Content:
    """`report.received`: shown to the reporter."""
    added = {} if row["adds_to"] is None else {"adds_to": row["adds_to"]}
    return {name: row[name] for name in REPORT} | added


def notice_content(row: Mapping[str, Any]) -> ledger.Content:
    """`notice.received`: shown to the holder of its secret.

    Whom it is from lies apart and is destroyed in time: the leaf says only whether it was said.
    """
    content = {name: row[name] for name in NOTICE}
    if row.get("flagger_id") is not None:
        content["flagger"] = row["flagger_id"]
    if row.get("contact") is None:
        return content
    return {name: said for name, said in content.items() if name not in CONTACT} | {"contact": row["contact"]}


def notice_contents(row: Mapping[str, Any]) -> Contents:
    """`notice.received`, with the hash of the secret that leads to it, the mark by which whoever sends many is known,
    and the language of the answer."""
    content, mark = notice_content(row), row["notifier"]
    who = {"notifier": None if mark is None else bytes(mark).hex(), "language": row["language"]}
    return {**content, **who, "secret": bytes(row["digest"]).hex()}, content


def statement_content(row: Mapping[str, Any]) -> ledger.Content:
    """`statement.issued`: shown to whom it affects."""
    added = {name: row[name] for name in STATEMENT_ADDED if row.get(name) is not None}
    return {name: row[name] for name in STATEMENT} | added


def statement_contents(row: Mapping[str, Any], effects: Iterable[Any]) -> Contents:
    """`statement.issued`, with the hash of all that it took away beside what its case is about."""
    content = statement_content(row)
    took = [(effect.kind, effect.target, effect.seq) for effect in effects]
    return ({**content, "took": _hash(took)}, content) if took else (content, None)


def complaint_content(row: Mapping[str, Any]) -> ledger.Content:
    """`complaint.received`: shown to who complained."""
    return {name: row[name] for name in COMPLAINT}


def objection_content(row: Mapping[str, Any]) -> ledger.Content:
    """`complaint.received`, about a report or an item of a notice: shown to who complained."""
    return {name: row[name] for name in OBJECTION}


def at_moment(content: ledger.Content, at: datetime) -> ledger.Content:
    """What happened to a case, and when: the leaf itself says the hour only."""
    return {**content, "at": at}


def decision_content(case: str, staff: str, person: str | None, until: Any, fact: Decided) -> ledger.Content:
    """`decision.KIND`."""
    return {
        "case": case,
        "staff": staff,
        "decision": fact.decision,
        "statement": fact.statement,
        "person": person,
        "article": fact.article,
        "until": until,
        "facts": fact.facts,
    }


def asking_content(proposal: ledger.Content, request: Any) -> ledger.Content:
    """`proposal.made`, with the whole decision as it was written."""
    return {**proposal, "request": request}


def proposal_content(case: str, staff: str, person: str | None, fact: Proposed) -> ledger.Content:
    """`proposal.made`: a grave decision waits for a second person."""
    return {
        "case": case,
        "staff": staff,
        "person": person,
        "decision": fact.decision,
        "statement": fact.statement,
        "lapses_at": fact.lapses_at,
        "facts": fact.facts,
    }


def settling_content(case: str, staff: str | None, fact: Settled) -> ledger.Content:
    """`proposal.approved`, `proposal.refused`, `proposal.lapsed`."""
    return {"case": case, "staff": staff, "decision": fact.decision, "outcome": fact.outcome, "facts": fact.facts}


def referral_content(case: str, staff: str, person: str | None, fact: Referred) -> ledger.Content:
    """`decision.refer`: which authority was told, and what (DSA art. 18)."""
    return {"case": case, "staff": staff, "person": person, "authority": fact.authority, "facts": fact.facts}


def restoring_content(case: str, staff: str, person: str | None, fact: Restored) -> ledger.Content:
    """`decision.restore`: a decision was taken back, and what came of it."""
    return {
        "case": case,
        "staff": staff,
        "person": person,
        "statement": fact.statement,
        "facts": fact.facts,
        "undone": fact.undone,
    }


def raid_content(row: Mapping[str, Any]) -> ledger.Content:
    """`raid.begun`: one decision about many; what was chosen, and how much it is."""
    return {name: row[name] for name in ("id", "staff_id", "request", "people", "messages", "at")}


def raid_contents(row: Mapping[str, Any], parts: Iterable[Mapping[str, Any]]) -> Contents:
    """`raid.begun`, with the hash of whom and what it takes in."""
    content = raid_content(row)
    chosen = [[part[name] for name in RAID_PART] for part in parts]
    return {**content, "parts": _hash(chosen)}, content


def raid_settling_content(row: Mapping[str, Any], outcome: str) -> ledger.Content:
    """`raid.approved`, `raid.refused`: by somebody else."""
    return {"raid": row["id"], "staff": row["settled_by"], "outcome": outcome, "facts": row["settled_facts"]}


def raid_undoing_content(row: Mapping[str, Any]) -> ledger.Content:
    """`raid.undone`: all of it that can be is taken back."""
    return {"raid": row["id"], "staff": row["undone_by"], "facts": row["undone_facts"]}


def reading_content(case: str, staff: str, fact: Read) -> ledger.Content:
    """`case.read`: which lines of which conversation, or which picture of them."""
    looked = {} if fact.picture is None else {"picture": fact.picture}
    return {"case": case, "staff": staff, "conversation": fact.conversation, "lines": fact.lines} | looked


def further_content(case: str, staff: str | None, fact: FurtherFact) -> ledger.Content:
    """`further.asked`, `further.opened`, `further.refused`, `further.read`, `further.looked`, `further.lapsed`,
    `further.closed`, `further.expired`: the case, who, and all that the event says."""
    said = msgspec.structs.asdict(fact)
    del said["leaf"]
    return said | {"case": case, "staff": staff}


def gate_content(case: str, subject: Any, person: str | None, fact: Flagged) -> ledger.Content:
    """`gate.held`, `gate.refused`, `gate.flagged`."""
    return {"case": case, "subject": subject, "person": person, "verdict": fact.verdict, "urgent": fact.urgent}


def casework_content(case: str, event: CaseEvent, fact: Opened | Reported | Assigned) -> ledger.Content:
    """`case.opened`, `case.reported`, `case.assigned`: which event, when, by whom, and all that it says."""
    said = msgspec.structs.asdict(fact)
    del said["leaf"]
    return said | {"case": case, "number": event.number, "at": event.at, "staff": event.staff_id}


def outside_content(case: str, fact: ShownOutside) -> ledger.Content:
    """`case.shown_outside`: whose words, and to which classifier."""
    return {"case": case, "classifier": fact.classifier}


def beside_content(case: str, staff: str | None, fact: Noted | Opined) -> ledger.Content:
    """`case.noted`: what a member of staff left for colleagues. `case.opined`: what an outside classifier said of the
    words; as text, for its numbers are fractions."""
    if isinstance(fact, Noted):
        return {"case": case, "staff": staff, "text": fact.text}
    return {"case": case, "opinion": msgspec.json.encode(fact.opinion, order="sorted").decode()}


def misuse_content(row: Mapping[str, Any]) -> ledger.Content:
    """`decision.misuse_warn`, `decision.misuse_suspend`: about whom, on what it rests, and the four factors."""
    mark = row["notifier"]
    return {name: row[name] for name in MISUSE} | {"notifier": None if mark is None else bytes(mark).hex()}


def misuse_lifting_content(row: Mapping[str, Any]) -> ledger.Content:
    """`misuse.lifted`: which, by whom, and why."""
    return {name: row[name] for name in ("id", "lifted_by", "lifted_at", "lifted_facts")}


def shift_content(row: Mapping[str, Any]) -> ledger.Content:
    """`roster.added`: who is planned, when, and by whom."""
    return {name: row[name] for name in SHIFT}


def removal_content(row: Mapping[str, Any]) -> ledger.Content:
    """`roster.removed`."""
    return {name: row[name] for name in ("id", "removed_by", "removed_at")}


def handover_content(row: Mapping[str, Any]) -> ledger.Content:
    """`handover.written`."""
    return {name: row[name] for name in ("id", "staff_id", "text", "written_at")}


def takeover_contents(row: Mapping[str, Any]) -> Contents:
    """`handover.taken`: which note, who, and when."""
    content = {"note": row["id"], "staff": row["taken_by"]}
    return {**content, "at": row["taken_at"]}, content


def synthetic_content(row: Mapping[str, Any]) -> ledger.Content:
    """`synthetic.answered`: the case was made by the place itself; what it said."""
    return {name: row[name] for name in ("id", "case_id", "reason", "text", "made_at")}


def _hash(value: Any) -> str:
    """Of what is too long for a receipt."""
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()
