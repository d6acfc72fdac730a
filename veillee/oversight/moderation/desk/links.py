"""Who may be the same person: hints with their strength, for a human to weigh. No address and no mark is shown."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community import entry, people, private_talk
from veillee.oversight.moderation.wire_casework import CaseLink, Strength

LINKS_MAX = 20
CROWD = 5
"""Where more than so many came in from the same address and browser, it is a shared place and says little."""


def read_links(connection: sa.Connection, person_id: str | None, now: datetime) -> list[CaseLink]:
    """Who came in with the same address and browser, and who wrote nearly the same first words; the latest first."""
    if person_id is None:
        return []
    entered = entry.find_linked(connection, person_id, LINKS_MAX)
    wrote = private_talk.find_alike(connection, person_id, LINKS_MAX)
    known = people.find_people(connection, {*entered, *wrote})
    out = {person for person in known if people.count_shut_out(connection, [person], now)}
    links = []
    for person, at in sorted((entered | wrote).items(), key=lambda each: each[1], reverse=True):
        if person not in known:
            continue
        both = person in entered and person in wrote
        few: Strength = "some" if len(entered) <= CROWD else "weak"
        links.append(
            CaseLink(
                person=person,
                pseudonym=known[person].pseudonym,
                by="entrance" if person in entered else "first_words",
                strength="strong" if both else few if person in entered else "weak",
                at=at,
                bound=person in out,
            )
        )
    return links[:LINKS_MAX]
