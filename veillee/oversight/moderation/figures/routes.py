"""Figures over HTTP: rounded for everybody, exact for staff."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from veillee.foundation.api import AnyRequest, origin_of
from veillee.oversight.moderation.figures.actions import write_csv
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_figures import Figures

PUBLIC = "`period`: `2026` or `2026-11`; without it, this month so far. Counts are rounded to five, fewer are null."
CSV = "text/csv"


@get("/figures", summary="Figures of the watch, for everybody", description=PUBLIC)
async def show_figures(
    request: AnyRequest, moderation: NamedDependency[Moderation], period: FromQuery[str | None] = None
) -> Figures:
    moderation.figure_paces.check(origin_of(request)[0])
    return await moderation.figures.tell_everybody(period)


@get("/figures.csv", summary="The same as CSV (RFC 4180)", description=PUBLIC, media_type=CSV)
async def show_figures_csv(
    request: AnyRequest, moderation: NamedDependency[Moderation], period: FromQuery[str | None] = None
) -> Response[str]:
    moderation.figure_paces.check(origin_of(request)[0])
    return Response(write_csv(await moderation.figures.tell_everybody(period)), media_type=CSV)


@get("/staff/figures", summary="Figures of the watch, exactly; for staff")
async def show_exact_figures(
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
    period: FromQuery[str | None] = None,
) -> Figures:
    return await moderation.figures.tell(period, exact=True)


@get("/staff/figures.csv", summary="The same as CSV (RFC 4180)", media_type=CSV)
async def show_exact_figures_csv(
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
    period: FromQuery[str | None] = None,
) -> Response[str]:
    return Response(write_csv(await moderation.figures.tell(period, exact=True)), media_type=CSV)


handlers: list[HTTPRouteHandler] = [show_figures, show_figures_csv, show_exact_figures, show_exact_figures_csv]
