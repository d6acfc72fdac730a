"""Settings of what is kept, and for how long."""

from typing import Annotated

import msgspec
from msgspec import Meta


class LedgerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    publish_minutes: Annotated[
        int,
        Meta(ge=0, le=1440, description="how often everybody sees new leaves; 0: at once", extra={"unit": "minutes"}),
    ] = 60


class EvidenceSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    keep_days: Annotated[
        int,
        Meta(
            ge=184, le=3660, description="sealed copies of what was reported are kept so long", extra={"unit": "days"}
        ),
    ] = 365
    timestamp_url: Annotated[
        str, Meta(description="time-stamping authority (RFC 3161) for packages; empty: none", max_length=500)
    ] = ""
    timestamp_roots: Annotated[
        str, Meta(description="PEM file of the certificates that the authority's must lead to", max_length=500)
    ] = ""


class RetentionSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    private_days: Annotated[
        int, Meta(ge=1, le=365, description="members see what was said in private so long", extra={"unit": "days"})
    ] = 30
    room_hours: Annotated[
        int, Meta(ge=1, le=8760, description="members see what was said in rooms so long", extra={"unit": "hours"})
    ] = 24
    connection_days: Annotated[
        int,
        Meta(
            ge=365, le=400, description="addresses and ports are kept so long, the legal year", extra={"unit": "days"}
        ),
    ] = 365
