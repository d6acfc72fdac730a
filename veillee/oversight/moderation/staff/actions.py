"""The door for staff: a one-time link and a passkey the first time, the passkey from then on."""

import asyncio
from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.duty import presence
from veillee.oversight.moderation.leaves_staff import passkey_content, sign_in_content
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff import passkeys, sessions, store
from veillee.oversight.moderation.staff.challenges import make_challenge, take_challenge, unusable
from veillee.oversight.moderation.staff.committing import count_passkey, end_sessions
from veillee.oversight.moderation.staff.invites import get_invite, use_invite
from veillee.oversight.moderation.staff.model import DutyChanged, StaffCaller
from veillee.oversight.moderation.wire import Assertion, PasskeyOptions, PasskeyRequest, StaffSession
from veillee.safety import ledger


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A new session; the token goes into the cookie and is kept nowhere."""

    token: str
    session: StaffSession


class StaffDoor:
    """How staff come in, watch and leave."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    async def enrolment_options(self, invite: str) -> PasskeyOptions:
        """What the browser is asked so that the holder of a link gets a passkey. Raises NotFound for a bad link."""
        return await self._database.write(self._ask_enrolment, invite, self._clock())

    async def enrol(self, request: PasskeyRequest) -> SignedIn:
        """Spend the link, store the passkey, sign in. Raises NotFound for a bad link, Problem `passkey`."""
        now = self._clock()
        challenge = passkeys.read_challenge(request.credential.response.client_data_json)
        invite = await self._database.read(get_invite, request.invite, now)
        owner = await self._database.write(take_challenge, challenge, "enrol", now)
        if owner != invite.staff_id:
            raise unusable()
        passkey = await asyncio.to_thread(passkeys.check_new, self._settings, challenge, request.credential)
        try:
            return await self._database.write(self._store_passkey, request.invite, passkey, self._clock())
        except IntegrityError as error:
            raise unusable() from error

    async def sign_in_options(self) -> PasskeyOptions:
        """What the browser is asked so that a member of staff signs in."""
        return await self._database.write(self._ask_sign_in, self._clock())

    async def sign_in(self, credential: Assertion) -> SignedIn:
        """Open a session for the owner of a passkey. Raises Problem `passkey`."""
        challenge = passkeys.read_challenge(credential.response.client_data_json)
        await self._database.write(take_challenge, challenge, "sign-in", self._clock())
        known = await self._database.read(_find_passkey, passkeys.credential_id(credential))
        if known is None:
            raise unusable()
        count = await asyncio.to_thread(
            passkeys.check_known, self._settings, challenge, credential, known.public_key, known.sign_count
        )
        return await self._database.write(self._open, known.staff_id, known.credential_id, count, self._clock())

    async def recognise(self, token: str | None) -> StaffCaller:
        """The holder of a session. Raises Unauthorised."""
        return await self._database.read(sessions.get_staff, token, self._clock())

    async def show(self, caller: StaffCaller) -> StaffSession:
        """The caller's own session."""
        return await self._database.read(self._show, caller, self._clock())

    async def leave(self, caller: StaffCaller) -> None:
        """End the session; whoever leaves is off duty."""
        await self._database.write(self._leave, caller, self._clock())

    async def look_at_the_watch(self) -> DutyChanged:
        """How many watch, and whether something urgent waits too long."""
        return await self._database.read(presence.look, self._settings, self._clock())

    async def tick(self) -> None:
        """Count again who watches; to be called a few times a minute."""
        await self._database.write(presence.recount, self._settings, self._clock())

    async def keep_sample_moderator_on_duty(self, name: str) -> None:
        """See presence.keep_sample_moderator_on_duty; only the demo calls it."""
        await self._database.write(presence.keep_sample_moderator_on_duty, name, self._settings, self._clock())

    def _ask_enrolment(self, transaction: Transaction, token: str, now: datetime) -> PasskeyOptions:
        invite = get_invite(transaction.connection, token, now)
        seconds = self._settings.challenge_seconds
        challenge = make_challenge(transaction, "enrol", invite.staff_id, now=now, seconds=seconds)
        table = store.passkeys.c
        query = sa.select(table.credential_id).where(table.staff_id == invite.staff_id)
        known = list(transaction.connection.execute(query).scalars())
        return PasskeyOptions(
            public_key=passkeys.enrolment_options(self._settings, challenge, invite.staff_id, invite.name, known)
        )

    def _ask_sign_in(self, transaction: Transaction, now: datetime) -> PasskeyOptions:
        challenge = make_challenge(transaction, "sign-in", None, now=now, seconds=self._settings.challenge_seconds)
        return PasskeyOptions(public_key=passkeys.sign_in_options(self._settings, challenge))

    def _store_passkey(
        self, transaction: Transaction, token: str, passkey: passkeys.NewPasskey, now: datetime
    ) -> SignedIn:
        invite = use_invite(transaction, token, now)
        values = msgspec.structs.asdict(passkey) | {"staff_id": invite.staff_id, "created_at": now}
        leaf = ledger.append(transaction, "staff.passkey_added", passkey_content(values), now).index
        transaction.connection.execute(sa.insert(store.passkeys).values(values | {"leaf_index": leaf}))
        count_passkey(transaction, leaf, passkey.sign_count, now)
        return self._open(transaction, invite.staff_id, passkey.credential_id, passkey.sign_count, now)

    def _open(
        self, transaction: Transaction, staff_id: str, credential: bytes, sign_count: int, now: datetime
    ) -> SignedIn:
        mine = store.passkeys.c.credential_id == credential
        known = transaction.connection.execute(sa.select(store.passkeys).where(mine)).one()
        if known.sign_count != sign_count:
            transaction.connection.execute(sa.update(store.passkeys).where(mine).values(sign_count=sign_count))
            if known.leaf_index is not None:
                count_passkey(transaction, known.leaf_index, sign_count, now)
        token, caller = sessions.open_session(transaction, staff_id, now=now, hours=self._settings.session_hours)
        content = sign_in_content(caller.id, caller.role, caller.session, now, caller.expires_at)
        ledger.append(transaction, "staff.signed_in", content, now)
        return SignedIn(token=token, session=self._show(transaction.connection, caller, now))

    def _show(self, connection: sa.Connection, caller: StaffCaller, now: datetime) -> StaffSession:
        own = presence.read_duty(connection, caller, self._settings, now)
        return StaffSession(staff=caller.member(), duty=own, expires_at=caller.expires_at)

    def _leave(self, transaction: Transaction, caller: StaffCaller, now: datetime) -> None:
        end_sessions(transaction, caller.id, now, caller.session)
        presence.change(transaction, caller, False, now)
        presence.recount(transaction, self._settings, now)


def _find_passkey(connection: sa.Connection, credential: bytes) -> sa.Row[tuple[object, ...]] | None:
    query = sa.select(store.passkeys).where(store.passkeys.c.credential_id == credential)
    return connection.execute(query).one_or_none()
