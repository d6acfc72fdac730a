"""Passkeys (WebAuthn level 3): what the browser is asked, and whether its answer holds.

Everything that can be wrong with an answer gets the same Problem `passkey`.
"""

from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

import msgspec
import structlog

from veillee.foundation.basics import load_lazily
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff.challenges import unusable
from veillee.oversight.moderation.wire import Assertion, NewCredential

if TYPE_CHECKING:
    import webauthn
else:
    webauthn = load_lazily("webauthn")

log = structlog.get_logger("staff")


class NewPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey that has just proved itself."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


class ClientData(msgspec.Struct, frozen=True):
    """The part of the client data that names the challenge; the library checks the rest."""

    challenge: str


def enrolment_options(
    settings: Settings, challenge: str, staff_id: str, name: str, known: list[bytes]
) -> dict[str, Any]:
    """What `navigator.credentials.create` is asked: a discoverable passkey with user verification."""
    options = webauthn.generate_registration_options(
        rp_id=settings.rp_id,
        rp_name=settings.rp_name,
        user_id=UUID(staff_id).bytes,
        user_name=name,
        user_display_name=name,
        challenge=webauthn.base64url_to_bytes(challenge),
        timeout=settings.challenge_seconds * 1000,
        authenticator_selection=webauthn.helpers.structs.AuthenticatorSelectionCriteria(
            resident_key=webauthn.helpers.structs.ResidentKeyRequirement.REQUIRED,
            user_verification=webauthn.helpers.structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            webauthn.helpers.structs.PublicKeyCredentialDescriptor(id=credential) for credential in known
        ],
    )
    return webauthn.helpers.options_to_json_dict(options)


def sign_in_options(settings: Settings, challenge: str) -> dict[str, Any]:
    """What `navigator.credentials.get` is asked: any passkey of this place."""
    options = webauthn.generate_authentication_options(
        rp_id=settings.rp_id,
        challenge=webauthn.base64url_to_bytes(challenge),
        timeout=settings.challenge_seconds * 1000,
        user_verification=webauthn.helpers.structs.UserVerificationRequirement.REQUIRED,
    )
    return webauthn.helpers.options_to_json_dict(options)


def read_challenge(client_data_json: str) -> str:
    """The challenge that an answer claims to answer, in the form make_challenge gave it."""
    try:
        data = msgspec.json.decode(webauthn.base64url_to_bytes(client_data_json), type=ClientData)
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        _refuse("client-data", error)
    return data.challenge.rstrip("=")


def check_new(settings: Settings, challenge: str, credential: NewCredential) -> NewPasskey:
    """The passkey in the answer to enrolment_options."""
    try:
        proven = webauthn.verify_registration_response(
            credential=msgspec.to_builtins(credential),
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=settings.rp_id,
            expected_origin=list(settings.origins),
            require_user_verification=True,
        )
    except Exception as error:  # CBOR and ASN.1 of strangers: the parsers' own errors are not a closed list
        _refuse("enrolment", error)
    return NewPasskey(
        credential_id=proven.credential_id,
        public_key=proven.credential_public_key,
        sign_count=proven.sign_count,
    )


def check_known(settings: Settings, challenge: str, credential: Assertion, public_key: bytes, sign_count: int) -> int:
    """The passkey's new counter, if the answer to sign_in_options was signed by it."""
    try:
        proven = webauthn.verify_authentication_response(
            credential=msgspec.to_builtins(credential),
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=settings.rp_id,
            expected_origin=list(settings.origins),
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as error:  # as above
        _refuse("sign-in", error)
    return proven.new_sign_count


def credential_id(credential: Assertion) -> bytes:
    """The id under which a passkey was stored."""
    try:
        return webauthn.base64url_to_bytes(credential.raw_id)
    except ValueError as error:
        _refuse("credential-id", error)


def _refuse(step: str, error: Exception) -> NoReturn:
    log.info("passkey refused", step=step, error=type(error).__name__)
    raise unusable() from error
