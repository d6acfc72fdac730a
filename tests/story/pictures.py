"""Pictures as people's phones make them, with what phones write into them."""

import io
from typing import Any

from PIL import Image

from tests.story.evening import Evening
from tests.story.member import Member

WHERE = "somewhere that nobody needs to know"


def make_picture(
    colour: str = "teal", size: tuple[int, int] = (320, 200), form: str = "JPEG", *, turned: bool = False, **more: Any
) -> bytes:
    """A file of two colours that says where and with what it was made. turned: to be shown upright by its reader."""
    image = Image.new("RGB", size, colour)
    image.paste("ivory", (0, 0, size[0] // 3, size[1] // 2))
    exif = Image.Exif()
    exif[0x010F], exif[0x010E], exif[0x0112] = "Telephone", WHERE, 6 if turned else 1
    out = io.BytesIO()
    image.save(out, form, exif=exif, **more)
    return out.getvalue()


async def at_home(evening: Evening, *names: str) -> list[Member]:
    """People who have been here long enough, and well enough, to send pictures; somebody watches."""
    evening.light_the_lamp()
    members = [await evening.enter(name) for name in names]
    friend = await evening.enter("Quelqu’un")
    for member in members:
        await member.befriend(friend, f"Bonsoir de {member.pseudonym}")
    evening.time.pass_(hours=25)
    evening.light_the_lamp()
    return members


async def upload(member: Member, raw: bytes | None = None) -> str:
    """Upload a picture; its id."""
    answer = await member.http.post("/pictures", content=raw or make_picture())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def open_picture(raw: bytes) -> Image.Image:
    """What the bytes show."""
    return Image.open(io.BytesIO(raw))
