"""Whether somebody may be warned, or suspended, for misuse: frequent, manifest, and a warning first (DSA art. 23)."""

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Forbidden, Invalid, Problem
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.misuse import store
from veillee.oversight.moderation.misuse.model import (
    ARTICLE,
    KINDS,
    SHARE_PERCENT_MIN,
    UNFOUNDED_MIN,
    WARNING_STANDS,
    WINDOW,
    Submission,
    Submitter,
)
from veillee.oversight.moderation.misuse.submissions import list_submissions
from veillee.oversight.moderation.misuse.weighing import weigh_submissions
from veillee.oversight.moderation.model import FACTS_CHARS_MAX, REASON_CHARS_MAX
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire import StatementArticle
from veillee.oversight.moderation.wire_misuse import MisuseAct, MisuseFactors, MisuseRequest
from veillee.safety.policy import HouseRules


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody sent of late, and what was decided about that. warned_at: of the warning that stands."""

    sent: list[Submission]
    decisions: list[store.Row]
    warned_at: datetime | None
    suspended_until: datetime | None


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A warning or a suspension that may be given now."""

    act: MisuseAct
    items: list[str]
    factors: MisuseFactors
    facts: str
    until: datetime | None
    article: StatementArticle


def read_history(connection: sa.Connection, who: Submitter, now: datetime) -> History:
    """Everything that such a decision has to look at."""
    decisions = store.list_of(connection, who)
    standing = [row for row in decisions if row.lifted_at is None]
    warned = (row.at for row in standing if row.act == "warn" and row.at > now - WARNING_STANDS)
    held = (row.until for row in standing if row.act == "suspend" and row.until > now)
    return History(
        sent=list_submissions(connection, who, now - WINDOW),
        decisions=decisions,
        warned_at=next(warned, None),
        suspended_until=next(held, None),
    )


def check_act(staff: StaffCaller, who: Submitter, history: History, act: MisuseAct, items: list[str]) -> None:
    """Raises Forbidden `wrong-role`, Problem `trusted-flagger`, `nobody-to-tell`, `already-warned`, `no-warning`,
    `already-suspended`, `not-frequent`, `nothing-since`."""
    if staff.role not in DECISIONS[KINDS[act]].roles:
        raise Forbidden("wrong-role", "Your role does not take this decision.")
    if who.trusted:
        raise Problem("trusted-flagger", 409, "An admin suspends trusted flaggers, on their own page (DSA art. 22(6)).")
    if who.person_id is None and who.notifier is None:
        raise Problem("nobody-to-tell", 409, "They left no way to be warned, and cannot be known again.")
    if act == "warn" and history.warned_at is not None:
        raise Problem("already-warned", 409, "A warning stands.", extra={"warned_at": history.warned_at})
    if act == "suspend" and history.warned_at is None:
        raise Problem("no-warning", 409, "Nobody is suspended for misuse without a warning before (DSA art. 23(2)).")
    if act == "suspend" and history.suspended_until is not None:
        raise Problem("already-suspended", 409, "They are suspended.", extra={"until": history.suspended_until})
    _check_frequent(history, act, items)


def check_request(
    staff: StaffCaller, who: Submitter, history: History, request: MisuseRequest, rules: HouseRules, now: datetime
) -> Checked:
    """Raises what check_act raises, Problem `not-in-rules`, Invalid by field."""
    known = {one.id for one in history.sent if one.unfounded}
    items = sorted(set(request.items))
    if not known.issuperset(items):
        raise Invalid({"items": "unknown"})
    check_act(staff, who, history, request.act, items)
    days = _check_days(request)
    intention = (request.intention or "").strip()
    said = check_text("intention", intention, REASON_CHARS_MAX) if intention else None
    return Checked(
        act=request.act,
        items=items,
        factors=weigh_submissions(history.sent, items, history.warned_at, said),
        facts=check_text("facts", request.facts.replace("\r\n", "\n"), FACTS_CHARS_MAX),
        until=None if days is None else now + timedelta(days=days),
        article=_find_article(rules),
    )


def _check_frequent(history: History, act: MisuseAct, items: list[str]) -> None:
    factors = weigh_submissions(history.sent, items, history.warned_at)
    if factors.manifest < UNFOUNDED_MIN or factors.share_percent < SHARE_PERCENT_MIN:
        detail = f"Frequent means at least {UNFOUNDED_MIN} in {WINDOW.days} days, and half of what was decided."
        numbers = {"manifest": factors.manifest, "decided": factors.decided}
        raise Problem("not-frequent", 409, detail, extra=numbers)
    judged = max((row.at for row in history.decisions if row.lifted_at is None), default=None)
    if act == "suspend" and not any(judged is None or one.at > judged for one in history.sent if one.id in items):
        detail = "Since the warning, or the last suspension, nothing of theirs was manifestly unfounded."
        raise Problem("nothing-since", 409, detail)


def _check_days(request: MisuseRequest) -> int | None:
    if request.act == "warn":
        if request.days is not None:
            raise Invalid({"days": "not-for-this-decision"})
        return None
    if request.days is None:
        raise Invalid({"days": "missing"})
    return request.days


def _find_article(rules: HouseRules) -> StatementArticle:
    for article in rules.articles:
        if article.id == ARTICLE:
            return StatementArticle(id=article.id, title=dict(article.title), text=dict(article.text))
    detail = f"The house rules have no article `{ARTICLE}`: what is not in them cannot be held against anybody."
    raise Problem("not-in-rules", 409, detail)
