"""Tell an authority (DSA art. 18): a life or somebody's safety may be threatened.

The person is not told. The copies of the case are held, and the case goes on: telling an authority decides nothing
about what was written.
"""

from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.kind import Decision, always, is_complaint, is_danger, nothing
from veillee.oversight.moderation.staff.model import SENIORS


def _fits(state: CaseState) -> bool:
    return not is_complaint(state)


decision = Decision(
    kind="refer",
    roles=SENIORS,
    title={"fr": "Prévenir une autorité", "en": "Tell an authority"},
    effect={
        "fr": "Vous notez qui est prévenu. Les copies sont gardées. L’affaire reste ouverte, et la personne n’en sait "
        "rien.",
        "en": "You note who is told. The copies are held. The case stays open; the person does not know.",
    },
    notice={"fr": "", "en": ""},
    fits=_fits,
    apply=nothing,
    affects=False,
    closes=False,
    grave=always,
    authority=True,
    first=is_danger,
)
