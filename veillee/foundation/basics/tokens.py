"""Secrets that we hand out and recognise again without keeping them."""

import hashlib
import hmac
import secrets


def new_token() -> str:
    """256 random bits as URL-safe text, 43 characters."""
    return secrets.token_urlsafe(32)


def digest_token(token: str) -> bytes:
    """What is stored instead of a token: SHA-256, 32 bytes. Tokens are random, so no salt is needed."""
    return hashlib.sha256(_bytes(token)).digest()


class Signer:
    """Marks that only this place can make, over a sequence of texts (HMAC-SHA-256)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, *parts: str) -> str:
        """A 64-character mark over the parts, which are kept apart whatever they contain."""
        encoded = [_bytes(part) for part in parts]
        message = b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()

    def accepts(self, mark: str, *parts: str) -> bool:
        """Whether sign(*parts) gave this mark."""
        return hmac.compare_digest(_bytes(mark), self.sign(*parts).encode())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
