"""The letter to whoever gives notice from outside and is warned, or suspended, for misuse (DSA art. 23(2))."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.foundation.storage import Transaction, find_tool
from veillee.oversight.mail import Letter, Outbox, write_letter
from veillee.oversight.moderation.notices.contacts import find_contact, notice_contacts
from veillee.oversight.moderation.notices.store import notices
from veillee.oversight.moderation.wire import Words

Texts = Mapping[str, str]

SUBJECT: Mapping[str, Texts] = {
    "warn": {"fr": "{site} : un avertissement", "en": "{site}: a warning"},
    "suspend": {
        "fr": "{site} : vos notifications ne sont plus examinées pour un temps",
        "en": "{site}: your notices are not looked at for a time",
    },
    "lift": {"fr": "{site} : une décision retirée", "en": "{site}: a decision taken back"},
}
WHAT: Mapping[str, Texts] = {
    "warn": {
        "fr": "plusieurs de vos notifications, ou de vos réclamations, étaient manifestement infondées. Ceci est un "
        "avertissement : si cela continue, nous ne les examinerons plus pendant un temps.",
        "en": "several of your notices, or complaints, were manifestly unfounded. This is a warning: if it goes on, we "
        "shall not look at them for a time.",
    },
    "suspend": {
        "fr": "malgré un avertissement, vous avez encore envoyé des notifications, ou des réclamations, manifestement "
        "infondées. Jusqu’au {until} (UTC), nous n’examinons plus ce que vous envoyez depuis cette adresse.",
        "en": "after a warning you have again sent notices, or complaints, that were manifestly unfounded. Until "
        "{until} (UTC) we do not look at what you send from this address.",
    },
    "lift": {
        "fr": "nous avons retiré la décision que nous vous avions écrite au sujet de vos notifications : elles ne vous "
        "sont plus reprochées, et tout ce que vous envoyez est examiné.",
        "en": "we have taken back what we wrote to you about your notices: they are no longer held against you, and "
        "all that you send is looked at.",
    },
}
TEXT: Texts = {
    "fr": "Bonjour,\n\n{what}\n\n{facts}\n{more}\n{site}\n",
    "en": "Hello,\n\n{what}\n\n{facts}\n{more}\n{site}\n",
}
MORE: Texts = {
    "fr": """
Ce que disent nos règles : {article}

Si quelqu’un, ou un enfant, est en danger, dites-le-nous quand même : cela est toujours lu. En danger immédiat, appelez
le 17 ou le 112.

Si vous n’êtes pas d’accord, écrivez à l’adresse de contact du lieu : une autre personne de l’équipe regardera. Vous
pouvez aussi saisir la justice.
""",
    "en": """
What our rules say: {article}

If somebody, or a child, is in danger, tell us all the same: that is always read. In immediate danger, call 112.

If you disagree, write to the contact address of the place: somebody else of the team will look. You can also turn to a
court.
""",
}


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What is told. act: warn, suspend, lift; article: of the house rules, None when nothing is held against them."""

    act: str
    facts: str
    until: datetime | None = None
    article: Words | None = None


def write_to_notifier(transaction: Transaction, notifier: bytes, news: News, now: datetime) -> None:
    """To the address of the latest notice from it that has not been destroyed."""
    outbox = find_tool(transaction.connection, Outbox)
    notice = _find_latest(transaction.connection, notifier)
    contact = None if notice is None else find_contact(transaction.connection, notice)
    if outbox is None or notice is None or contact is None or contact.email is None:
        return
    language = contact.language
    until = "" if news.until is None else f"{news.until:%Y-%m-%d %H:%M}"
    more = "" if news.article is None else MORE[language].format(article=news.article[language])
    what = WHAT[news.act][language].format(until=until)
    letter = Letter(
        kind="misuse",
        about=notice,
        to=contact.email,
        subject=SUBJECT[news.act][language].format(site=outbox.site),
        text=TEXT[language].format(site=outbox.site, what=what, facts=news.facts, more=more),
    )
    write_letter(transaction, letter, now)


def _find_latest(connection: sa.Connection, notifier: bytes) -> str | None:
    latest = (
        sa.select(notices.c.id)
        .join(notice_contacts, notice_contacts.c.id == notices.c.id)
        .where(notices.c.notifier == notifier)
        .order_by(notices.c.created_at.desc(), notices.c.id.desc())
        .limit(1)
    )
    return connection.execute(latest).scalar()
