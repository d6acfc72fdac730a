"""Bytes that people sent, as an answer: seen as the image that they are, and never as a page that does something."""

from litestar import Response

IMAGE_HEADERS = {
    # Nothing remains on the disk of whoever looked.
    "Cache-Control": "no-store",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def answer_image(image: bytes, media_type: str) -> Response[bytes]:
    """An image as an answer."""
    return Response(image, media_type=media_type, headers=IMAGE_HEADERS)
