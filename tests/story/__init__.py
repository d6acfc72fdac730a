"""What journeys are written with: a real place on real sockets in this process, and people who speak the contract.

async with open_evening(tmp_path) as evening:
    zoe = await evening.enter("Zoé")
    room = await zoe.join(await evening.room())
    assert (await zoe.say(room, "Bonsoir"))["type"] == "accepted"

Time stands still until `evening.time.pass_(minutes=5)`, and nothing is waited for that can be drained.
"""

from tests.story import words
from tests.story.checks import check_problem, check_tells_nothing, make_watch
from tests.story.evening import Evening, make_http, make_settings, open_evening
from tests.story.log import Log
from tests.story.member import Frame, Member
from tests.story.time import Time
from tests.story.watcher import Watcher

__all__ = [
    "Evening",
    "Frame",
    "Log",
    "Member",
    "Time",
    "Watcher",
    "check_problem",
    "check_tells_nothing",
    "make_http",
    "make_settings",
    "make_watch",
    "open_evening",
    "words",
]
