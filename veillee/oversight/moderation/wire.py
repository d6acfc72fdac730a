"""What the routes and frames of moderation carry.

First what members see, then what staff need to sign in. A member of staff appears to members by role only;
whoever reported never appears to anybody, staff included.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from veillee.oversight.moderation.wire_said import StatementMessage

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Words = dict[str, str]  # {"fr": …, "en": …}
ReportReason = Literal[
    "hate", "threat", "ambush", "minor_disclosed", "minor_sought", "third_person", "sedation", "sextortion",
    "doxxing", "scam", "contact_exchange", "spam", "self_harm", "harassment", "impersonation", "minor", "other",
]  # fmt: skip
DecisionKind = Literal[
    "no_violation", "not_located", "care", "hide", "close_room", "warn", "mute", "suspend", "ban", "release", "refuse",
    "uphold", "reverse", "restrict_reach", "restore", "refer", "misuse_warn", "misuse_suspend", "remove_pictures",
]  # fmt: skip
StaffRole = Literal["moderator", "senior", "admin", "auditor", "flagger"]


# Members: reports


class MessageSubject(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="message"):
    conversation: Short
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class PersonSubject(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind", tag="person"):
    """`conversation`: where the reporter saw them; the lines around the person's latest there are read along."""

    id: Short
    conversation: Short | None = None


class RoomSubject(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="room"):
    id: Short


class PictureSubject(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="picture"):
    """A picture of a message in a conversation of the reporter's."""

    id: Short


class MeetingSubject(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="meeting"):
    """Answered 404 until the place has meetings."""

    id: Short


ReportSubject = MessageSubject | PersonSubject | RoomSubject | PictureSubject | MeetingSubject


class ReportRequest(msgspec.Struct, frozen=True, kw_only=True):
    subject: ReportSubject
    reason: ReportReason
    note: str | None = None


class LedgerReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """Where the ledger holds it: dense index from 0; RFC 6962 leaf hash, 64 lower-case hex digits."""

    index: int
    leaf_hash: str


class ReportFiled(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    state: Literal["received", "decided"]
    receipt: LedgerReceipt


class ReportOutcome(msgspec.Struct, frozen=True, kw_only=True):
    code: Literal["no_violation", "not_located", "care", "hidden", "measure"]
    text: Words


class ObjectionState(msgspec.Struct, frozen=True, kw_only=True):
    """That nothing was done can be contested `until`, once (DSA art. 20). `reversed`: it is looked at anew."""

    until: datetime
    sent: bool
    outcome: Literal["upheld", "reversed"] | None
    answer: str | None


class ObjectionFiled(msgspec.Struct, frozen=True, kw_only=True):
    created_at: datetime
    receipt: LedgerReceipt


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report as its reporter sees it. `objection`: null where there is nothing to contest."""

    id: str
    state: Literal["received", "decided"]
    subject: ReportSubject
    reason: ReportReason
    created_at: datetime
    outcome: ReportOutcome | None
    objection: ObjectionState | None
    receipt: LedgerReceipt


# Members: statements of reasons (DSA art. 17) and complaints (art. 20)


class StatementArticle(msgspec.Struct, frozen=True, kw_only=True):
    """The article of the house rules that the decision rests on (art. 17(3)(e))."""

    id: str
    title: Words
    text: Words


class StatementLaw(msgspec.Struct, frozen=True, kw_only=True):
    """The legal ground (art. 17(3)(d)): which law, and why what was written is illegal under it."""

    id: str
    reference: str
    title: Words
    explanation: str


class StatementScope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What else of the person the decision takes away: what they wrote in rooms, the first words that waited, the
    rooms that they opened, their pictures, all of the last `hours`; 0: all of their pictures, and nothing else."""

    hours: int
    messages: int
    first_words: int
    rooms: int
    pictures: int = 0


ReversalCause = Literal["complaint", "restored", "not_confirmed", "lapsed"]


class Reversal(msgspec.Struct, frozen=True, kw_only=True):
    """The decision no longer stands: after a complaint, or by itself; not confirmed by a second person, or not in time.
    `text`: what was written about it, when no complaint was answered."""

    at: datetime
    cause: ReversalCause
    text: str | None


class ComplaintState(msgspec.Struct, frozen=True, kw_only=True):
    """`until`: the last moment for complaining, six months after the decision (art. 20(1))."""

    until: datetime
    sent: bool
    outcome: Literal["upheld", "reversed"] | None
    answer: str | None


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """`automated` and `detected`: was the decision taken, was the content found, by automated means (art. 17(3)(c)).
    `until` null: for good, or without duration. `notice`: what was done; `facts`: why; `redress`: what can be done.
    `receipt`: its leaf in the ledger, null for what was decided before statements had one. `ground`: the house rules,
    or the law. `provisional`: it holds until a second member of the team has looked. `replaced`: by the final one.
    `rule`: of the gate, when it decided; `times`: how often it refused such words within the hour."""

    id: str
    decision: DecisionKind
    issued_at: datetime
    until: datetime | None
    notice: Words
    facts: str
    article: StatementArticle | None
    rules_version: str
    ground: Literal["rules", "law"]
    law: StatementLaw | None
    source: Literal["report", "notice", "own_initiative"]
    territory: Literal["everywhere"]
    automated: bool
    detected: bool
    redress: Words
    receipt: LedgerReceipt | None
    message: StatementMessage | None
    scope: StatementScope | None
    provisional: bool
    replaced: bool
    rule: str | None
    times: int
    reversal: Reversal | None
    complaint: ComplaintState


class ComplaintRequest(msgspec.Struct, frozen=True, kw_only=True):
    text: str


class ComplaintFiled(msgspec.Struct, frozen=True, kw_only=True):
    statement: str
    created_at: datetime
    receipt: LedgerReceipt


class ReportFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="report"):
    report: Report


class StatementFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="statement"):
    statement: Statement


# Staff: sign-in. Credentials have the JSON form of WebAuthn level 3 (`credential.toJSON()`).

Base64Url = Annotated[str, msgspec.Meta(min_length=1, max_length=16_384, pattern=r"^[A-Za-z0-9_-]+=*$")]


class PasskeyOptionsRequest(msgspec.Struct, frozen=True, kw_only=True):
    invite: Short


class PasskeyOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`public_key` goes into `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`."""

    public_key: dict[str, Any]


class AttestationResponse(msgspec.Struct, frozen=True, kw_only=True):
    client_data_json: Base64Url = msgspec.field(name="clientDataJSON")
    attestation_object: Base64Url = msgspec.field(name="attestationObject")


class NewCredential(msgspec.Struct, frozen=True, kw_only=True):
    id: Base64Url
    raw_id: Base64Url = msgspec.field(name="rawId")
    type: Literal["public-key"]
    response: AttestationResponse


class PasskeyRequest(msgspec.Struct, frozen=True, kw_only=True):
    invite: Short
    credential: NewCredential


class AssertionResponse(msgspec.Struct, frozen=True, kw_only=True):
    client_data_json: Base64Url = msgspec.field(name="clientDataJSON")
    authenticator_data: Base64Url = msgspec.field(name="authenticatorData")
    signature: Base64Url
    user_handle: Base64Url | None = msgspec.field(name="userHandle", default=None)


class Assertion(msgspec.Struct, frozen=True, kw_only=True):
    id: Base64Url
    raw_id: Base64Url = msgspec.field(name="rawId")
    type: Literal["public-key"]
    response: AssertionResponse


class StaffSignIn(msgspec.Struct, frozen=True, kw_only=True):
    credential: Assertion


class StaffMember(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    role: StaffRole


class Duty(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`on`: this member of staff said so; `counted`: and was active within the last `silence_seconds_max`.
    `urgent_late`: something urgent has waited too long, so that first words and new rooms rest.

    Active means: put duty on, opened a case, decided. Reading the queue or the session does not count, so that a
    console left open lights no lamp: while on duty a console repeats PUT duty at key or pointer, once a minute.
    `sample_on_duty`: those of the demo among `staff_on_duty`, who light the lamp and decide nothing.
    """

    on: bool
    counted: bool
    silence_seconds_max: int
    staff_on_duty: int
    sample_on_duty: int = 0
    urgent_late: bool


class StaffSession(msgspec.Struct, frozen=True, kw_only=True):
    staff: StaffMember
    duty: Duty
    expires_at: datetime
