"""The post of a place, as its settings have it."""

from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database
from veillee.oversight import mail
from veillee.safety.sealing import PlaceKeys
from veillee.server.mailing import make_mail
from veillee.server.settings import Settings


def make_post(settings: Settings, database: Database, keys: PlaceKeys, origin: str, clock: Clock) -> mail.Post:
    """Whoever writes to the database finds an outbox there, if a mail server is set."""
    server = make_mail(settings.mail)
    outbox = mail.Outbox(keys, origin, settings.site.name) if server else None
    if outbox is not None:
        database.lend(outbox)
    return mail.Post(database, outbox, server, clock)
