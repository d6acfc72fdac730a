"""The same over TLS, where a connection cannot be half-closed."""

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.unit.foundation.gateway.place import OpenPlace

pytestmark = pytest.mark.anyio


@pytest.fixture
def certificate(tmp_path: Path) -> dict[str, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here.example")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    files = {"ssl_keyfile": tmp_path / "key.pem", "ssl_certfile": tmp_path / "certificate.pem"}
    files["ssl_certfile"].write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    files["ssl_keyfile"].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return files


async def test_talk_violation_and_close_over_tls(open_place: OpenPlace, certificate: dict[str, Path]) -> None:
    place = await open_place(config=certificate)
    trusting = ssl.create_default_context(cafile=str(certificate["ssl_certfile"]))
    trusting.check_hostname = False
    async with place.connect(ssl=trusting) as client:
        for size in (1, 5000, 16_384):
            await client.send("x" * size)
            assert await client.recv() == "x" * size
        assert place.handlers[-1].handshake.secure
        await client.send(b"binary")
        await client.wait_closed()
        assert client.close_code == 1003
    async with place.connect(ssl=trusting) as client:
        place.handlers[-1].connection.close(4000)
        await client.wait_closed()
        assert client.close_code == 4000
