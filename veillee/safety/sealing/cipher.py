"""Sealing and opening: AES-256-GCM under a data key for each owner, and that key under one derived from the place's."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
FINGERPRINT_BYTES = 16


class Damaged(Exception):
    """Sealed bytes do not open: they were changed, belong elsewhere, or the key is another one."""


class DataKey:
    """One key, while it is in hand; any thread may use it."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, label: str, nonce: bytes = b"") -> bytes:
        """Nonce and ciphertext. They open only under the same label. nonce: random, NONCE_BYTES, never used before."""
        nonce = nonce or secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes:
        """What was sealed. Raises Damaged."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], label.encode())
        except (InvalidTag, ValueError) as error:
            raise Damaged from error


class Wrapping:
    """Data keys under a key that is derived from the place's for one purpose, such as "veillee evidence"."""

    def __init__(self, place_key: bytes, purpose: str) -> None:
        self._own = DataKey(_derive(place_key, purpose, KEY_BYTES))

    def make(self, owner: str) -> tuple[DataKey, bytes]:
        """A new key for an owner, and its wrapped form to be stored."""
        key = secrets.token_bytes(KEY_BYTES)
        return DataKey(key), self._own.seal(key, owner)

    def unwrap(self, wrapped: bytes, owner: str) -> DataKey:
        """The key of an owner. Raises Damaged."""
        return DataKey(self._own.open(wrapped, owner))

    def hand_over(self, wrapped: bytes, owner: str, heir: "Wrapping") -> bytes:
        """The same key wrapped by another. Raises Damaged."""
        return heir._own.seal(self._own.open(wrapped, owner), owner)


def fingerprint_of(place_key: bytes) -> bytes:
    """By what a place's key is recognised, FINGERPRINT_BYTES that say nothing about it."""
    return _derive(place_key, "veillee fingerprint", FINGERPRINT_BYTES)


def _derive(place_key: bytes, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=purpose.encode()).derive(place_key)
