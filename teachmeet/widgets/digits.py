"""The big clock: block digits to be read from across the room, drawn from an anchor on this machine's own clock.

Nothing outside has to tick: a new anchor comes only when something changed, and the widget repaints by itself, once
a second and only what is shown anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from teachmeet.widgets.bars import TRACK, bar
from teachmeet.words import Words, load

_GLYPHS = {
    "0": ("###", "#.#", "#.#", "#.#", "###"),
    "1": ("##.", ".#.", ".#.", ".#.", "###"),
    "2": ("###", "..#", "###", "#..", "###"),
    "3": ("###", "..#", "###", "..#", "###"),
    "4": ("#.#", "#.#", "###", "..#", "..#"),
    "5": ("###", "#..", "###", "..#", "###"),
    "6": ("###", "#..", "###", "#.#", "###"),
    "7": ("###", "..#", "..#", "..#", "..#"),
    "8": ("###", "#.#", "###", "#.#", "###"),
    "9": ("###", "#.#", "###", "..#", "###"),
    "+": ("...", ".#.", "###", ".#.", "..."),
    ":": (".", "#", ".", "#", "."),
}
"""Five rows of strokes a glyph; at scale s a stroke is s columns by s half rows. All digits are equally wide."""

_ROWS = 5

_BEND, _END, _INNER = 0.8, 0.5, 0.4
"""Radii in strokes: of a bend's outside, of a stroke's end, of the inside of a bend."""

_ROUNDED_FROM = 4
"""The least scale at which all three take something away; below it a stroke keeps its corners."""

_STILL = 0.05
"""Seconds; the least wait between two looks at the clock, should that clock stand still."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A countdown as the server last said it; all in seconds, `ends_at` on the clock that the widget was given."""

    running: bool
    ends_at: float | None
    """When it reaches zero; only looked at while running."""
    remaining: float
    """What is left while it does not run; below zero in overtime."""
    warn: float = 120.0
    """From this much left it is *soon*."""
    danger: float = 30.0
    """From this much left it is *now*."""
    length: float = 0.0
    """What was planned; 0 draws neither a bar nor "of 7:00"."""

    def left(self, now: float) -> float:
        """Seconds until zero; negative in overtime."""
        return self.ends_at - now if self.running and self.ends_at is not None else self.remaining


class Phase(StrEnum):
    """How it stands with the time; the widget's class is this name with a dash before it."""

    CALM = "calm"
    SOON = "soon"
    NOW = "now"
    OVER = "over"
    PAUSED = "paused"


class Face(NamedTuple):
    """All that the clock shows at a moment; two equal faces look the same."""

    digits: str
    phase: Phase
    fraction: float
    """What is left of the planned length, 0 to 1, in whole seconds."""


def face(anchor: Anchor, now: float) -> Face:
    """What an anchor shows at a time: whole seconds, rounded up, so that 0:00 comes at the end and not before."""
    # The thousandth keeps 120.0000001, which subtracting two clocks may give, from being shown as 2:01.
    seconds = ceil(anchor.left(now) - 0.001)
    return Face(clock_text(seconds), _phase(anchor, seconds), _fraction(anchor, seconds))


def clock_text(seconds: int) -> str:
    """Minutes and seconds as m:ss; overtime, which is below zero, as +m:ss."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'+' if seconds < 0 else ''}{minutes}:{rest:02}"


def _phase(anchor: Anchor, seconds: int) -> Phase:
    if not anchor.running:
        return Phase.PAUSED
    if seconds <= 0:
        return Phase.OVER
    if seconds <= anchor.danger:
        return Phase.NOW
    return Phase.SOON if seconds <= anchor.warn else Phase.CALM


def _fraction(anchor: Anchor, seconds: int) -> float:
    return min(max(seconds / anchor.length, 0.0), 1.0) if anchor.length > 0 else 0.0


def blocks_size(text: str, scale: int) -> Size:
    """The columns and rows of block digits."""
    strokes = sum(len(_GLYPHS[glyph][0]) for glyph in text)
    return Size(strokes * scale + (len(text) - 1) * _gap(scale), (_ROWS * scale + 1) // 2)


def best_scale(text: str, room: Size) -> int:
    """The largest scale at which a text fits; 0 when none does."""
    scale = 0
    while _within(blocks_size(text, scale + 1), room):
        scale += 1
    return scale


def blocks(text: str, scale: int) -> list[str]:
    """A text in block digits, a string a row."""
    gap = " " * _gap(scale)
    return [gap.join(row) for row in zip(*(_blocks(glyph, scale) for glyph in text), strict=True)]


def _within(size: Size, room: Size) -> bool:
    return size.width <= room.width and size.height <= room.height


def _gap(scale: int) -> int:
    """The columns between two glyphs: less than a stroke once a stroke is broad."""
    return scale - scale // 3


@lru_cache(maxsize=128)
def _blocks(glyph: str, scale: int) -> list[str]:
    width, height = len(_GLYPHS[glyph][0]) * scale, (_ROWS * scale + 1) // 2
    return [
        "".join(
            " ▀▄█"[_drawn(glyph, scale, x, 2 * y) + 2 * _drawn(glyph, scale, x, 2 * y + 1)] for x in range(width)
        )
        for y in range(height)
    ]


def _drawn(glyph: str, scale: int, x: int, y: int) -> bool:
    """Whether a point (a column, a half row) of a scaled glyph is chalk: on a stroke, but for its rounded corners."""
    strokes = _GLYPHS[glyph]

    def on(row: int, column: int) -> bool:
        return 0 <= row < _ROWS and 0 <= column < len(strokes[0]) and strokes[row][column] == "#"

    row, column = y // scale, x // scale
    if scale < _ROUNDED_FROM:
        return on(row, column)
    # The corner of this stroke that the point is nearest to, how far off it is, and the strokes on both its sides.
    up, left = (-1 if 2 * (side % scale) < scale else 1 for side in (y, x))
    dy, dx = (side % scale if to < 0 else scale - 1 - side % scale for side, to in ((y, up), (x, left)))
    beside = on(row + up, column), on(row, column + left)
    if not on(row, column):
        return all(beside) and _beyond_arc(dx, dy, scale * _INNER)
    if any(beside) or glyph == "+":
        return True
    bend = on(row - up, column) and on(row, column - left)
    return not _beyond_arc(dx, dy, scale * (_BEND if bend else _END))


def _beyond_arc(dx: int, dy: int, radius: float) -> bool:
    """Whether a point so far from a corner lies between the corner and the arc that rounds it."""
    across, down = radius - dx - 0.5, radius - dy - 0.5
    return across > 0 and down > 0 and across**2 + down**2 > radius**2


class BigClock(Widget):
    """Counts down to an anchor's end and on into overtime; says how it stands by colour and by a word."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES = {"big-clock--word", "big-clock--track"}  # noqa: RUF012  # Textual's own type

    DEFAULT_CSS = """
    BigClock {
        width: 1fr;
        height: 1fr;
        padding: 0 1;
        color: $text;
        text-style: bold;
        & > .big-clock--word { text-style: not bold; }
        & > .big-clock--track { color: $border-blurred; text-style: not bold; }
        &.-soon { color: $warning; }
        &.-now { color: $error; }
        &.-over {
            background: $error;
            color: $background;
            & > .big-clock--track { color: $background; }
        }
        &.-paused { color: $text-muted; }
    }
    """

    countdown: reactive[Anchor | None] = reactive(None, init=False)
    """What it counts by; None draws nothing."""

    def __init__(
        self,
        clock: Callable[[], float],
        countdown: Anchor | None = None,
        words: Words | None = None,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._clock = clock
        self._words = words or load()
        self._face: Face | None = None
        self._next: Timer | None = None
        self._drawn: tuple[object, list[Strip]] | None = None
        self.set_reactive(BigClock.countdown, countdown)

    def watch_countdown(self) -> None:
        self._look()

    def on_mount(self) -> None:
        self._look()

    def render_line(self, y: int) -> Strip:
        style, size = self.rich_style, self.size
        key = (self._face, self.countdown, style, size)
        if self._drawn is None or self._drawn[0] != key:
            self._drawn = (key, self._lines(style, size))
        lines = self._drawn[1]
        top = (size.height - len(lines)) // 2
        return lines[y - top] if 0 <= y - top < len(lines) else Strip.blank(size.width, style)

    @property
    def text(self) -> str:
        """All that it says, in one line."""
        return f"{self._face.digits} {self._words(f'clock.{self._face.phase}')}" if self._face else ""

    def _look(self) -> None:
        """Shows the moment and comes back when the next second begins: a timer of 1 Hz would lag behind the phones."""
        if self._next is not None:
            self._next.stop()
            self._next = None
        anchor = self.countdown
        shown = face(anchor, now := self._clock()) if anchor else None
        if shown != self._face:
            self._face = shown
            for phase in Phase:
                self.set_class(shown is not None and shown.phase is phase, f"-{phase}")
            self.refresh()
        if anchor is not None and anchor.running and self.is_attached:
            self._next = self.set_timer(max((anchor.left(now) - 0.001) % 1.0, _STILL), self._look)

    def _lines(self, style: Style, size: Size) -> list[Strip]:
        """The digits, and under them, as far as there is room, the bar and the word."""
        if self._face is None or self.countdown is None:
            return []
        digits = self._face.digits
        for with_bar in (True, False) if self.countdown.length > 0 else (False,):
            below = 2 if with_bar else 1
            if scale := best_scale(digits, Size(size.width, size.height - below)):
                break
        else:
            return [_centred(self._saying(size.width, f"{digits} "), size.width, style)]
        lines = [_centred(row, size.width, style) for row in blocks(digits, scale)]
        if size.height > len(lines) + below:
            lines.append(Strip.blank(size.width, style))
        if with_bar:
            lines.append(self._bar(blocks_size(digits, scale).width, size.width, style))
        return [*lines, _centred(self._saying(size.width), size.width, style + self._part("word"))]

    def _saying(self, width: int, before: str = "") -> str:
        """The word for the phase, and the planned length where it is known and there is room for it."""
        assert self._face is not None and self.countdown is not None
        word = before + self._words(f"clock.{self._face.phase}")
        planned = self._words("clock.of", length=clock_text(ceil(self.countdown.length)))
        choices = ([f"{word} · {planned}"] if self.countdown.length > 0 else []) + [word, before.strip()]
        return next((choice for choice in choices if len(choice) <= width), "")

    def _bar(self, width: int, room: int, style: Style) -> Strip:
        assert self._face is not None
        filled = bar(self._face.fraction, 1.0, width)
        left = (room - width) // 2
        return Strip(
            [
                Segment(" " * left + filled, style),
                Segment(TRACK * (width - len(filled)), style + self._part("track")),
                Segment(" " * (room - left - width), style),
            ],
            room,
        )

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"big-clock--{name}", partial=True)


def _centred(text: str, width: int, style: Style) -> Strip:
    return Strip([Segment(text[:width].center(width), style)], width)
