"""What nodes share: a PostgreSQL server and a NATS server, given or started for the bench."""

from typing import NamedTuple

from tests.outside import find_program
from tests.story.nats import NatsServer
from tests.story.postgres import PostgresServer

MISSING = "on Debian: apt-get install postgresql nats-server"


class Shared(NamedTuple):
    """Addresses: of a PostgreSQL server on which databases may be made, and of NATS. Empty where there is none."""

    database: str
    bus: str


def open_shared(database: str, bus: str) -> Shared:
    """Those given; for each that is not, a server of our own, as durable as it comes, where it is installed."""
    if not database and find_program("postgres"):
        database = PostgresServer().url("postgres")
    if not bus and find_program("nats-server"):
        bus = NatsServer().url
    return Shared(database, bus)
