"""People: who somebody is to others, their standing, whom they have blocked; and the lamp that watches over them.

Owns the tables `people`, `blocks`, `restrictions`. Announces PersonRestricted and RestrictionLifted.
"""

from veillee.community.people.access import get_person
from veillee.community.people.actions import People, lift, restrict
from veillee.community.people.events import PersonBlocked, PersonRestricted, RestrictionLifted
from veillee.community.people.lamp import Lamp, Watch
from veillee.community.people.model import (
    ADULT_AGE_YEARS,
    AGE_YEARS_MAX,
    Caller,
    Newcomer,
    Person,
    Restriction,
    facts_of,
)
from veillee.community.people.names import check_pseudonym, name_key
from veillee.community.people.queries import (
    are_apart,
    find_caller,
    find_people,
    find_person,
    find_restriction,
    find_sample,
    is_name_taken,
    kinds_of_people,
    person_of,
)
from veillee.community.people.store import add_person, free_name, people

__all__ = [
    "ADULT_AGE_YEARS",
    "AGE_YEARS_MAX",
    "Caller",
    "Lamp",
    "Newcomer",
    "People",
    "Person",
    "PersonBlocked",
    "PersonRestricted",
    "Restriction",
    "RestrictionLifted",
    "Watch",
    "add_person",
    "are_apart",
    "check_pseudonym",
    "facts_of",
    "find_caller",
    "find_people",
    "find_person",
    "find_restriction",
    "find_sample",
    "free_name",
    "get_person",
    "is_name_taken",
    "kinds_of_people",
    "lift",
    "name_key",
    "people",
    "person_of",
    "restrict",
]
