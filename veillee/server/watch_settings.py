"""What an operator set, as the watch and its lamp take it."""

import hmac
from urllib.parse import urlsplit

from veillee.community.people import StaffMin
from veillee.oversight import moderation
from veillee.server.settings import Settings


def make_staff_min(settings: Settings) -> StaffMin:
    """How many have to watch, for each area."""
    wanted = settings.watch.staff_min
    return StaffMin(first_words=wanted.first_words, rooms=wanted.rooms, pictures=wanted.pictures)


def make_watch_settings(settings: Settings, origin: str, place_key: bytes) -> moderation.Settings:
    """origin: where the console is opened, which passkeys are bound to."""
    return moderation.Settings(
        rp_id=urlsplit(origin).hostname or "localhost",
        rp_name=settings.site.name,
        origins=(origin,),
        silence_seconds_max=settings.watch.silence_seconds_max,
        four_eyes=settings.moderation.four_eyes,
        proposal_hours=settings.moderation.proposal_hours,
        urgent_minutes_max=settings.watch.urgent_minutes_max,
        staff_min=make_staff_min(settings),
        opening=moderation.make_opening(settings.watch.opening, settings.site.time_zone),
        synthetic_per_day=settings.watch.synthetic_per_day,
        synthetic_key=hmac.digest(place_key, b"synthetic", "sha256"),
        notifier_key=hmac.digest(place_key, b"notifier", "sha256"),
    )
