"""What is done about being screened. Every verb runs within the transaction of who asks for it."""

from collections.abc import Iterable
from datetime import datetime

from veillee.community.screening.events import ScreeningChanged
from veillee.community.screening.model import declined
from veillee.community.screening.queries import find_latest
from veillee.community.screening.store import add_consent, add_off, end_consents, remove_off
from veillee.community.screening.wording import WORDING_VERSION
from veillee.foundation.basics import Invalid
from veillee.foundation.storage import Transaction


def agree(
    transaction: Transaction,
    person_id: str,
    asked: bool | str | None,
    *,
    partners: Iterable[str],
    at: datetime,
) -> None:
    """What somebody says before private talk. `asked`: True or the version that was shown when they agree, False when
    they do not, None from a program that does not ask. `partners`: with whom they talk in private.

    Raises Problem `screening-declined` for False, and for None from whom has withdrawn; Invalid for an old version.
    """
    if asked is False:
        raise declined()
    if isinstance(asked, str) and asked != WORDING_VERSION:
        raise Invalid({"wording": "outdated"})
    wording = None if asked is None else WORDING_VERSION
    before = find_latest(transaction.connection, person_id)
    withdrawn = before is not None and before.withdrawn_at is not None
    if withdrawn and wording is None:
        raise declined()
    if before is None or withdrawn or wording not in (None, before.wording):
        add_consent(transaction, person_id, wording, at)
    if withdrawn:
        _tell(transaction, person_id, partners)


def withdraw(transaction: Transaction, person_id: str, *, partners: Iterable[str], at: datetime) -> None:
    """Nothing more is screened, and nothing passes but where both have switched it off; again is the same."""
    before = find_latest(transaction.connection, person_id)
    if before is not None and before.withdrawn_at is not None:
        return
    if before is None:
        add_consent(transaction, person_id, None, at)
    end_consents(transaction, person_id, at)
    _tell(transaction, person_id, partners)


def switch_off(transaction: Transaction, person_id: str, other_id: str, *, at: datetime) -> None:
    """One wants it off between the two: asks, or agrees to what the other has asked. Again is the same."""
    if add_off(transaction, person_id, other_id, at):
        transaction.announce(ScreeningChanged(person_id=person_id, other_id=other_id))


def end_off(transaction: Transaction, person_id: str, other_id: str) -> None:
    """It is on again; a question is taken back or declined. Either may, and none is fine."""
    if remove_off(transaction, person_id, other_id):
        transaction.announce(ScreeningChanged(person_id=person_id, other_id=other_id))


def _tell(transaction: Transaction, person_id: str, partners: Iterable[str]) -> None:
    for other in partners:
        transaction.announce(ScreeningChanged(person_id=person_id, other_id=other))
