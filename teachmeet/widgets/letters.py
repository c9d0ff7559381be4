"""Block letters: the name of the program and the code of the door, to be read from across the room. And the camel."""

import unicodedata

from rich.segment import Segment
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

_GLYPHS = {
    "A": ".##. #..# #### #..# #..#",
    "B": "###. #..# ###. #..# ###.",
    "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.",
    "E": "#### #... ###. #... ####",
    "F": "#### #... ###. #... #...",
    "G": ".### #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..#",
    "I": "### .#. .#. .#. ###",
    "J": "..## ...# ...# #..# .##.",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#... #... #... #... ####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "O": ".##. #..# #..# #..# .##.",
    "P": "###. #..# ###. #... #...",
    "Q": ".##. #..# #..# #.#. .#.#",
    "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#..# #..# #..# #..# .##.",
    "V": "#...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #.#.# #.#.# .#.#.",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "#### ...# .##. #... ####",
    "0": ".##. #..# #..# #..# .##.",
    "1": ".#. ##. .#. .#. ###",
    "2": "###. ...# .##. #... ####",
    "3": "###. ...# .##. ...# ###.",
    "4": "#..# #..# #### ...# ...#",
    "5": "#### #... ###. ...# ###.",
    "6": ".##. #... ###. #..# .##.",
    "7": "#### ...# ..#. .#.. .#..",
    "8": ".##. #..# .##. #..# .##.",
    "9": ".##. #..# .### ...# .##.",
}
"""Five rows of strokes a glyph, all capitals and digits; at scale s a stroke is s columns by s half rows."""

_CAMEL = """
.....................###..
...................#######
......###...###....#####..
.....#####.#####..###.....
....################......
...################.......
..#################.......
..#.##############........
..#.###.####.###.##.......
....###..#.....#..#.......
....#.#..##....##.##......
....#.#...#.....#..#......
....##.#..##....##.##.....
"""

Picture = tuple[str, ...]
"""Rows of equal length, `#` where something is drawn."""


def spelled(text: str) -> Picture:
    """A text as a picture; what has no letter here is left out."""
    glyphs = [_GLYPHS[glyph].split() for glyph in text.upper() if glyph in _GLYPHS]
    return tuple(".".join(glyph[row] for glyph in glyphs) for row in range(5)) if glyphs else ()


def name_picture(name: str) -> Picture:
    """Somebody's first name as a picture; none of a name that has no such letters."""
    first = unicodedata.normalize("NFKD", next(iter(name.split()), ""))
    letters = "".join(letter for letter in first if not unicodedata.combining(letter))
    return spelled(letters) if letters.isascii() and letters.isalnum() else ()


CAMEL: Picture = tuple(_CAMEL.split())
"""The mark."""


def size_of(picture: Picture, scale: int) -> Size:
    """The columns and rows that a picture takes."""
    return Size(len(picture[0]) * scale, (len(picture) * scale + 1) // 2) if picture else Size(0, 0)


def drawn(picture: Picture, scale: int) -> list[str]:
    """A picture as lines of half-blocks."""
    rows = [[pixel == "#" for pixel in row for _ in range(scale)] for row in picture for _ in range(scale)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    halves = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(halves[pair] for pair in zip(above, below, strict=True)) for above, below in pairs]


class Picturing(Widget):
    """Draws a picture in its own colour, as large as its region allows but for `most`; nothing when too narrow."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Picturing { width: 1fr; height: auto; color: $accent; }
    """

    picture: reactive[Picture] = reactive((), layout=True)

    def __init__(self, picture: Picture = (), most: int = 2, *, id: str | None = None, centred: bool = False) -> None:
        super().__init__(id=id)
        self._most = most
        self._centred = centred
        self.set_reactive(Picturing.picture, picture)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return size_of(self.picture, self._scale(width)).height

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return size_of(self.picture, self._scale(container.width)).width

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = drawn(self.picture, scale) if (scale := self._scale(width)) and self.picture else []
        line = lines[y] if y < len(lines) else ""
        line = line.center(width) if self._centred else line.ljust(width)
        return Strip([Segment(line, self.rich_style)], width)

    def _scale(self, width: int) -> int:
        fitting = (s for s in range(self._most, 0, -1) if size_of(self.picture, s).width <= width)
        return next(fitting, 0)
