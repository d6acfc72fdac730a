"""A passkey in software: what a browser and its authenticator answer to WebAuthn options."""

import base64
import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

USER_PRESENT = 0x01
USER_VERIFIED = 0x04
ATTESTED = 0x40
Json = dict[str, Any]


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Authenticator:
    """One key; what it says can be bent for hostile tests."""

    def __init__(self, origin: str = "http://localhost:8000", *, flags: int = USER_PRESENT | USER_VERIFIED) -> None:
        self.origin = origin
        self.flags = flags
        self.count = 0
        self.credential_id = secrets.token_bytes(32)
        self.key = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: Json, **bent: Any) -> Json:
        """The answer to navigator.credentials.create."""
        client_data = self._client_data("webauthn.create", options["challenge"], bent)
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + self._cose_key()
        rp_id: str = ({"rp_id": options["rp"]["id"]} | bent)["rp_id"]
        data = self._data(rp_id, self.flags | ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {"clientDataJSON": b64(client_data), "attestationObject": b64(attestation)}
        return self._credential(response | {"transports": ["internal"]})

    def get(self, options: Json, **bent: Any) -> Json:
        """The answer to navigator.credentials.get."""
        self.count += 1
        client_data = self._client_data("webauthn.get", options["challenge"], bent)
        rp_id: str = ({"rp_id": options["rpId"]} | bent)["rp_id"]
        data = self._data(rp_id, self.flags)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": b64(client_data),
            "authenticatorData": b64(data),
            "signature": b64(signature),
            "userHandle": None,
        }
        return self._credential(response)

    def _credential(self, response: Json) -> Json:
        id_ = b64(self.credential_id)
        return {
            "id": id_,
            "rawId": id_,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
            "authenticatorAttachment": "platform",
        }

    def _client_data(self, kind: str, challenge: str, bent: Json) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False} | bent.get(
            "said", {}
        )
        return json.dumps(said).encode()

    def _data(self, rp_id: str, flags: int) -> bytes:
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _cose_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
