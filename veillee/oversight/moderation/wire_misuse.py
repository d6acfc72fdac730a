"""What staff see of the one who sent a report, a notice or a complaint, and how they warn or suspend them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from veillee.oversight.moderation.wire import LedgerReceipt, Short, StaffMember

What = Literal["reports", "complaints"]
"""Reports and notices are weighed apart from complaints, and suspended apart."""

MisuseAct = Literal["warn", "suspend"]
DAYS_MAX = 90


class MisuseFactors(msgspec.Struct, frozen=True, kw_only=True):
    """The four of DSA art. 23(3), of the last `days`. Numbers: `received`, of which `decided`, of which `unfounded`, of
    which `manifest`, as whoever decides found. Proportion: `share_percent`, of `decided`. Gravity: `urgent`, how many
    of them called the watch away as urgent; `against_one`, how many at most went against the same person. Intention:
    `after_warning`, how many came after one; `intention`, what can be said of it, null when nothing can.

    Before a decision `manifest` is what is `unfounded`."""

    days: int
    received: int
    decided: int
    unfounded: int
    manifest: int
    share_percent: int
    urgent: int
    against_one: int
    after_warning: int
    intention: str | None = None


class ContentFactors(msgspec.Struct, frozen=True, kw_only=True):
    """Of somebody who is suspended for what they wrote, before this decision, of the last `days` (art. 23(1)).

    Numbers: `found` against law or rules, of which `illegal`; proportion: `share_permille`, of all that they `sent`;
    gravity: the gravest `label`; intention: whether they had been `warned`, and how many were found `after_warning`.
    """

    days: int
    found: int
    illegal: int
    sent: int
    share_permille: int
    label: str | None
    warned: bool
    after_warning: int


class MisuseSubmission(msgspec.Struct, frozen=True, kw_only=True):
    """One that was found unfounded; `case`: where it was looked at."""

    id: str
    case: str
    reason: str | None
    at: datetime
    after_warning: bool


class MisuseDecision(msgspec.Struct, frozen=True, kw_only=True):
    """A warning, or a suspension until `until`; `lifted_at`: it stands no longer."""

    id: str
    act: MisuseAct
    at: datetime
    until: datetime | None
    by: StaffMember
    facts: str
    factors: MisuseFactors
    lifted_at: datetime | None


class Submitter(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever sent it, by their numbers and never by their name. `who`: `nobody` has left no way to be told anything.
    `unfounded`: the latest 100. `decisions`: the latest first. `acts`: what the reader may do now; `why`: what keeps
    them from the rest, a slug."""

    what: What
    who: Literal["member", "notifier", "flagger", "nobody"]
    factors: MisuseFactors
    unfounded: list[MisuseSubmission]
    decisions: list[MisuseDecision]
    suspended_until: datetime | None
    acts: list[MisuseAct]
    why: str | None


class MisuseRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`items`: those of `unfounded` that are manifestly so; `facts`: what the person will read, 1 to 2,000 characters;
    `intention`: what can be said of it, up to 500; `days`: of a suspension."""

    act: MisuseAct
    items: Annotated[list[Short], msgspec.Meta(max_length=100)]
    facts: str
    intention: str | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=DAYS_MAX)] | None = None


class MisuseTaken(msgspec.Struct, frozen=True, kw_only=True):
    """`statement`: of a member, who may contest it; whoever is outside gets a letter."""

    id: str
    act: MisuseAct
    until: datetime | None
    factors: MisuseFactors
    statement: str | None
    receipt: LedgerReceipt


class MisuseLifting(msgspec.Struct, frozen=True, kw_only=True):
    """`facts`: why it is taken back, 1 to 2,000 characters."""

    facts: str
