"""Checkpoints as C2SP writes them: tlog-checkpoint (origin, size, root) as a signed-note with an Ed25519 signature.

https://c2sp.org/tlog-checkpoint · https://c2sp.org/signed-note
"""

import base64
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from veillee.safety.ledger.tree import HASH_BYTES

ED25519 = b"\x01"
DASH = "—"
KEY_ID_BYTES = 4
SIGNATURE_BYTES = 64


class Unsigned(Exception):
    """A text is no checkpoint that this key has signed; the message says why."""


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a log at one size. root: 32 bytes."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The text that is signed: three lines."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


class LogIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """By what a log is known: its origin line and its Ed25519 public key, 32 bytes."""

    origin: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key in a signature line."""
        return hashlib.sha256(self.origin.encode() + b"\n" + ED25519 + self.public_key).digest()[:KEY_ID_BYTES]

    @property
    def verifier_key(self) -> str:
        """The key as note tools read it: name, key id in hex and key in base64, between plus signs."""
        return f"{self.origin}+{self.key_id.hex()}+{_base64(ED25519 + self.public_key)}"

    def sign_line(self, signature: bytes) -> str:
        """The line that carries a signature."""
        return f"{DASH} {self.origin} {_base64(self.key_id + signature)}\n"

    def holds(self, checkpoint: Checkpoint, signature: bytes) -> bool:
        """Whether the key made this signature over this checkpoint."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, checkpoint.text().encode())
        except (InvalidSignature, ValueError):
            return False
        return checkpoint.origin == self.origin

    def open(self, note: str) -> Checkpoint:
        """The checkpoint in a note that this key has signed; other signatures are ignored. Raises Unsigned."""
        text, blank, lines = note.rpartition("\n\n")
        if not blank or not note.endswith("\n"):
            raise Unsigned("it is not a signed note")
        checkpoint = _read(text + "\n")
        for line in lines.splitlines():
            signature = self._own_signature(line)
            if signature is not None:
                if self.holds(checkpoint, signature):
                    return checkpoint
                raise Unsigned("its signature does not hold")
        raise Unsigned("it is not signed by the key of this ledger")

    def _own_signature(self, line: str) -> bytes | None:
        """The signature in a line by this key, None for lines by others."""
        head, _, encoded = line.rpartition(" ")
        if head != f"{DASH} {self.origin}":
            return None
        try:
            decoded = base64.b64decode(encoded, validate=True)
        except ValueError:
            return None
        return decoded[KEY_ID_BYTES:] if decoded[:KEY_ID_BYTES] == self.key_id else None


class LogKey:
    """The private half: what signs checkpoints."""

    def __init__(self, seed: bytes, origin: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.identity = LogIdentity(origin=origin, public_key=public_key_of(seed))

    def sign(self, size: int, root: bytes) -> bytes:
        """The signature over the checkpoint of this size, 64 bytes."""
        checkpoint = Checkpoint(origin=self.identity.origin, size=size, root=root)
        return self._key.sign(checkpoint.text().encode())


def public_key_of(seed: bytes) -> bytes:
    """The public half of a key, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def write_note(identity: LogIdentity, size: int, root: bytes, signature: bytes) -> str:
    """A checkpoint with its signature, as it is served."""
    checkpoint = Checkpoint(origin=identity.origin, size=size, root=root)
    return f"{checkpoint.text()}\n{identity.sign_line(signature)}"


def _read(text: str) -> Checkpoint:
    lines = text.split("\n")
    try:
        origin, size, root = lines[0], lines[1], base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError) as error:
        raise Unsigned("it is not a checkpoint") from error
    if not size.isascii() or not size.isdigit() or str(int(size)) != size or len(root) != HASH_BYTES:
        raise Unsigned("it is not a checkpoint")
    return Checkpoint(origin=origin, size=int(size), root=root)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
