"""Coming in and leaving."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from veillee.community.entry.access import get_caller
from veillee.community.entry.events import SessionEnded
from veillee.community.entry.model import (
    LANGUAGES,
    REGION_CHARS_MAX,
    SESSION_DAYS,
    Entered,
    EntryForm,
    SessionToken,
)
from veillee.community.entry.store import add_session, end_session, free_names
from veillee.community.people import (
    ADULT_AGE_YEARS,
    AGE_YEARS_MAX,
    Caller,
    Newcomer,
    add_person,
    check_pseudonym,
    free_name,
    is_name_taken,
    name_key,
)
from veillee.foundation.basics import Clock, Forbidden, Invalid, Paces, digest_token, new_id, new_token
from veillee.foundation.storage import Database, Transaction
from veillee.safety.policy import Facts, Gate, Submission


class EntryRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator has set for the door."""

    entries_per_minute_per_address: int
    age_assurance: tuple[str, ...]


class Entry:
    """The door."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        clock: Clock,
        rules: EntryRules,
        staff_names: Callable[[sa.Connection], frozenset[str]],
    ) -> None:
        self._database = database
        self._gate = gate
        self._clock = clock
        self._staff_names = staff_names
        self._paces = Paces(clock, rules.entries_per_minute_per_address, 60)

    async def enter(self, form: EntryForm, origin: tuple[str, int], *, sample: bool = False) -> Entered:
        """Let somebody in. Raises TooFast, Invalid by field, Forbidden `under-age` (with where to find help)."""
        if not sample:
            self._paces.check(origin[0])
        self._check_age(form)
        self._check_form(form)
        staff_names = await self._database.read(self._staff_names)
        newcomer = self._newcomer(form, origin, staff_names, sample)
        token = new_token()
        expires_at = newcomer.entered_at + timedelta(days=SESSION_DAYS)
        try:
            await self._database.write(self._let_in, newcomer, digest_token(token), expires_at)
        except IntegrityError as error:
            raise Invalid({"pseudonym": "taken"}) from error
        return Entered(person=newcomer.person(), session=SessionToken(token=token, expires_at=expires_at))

    async def recognise(self, token: str | None) -> Caller:
        """The holder of a token, however restricted. Raises Unauthorised."""
        return await self._database.read(get_caller, token or "", self._clock())

    async def leave(self, caller: Caller) -> None:
        """End the caller's session and free their pseudonym."""
        await self._database.write(self._let_out, caller)

    async def tidy(self) -> None:
        """Free the pseudonyms of those whose last session has expired. A daemon calls this."""
        await self._database.write(free_names, self._clock())

    def _check_age(self, form: EntryForm) -> None:
        if not 0 <= form.age <= AGE_YEARS_MAX:
            raise Invalid({"age": "out-of-range"})
        if form.age < ADULT_AGE_YEARS:
            lines = [line for line in self._gate.help_lines if line.id in ("3018", "119", "childline")]
            raise Forbidden(
                "under-age",
                "This place is for adults. There are people for you elsewhere.",
                extra={"help": [msgspec.to_builtins(line) for line in lines]},
            )

    def _check_form(self, form: EntryForm) -> None:
        errors: dict[str, str] = {}
        if form.rules != self._gate.house_rules.version:
            errors["rules"] = "version"
        if form.language is not None and form.language not in LANGUAGES:
            errors["language"] = "unknown"
        if form.region is not None and not _is_region(form.region):
            errors["region"] = "unusable"
        if errors:
            raise Invalid(errors)

    def _newcomer(
        self, form: EntryForm, origin: tuple[str, int], staff_names: frozenset[str], sample: bool
    ) -> Newcomer:
        pseudonym = check_pseudonym(form.pseudonym, staff_names)
        language = form.language or LANGUAGES[0]
        submission = Submission(
            text=pseudonym, kind="pseudonym", language=language, author=Facts(declared_age=form.age)
        )
        if self._gate.review(submission).effect not in ("allow", "nudge"):
            raise Invalid({"pseudonym": "refused"})
        return Newcomer(
            id=new_id(),
            pseudonym=pseudonym,
            age=form.age,
            region=(form.region or "").strip() or None,
            language=language,
            sample=sample,
            entered_at=self._clock(),
            rules_version=form.rules,
            origin_address=origin[0],
            origin_port=origin[1],
        )

    def _let_in(self, transaction: Transaction, newcomer: Newcomer, digest: bytes, expires_at: Any) -> None:
        if is_name_taken(transaction.connection, name_key(newcomer.pseudonym)):
            raise Invalid({"pseudonym": "taken"})
        add_person(transaction, newcomer)
        add_session(transaction, digest, newcomer.id, newcomer.entered_at, expires_at)

    def _let_out(self, transaction: Transaction, caller: Caller) -> None:
        end_session(transaction, caller.session, self._clock())
        free_name(transaction, caller.id)
        transaction.announce(SessionEnded(person_id=caller.id, session=caller.session))


def _is_region(text: str) -> bool:
    # A commune or a département, never an address: short, and without anything that looks like a street number.
    digits = sum(character.isdigit() for character in text)
    return len(text) <= REGION_CHARS_MAX and text.isprintable() and digits <= 5
