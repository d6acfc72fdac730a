"""The OpenAPI document on stdout, for the clients' build: `python -m veillee.server.openapi`."""

import sys
import tempfile
from pathlib import Path

import msgspec

from veillee.server.api_document import make_document
from veillee.server.app import Host, make_app
from veillee.server.settings import Settings
from veillee.server.wiring import open_place


def write_document() -> bytes:
    """The document as JSON, sorted, so that it changes only when the API does."""
    with tempfile.TemporaryDirectory() as folder:
        return msgspec.json.encode(make_document(make_app(Host(open_place(Settings(), Path(folder))))), order="sorted")


if __name__ == "__main__":
    sys.stdout.buffer.write(write_document() + b"\n")
