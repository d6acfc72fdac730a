"""What anybody may know of the place: its face, its rules, where to find help, whether it is well."""

from typing import get_args

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from sqlalchemy.exc import SQLAlchemyError

from veillee.community.people import Watch
from veillee.foundation.basics import Problem, Unavailable
from veillee.foundation.storage import Database
from veillee.oversight.moderation import UNFIT_REASONS, ReportReason, UnfitReasons
from veillee.safety.policy import Gate, HelpLine, HouseRules
from veillee.server.wiring import Place


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers for the place; sample places have nobody behind them."""

    name: str
    sample: bool


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach them."""

    kind: str
    value: str


class RulesInForce(msgspec.Struct, frozen=True, kw_only=True):
    """The version that one agrees to at the door, and where its text is."""

    version: str
    text_url: str


class SiteLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What clients should know before they send."""

    message_chars_max: int


class SiteView(msgspec.Struct, frozen=True, kw_only=True):
    """The face of the place. `reasons`: those that a report may have; `reasons_unfit`: those not worth offering, by
    kind of subject, while any is taken for any."""

    name: str
    operator: Operator
    contacts: list[Contact]
    languages: tuple[str, ...]
    rules: RulesInForce
    age_assurance: tuple[str, ...]
    watch: Watch
    limits: SiteLimits
    reasons: tuple[str, ...]
    reasons_unfit: UnfitReasons
    sample: bool


@get("/site", summary="The face of the place")
async def show_site(place: NamedDependency[Place]) -> SiteView:
    site = place.settings.site
    contacts = [Contact(kind="email", value=site.contact)] if site.contact else []
    return SiteView(
        name=site.name,
        operator=Operator(name=site.operator, sample=place.sample),
        contacts=contacts,
        languages=("fr", "en"),
        rules=RulesInForce(version=place.gate.house_rules.version, text_url="/api/v1/rules"),
        age_assurance=place.settings.entry.age_assurance,
        watch=place.lamp.view(),
        limits=SiteLimits(message_chars_max=place.settings.limits.message_chars_max),
        reasons=get_args(ReportReason),
        reasons_unfit=UNFIT_REASONS,
        sample=place.sample,
    )


@get("/rules", summary="The house rules in force, in every language")
async def show_rules(gate: NamedDependency[Gate]) -> HouseRules:
    return gate.house_rules


@get("/help", summary="Where to find help outside")
async def show_help(gate: NamedDependency[Gate]) -> list[HelpLine]:
    return list(gate.help_lines)


@get("/healthz", tags=["health"], summary="Alive")
async def healthz() -> dict[str, str]:
    return {"status": "alive"}


@get("/readyz", tags=["health"], summary="Able to serve")
async def readyz(database: NamedDependency[Database], place: NamedDependency[Place]) -> dict[str, str]:
    try:
        await database.check()
    except (SQLAlchemyError, Unavailable) as error:
        raise Problem("not-ready", 503, "The database does not answer.") from error
    # Without the bus a node still serves: it reads in the database what the others do, a little later.
    return {"status": "ready", "database": "ok", "bus": "ok" if place.bus.connected else "away"}


handlers: list[HTTPRouteHandler] = [show_site, show_rules, show_help]
health_handlers: list[HTTPRouteHandler] = [healthz, readyz]
