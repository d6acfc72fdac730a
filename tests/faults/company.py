"""Who is there when something breaks: members of rooms and of private talks, made before the server starts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.faults.talker import Talker
from tests.story import open_evening

NAMES = ("Zoé", "Ali", "Mina", "Jules", "Inès", "Karim", "Lou", "Omar", "Rose", "Sacha", "Théo", "Yara")
ROOMS = ("Le comptoir", "La terrasse", "Le grenier")


async def gather_company(
    data: Path, names: Sequence[str] = NAMES, rooms: Sequence[str] = ROOMS, *, private: bool = True, **settings: Any
) -> list[Talker]:
    """Each is in every room and, if asked for, in private talk: the first with the second, and so on."""
    async with open_evening(data, **settings) as evening:
        evening.light_the_lamp()
        slugs = [await evening.room(name) for name in rooms]
        members = [await evening.enter(name) for name in names]
        conversations = {member: [await member.join(slug) for slug in slugs] for member in members}
        for one, other in zip(members[::2], members[1::2], strict=False) if private else ():
            talk = await one.befriend(other)
            conversations[one].append(talk)
            conversations[other].append(talk)
        return [Talker(member.pseudonym, member.token, tuple(conversations[member])) for member in members]
