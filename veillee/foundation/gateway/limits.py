"""What one connection may cost."""

import msgspec


class GatewayLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of the port; the unit is the last word of each name.

    Of sockets, upgraded or not, there are sockets_max in all; of those that speak HTTP connections_per_address, and as
    many realtime connections. A request's head has head_seconds to come; its body and the answer to it have
    exchange_seconds together, from the end of the head.

    A connection is pinged once every ping_seconds, and dropped when nothing was heard from it in the period after
    a ping: a half-open connection is found within 2 × ping_seconds. After our close frame the other side has
    close_seconds to answer before the socket is dropped.
    Of flood_frames_max frames in flood_seconds, when given, the next waits unread until the time is over; after
    flood_pauses_max such waits in a row the connection is closed with 1008. Keep flood_seconds under ping_seconds.
    """

    frame_bytes_max: int = 16_384
    unsent_bytes_max: int = 4 * 1024 * 1024
    connections_per_address: int = 50
    head_bytes_max: int = 32_768
    head_seconds: float = 10.0
    exchange_seconds: float = 60.0
    sockets_max: int | None = None
    ping_seconds: float = 25.0
    close_seconds: float = 5.0
    goodbye_seconds: float = 0.25
    flood_frames_max: int | None = None
    flood_seconds: float = 10.0
    flood_pauses_max: int = 3
