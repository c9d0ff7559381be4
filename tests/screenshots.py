"""A PNG of a Textual screen, for eyes and for a reader of QR codes.

The screen is taken as Textual exports it (SVG) and painted cell by cell: an SVG renderer leaves seams between cells
and depends on the fonts of the machine, where a terminal paints half-blocks as exact halves.
"""

import html
import re
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from textual.app import App

CELL = (12, 24)
"""Pixels of a cell; even, so that halves are exact."""

# Rich's export (rich/console.py, export_svg): a cell of 20 * 0.61 by 20 * 1.22 units.
_UNIT = (12.2, 24.4)
_RULE = re.compile(r"\.([\w-]+-r\d+) \{ ([^}]*) \}")
_GROUND = re.compile(r'<rect fill="(#\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="[\d.]+" shape')
_TEXT = re.compile(r'<text class="([\w-]+)" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')
_SIZE = re.compile(r'<rect x="0" y="0" width="([\d.]+)" height="([\d.]+)" />')
_FONTS = ("DejaVuSansMono{}.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono{}.ttf")

# The blocks that terminals paint themselves, as (left, top, right, bottom) in eighths of the cell.
_BLOCKS = {"█": (0, 0, 8, 8), "▀": (0, 0, 8, 4), "▄": (0, 4, 8, 8), "▌": (0, 0, 4, 8), "▐": (4, 0, 8, 8)}
_BLOCKS |= {chr(0x2580 + n): (0, 8 - n, 8, 8) for n in range(1, 9)}
_BLOCKS |= {chr(0x2590 - n): (0, 0, n, 8) for n in range(1, 9)}


def png(app_or_svg: App[Any] | str, path: str | Path | None = None) -> Image.Image:
    """Paints what an app shows now, or an SVG it exported, and writes it to `path` when one is given."""
    svg = app_or_svg if isinstance(app_or_svg, str) else app_or_svg.export_screenshot()
    image = _paint(svg)
    if path is not None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        image.save(path)
    return image


def text_of(app: App[Any]) -> str:
    """All that is on an app's screen now, as lines of text."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def _paint(svg: str) -> Image.Image:
    found = _SIZE.search(svg)
    assert found, "not a screenshot of Textual's"
    columns, rows = (round(float(side) / unit) for side, unit in zip(found.groups(), _UNIT, strict=True))
    image = Image.new("RGB", (columns * CELL[0], rows * CELL[1]), "#000000")
    pen = ImageDraw.Draw(image)
    for colour, x, y, width in _GROUND.findall(svg):
        column, row = _cell(float(x), float(y))
        _fill(pen, colour, column, row, round(float(width) / _UNIT[0]))
    rules = dict(_RULE.findall(svg))
    for rule, x, y, text in _TEXT.findall(svg):
        if rule in rules:
            column, row = _cell(float(x), float(y))
            _write(pen, rules[rule], column, row, html.unescape(text).replace("\xa0", " "))
    return image


def _cell(x: float, y: float) -> tuple[int, int]:
    # A ground starts 1.5 units below the top of its row, a text's base line 20; both are in the row.
    return round(x / _UNIT[0]), int(y / _UNIT[1])


def _fill(pen: ImageDraw.ImageDraw, colour: str, column: int, row: int, cells: int) -> None:
    if not cells:
        return
    left, top = column * CELL[0], row * CELL[1]
    pen.rectangle((left, top, left + cells * CELL[0] - 1, top + CELL[1] - 1), colour)


def _write(pen: ImageDraw.ImageDraw, rule: str, column: int, row: int, text: str) -> None:
    colour = rule.partition("fill: ")[2].partition(";")[0].partition(" ")[0]
    weight = "-Bold" if "bold" in rule else ""
    for glyph in text:
        left, top = column * CELL[0], row * CELL[1]
        if block := _BLOCKS.get(glyph):
            x0, y0, x1, y1 = (edge * side // 8 for edge, side in zip(block, CELL * 2, strict=True))
            pen.rectangle((left + x0, top + y0, left + x1 - 1, top + y1 - 1), colour)
        elif glyph != " ":
            pen.text((left, top), glyph, colour, _font(weight))
        column += cell_len(glyph)
        if "underline" in rule:
            pen.line((left, top + CELL[1] - 3, left + CELL[0], top + CELL[1] - 3), colour)


@cache
def _font(weight: str) -> Any:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name.format(weight), 20)
        except OSError:
            continue
    return ImageFont.load_default(20)
