"""Frames as a server writes them (RFC 6455 §5): never masked, never fragmented."""

TEXT, CONTINUATION, BINARY, CLOSE, PING, PONG = 0x1, 0x0, 0x2, 0x8, 0x9, 0xA
FINAL = 0x80
CONTROL_BYTES_MAX = 125
PING_FRAME = bytes((FINAL | PING, 0))

# RFC 6455 §7.4.1 and the IANA registry: 1004–1006 and 1015 never travel, 1016–2999 mean nothing yet.
_SENDABLE_CLOSE_CODES = frozenset({1000, 1001, 1002, 1003, *range(1007, 1015), *range(3000, 5000)})


class Violation(Exception):
    """The other side broke the protocol: close with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


# What the other side is told in an `error` frame before it is closed with the code.
SLUGS = {1007: "not-utf8", 1009: "too-large"}


def _encode(opcode: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return bytes((FINAL | opcode, size)) + payload
    if size < 65536:
        return bytes((FINAL | opcode, 126)) + size.to_bytes(2, "big") + payload
    return bytes((FINAL | opcode, 127)) + size.to_bytes(8, "big") + payload


def encode_frame(payload: bytes) -> bytes:
    """A whole text message in one frame; frames may be joined to be sent together."""
    return _encode(TEXT, payload)


def encode_binary(payload: bytes) -> bytes:
    """A whole binary message in one frame."""
    return _encode(BINARY, payload)


def encode_pong(payload: bytes) -> bytes:
    """The answer to a ping, with the ping's payload (§5.5.3)."""
    return _encode(PONG, payload)


def encode_close(code: int | None, reason: str = "") -> bytes:
    """A close frame; None is a close without a code. The reason is cut to fit a control frame."""
    if code is None:
        return _encode(CLOSE, b"")
    words = reason.encode()[: CONTROL_BYTES_MAX - 2].decode(errors="ignore").encode()
    return _encode(CLOSE, code.to_bytes(2, "big") + words)


def read_close_code(payload: bytes) -> int | None:
    """The code in a received close frame, None when it has none. Raises Violation (§5.5.1, §7.4)."""
    if not payload:
        return None
    code = int.from_bytes(payload[:2], "big") if len(payload) > 1 else 0
    if code not in _SENDABLE_CLOSE_CODES:
        raise Violation(1002)
    check_utf8(payload[2:])
    return code


def check_utf8(payload: bytes) -> None:
    """Raises Violation 1007 unless the bytes are UTF-8 (§8.1)."""
    if payload.isascii():
        return
    try:
        payload.decode()
    except UnicodeDecodeError:
        raise Violation(1007) from None
