"""The pictures that sample people show: painted here when they are needed, copied from nowhere."""

import io
from collections.abc import Callable
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1200, 900)
FINE = 2
"""Painted so much larger first, for smooth edges."""

INK, PLUM, WOOD, WOOD_DARK = "#15121c", "#2a2138", "#8a5a34", "#5f3b20"
AMBER, CREAM, LEAF, CLAY, RED = "#f6b94c", "#f5efe4", "#4d7a45", "#c8642d", "#c0392b"

Point = tuple[float, float]


class Canvas:
    """A sheet of 100 by 75, from the top left, whatever its size in pixels."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), ground)
        self._draw = ImageDraw.Draw(self.image)
        self._unit = self.image.width / 100

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, round_: float = 0) -> None:
        at = self._scaled((left, top), (right, bottom))
        self._draw.rounded_rectangle(at, radius=round_ * self._unit, fill=colour)

    def disc(self, centre: Point, across: float, down: float, colour: str) -> None:
        (x, y), half, tall = centre, across / 2, down / 2
        self._draw.ellipse(self._scaled((x - half, y - tall), (x + half, y + tall)), fill=colour)

    def shape(self, colour: str, *corners: Point) -> None:
        self._draw.polygon(self._scaled(*corners), fill=colour)

    def stroke(self, colour: str, width: float, *points: Point) -> None:
        self._draw.line(self._scaled(*points), fill=colour, width=round(width * self._unit), joint="curve")

    def glow(self, centre: Point, across: float, colour: str) -> None:
        """Light that fades, over what is there."""
        mask = Image.new("L", (self.image.width // 8, self.image.height // 8))
        unit = mask.width / 100
        (x, y), half = centre, across / 2
        light = [(x - half) * unit, (y - half) * unit, (x + half) * unit, (y + half) * unit]
        ImageDraw.Draw(mask).ellipse(light, fill=150)
        mask = mask.filter(ImageFilter.GaussianBlur(across * unit / 6)).resize(self.image.size)
        self.image.paste(colour, (0, 0), mask)

    def _scaled(self, *points: Point) -> list[Point]:
        return [(x * self._unit, y * self._unit) for x, y in points]


def paint(name: str) -> bytes:
    """One of PICTURES, as PNG. Raises KeyError."""
    canvas = PICTURES[name]()
    out = io.BytesIO()
    canvas.image.resize(SIZE, Image.Resampling.LANCZOS).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _table(ground: str) -> Canvas:
    canvas = Canvas(ground)
    canvas.box(0, 52, 100, 75, WOOD)
    for at in (58, 65, 71):
        canvas.stroke(WOOD_DARK, 0.3, (0, at), (100, at + 1))
    return canvas


def _lamp() -> Canvas:
    canvas = _table(INK)
    canvas.box(60, 8, 92, 44, PLUM, 1)
    for star in ((66, 14), (74, 22), (86, 12), (81, 33), (69, 37)):
        canvas.disc(star, 0.7, 0.7, CREAM)
    canvas.disc((86, 24), 6, 6, CREAM)
    canvas.disc((84.4, 23), 5, 5, PLUM)
    canvas.glow((32, 38), 70, AMBER)
    canvas.box(30.5, 30, 33.5, 56, WOOD_DARK)
    canvas.disc((32, 57), 18, 4, WOOD_DARK)
    canvas.shape(AMBER, (24, 16), (40, 16), (48, 36), (16, 36))
    return canvas


def _squash() -> Canvas:
    canvas = _table("#7d8f9c")
    for x, size in ((24, 24), (52, 34), (80, 20)):
        y = 61 - size * 0.36
        for part in (-0.32, 0.32, -0.16, 0.16, 0.0):
            shade = CLAY if abs(part) > 0.2 else "#d9772f" if part else "#e58a3c"
            canvas.disc((x + part * size, y), size * 0.5, size * 0.72, shade)
        canvas.stroke(LEAF, size * 0.06, (x, y - size * 0.34), (x + 1, y - size * 0.46), (x + 3, y - size * 0.5))
    return canvas


def _paperclip() -> Canvas:
    canvas = _table("#3b3550")
    canvas.box(30, 18, 70, 60, CREAM, 0.5)
    for row in range(7):
        canvas.stroke("#c9c0b0", 0.4, (35, 27 + row * 4.4), (65, 27 + row * 4.4))
    wire = [
        (44.0, 34.0),
        (44.0, 16.0),
        *_bow(47, 16, 3),
        (50.0, 40.0),
        *_bow(46, 40, -4),
        (42.0, 13.0),
        *_bow(47.5, 13, 5.5),
    ]
    canvas.stroke("#8b93a1", 1, *wire, (53.0, 36.0))
    return canvas


def _bow(x: float, y: float, radius: float) -> list[Point]:
    """Half a turn: over the top from left to right, or with a negative radius under the bottom from right to left."""
    return [(x - radius * cos(pi * step / 12), y - radius * sin(pi * step / 12)) for step in range(13)]


def _tea() -> Canvas:
    canvas = _table("#4a5a63")
    for x in range(4, 100, 9):
        canvas.stroke("#6d8088", 0.35, (x, 4 + x % 7), (x - 3, 16 + x % 11), (x - 5, 30 + x % 5))
    canvas.disc((68, 46), 18, 18, CREAM)
    canvas.disc((68, 46), 11, 11, "#4a5a63")
    canvas.box(34, 34, 66, 62, CREAM, 4)
    canvas.disc((50, 35), 32, 6, "#e3d9c8")
    canvas.disc((50, 35.4), 28, 4.6, "#9a4f1e")
    for x in (43, 50, 57):
        canvas.stroke("#dfe5e6", 0.8, *((x + 1.6 * sin(step / 2), 30 - step * 1.5) for step in range(12)))
    return canvas


def _tomatoes() -> Canvas:
    canvas = _table("#a9c3cf")
    canvas.box(12, 44, 88, 66, WOOD_DARK, 2)
    canvas.disc((50, 45), 76, 6, "#3a2a1c")
    for number in range(11):
        x, y = 20 + (number % 6) * 12 + (number // 6) * 6, 38 - (number // 6) * 9 + number % 2
        canvas.disc((x, y), 11, 10, RED)
        canvas.disc((x - 2, y - 2), 2.4, 1.8, "#e58074")
        for turn in range(5):
            tip = (x + 2.6 * cos(turn * 2 * pi / 5), y - 4 + 1.4 * sin(turn * 2 * pi / 5))
            canvas.stroke(LEAF, 0.7, (x, y - 4), tip)
    return canvas


PICTURES: dict[str, Callable[[], Canvas]] = {
    "lamp": _lamp,
    "paperclip": _paperclip,
    "squash": _squash,
    "tea": _tea,
    "tomatoes": _tomatoes,
}
"""By the names that evening.yaml uses."""
