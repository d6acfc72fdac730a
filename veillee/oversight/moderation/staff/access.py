"""From a request to the member of staff who sent it, or fail."""

from litestar.di import NamedDependency

from veillee.foundation.api import AnyRequest
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import STAFF_COOKIE, StaffCaller


async def provide_staff(request: AnyRequest, moderation: NamedDependency[Moderation]) -> StaffCaller:
    """The dependency `staff`. Raises Unauthorised."""
    return await moderation.door.recognise(request.cookies.get(STAFF_COOKIE))
