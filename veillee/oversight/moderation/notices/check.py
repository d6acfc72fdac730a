"""Whether a notice can be used; every field at fault is named at once."""

import msgspec

from veillee.foundation.basics import Invalid
from veillee.oversight.mail import is_address
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_notices import NoticeItem, NoticeRequest

ITEMS_MAX = 20
LOCATION_CHARS_MAX = 500
DETAIL_CHARS_MAX = 1_000
EXPLANATION_CHARS_MAX = 4_000
NAME_CHARS_MAX = 100
EMAIL_CHARS_MAX = 254

CHILD_ABUSE = frozenset({"minor", "minor_disclosed", "minor_sought"})
"""Reasons that ask neither name nor address (DSA art. 16(2)(c): Directive 2011/93/EU, arts 3 to 7)."""

DANGER = "danger"


def check_notice(request: NoticeRequest, *, known: bool = False) -> NoticeRequest:
    """The notice with its texts trimmed. known: who sends it is staff and need not say who they are.

    Raises Invalid with all fields at fault (`items.2.location` and so on).
    """
    errors: dict[str, str] = {}
    if not 1 <= len(request.items) <= ITEMS_MAX:
        raise Invalid({"items": "too-many" if request.items else "empty"})
    items = [_item(item, f"items.{number}", errors) for number, item in enumerate(request.items, 1)]
    nameless = known or request.reason in CHILD_ABUSE or request.reason == DANGER
    if not request.good_faith and request.reason != DANGER:
        errors["good_faith"] = "missing"
    checked = NoticeRequest(
        items=items,
        reason=request.reason,
        explanation=_text(errors, "explanation", request.explanation, EXPLANATION_CHARS_MAX) or "",
        name=_text(errors, "name", request.name, NAME_CHARS_MAX, optional=nameless),
        email=_email(errors, request.email, optional=nameless),
        good_faith=request.good_faith,
        language=request.language,
    )
    if errors:
        raise Invalid(errors)
    return checked


def _item(item: NoticeItem, path: str, errors: dict[str, str]) -> NoticeItem:
    location = _text(errors, f"{path}.location", item.location, LOCATION_CHARS_MAX) or ""
    detail = _text(errors, f"{path}.detail", item.detail, DETAIL_CHARS_MAX, optional=True)
    return msgspec.structs.replace(item, location=location, detail=detail)


def _text(
    errors: dict[str, str], field: str, text: str | None, chars_max: int, *, optional: bool = False
) -> str | None:
    if text is None or not text.strip():
        if not optional:
            errors[field] = "missing" if text is None else "empty"
        return None
    try:
        return check_text(field, text.replace("\r\n", "\n"), chars_max)
    except Invalid as problem:
        errors.update(problem.errors)
        return None


def _email(errors: dict[str, str], email: str | None, *, optional: bool) -> str | None:
    text = _text(errors, "email", email, EMAIL_CHARS_MAX, optional=optional)
    if text is not None and not is_address(text):
        errors["email"] = "unusable"
    return text
