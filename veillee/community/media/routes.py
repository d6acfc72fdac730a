"""Uploading over HTTP. Where a picture is seen belongs to conversations."""

from litestar import post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler

from veillee.community.media.actions import Pictures
from veillee.community.media.model import Picture
from veillee.community.people import Caller
from veillee.foundation.api import AnyRequest

BODY_BYTES_MAX = 32 * 1024 * 1024
"""More than any operator may set; the setting itself is held to while the body is read."""


MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")
"""What is said of the body; what counts is what it is."""


@post(
    "/pictures",
    summary="Upload a picture to send with a message",
    description="The body is the file itself: JPEG, PNG, WebP or GIF (its first frame). It is made anew without what "
    "the file carried along, and destroyed when it is not sent within the hour.",
    request_max_body_size=BODY_BYTES_MAX,
    opt={"takes": MEDIA_TYPES},
)
async def upload_picture(
    request: AnyRequest, caller: NamedDependency[Caller], pictures: NamedDependency[Pictures]
) -> Picture:
    return await pictures.upload(caller, request.stream())


handlers: list[HTTPRouteHandler] = [upload_picture]
