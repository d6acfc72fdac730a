"""The bot in docs/bots.md does what the page says."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from tests.story import Evening

pytestmark = pytest.mark.anyio
PAGE = Path(__file__).parents[2] / "docs" / "bots.md"


async def test_the_example_runs(evening: Evening) -> None:
    (source,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    example: dict[str, object] = {"__name__": "example"}
    exec(compile(source, str(PAGE), "exec"), example)
    evening.light_the_lamp()
    await evening.room()
    running = asyncio.ensure_future(example["main"](evening.url))  # type: ignore[operator]
    try:
        zoe = await evening.enter("Zoé")
        room = await zoe.join("le-comptoir")
        here: list[Any] = []
        while "Le carillon" not in (person["pseudonym"] for person in here):
            here = await zoe.get(f"/conversations/{room}/people")
        ada = await evening.enter("Ada")
        await ada.join("le-comptoir")
        await evening.settle()
        welcome = await zoe.next("message")
        assert "Bonsoir" in welcome["text"] and "programme" in welcome["text"]
        asked = await zoe.say(room, "heure")
        answer = await zoe.next("message", reply_to=asked["seq"])
        assert re.fullmatch(r"Il est \d\d h \d\d\.", answer["text"])
    finally:
        running.cancel()
