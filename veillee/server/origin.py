"""Where a place is reached."""

from veillee.server.settings import Settings


def origin_of_place(settings: Settings, port: int) -> str:
    """Where the place is reached by its people; `port` on this machine when the operator has set nothing."""
    # Passkeys are bound to a name; an address will not do.
    return settings.site.origin.rstrip("/") or f"http://localhost:{port}"
