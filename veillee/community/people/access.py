"""From an id to a person whom the caller may see, or fail as if there were none."""

import sqlalchemy as sa

from veillee.community.people.model import Person
from veillee.community.people.queries import find_person
from veillee.foundation.basics import NotFound, is_id


def get_person(connection: sa.Connection, person_id: str) -> Person:
    """The person. Raises NotFound."""
    person = find_person(connection, person_id) if is_id(person_id) else None
    if person is None:
        raise NotFound
    return person
