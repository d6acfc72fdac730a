"""Whether something is taken in from somebody, or they were suspended for misuse; and what they are told then."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from veillee.foundation.basics import Forbidden
from veillee.oversight.moderation.misuse import store
from veillee.oversight.moderation.misuse.model import URGENT_REASONS, Submitter
from veillee.oversight.moderation.wire import Words

DETAIL = {
    "reports": "After a warning, your reports and notices are not looked at for a time. What says that somebody, or a "
    "child, may be in danger is taken all the same.",
    "complaints": "After a warning, your complaints are not looked at for a time. Those about that decision, or about "
    "being kept out, are taken all the same.",
}
SAID: Mapping[str, Words] = {
    "reports": {
        "fr": "Après un avertissement, vos signalements et vos notifications ne sont plus examinés jusqu’au {until} "
        "(UTC) : trop d’entre eux étaient manifestement infondés. Si quelqu’un, ou un enfant, est en danger, dites-le "
        "quand même : cela est toujours lu.",
        "en": "After a warning, your reports and notices are not looked at until {until} (UTC): too many of them were "
        "manifestly unfounded. If somebody, or a child, is in danger, tell us all the same: that is always read.",
    },
    "complaints": {
        "fr": "Après un avertissement, vos réclamations ne sont plus examinées jusqu’au {until} (UTC) : trop d’entre "
        "elles étaient manifestement infondées. Celles qui portent sur cette décision, ou sur une suspension ou une "
        "exclusion du lieu, sont toujours lues.",
        "en": "After a warning, your complaints are not looked at until {until} (UTC): too many of them were "
        "manifestly unfounded. Those about that decision, or about being suspended or banned from the place, are "
        "always read.",
    },
}
CONTEST_INSIDE: Words = {
    "fr": " Vous pouvez contester cette décision, gratuitement, sous « Décisions à mon sujet » : une autre personne de "
    "l’équipe la réexaminera.",
    "en": " You can contest this decision, free of charge, under “Decisions about me”: another member of the team will "
    "look at it again.",
}
CONTEST_OUTSIDE: Words = {
    "fr": " Si vous n’êtes pas d’accord, écrivez à l’adresse de contact du lieu (page « Aide ») : une autre personne "
    "de l’équipe regardera. Vous pouvez aussi saisir la justice.",
    "en": " If you disagree, write to the contact address of the place (page “Help”): somebody else of the team "
    "will look. You can also turn to a court.",
}


def check_taken(connection: sa.Connection, who: Submitter, reason: str | None, now: datetime) -> None:
    """Raises Forbidden `misuse-suspended` with `what`, `until`, `urgent_reasons`, and `said`: until when, and how to
    contest it, in each language (DSA art. 23(2)); unless the reason is one that cannot wait.

    Whoever is outside may learn it here first: where no mail is sent, and when their address was destroyed.
    """
    if reason in URGENT_REASONS:
        return
    held = store.find_suspension(connection, who, now)
    if held is not None:
        said = _say(who, held.until)
        extra = {"what": who.what, "until": held.until, "urgent_reasons": sorted(URGENT_REASONS), "said": said}
        raise Forbidden("misuse-suspended", DETAIL[who.what], extra=extra)


def _say(who: Submitter, until: datetime) -> Words:
    contest = CONTEST_OUTSIDE if who.person_id is None else CONTEST_INSIDE
    return {
        language: text.format(until=f"{until:%Y-%m-%d %H:%M}") + contest[language]
        for language, text in SAID[who.what].items()
    }
