"""Letters to notifiers: receipt (DSA art. 16(4)), decision and redress (16(5)). They quote nobody."""

from collections.abc import Mapping
from datetime import datetime

from veillee.foundation.storage import Transaction, find_tool
from veillee.oversight.mail import Letter, Outbox, write_letter
from veillee.oversight.moderation.notices import store
from veillee.oversight.moderation.notices.contacts import Contact, find_contact
from veillee.oversight.moderation.notices.outcomes import OUTCOMES, REDRESS

Texts = Mapping[str, str]

RECEIPT_SUBJECT: Texts = {
    "fr": "{site} : votre notification est arrivée",
    "en": "{site}: your notice has arrived",
}
RECEIPT: Texts = {
    "fr": """Bonjour,

votre notification est arrivée. Une personne de l’équipe la regardera ; aucune décision n’est prise par une machine.

Pour savoir où elle en est, et pour contester la décision ensuite, ouvrez cette adresse. Elle est secrète : gardez-la
pour vous.

{link}

Si quelqu’un est en danger maintenant, appelez le 17 ou le 112.

{site}
""",
    "en": """Hello,

your notice has arrived. A member of the team will look at it; no decision is taken by a machine.

To see how it stands, and to contest the decision afterwards, open this address. It is secret: keep it to yourself.

{link}

If somebody is in danger now, call 112.

{site}
""",
}
DECISION_SUBJECT: Texts = {
    "fr": "{site} : une décision sur votre notification",
    "en": "{site}: a decision about your notice",
}
DECISION: Texts = {
    "fr": """Bonjour,

une personne de l’équipe a décidé de ce que vous avez notifié, sans moyens automatisés.

{items}
{waiting}
{redress}

Votre page, qui est secrète :

{link}

{site}
""",
    "en": """Hello,

a member of the team has decided about what you gave notice of, without automated means.

{items}
{waiting}
{redress}

Your page, which is secret:

{link}

{site}
""",
}
ITEM: Texts = {"fr": "Élément {number} : {outcome}\n", "en": "Item {number}: {outcome}\n"}
REOPENED: Texts = {
    "fr": "une autre personne vous a donné raison, l’affaire est rouverte. Sa réponse est sur votre page.",
    "en": "somebody else agreed with you, the case is open again. Their answer is on your page.",
}
STANDS: Texts = {
    "fr": "une autre personne a réexaminé et maintient la décision. Sa réponse est sur votre page.",
    "en": "somebody else looked again and upholds the decision. Their answer is on your page.",
}
WAITING: Texts = {
    "fr": "Le reste de votre notification attend encore une décision ; vous recevrez une autre lettre.\n",
    "en": "The rest of your notice still waits for a decision; you will get another letter.\n",
}


def confirm_receipt(transaction: Transaction, notice: str, contact: Contact, now: datetime) -> None:
    """Write that a notice has arrived, to whoever left an address."""
    _write(transaction, notice, contact, "receipt", now)


def tell_decision(transaction: Transaction, notice: str, numbers: list[int], outcome: str, now: datetime) -> None:
    """Write what came of items of a notice, to whoever left an address that has not been destroyed."""
    contact = find_contact(transaction.connection, notice)
    if contact is None:
        return
    language, said = contact.language, OUTCOMES.get(outcome)
    text = "" if said is None else said.text[language]
    items = "".join(ITEM[language].format(number=number, outcome=text) for number in numbers)
    waiting = WAITING[language] if store.count_open(transaction.connection, notice) else ""
    more = {"items": items, "waiting": waiting, "redress": REDRESS[language]}
    _write(transaction, notice, contact, "decision", now, **more)


def tell_answer(transaction: Transaction, notice: str, number: int, *, reopened: bool, now: datetime) -> None:
    """Write that an objection was answered; what exactly stands on the page."""
    contact = find_contact(transaction.connection, notice)
    if contact is None:
        return
    language = contact.language
    items = ITEM[language].format(number=number, outcome=(REOPENED if reopened else STANDS)[language])
    more = {"items": items, "waiting": "", "redress": REDRESS[language]}
    _write(transaction, notice, contact, "decision", now, **more)


def _write(transaction: Transaction, notice: str, contact: Contact, kind: str, now: datetime, **more: str) -> None:
    outbox = find_tool(transaction.connection, Outbox)
    if contact.email is None or outbox is None:
        return
    language = contact.language
    subject, text = (RECEIPT_SUBJECT, RECEIPT) if kind == "receipt" else (DECISION_SUBJECT, DECISION)
    values = {"site": outbox.site, "link": outbox.origin + contact.link} | more
    letter = Letter(
        kind="receipt" if kind == "receipt" else "decision",
        about=notice,
        to=contact.email,
        subject=subject[language].format(**values),
        text=text[language].format(**values),
    )
    write_letter(transaction, letter, now)
