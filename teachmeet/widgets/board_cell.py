"""How a cell of the board, a room's head and a slot's head look, as lines of text. Pure but for the words."""

from dataclasses import dataclass
from datetime import tzinfo

from textual.content import Content

from teachmeet.domain.panels_board import RoomCard
from teachmeet.widgets.board_scene import Cell, Mark, Row, Stand
from teachmeet.widgets.board_text import MOVED, PIN, SWAP, WARNS, hours_of, interest, price_text, state_of, title_of
from teachmeet.widgets.row_list import column
from teachmeet.widgets.topic_list import MARKS
from teachmeet.words import Words

CORNERS = ("card", "past", "shut", "cursor", "best")
"""The looks of a cell besides the bare board."""
BAR, THICK = "▎", "▌"
HATCH = "\N{BOX DRAWINGS LIGHT DIAGONAL UPPER RIGHT TO LOWER LEFT}"


@dataclass(frozen=True, slots=True)
class Look:
    """A cell's lines, and which of the looks they have."""

    lines: list[Content]
    corner: str


def cell_lines(cell: Cell, width: int, height: int, here: bool, words: Words) -> Look:
    """A cell in so many columns and lines; `here` is the cursor."""
    if cell.card is None:
        return _empty(cell, width, height, here, words)
    bar = Content(THICK if here or cell.mark is not Mark.NONE else BAR).stylize(_bar_style(cell, here))
    if cell.best and not here:
        bar = Content(" ")
    said = _wrapped(title_of(cell.card, words), width - 1, height - 1)
    if len(said) < height - 1 and cell.card.leads:
        said.append(column(", ".join(cell.card.leads), width - 1, "$text-muted"))
    lines = [bar + line for line in said] + [bar] * (height - 1 - len(said))
    lines.append(bar + _foot(cell, width - 1, words, plain=cell.best and not here))
    return Look(lines, _corner(cell, here))


def _corner(cell: Cell, here: bool) -> str:
    if here:
        return "cursor"
    if cell.best:
        return "best"
    return "past" if cell.stand is Stand.PAST or cell.mark is Mark.HAND or cell.dim or _barred(cell) else "card"


def _barred(cell: Cell) -> bool:
    """Whether the card in the host's hand cannot go there."""
    return cell.priced and cell.price is None


def _bar_style(cell: Cell, here: bool) -> str:
    if here or cell.mark is not Mark.NONE or cell.stand is Stand.ON:
        return "$accent"
    return "$warning" if cell.card is not None and cell.card.warnings else "$border-blurred"


def _empty(cell: Cell, width: int, height: int, here: bool, words: Words) -> Look:
    middle = (height - 1) // 2
    if cell.closed:
        lines = [Content(HATCH * width) for _ in range(height)]
        if here:
            lines[middle] = Content(THICK).stylize("$accent") + Content(f" {words('board.closed')} ")
        return Look(lines, "cursor" if here else "shut")
    bar = Content(THICK).stylize("$accent") if here else Content(" ")
    lines = [bar] * height
    if cell.priced:
        lines[middle] = bar + _price(cell, width - 1, words, plain=cell.best and not here)
    elif not here and cell.room is not None:
        lines[middle] = bar + Content("·".center(width - 1)).stylize("$border-blurred")
    return Look(lines, "cursor" if here else "best" if cell.best else "bare")


def _foot(cell: Cell, width: int, words: Words, *, plain: bool) -> Content:
    """The last line: what it would cost while a card is held, else how many want it, and its marks."""
    card = cell.card
    assert card is not None
    if cell.mark is Mark.HAND:
        return column(words("board.in_hand"), width, "$accent")
    if cell.mark is Mark.FIRST:
        return column(words("board.to_swap"), width, "$accent")
    if cell.priced:
        return _price(cell, width, words, plain=plain)
    marks = [(PIN, "$text") if card.pinned else None, (MOVED, "$success") if cell.moved else None]
    marks.append((WARNS, "$warning") if card.warnings else None)
    shown = [mark for mark in marks if mark is not None]
    right = Content.assemble(*shown)
    left = f"{MARKS[card.pitch]} {interest(card, words)}"
    room = width - right.cell_length - (1 if shown else 0)
    return column(left, room, "$text-muted") + Content(" " if shown else "") + right


def _price(cell: Cell, width: int, words: Words, *, plain: bool) -> Content:
    """What dropping the card there costs; the best says so."""
    if cell.price is None:
        return column("—" if cell.card is None else "", width, "$text-muted")
    text = price_text(cell.price)
    swap = f"{SWAP} " if cell.card is not None else ""
    best = f"  {words('board.best')}" if cell.best else ""
    style = "" if plain else "$success" if cell.price < 0 else "$error" if cell.price else ""
    drawn = Content.assemble((swap, "" if plain else "$text-muted"), (text, f"bold {style}".strip()), best)
    if cell.card is not None:
        return drawn
    return drawn.pad_left(max((width - drawn.cell_length) // 2, 0))


def _wrapped(text: str, width: int, most: int) -> list[Content]:
    """A text in so many lines at most; what has no room is cut with an ellipsis."""
    lines = [Content(line.plain.rstrip()) for line in Content(text).wrap(max(width, 2))]
    if len(lines) <= most:
        return lines
    last = Content(f"{lines[most - 1].plain} {lines[most].plain}".strip())
    if last.cell_length <= width:
        last = Content(f"{last.plain}…")
    return [*lines[: most - 1], last.truncate(width, ellipsis=True)]


# ── the heads


def head_lines(room: RoomCard | None, width: int, here: bool, words: Words) -> list[Content]:
    """A column's head: the room's name, its seats and kit."""
    style = "bold underline" if here else "bold"
    if room is None:
        return [_headed(words("board.elsewhere"), width - 1, style), Content("")]
    seats = words("board.seats_short" if room.kit and width < 20 else "board.seats", n=room.seats)
    detail = " · ".join([seats, *([", ".join(room.kit)] if room.kit else [])])
    return [_headed(room.name, width - 1, style), column(detail, width - 1, "$text-muted")]


def _headed(text: str, width: int, style: str) -> Content:
    """A text cut to so many columns; only the text has the style."""
    return Content(text).truncate(width, ellipsis=True).stylize(style)


def slot_lines(row: Row, height: int, here: bool, zone: tzinfo | None, words: Words) -> list[Content]:
    """A row's head: its hours, its state, and how many are torn."""
    on = row.stand is Stand.ON
    style = "bold $accent" if on else "$text-muted" if row.stand is Stand.PAST else "bold"
    style = f"{style} underline" if here else style
    state = Content(state_of(row, words)).stylize("bold $accent" if on else "$text-muted")
    torn = Content(words("board.torn_short", n=row.torn) if row.torn else "").stylize("$text-muted")
    lines = [Content(hours_of(row, zone)).stylize(style), state, torn]
    if not state.plain:
        lines = [lines[0], torn, state]
    return [*lines[:height], *[Content("")] * (height - len(lines))]
