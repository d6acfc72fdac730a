"""`veillee judge`: JSON Lines in, verdicts out, same order, nothing else needed."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.gate import Gate
from veillee.safety.policy.model import Facts, Kind, Line, Submission, Verdict

LINE_CHARS_MAX = 1_000_000


class _Said(msgspec.Struct):
    text: str
    from_: Literal["author", "other"] = msgspec.field(name="from", default="other")


class _Asked(msgspec.Struct):
    id: str | int
    text: str
    language: str | None = None
    conversation: Literal["room", "private"] = "room"
    kind: Kind = "message"
    history: list[_Said] = []
    author: Facts = Facts()
    other: Facts | None = None
    contacts: bool = False
    hours_known: float | None = None
    pair: dict[str, float] = {}
    account: dict[str, float] = {}

    def submission(self) -> Submission:
        return Submission(
            text=self.text,
            kind=self.kind,
            audience=self.conversation,
            language=self.language,
            author=self.author,
            other=self.other,
            history=tuple(Line(said.from_, said.text) for said in self.history),
            contacts=self.contacts,
            hours_known=self.hours_known,
            pair=self.pair,
            account=self.account,
        )


_decoder = msgspec.json.Decoder(_Asked)
_loose = msgspec.json.Decoder()
_encode = msgspec.json.Encoder().encode


def judge(lines: Iterable[str], gate: Gate) -> Iterator[str]:
    """One JSON object for every line that is not blank, in order; a line that cannot be judged gets `error`."""
    for line in lines:
        if line.strip():
            yield _judge_line(line, gate)


def submissions(lines: Iterable[str]) -> Iterator[Submission]:
    """What each line asks about. Raises PolicyError with the line's number for one that cannot be judged."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _decode(line).submission()
            except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError) as error:
                raise PolicyError("line", number, str(error)) from error


def _judge_line(line: str, gate: Gate) -> str:
    try:
        if len(line) > LINE_CHARS_MAX:
            raise msgspec.ValidationError(f"the line is longer than {LINE_CHARS_MAX} characters")
        asked = _decode(line)
    except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError) as error:
        return _encode({"id": _id_in(line), "error": str(error)}).decode()
    return _encode(_answer(asked, gate.review(asked.submission()))).decode()


def _decode(line: str) -> _Asked:
    try:
        return _decoder.decode(line)
    except msgspec.ValidationError:
        value = _loose.decode(line)
        if (said := _without_nulls(value)) == value:
            raise
        return msgspec.convert(said, _Asked)
    except (msgspec.DecodeError, UnicodeError):
        # Half of a surrogate pair is legal in JSON; only the standard library reads it.
        return msgspec.convert(_without_nulls(json.loads(line)), _Asked)


def _without_nulls(value: Any) -> Any:
    """`null` says the same of a member as leaving it away."""
    if isinstance(value, dict):
        return {name: _without_nulls(member) for name, member in value.items() if member is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


def _answer(asked: _Asked, verdict: Verdict) -> dict[str, Any]:
    reasons = [
        {
            "rule": each.rule,
            "label": each.label,
            "span": each.span,
            "text": each.text.get(asked.language or "fr") or each.text["fr"],
        }
        for each in verdict.reasons
    ]
    return {"id": asked.id, "effect": verdict.effect, "labels": verdict.labels, "reasons": reasons}


def _id_in(line: str) -> str | int | None:
    """The id of a line that was wrong in something else."""
    try:
        value = _loose.decode(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str | int) else None
