"""What happened to the agreement of two."""

from veillee.foundation.basics import Event


class ScreeningChanged(Event, frozen=True):
    """Between two who talk in private it is screened otherwise than before. Audience: both, on every node."""

    person_id: str
    other_id: str
