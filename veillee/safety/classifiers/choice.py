"""Which classifier the operator turned on."""

from typing import Literal

import msgspec

from veillee.safety.classifiers.guard import Guard
from veillee.safety.classifiers.line import Line
from veillee.safety.classifiers.model import Classifier
from veillee.safety.classifiers.moderations import Moderations

MILLISECONDS_PER_SECOND = 1000


class ClassifierSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`url`: the whole address of the route. `key`: sent as bearer token, empty for none."""

    kind: Literal["off", "moderations", "guard"] = "off"
    url: str = ""
    model: str = ""
    key: str = ""
    patience_ms: int = 800


def make_classifier(settings: ClassifierSettings) -> Classifier | None:
    """The classifier, or None when it is off."""
    if settings.kind == "off":
        return None
    line = Line(settings.url, settings.key, settings.patience_ms / MILLISECONDS_PER_SECOND)
    made = Guard if settings.kind == "guard" else Moderations
    return made(line, settings.model)
