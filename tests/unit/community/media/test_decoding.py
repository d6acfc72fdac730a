"""Whatever comes in as a picture: a new picture that carries nothing else, or a problem; never anything else."""

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tests.story.pictures import WHERE, make_picture, open_picture
from veillee.community.media.decoding import PREVIEW_SIDE_MAX, SIDE_MAX, decode
from veillee.foundation.basics import Problem


def slug_of(raw: bytes) -> str:
    with pytest.raises(Problem) as caught:
        decode(raw)
    return caught.value.slug


def save(image: Image.Image, form: str, **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and is a few bytes."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 100)) + part(b"IEND", b"")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_each_format_becomes_webp_and_says_nothing_more(form: str) -> None:
    raw = (
        make_picture(form=form) if form != "GIF" else save(open_picture(make_picture()), "GIF", comment=WHERE.encode())
    )
    assert WHERE.encode() in raw
    made = decode(raw)
    for image in (made.whole, made.preview):
        shown = open_picture(image)
        assert shown.format == "WEBP" and not shown.getexif() and not {"exif", "xmp", "icc_profile"} & set(shown.info)
        assert WHERE.encode() not in image and b"Telephone" not in image
    assert (made.width, made.height) == open_picture(made.whole).size == (320, 200)


def test_what_a_png_says_beside_its_pixels_goes() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", WHERE)
    said.add_itxt("XML:com.adobe.xmp", f"<x>{WHERE}</x>")
    raw = save(Image.new("RGB", (40, 40)), "PNG", pnginfo=said, dpi=(300, 300))
    assert WHERE.encode() in raw and WHERE.encode() not in decode(raw).whole


def test_it_is_upright_and_not_too_large() -> None:
    made = decode(make_picture(size=(4000, 1000), turned=True))
    assert (made.width, made.height) == (SIDE_MAX // 4, SIDE_MAX)
    assert max(open_picture(made.preview).size) == PREVIEW_SIDE_MAX


def test_only_the_first_frame_of_what_moves_is_kept() -> None:
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "green", "blue")]
    raw = save(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    shown = open_picture(decode(raw).whole)
    red, green, blue = shown.convert("RGB").resize((1, 1)).tobytes()
    assert getattr(shown, "n_frames", 1) == 1 and red > 200 and green < 60 and blue < 60


def test_nothing_hides_in_what_is_transparent() -> None:
    raw = save(Image.new("RGBA", (50, 50), (200, 0, 0, 0)), "PNG")
    assert min(open_picture(decode(raw).whole).convert("RGB").tobytes()) > 240


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB", "RGBA", "CMYK"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert decode(save(Image.new(mode, (30, 20)), form)).width == 30


@pytest.mark.parametrize("size", [(20_000, 10), (10, 20_000), (6_000, 6_000), (16_000, 16_000), (2**31 - 1, 2**31 - 1)])
def test_what_would_fill_the_memory_is_not_decoded(size: tuple[int, int]) -> None:
    assert slug_of(png_of(*size)) in ("picture-too-large", "picture-unreadable")


def test_a_large_jpeg_is_read_at_a_fraction() -> None:
    made = decode(save(Image.new("L", (9_000, 9_000)), "JPEG"))
    assert (made.width, made.height) == (SIDE_MAX, SIDE_MAX)


@pytest.mark.parametrize("form", ["BMP", "TIFF", "ICO", "PPM"])
def test_other_formats_are_not_opened_whatever_they_call_themselves(form: str) -> None:
    assert slug_of(save(Image.new("RGB", (20, 20)), form)) == "picture-unreadable"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_half_of_a_file_is_no_picture(form: str) -> None:
    raw = make_picture(form=form, size=(400, 400))
    assert slug_of(raw[: len(raw) // 2]) == "picture-unreadable"


def test_the_same_picture_is_known_again_and_another_is_not() -> None:
    one, other = decode(make_picture("teal")), decode(make_picture("plum", (200, 320)))
    stripped = save(open_picture(make_picture("teal", form="PNG")), "PNG")
    assert decode(make_picture("teal")).image_hash == one.image_hash != other.image_hash
    assert decode(stripped).image_hash == decode(make_picture("teal", form="PNG")).image_hash
    assert decode(stripped).file_hash != decode(make_picture("teal", form="PNG")).file_hash
    assert decode(one.whole).likeness == one.likeness != other.likeness


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "JPEG", "PNG", "WEBP"]), st.integers(0, 2_000))
def test_any_bytes_are_a_picture_or_a_problem(junk: bytes, form: str, at: int) -> None:
    raw = make_picture(form=form, size=(32, 32)) if form else b""
    bent = raw[:at] + junk + raw[at + len(junk) :]
    try:
        assert decode(bent).width > 0
    except Problem as problem:
        assert problem.status == 422
