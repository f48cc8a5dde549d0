"""The pictures of our toolbar's buttons, drawn here from lines, discs and areas on a grid of 16."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from math import cos, hypot, pi, sin
from typing import NamedTuple, TypeAlias

Point: TypeAlias = tuple[float, float]
Colour: TypeAlias = tuple[int, int, int]

SIZES = (16, 26)
"""Pixels of a small and of a big button."""
_GRID = 16
_FINE = 3
"""Points looked at within a pixel, each way."""
BLUE, GREEN, RED, AMBER, GREY = (31, 78, 121), (46, 125, 50), (198, 40, 40), (239, 142, 0), (97, 97, 97)
PALE = (221, 235, 247)


class Line(NamedTuple):
    """A stroke through points."""

    colour: Colour
    width: float
    points: Sequence[Point]

    def covers(self, x: float, y: float) -> bool:
        """Whether a point is on it."""
        half = self.width / 2
        return any(_distance(x, y, a, b) <= half for a, b in zip(self.points, self.points[1:], strict=False))


class Shape(NamedTuple):
    """A filled area; even-odd, so that one within another is a hole."""

    colour: Colour
    points: Sequence[Point]

    def covers(self, x: float, y: float) -> bool:
        """Whether a point is in it."""
        inside = False
        for (ax, ay), (bx, by) in zip(self.points, (*self.points[1:], self.points[0]), strict=True):
            if (ay > y) is not (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
        return inside


class Disc(NamedTuple):
    """A disc; with `hole`, a ring."""

    colour: Colour
    centre: Point
    radius: float
    hole: float = 0

    def covers(self, x: float, y: float) -> bool:
        """Whether a point is in it."""
        return self.hole <= hypot(x - self.centre[0], y - self.centre[1]) <= self.radius


def _box(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _frame(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    return *_box(left, top, right, bottom), (left, top)


def _arc(x: float, y: float, radius: float, start: float, end: float) -> tuple[Point, ...]:
    """From one direction to another, in half turns from the right, clockwise."""
    steps = 12
    turns = [pi * (start + (end - start) * i / steps) for i in range(steps + 1)]
    return tuple((x + radius * cos(turn), y + radius * sin(turn)) for turn in turns)


_SHEET: Sequence[Line | Shape | Disc] = (
    Shape((255, 255, 255), _box(2.5, 1.5, 13.5, 14.5)),
    Line(GREY, 1, _frame(2.5, 1.5, 13.5, 14.5)),
)
_TABLE: Sequence[Line | Shape | Disc] = (
    Shape((255, 255, 255), _box(1.5, 2.5, 14.5, 13.5)),
    Shape(PALE, _box(1.5, 2.5, 14.5, 5.5)),
    Line(GREY, 1, _frame(1.5, 2.5, 14.5, 13.5)),
    *(Line(GREY, 0.8, ((1.5, y), (14.5, y))) for y in (5.5, 9.5)),
    Line(GREY, 0.8, ((6, 2.5), (6, 13.5))),
)

DRAWN: dict[str, Sequence[Line | Shape | Disc]] = {
    "validate": (*_SHEET, Line(GREEN, 2, ((4.5, 8), (7, 11), (12, 4.5)))),
    "next": (
        Disc(RED, (4.5, 8), 3),
        Line(BLUE, 1.8, ((8.5, 8), (14, 8))),
        Line(BLUE, 1.8, ((11.5, 5), (14.5, 8), (11.5, 11))),
    ),
    "list": tuple(
        each
        for y, colour in ((3.5, RED), (8, AMBER), (12.5, BLUE))
        for each in (Disc(colour, (3, y), 1.7), Line(GREY, 1.6, ((6.5, y), (14.5, y))))
    ),
    "fix": (
        Line(AMBER, 3, ((4, 12), (11, 5))),
        Shape(GREY, ((1.5, 14.5), (2.6, 10.6), (5.4, 13.4))),
        Line(RED, 3, ((11.8, 4.2), (13, 3))),
        Line(GREEN, 1.6, ((8.5, 12.5), (10.3, 14.2), (14, 10.2))),
    ),
    "phases": (
        Shape(PALE, _box(2, 9, 5, 14)),
        Shape((120, 165, 210), _box(6.5, 6, 9.5, 14)),
        Shape(BLUE, _box(11, 2, 14, 14)),
        Line(GREY, 1, ((1, 14.5), (15, 14.5))),
        Line(GREY, 0.7, _frame(2, 9, 5, 14)),
    ),
    "run": (Disc(GREEN, (8, 8), 7), Shape((255, 255, 255), ((6, 4.2), (12.4, 8), (6, 11.8)))),
    "schedule": (
        Shape((255, 255, 255), _box(1.5, 3, 14.5, 14.5)),
        Shape(BLUE, _box(1.5, 3, 14.5, 6)),
        Line(GREY, 1, _frame(1.5, 3, 14.5, 14.5)),
        *(Line(GREY, 1.4, ((x, 1.2), (x, 4))) for x in (4.5, 11.5)),
        *(
            Shape(colour, _box(x, y, x + 2, y + 2))
            for x, y, colour in ((4, 8, GREY), (7, 8, GREY), (10, 8, AMBER), (4, 11, AMBER), (7, 11, GREY))
        ),
    ),
    "accept": (
        *_TABLE,
        Shape(GREEN, ((9.5, 6.5), (12.5, 6.5), (12.5, 10), (14.8, 10), (11, 15), (7.2, 10), (9.5, 10))),
    ),
    "add-row": (
        *_TABLE,
        Disc((255, 255, 255), (11.5, 11.5), 4.6),
        Line(GREEN, 2, ((11.5, 8), (11.5, 15))),
        Line(GREEN, 2, ((8, 11.5), (15, 11.5))),
    ),
    "copy-row": (
        Shape(PALE, _box(1.5, 2, 12, 6)),
        Line(GREY, 1, _frame(1.5, 2, 12, 6)),
        Shape((255, 255, 255), _box(4, 10, 14.5, 14)),
        Line(GREEN, 1.2, _frame(4, 10, 14.5, 14)),
        Line(BLUE, 1.4, ((7, 6.5), (7, 9.5))),
        Line(BLUE, 1.4, ((5.4, 8), (7, 9.6), (8.6, 8))),
    ),
    "summary": (Line(BLUE, 1.9, ((12.5, 4.2), (12.5, 2), (3.5, 2), (8.5, 8), (3.5, 14), (12.5, 14), (12.5, 11.8))),),
    "print": (
        Shape((255, 255, 255), _box(4, 1.5, 12, 7)),
        Line(GREY, 1, _frame(4, 1.5, 12, 7)),
        Shape(GREY, _box(1.5, 6, 14.5, 11.5)),
        Shape((255, 255, 255), _box(4, 9.5, 12, 14.5)),
        Line(GREY, 1, _frame(4, 9.5, 12, 14.5)),
        Line(BLUE, 1, ((5.5, 12), (10.5, 12))),
        Disc(GREEN, (12.6, 7.8), 0.9),
    ),
    "reshape": (
        *_TABLE,
        Line(BLUE, 1.8, ((3.5, 13), (12, 13))),
        Shape(BLUE, ((11, 10.2), (15, 13), (11, 15.8))),
    ),
    "new": (
        Shape(PALE, ((3, 1.5), (9.5, 1.5), (13, 5), (13, 14.5), (3, 14.5))),
        Line(BLUE, 1.2, ((3, 1.5), (9.5, 1.5), (13, 5), (13, 14.5), (3, 14.5), (3, 1.5))),
        Line(GREEN, 1.8, ((8, 6.5), (8, 12.5))),
        Line(GREEN, 1.8, ((5, 9.5), (11, 9.5))),
    ),
    "undo": (Line(BLUE, 1.9, _arc(8.5, 9, 4.6, 0.75, -0.85)), Shape(BLUE, ((1.6, 2.4), (8.2, 3.6), (3, 8.6)))),
    "guide": (
        Disc(BLUE, (8, 8), 7),
        Line((255, 255, 255), 1.7, (*_arc(8, 6.2, 2.3, -1, 0.25), (8, 9.8))),
        Disc((255, 255, 255), (8, 12), 1),
    ),
}
"""Command of a button → what is drawn, the last on top."""


@cache
def png(command: str, size: int) -> bytes:
    """The picture of a button, so many pixels each way."""
    rows = b"".join(b"\0" + bytes(_row(DRAWN[command], size, y)) for y in range(size))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">2I5B", size, size, 8, 6, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _row(shapes: Sequence[Line | Shape | Disc], size: int, y: int) -> Iterator[int]:
    """Red, green, blue, opacity of each pixel."""
    scale, fine = _GRID / size, [(i + 0.5) / _FINE for i in range(_FINE)]
    for x in range(size):
        hits = [_on_top(shapes, (x + dx) * scale, (y + dy) * scale) for dy in fine for dx in fine]
        seen = [colour for colour in hits if colour is not None]
        for part in range(3):
            yield round(sum(colour[part] for colour in seen) / len(seen)) if seen else 0
        yield round(255 * len(seen) / len(hits))


def _on_top(shapes: Sequence[Line | Shape | Disc], x: float, y: float) -> Colour | None:
    return next((shape.colour for shape in reversed(shapes) if shape.covers(x, y)), None)


def _distance(x: float, y: float, a: Point, b: Point) -> float:
    """From a point to a stretch."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = max(0.0, min(1.0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)))
    return hypot(x - a[0] - along * dx, y - a[1] - along * dy)
