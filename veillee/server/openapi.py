"""The OpenAPI document on stdout, for the clients' build: `python -m veillee.server.openapi`."""

import sys
import tempfile
from pathlib import Path

import msgspec

from veillee.server.app import make_app
from veillee.server.settings import Settings
from veillee.server.wiring import open_place


def make_document() -> bytes:
    """The document as JSON, sorted, so that it changes only when the API does."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(open_place(Settings(), Path(folder)))
        return msgspec.json.encode(app.openapi_schema.to_schema(), order="sorted")


if __name__ == "__main__":
    sys.stdout.buffer.write(make_document() + b"\n")
