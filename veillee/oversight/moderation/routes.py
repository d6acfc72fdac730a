"""Every HTTP route of moderation, in one table."""

from litestar.handlers import HTTPRouteHandler

from veillee.oversight.moderation.desk import routes as desk
from veillee.oversight.moderation.reports import routes as reports
from veillee.oversight.moderation.staff import routes as staff
from veillee.oversight.moderation.statements import routes as statements

handlers: list[HTTPRouteHandler] = [
    *reports.handlers,
    *statements.handlers,
    *staff.handlers,
    *desk.handlers,
]
