"""What staff see and send when they decide: offers, the decision, a proposal and its approval."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from veillee.oversight.moderation.wire import DecisionKind, LedgerReceipt, Short, StaffMember, StatementScope, Words

Scope = Literal["case", "author", "raid"]
Ground = Literal["rules", "law"]
SettledOutcome = Literal["approved", "refused", "lapsed"]
HOURS_MAX = 72


class Minutes(msgspec.Struct, frozen=True, kw_only=True):
    least: int
    most: int
    usual: int


class DecisionOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A decision open to this reader on this case. `minutes` null: no duration; `article`: one must be named, or the
    law. `author`: it may take in all that its author did of late; `authority`: the request names one; `second`: it
    takes effect when a second person has approved."""

    kind: DecisionKind
    minutes: Minutes | None
    article: bool
    author: bool
    authority: bool
    second: bool
    title: Words
    effect: Words
    notice: Words


class DecisionRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`facts`: what the affected person will read, 1 to 2,000 characters; `version`: of the case as read.

    `ground`: with `law`, `law` names a legal ground of GET /staff/legal-grounds and `explanation` says why what was
    written is illegal under it. `scope` `author`: what they wrote in rooms, the first words that wait and the rooms
    that they opened within the last `hours` go too; `raid` is only for what a raid carries out. `authority`: who is
    told, when a case is referred.
    `unpause`: those whom these words froze towards each other may talk again; nothing wrong and release do it anyway.
    """

    kind: DecisionKind
    facts: str
    version: int
    article: Short | None = None
    minutes: Annotated[int, msgspec.Meta(ge=1, le=2**31)] | None = None
    ground: Ground = "rules"
    law: Short | None = None
    explanation: str | None = None
    scope: Scope = "case"
    hours: Annotated[int, msgspec.Meta(ge=1, le=HOURS_MAX)] | None = None
    authority: str | None = None
    unpause: bool = False


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """What taking a decision back came to: what is `restored`, what another decision `kept`, what was `gone`."""

    restored: int = 0
    kept: int = 0
    gone: int = 0

    def __add__(self, other: "Undone") -> "Undone":
        return Undone(restored=self.restored + other.restored, kept=self.kept + other.kept, gone=self.gone + other.gone)


class DecisionTaken(msgspec.Struct, frozen=True, kw_only=True):
    """`statement` is null where nobody is affected (nothing wrong, release). `lapses_at`: it is a proposal so far,
    which lapses then; `statement` is the one of what holds meanwhile. `undone`: of one that takes another one back.
    `scope`: what else it took away."""

    case: str
    version: int
    decision: DecisionKind
    statement: str | None
    receipt: LedgerReceipt
    lapses_at: datetime | None = None
    undone: Undone | None = None
    scope: StatementScope | None = None


class CaseProposal(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that waits for a second person. `own`: the reader proposed it; `approves`: they may approve it."""

    decision: DecisionKind
    request: DecisionRequest
    by: StaffMember
    at: datetime
    lapses_at: datetime
    own: bool
    approves: bool


class ApprovalRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`version`: of the case as read. `facts`: why; it must be said when the proposal is refused."""

    version: int
    approve: bool
    facts: str = ""


class ProposalSettled(msgspec.Struct, frozen=True, kw_only=True):
    """`taken`: the decision, when it was approved; `undone`: of what held meanwhile, when it was not."""

    case: str
    version: int
    outcome: SettledOutcome
    receipt: LedgerReceipt
    taken: DecisionTaken | None
    undone: Undone | None


class LegalGround(msgspec.Struct, frozen=True, kw_only=True):
    """A law under which content can be illegal. `explanation`: what it forbids, without anybody in it; `category`: of
    the transparency database."""

    id: str
    reference: str
    title: Words
    explanation: Words
    category: str
