"""HTTP to an app in this process, without a server."""

import httpx
from litestar import Litestar


def make_transport(app: Litestar) -> httpx.ASGITransport:
    """For httpx.AsyncClient; what breaks in the app is answered as a server would."""
    # Litestar spells out the messages of ASGI, of which httpx knows only that they are mappings.
    return httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
