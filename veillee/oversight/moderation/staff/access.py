"""From a request to the member of staff who sent it, or fail."""

from litestar.di import NamedDependency

from veillee.foundation.api import AnyRequest
from veillee.foundation.basics import Forbidden
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import READERS, STAFF_COOKIE, StaffCaller


async def provide_any_staff(request: AnyRequest, moderation: NamedDependency[Moderation]) -> StaffCaller:
    """The dependency `any_staff`: whoever holds a session, flaggers too. Raises Unauthorised."""
    return await moderation.door.recognise(request.cookies.get(STAFF_COOKIE))


async def provide_staff(any_staff: NamedDependency[StaffCaller]) -> StaffCaller:
    """The dependency `staff`: who may read cases. Raises Unauthorised, Forbidden `wrong-role`."""
    if any_staff.role not in READERS:
        raise Forbidden("wrong-role", "Your role reports to the watch and does not read its cases.")
    return any_staff
