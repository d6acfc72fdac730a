"""Coming in and leaving."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from veillee.community.entry.access import get_caller
from veillee.community.entry.entrances import add_entrances, forget_entrances, make_marks
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
from veillee.community.outcomes import about_name, carry_out, nudged, stop_words
from veillee.community.people import (
    ADULT_AGE_YEARS,
    AGE_YEARS_MAX,
    Caller,
    Newcomer,
    Person,
    add_person,
    check_pseudonym,
    free_name,
    is_name_taken,
    name_key,
)
from veillee.foundation.basics import (
    Clock,
    Forbidden,
    Invalid,
    NotFound,
    Paces,
    Signer,
    digest_token,
    new_id,
    new_token,
)
from veillee.foundation.storage import Database, Transaction
from veillee.safety.policy import Facts, Gate, Submission, Verdict

YOUNG_LINES = ("3018", "119")


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
        signer: Signer,
        clock: Clock,
        rules: EntryRules,
        staff_names: Callable[[sa.Connection], frozenset[str]],
    ) -> None:
        self._database = database
        self._gate = gate
        self._signer = signer
        self._clock = clock
        self._staff_names = staff_names
        self._paces = Paces(clock, rules.entries_per_minute_per_address, 60)

    async def enter(
        self, form: EntryForm, origin: tuple[str, int], *, agent: str = "", sample: bool = False
    ) -> Entered:
        """Let somebody in.

        Raises TooFast, Invalid by field, Forbidden `under-age` (with where to find help), Problem `nudged`.
        """
        if not sample:
            self._paces.check(origin[0])
        self._check_age(form)
        newcomer = self._newcomer(form, await self._check_form(form, origin), origin, sample)
        token = new_token()
        expires_at = newcomer.entered_at + timedelta(days=SESSION_DAYS)
        try:
            marks = [] if sample else make_marks(self._signer, origin[0], agent, newcomer.entered_at)
            await self._database.write(self._let_in, newcomer, digest_token(token), expires_at, marks)
        except IntegrityError as error:
            raise Invalid({"pseudonym": "taken"}) from error
        return Entered(person=newcomer.person(), session=SessionToken(token=token, expires_at=expires_at))

    async def let_back_in(self, person: Person) -> SessionToken:
        """A further session of a sample person, whom nobody else can be. Raises NotFound for a real one."""
        if not person.sample:
            raise NotFound
        token, now = new_token(), self._clock()
        expires_at = now + timedelta(days=SESSION_DAYS)
        await self._database.write(add_session, digest_token(token), person.id, now, expires_at)
        return SessionToken(token=token, expires_at=expires_at)

    async def recognise(self, token: str | None) -> Caller:
        """The holder of a token, however restricted. Raises Unauthorised."""
        return await self._database.read(get_caller, token or "", self._clock())

    async def leave(self, caller: Caller) -> None:
        """End the caller's session and free their pseudonym."""
        await self._database.write(self._let_out, caller)

    async def tidy(self) -> None:
        """Free the pseudonyms of those whose last session has expired, forget old marks. A daemon calls this."""
        await self._database.write(free_names, self._clock())
        await self._database.write(forget_entrances, self._clock())

    def _check_age(self, form: EntryForm) -> None:
        if 0 <= form.age < ADULT_AGE_YEARS:
            directory = self._gate.directory
            near = directory.localise(YOUNG_LINES, directory.country_of(form.region), form.language)
            lines = [line for line in directory.lines if line.id in near]
            raise Forbidden(
                "under-age",
                "This place is for adults. There are people for you elsewhere.",
                extra={"help": [msgspec.to_builtins(line) for line in lines]},
            )

    async def _check_form(self, form: EntryForm, origin: tuple[str, int]) -> str:
        """The pseudonym as it is kept. Raises Invalid with everything that is wrong, not the first alone; `nudged`."""
        errors = self._find_errors(form)
        pseudonym, advice = "", None
        try:
            pseudonym = check_pseudonym(form.pseudonym, await self._database.read(self._staff_names))
            advice = await self._check_words(form, "pseudonym", pseudonym, origin)
        except Invalid as wrong:
            errors |= wrong.errors
        try:
            if form.region is not None and "region" not in errors:
                advice = await self._check_words(form, "region", form.region.strip(), origin) or advice
        except Invalid as wrong:
            errors |= wrong.errors
        if errors:
            # Before what the gate finds in a look-alike of it: that somebody has the name is what can be understood.
            if pseudonym and await self._is_taken(pseudonym):
                errors["pseudonym"] = "taken"
            raise Invalid(errors)
        if advice is not None and form.advice:
            self._ask_again(form, pseudonym, advice)
        return pseudonym

    def _ask_again(self, form: EntryForm, pseudonym: str, advice: Verdict) -> None:
        """Raises Problem `nudged` unless the same was confirmed."""
        marks = ("entry", pseudonym, form.region or "")
        if form.confirm is None or not self._signer.accepts(form.confirm, *marks):
            raise nudged(advice, form.language or LANGUAGES[0], self._signer.sign(*marks))

    async def _is_taken(self, pseudonym: str) -> bool:
        return await self._database.read(is_name_taken, name_key(pseudonym))

    def _find_errors(self, form: EntryForm) -> dict[str, str]:
        errors: dict[str, str] = {}
        if not 0 <= form.age <= AGE_YEARS_MAX:
            errors["age"] = "out-of-range"
        if form.rules != self._gate.house_rules.version:
            errors["rules"] = "version"
        if form.language is not None and form.language not in LANGUAGES:
            errors["language"] = "unknown"
        if form.region is not None and not _is_region(form.region):
            errors["region"] = "unusable"
        return errors

    def _newcomer(self, form: EntryForm, pseudonym: str, origin: tuple[str, int], sample: bool) -> Newcomer:
        return Newcomer(
            id=new_id(),
            pseudonym=pseudonym,
            age=form.age,
            region=(form.region or "").strip() or None,
            language=form.language or LANGUAGES[0],
            sample=sample,
            entered_at=self._clock(),
            rules_version=form.rules,
            origin_address=origin[0],
            origin_port=origin[1],
        )

    async def _check_words(
        self, form: EntryForm, kind: Literal["pseudonym", "region"], text: str, origin: tuple[str, int]
    ) -> Verdict | None:
        """The verdict when it is a nudge. Raises Invalid for words that others may not see."""
        submission = Submission(
            text=text, kind=kind, language=form.language, region=form.region, author=Facts(declared_age=form.age)
        )
        verdict = about_name(self._gate.review_to_keep(submission), kind)

        async def passes() -> Verdict | None:
            return None

        async def asks() -> Verdict | None:
            return verdict

        async def stops() -> Verdict | None:
            await self._database.write(stop_words, None, kind, text, verdict, origin, self._clock())
            raise Invalid({kind: "refused"})

        return await carry_out(verdict, confirmed=False, passes=passes, asks=asks, holds=stops, refuses=stops)

    def _let_in(
        self, transaction: Transaction, newcomer: Newcomer, digest: bytes, expires_at: Any, marks: list[str]
    ) -> None:
        if is_name_taken(transaction.connection, name_key(newcomer.pseudonym)):
            raise Invalid({"pseudonym": "taken"})
        add_person(transaction, newcomer)
        add_session(transaction, digest, newcomer.id, newcomer.entered_at, expires_at)
        add_entrances(transaction, newcomer.id, marks, newcomer.entered_at)

    def _let_out(self, transaction: Transaction, caller: Caller) -> None:
        end_session(transaction, caller.session, self._clock())
        free_name(transaction, caller.id)
        transaction.announce(SessionEnded(person_id=caller.id, session=caller.session))


def _is_region(text: str) -> bool:
    # A commune or a département, never an address: short, and without anything that looks like a street number.
    digits = sum(character.isdigit() for character in text)
    return len(text) <= REGION_CHARS_MAX and text.isprintable() and digits <= 5
