"""A time-stamp from somebody else (RFC 3161): that this very package existed at that moment.

An authority may be down, slow, or lie. What it answers is believed only where it is about our hash and our request, is
signed by a certificate for time-stamping that leads to a root given by the operator, and names about the present time.
"""

import hashlib
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

ANSWER_BYTES_MAX = 65_536
ANSWER_SECONDS = 15.0
OFF_MAX = timedelta(minutes=5)
GRANTED = (0, 1)


class NoTimestamp(Exception):
    """There is none; the message says why, in one line."""


class Timestamp(msgspec.Struct, frozen=True):
    """response: as `openssl ts -verify -in` reads it. time: what it says."""

    response: bytes
    time: datetime


def fetch_timestamp(url: str, data: bytes, roots: bytes = b"") -> Timestamp:
    """Ask that authority for a time-stamp over the SHA-256 of data. Raises NoTimestamp.

    roots: PEM certificates that the signer's has to lead to; with none the signer is not checked.
    """
    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).cert_request(cert_request=True)
    asked = request.build()
    answer = _post(url, asked.as_bytes())
    try:
        response = decode_timestamp_response(answer)
    except ValueError as error:
        raise NoTimestamp("the authority's answer is no time-stamp") from error
    if response.status not in GRANTED:
        raise NoTimestamp(f"the authority refused ({', '.join(response.status_string) or response.status})")
    _check(asked, response, data)
    if roots:
        _check_signer(asked, response, data, roots)
    return Timestamp(answer, response.tst_info.gen_time.astimezone(UTC))


def _post(url: str, body: bytes) -> bytes:
    answer = b""
    deadline = datetime.now(UTC) + timedelta(seconds=ANSWER_SECONDS)
    headers = {"content-type": "application/timestamp-query"}
    try:
        with httpx.stream("POST", url, content=body, headers=headers, timeout=ANSWER_SECONDS) as response:
            response.raise_for_status()
            for part in response.iter_bytes():
                answer += part
                if len(answer) > ANSWER_BYTES_MAX or datetime.now(UTC) > deadline:
                    raise NoTimestamp("the authority's answer is too long or too slow")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoTimestamp(f"the authority does not answer ({type(error).__name__})") from error
    return answer


def _check(asked: TimeStampRequest, response: TimeStampResponse, data: bytes) -> None:
    told = response.tst_info
    if told.message_imprint.message != hashlib.sha256(data).digest():
        raise NoTimestamp("the authority answered for another hash")
    if told.nonce != asked.nonce:
        raise NoTimestamp("the authority answered another request")
    if abs(told.gen_time.astimezone(UTC) - datetime.now(UTC)) > OFF_MAX:
        raise NoTimestamp("the authority names another time than ours")


def _check_signer(asked: TimeStampRequest, response: TimeStampResponse, data: bytes, roots: bytes) -> None:
    try:
        builder = VerifierBuilder.from_request(asked)
        for certificate in x509.load_pem_x509_certificates(roots):
            builder = builder.add_root_certificate(certificate)
        holds = builder.build().verify_message(response, data)
    except (VerificationError, ValueError) as error:
        raise NoTimestamp("the time-stamp is not signed by whom the setting names") from error
    if not holds:
        raise NoTimestamp("the time-stamp is not signed by whom the setting names")
