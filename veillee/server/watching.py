"""The watch of a place, put together: what it is told, what it listens to, and what it may know of the rest."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from veillee.foundation.basics import asset_dir
from veillee.oversight import moderation
from veillee.oversight.moderation import Moderation
from veillee.safety.evidence import Judged, Vault
from veillee.server.watch_settings import make_watch_settings

if TYPE_CHECKING:
    from veillee.server.wiring import Place


def make_moderation(place: "Place") -> Moderation:
    """Moderation, listening; its macros are read."""
    settings = make_watch_settings(place.settings, place.origin, place.folder.place_key())
    judged, rules = Judged(place.place_keys), place.gate.house_rules
    vault = Vault(place.place_keys, timedelta(days=place.settings.evidence.keep_days))
    moderation.register(place.listeners, place.lamp, place.attendance.push, rules, vault, place.clock, judged)
    made = Moderation(
        place.database,
        rules,
        vault,
        settings,
        place.clock,
        place.post,
        place.reaching.find,
        place.attendance.present,
    )
    made.macros = moderation.load_macros(asset_dir("policies"), *map(Path, place.settings.policy.folders))
    moderation.tell_consoles(place.listeners, place.lamp, made.news)
    return made
