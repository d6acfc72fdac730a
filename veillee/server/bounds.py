"""Settings of how much, and of how many have to watch."""

from typing import Annotated

import msgspec
from msgspec import Meta

Count = Annotated[int, Meta(ge=1)]


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    entries_per_minute_per_address: Annotated[
        Count, Meta(description="entries from one address", extra={"unit": "entries/minute"})
    ] = 20
    messages_per_minute_per_person: Annotated[
        Count, Meta(description="messages of one person", extra={"unit": "messages/minute"})
    ] = 60
    connections_per_address: Annotated[
        Count, Meta(description="realtime connections at a time from one address", extra={"unit": "connections"})
    ] = 50
    message_chars_max: Annotated[
        int, Meta(ge=1, le=2000, description="length of one message", extra={"unit": "characters"})
    ] = 2000
    rooms_per_day_per_person: Annotated[
        Count,
        Meta(description="rooms one person may open at most; their reach may allow less", extra={"unit": "rooms/day"}),
    ] = 8
    first_words_per_day_per_person: Annotated[
        Count,
        Meta(
            description="strangers one person may write to at most; their reach may allow less",
            extra={"unit": "first words/day"},
        ),
    ] = 20
    pictures_per_day_per_person: Annotated[
        Count,
        Meta(
            description="pictures one person may upload at most; their reach may allow less",
            extra={"unit": "pictures/day"},
        ),
    ] = 60
    picture_bytes_max: Annotated[
        int,
        Meta(ge=65_536, le=32 * 1024 * 1024, description="of one picture as it is uploaded", extra={"unit": "bytes"}),
    ] = 8 * 1024 * 1024
    unsent_bytes_max: Annotated[
        Count, Meta(description="what is owed to one slow connection before it is closed", extra={"unit": "bytes"})
    ] = 4 * 1024 * 1024


class StaffMin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    first_words: Annotated[
        Count, Meta(description="so many have to watch for strangers to be written to", extra={"unit": "staff"})
    ] = 1
    rooms: Annotated[
        Count, Meta(description="so many have to watch for rooms to be opened", extra={"unit": "staff"})
    ] = 1
    pictures: Annotated[
        Count, Meta(description="so many have to watch for pictures to be sent", extra={"unit": "staff"})
    ] = 1
