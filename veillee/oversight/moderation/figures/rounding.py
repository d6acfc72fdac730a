"""Figures that everybody may see: nobody is found in them, nor by taking some from others."""

import msgspec

from veillee.oversight.moderation.wire_figures import Figure

STEP = 5


def round_off(figures: list[Figure]) -> list[Figure]:
    """Each count to the nearest five by itself, sums too, so that differences say nothing; below five null, and with
    it the times of so few."""
    few = {(f.group, f.name) for f in figures if f.measure == "count" and 0 < (f.value or 0) < STEP}
    return [_rounded(figure, hidden=(figure.group, figure.name) in few) for figure in figures]


def _rounded(figure: Figure, *, hidden: bool) -> Figure:
    if hidden:
        return msgspec.structs.replace(figure, value=None)
    if figure.measure == "count" and figure.value is not None:
        return msgspec.structs.replace(figure, value=STEP * round(figure.value / STEP))
    return figure
