"""A time-stamping authority of our own, made with openssl, that answers as it is told to."""

import contextlib
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from tests.outside import need

SETTINGS = """\
[ts]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
[signer]
extendedKeyUsage = critical, timeStamping
keyUsage = critical, digitalSignature
"""


class Authority:
    """root: PEM of the certificate that its signer leads to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "root.pem"
        (folder / "settings").write_text(SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01\n")
        new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        self.run(*new, "-x509", "-keyout", "root.key", "-out", "root.pem", "-days", "30", "-subj", "/CN=Racine")
        self.run(*new, "-keyout", "signer.key", "-out", "signer.csr", "-subj", "/CN=Horodatage")
        signed = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "30")
        extended = ("-extfile", "settings", "-extensions", "signer")
        self.run("x509", "-req", "-in", "signer.csr", *signed, *extended, "-out", "signer.pem")

    def run(self, *arguments: str) -> None:
        """One command of openssl; raises CalledProcessError."""
        subprocess.run([need("openssl"), *arguments], cwd=self.folder, check=True, capture_output=True)

    def reply(self, query: bytes) -> bytes:
        """As it should answer."""
        (self.folder / "query").write_bytes(query)
        self.run("ts", "-reply", "-config", "settings", "-section", "ts", "-queryfile", "query", "-out", "reply")
        return (self.folder / "reply").read_bytes()

    def query(self, data: bytes) -> bytes:
        """Somebody else's request."""
        (self.folder / "other").write_bytes(data)
        self.run("ts", "-query", "-data", "other", "-sha256", "-cert", "-out", "other.tsq")
        return (self.folder / "other.tsq").read_bytes()


@contextlib.contextmanager
def answering(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """For a while, a server that answers so; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = answer(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
