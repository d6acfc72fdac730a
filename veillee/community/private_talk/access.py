"""From (caller, id) to a first word that waits for the caller, or fail as if there were none."""

import sqlalchemy as sa

from veillee.community.private_talk.model import RequestView
from veillee.community.private_talk.queries import find_request
from veillee.foundation.basics import NotFound


def get_incoming(connection: sa.Connection, person_id: str, request_id: str) -> RequestView:
    """A first word to that person, pending or accepted. Raises NotFound."""
    request = find_request(connection, request_id)
    if request is None or request.receiver.id != person_id or request.state not in ("pending", "accepted"):
        raise NotFound
    return request
