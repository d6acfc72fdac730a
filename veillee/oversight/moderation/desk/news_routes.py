"""News for consoles over HTTP."""

from litestar import get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller

EVENTS = "text/event-stream"


@get(
    "/staff/news",
    summary="That there is something new, as it happens (server-sent events)",
    description="`event: cases` (look at the queue again), `event: watch` (look at the session again); both come "
    "first. The stream ends after 45 seconds and the browser comes back by itself. 429 `too-many-consoles`.",
    media_type=EVENTS,
)
async def follow_news(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> Stream:
    moderation.news.check_room(staff)
    # Proxies that gather what they pass on are told not to.
    return Stream(moderation.news.follow(staff), media_type=EVENTS, headers={"X-Accel-Buffering": "no"})


handlers: list[HTTPRouteHandler] = [follow_news]
