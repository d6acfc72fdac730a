"""Every HTTP route of moderation, in one table."""

from litestar.handlers import HTTPRouteHandler

from veillee.oversight.moderation.desk import lookout_routes, news_routes
from veillee.oversight.moderation.desk import routes as desk
from veillee.oversight.moderation.duty import routes as duty
from veillee.oversight.moderation.evidence import routes as evidence
from veillee.oversight.moderation.figures import routes as figures
from veillee.oversight.moderation.further import routes as further
from veillee.oversight.moderation.misuse import routes as misuse
from veillee.oversight.moderation.notices import flagging
from veillee.oversight.moderation.notices import routes as notices
from veillee.oversight.moderation.objections import routes as objections
from veillee.oversight.moderation.raids import routes as raids
from veillee.oversight.moderation.reports import routes as reports
from veillee.oversight.moderation.staff import letters, team_routes
from veillee.oversight.moderation.staff import routes as staff
from veillee.oversight.moderation.statements import routes as statements

handlers: list[HTTPRouteHandler] = [
    *reports.handlers,
    *figures.handlers,
    *notices.handlers,
    *flagging.handlers,
    *objections.handlers,
    *statements.handlers,
    *staff.handlers,
    *letters.handlers,
    *team_routes.handlers,
    *duty.handlers,
    *desk.handlers,
    *lookout_routes.handlers,
    *news_routes.handlers,
    *raids.handlers,
    *evidence.handlers,
    *further.handlers,
    *misuse.handlers,
]
