"""Giving notice from outside, and following it."""

from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from veillee.foundation.basics import Clock, Forbidden, NotFound, Paces, digest_token, new_id, new_token
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case
from veillee.oversight.moderation.cases.model import Reported
from veillee.oversight.moderation.cases.priority import FLAGGER_MINUTES
from veillee.oversight.moderation.evidence.freezing import freeze_first
from veillee.oversight.moderation.leaves import notice_contents
from veillee.oversight.moderation.misuse.door import check_taken
from veillee.oversight.moderation.misuse.model import Submitter
from veillee.oversight.moderation.model import LIST_MAX, Settings
from veillee.oversight.moderation.notices import store
from veillee.oversight.moderation.notices.access import find_noticed
from veillee.oversight.moderation.notices.check import DANGER, check_notice
from veillee.oversight.moderation.notices.contacts import LINK, Contact, keep_contact, mark_notifier
from veillee.oversight.moderation.notices.letters import confirm_receipt, tell_decision
from veillee.oversight.moderation.notices.render import render_notice
from veillee.oversight.moderation.reports.access import Reportable, whole
from veillee.oversight.moderation.staff.flaggers import check_trusted
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire import LedgerReceipt
from veillee.oversight.moderation.wire_notices import Notice, NoticeFiled, NoticeItem, NoticeRequest
from veillee.safety import ledger
from veillee.safety.evidence import Vault

HOUR_SECONDS = 3_600


class Notices:
    """Anybody brings something to the watch, without an account, and follows it by a secret."""

    def __init__(self, database: Database, vault: Vault, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._key = settings.notifier_key
        self._paces = Paces(clock, settings.notices_per_hour_per_address, HOUR_SECONDS)
        # Apart, so that whoever cries danger is not turned away for what others behind the same address have sent.
        self._danger_paces = Paces(clock, settings.alerts_per_hour_per_address, HOUR_SECONDS)

    async def file(self, request: NoticeRequest, address: str) -> NoticeFiled:
        """Take a notice in (DSA art. 16). Raises Invalid by field, TooFast by address, Forbidden `misuse-suspended`."""
        checked = check_notice(request)
        (self._danger_paces if checked.reason == DANGER else self._paces).check(address)
        return await self._database.write(self._file, checked, self._clock())

    async def file_trusted(self, caller: StaffCaller, request: NoticeRequest) -> NoticeFiled:
        """The same by a trusted flagger, who needs no name: looked at first (DSA art. 22).

        Raises Invalid, Forbidden `wrong-role`, `suspended`.
        """
        if caller.role != "flagger":
            raise Forbidden("wrong-role", "A trusted flagger does this; others decide cases.")
        checked = check_notice(request, known=True)
        await self._database.read(check_trusted, caller)
        return await self._database.write(self._file, checked, self._clock(), caller.id)

    async def list_of_flagger(self, caller: StaffCaller) -> list[Notice]:
        """What the caller gave notice of, and what came of it, the latest first."""
        return await self._database.read(_list_of_flagger, caller.id)

    async def show(self, secret: str) -> Notice:
        """What came of a notice. Raises NotFound."""
        return await self._database.read(_show, secret)

    async def get_receipt(self, secret: str) -> ledger.LeafProof:
        """The proof that a notice is in the ledger. Raises NotFound."""
        return await self._database.read(_prove, secret)

    def _file(
        self, transaction: Transaction, request: NoticeRequest, now: datetime, flagger: str | None = None
    ) -> NoticeFiled:
        notifier = mark_notifier(self._key, request.email)
        if flagger is None:
            check_taken(transaction.connection, Submitter(what="reports", notifier=notifier), request.reason, now)
        secret = new_token()
        values = {
            "id": new_id(),
            "reason": request.reason,
            "explanation": request.explanation,
            "name": None,
            "email": None,
            "contact": request.name is not None or request.email is not None,
            "good_faith": request.good_faith,
            "written": request.items,
            "created_at": now,
            "flagger_id": flagger,
            "digest": digest_token(secret),
            "language": request.language,
            "notifier": notifier,
        }
        content, _ = notice_contents(values)
        receipt = ledger.append(transaction, "notice.received", content, now)
        leaf = {"leaf_index": receipt.index, "leaf_hash": receipt.leaf_hash}
        store.add_notice(transaction.connection, values | leaf)
        contact = Contact(name=request.name, email=request.email, secret=secret, language=request.language)
        keep_contact(transaction, str(values["id"]), contact)
        confirm_receipt(transaction, str(values["id"]), contact, now)
        for number, item in enumerate(request.items, 1):
            self._open(transaction, str(values["id"]), request, number, item, now, trusted=flagger is not None)
        return NoticeFiled(
            id=str(values["id"]),
            state="received",
            secret=secret,
            link=LINK.format(secret=secret),
            receipt=LedgerReceipt(index=receipt.index, leaf_hash=receipt.leaf_hash),
        )

    def _open(
        self,
        transaction: Transaction,
        notice: str,
        request: NoticeRequest,
        number: int,
        item: NoticeItem,
        now: datetime,
        *,
        trusted: bool,
    ) -> None:
        """Bring one item to the case about what it leads to; what leads nowhere is a case of its own."""
        item_id = new_id()
        found = find_noticed(transaction.connection, item) or Reportable(
            subject=whole("notice", item_id), person_id=None
        )
        occasion = Occasion(source="notice", subject=found.subject, person_id=found.person_id)
        fact = Reported(report=item_id, reason=request.reason, news=True, standing=FLAGGER_MINUTES if trusted else 0)
        case = add_to_case(transaction, occasion, fact, now)
        values = {"id": item_id, "notice_id": notice, "number": number, "case_id": case}
        store.add_item(transaction.connection, values)
        freeze_first(transaction, self._vault, case, now)


def tell_notifiers(transaction: Transaction, case_id: str, outcome: str, now: datetime) -> None:
    """Give the open items of a decided case their outcome, for whoever follows them (DSA art. 16(5))."""
    for notice, items in groupby(
        store.decide_all(transaction.connection, case_id, outcome, now), key=lambda item: str(item.notice_id)
    ):
        tell_decision(transaction, notice, [int(item.number) for item in items], outcome, now)


def _get(connection: sa.Connection, secret: str) -> store.Row:
    row = store.find_notice(connection, digest_token(secret))
    if row is None:
        raise NotFound
    return row


def _list_of_flagger(connection: sa.Connection, flagger: str) -> list[Notice]:
    return [render_notice(connection, row) for row in store.list_of_flagger(connection, flagger, LIST_MAX)]


def _show(connection: sa.Connection, secret: str) -> Notice:
    return render_notice(connection, _get(connection, secret))


def _prove(connection: sa.Connection, secret: str) -> ledger.LeafProof:
    row = _get(connection, secret)
    return ledger.get_proof(connection, row.leaf_index, *notice_contents(row._asdict()))
