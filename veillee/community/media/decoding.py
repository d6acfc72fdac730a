"""From bytes that anybody sent to a picture that we made: nothing of the file itself goes further.

Only four formats are opened, whatever a file calls itself, within bounds that hold before anything is decoded. What
is kept is painted anew, so that no place, device or name that the file carried is kept with it.
"""

import hashlib
import io
from typing import Any

import msgspec
from PIL import Image, ImageOps

from veillee.foundation.basics import Problem

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MEDIA_TYPE = "image/webp"
SIDE_READ_MAX = 16_384
PIXELS_READ_MAX = 24_000_000
"""Decoded at once, some 100 MB; a JPEG is read at a fraction of its size."""
JPEG_PIXELS_MAX = 120_000_000
SIDE_MAX = 2_048
PREVIEW_SIDE_MAX = 480
WHOLE_QUALITY = 80
PREVIEW_QUALITY = 70
ENCODED_BYTES_MAX = 4 * 1024 * 1024

# The bound is ours and holds before anything is decoded; Pillow's own warns on standard error and goes on.
Image.MAX_IMAGE_PIXELS = None


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """A picture made anew. width, height: pixels of the whole one; file_hash, image_hash: SHA-256 of what came and of
    what is kept; likeness: 8 bytes that pictures which look alike mostly share (difference hash)."""

    whole: bytes
    preview: bytes
    width: int
    height: int
    file_hash: bytes
    image_hash: bytes
    likeness: bytes


def decode(raw: bytes) -> Decoded:
    """Costs up to a second of one core; call it off the loop.

    Raises Problem `picture-unreadable`, `picture-too-large`.
    """
    try:
        painted = _paint(raw)
    except Problem:
        raise
    # Decoders of damaged files raise whatever they stumble over; each of it means the same.
    except Exception as error:
        raise _unreadable() from error
    whole = _encode(painted, WHOLE_QUALITY)
    if len(whole) > ENCODED_BYTES_MAX:
        raise _too_large()
    preview = painted.copy()
    preview.thumbnail((PREVIEW_SIDE_MAX, PREVIEW_SIDE_MAX))
    return Decoded(
        whole=whole,
        preview=_encode(preview, PREVIEW_QUALITY),
        width=painted.width,
        height=painted.height,
        file_hash=hashlib.sha256(raw).digest(),
        image_hash=hashlib.sha256(whole).digest(),
        likeness=_likeness(painted),
    )


def _paint(raw: bytes) -> Image.Image:
    """The first frame, upright, on white, as a new picture that carries nothing else."""
    with Image.open(io.BytesIO(raw), formats=FORMATS) as file:
        _check_size(file)
        if file.format == "JPEG":
            file.draft("RGB", (SIDE_MAX, SIDE_MAX))
            _check_pixels(file.size, PIXELS_READ_MAX)
        file.load()
        upright = ImageOps.exif_transpose(file)
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.thumbnail((SIDE_MAX, SIDE_MAX))
    painted = Image.new("RGB", upright.size, "white")
    painted.paste(upright, mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
    return painted


def _check_size(file: Any) -> None:
    if max(file.size) > SIDE_READ_MAX:
        raise _too_large()
    if min(file.size) < 1:
        raise _unreadable()
    _check_pixels(file.size, JPEG_PIXELS_MAX if file.format == "JPEG" else PIXELS_READ_MAX)


def _check_pixels(size: tuple[int, int], pixels_max: int) -> None:
    if size[0] * size[1] > pixels_max:
        raise _too_large()


def _encode(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def _likeness(image: Image.Image) -> bytes:
    small = image.convert("L").resize((9, 8)).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (small[row * 9 + column] > small[row * 9 + column + 1])
    return bits.to_bytes(8, "big")


def _unreadable() -> Problem:
    return Problem("picture-unreadable", 422, "This is no whole picture in JPEG, PNG, WebP or GIF.")


def _too_large() -> Problem:
    return Problem("picture-too-large", 422, "This picture has too many pixels.")
