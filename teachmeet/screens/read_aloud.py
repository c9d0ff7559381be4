"""The board to be read out, and to be seen by the room when there are no phones: a slot at a time, in large lines."""

from datetime import tzinfo
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from teachmeet.domain.panels_board import GridPanel, GridSession, GridSlot
from teachmeet.screens.base import ClosesOnce, bind
from teachmeet.widgets.figure import Figure
from teachmeet.widgets.plan_text import time_of_day
from teachmeet.widgets.row_list import column
from teachmeet.words import Words

CHROME = 9
"""The lines that are not for sessions."""
LINES = 3
"""The lines of a session, its gap included."""
WIDEST = 26
"""The columns of a room's name at most."""


class ReadAloud(ModalScreen[None], ClosesOnce[None]):
    """Turned like pages; it begins with the slot that is on or comes next."""

    CSS_PATH = "read_aloud.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space,right,down,pagedown,enter", "turn(1)", "board.aloud.next", show=False),
        bind("backspace,left,up,pageup", "turn(-1)", "board.aloud.back", show=False),
        bind("escape,q,A", "dismiss", "board.aloud.close", show=False),
    ]

    def __init__(self, words: Words, grid: GridPanel, zone: tzinfo | None, now: float) -> None:
        super().__init__()
        self._words, self._grid, self._zone = words, grid, zone
        used = {session.slot for session in grid.sessions}
        self._slots = [slot for slot in grid.slots if slot.slot in used]
        first = next((slot for slot in self._slots if slot.ends > now * 1000), None)
        self._at: tuple[int, int] = (0 if first is None else self._slots.index(first), 0)

    def compose(self) -> ComposeResult:
        with Vertical(id="aloud"):
            yield Figure(most_scale=2, id="aloud-time")
            yield Static(id="aloud-lines", markup=False)
            yield Static(id="aloud-foot", markup=False)

    def on_resize(self) -> None:
        self._show()

    def action_turn(self, by: int) -> None:
        """To the next page, or back."""
        pages = [(number, page) for number, slot in enumerate(self._slots) for page in range(self._pages(slot))]
        place = pages.index(self._at) if self._at in pages else 0
        if 0 <= place + by < len(pages):
            self._at = pages[place + by]
            self._show()

    def _show(self) -> None:
        number, page = self._at
        slot, words = self._slots[number], self._words
        page = min(page, self._pages(slot) - 1)
        self._at = number, page
        sessions, most = self._of(slot), self._most
        starts, ends = (time_of_day(moment, self._zone) for moment in (slot.starts, slot.ends))
        self.query_one(Figure).say(starts, words("board.aloud.until", time=ends))
        width = min(max((len(self._room(each)) for each in sessions), default=0), WIDEST)
        shown = sessions[page * most : (page + 1) * most]
        self.query_one("#aloud-lines", Static).update(
            Content("\n\n").join(self._line(session, width) for session in shown)
        )
        last = number + 1 == len(self._slots) and page + 1 == self._pages(slot)
        said = words("board.aloud.of", n=number + 1, of=len(self._slots))
        next_ = words("board.aloud.last" if last else "board.aloud.next")
        foot = Content.assemble(said, "   ", ("" if last else "space ", "bold $accent"), next_)
        foot += Content.assemble("   ", ("esc ", "bold $accent"), words("board.aloud.close"))
        self.query_one("#aloud-foot", Static).update(foot)

    def _line(self, session: GridSession, width: int) -> Content:
        """The room, then the title and who leads it, in two lines at most."""
        who = ", ".join(session.leads)
        title = session.title or self._words("topics.untitled")
        room = max(self.size.width - width - 16, 10)
        said = Content.assemble((title, "bold"), (f"  ({who})" if who else "", "$text-muted"))
        lines = said.wrap(room)
        if len(lines) > LINES - 1:
            lines = [lines[0], Content(f"{lines[1].plain}…").truncate(room, ellipsis=True)]
        first = column(self._room(session), width, "bold $accent") + Content("   ") + lines[0]
        return Content("\n").join([first, *(Content(" " * (width + 3)) + line for line in lines[1:])])

    # ── what is on a page

    @property
    def _most(self) -> int:
        return max((self.size.height - CHROME) // LINES, 1)

    def _pages(self, slot: GridSlot) -> int:
        return max(-(-len(self._of(slot)) // self._most), 1)

    def _of(self, slot: GridSlot) -> list[GridSession]:
        """The sessions of a slot in the order of the rooms, those somewhere else last."""
        order = {room.room: place for place, room in enumerate(self._grid.rooms)}
        there = [session for session in self._grid.sessions if session.slot == slot.slot]
        return sorted(there, key=lambda session: order.get(session.room or 0, len(order)))

    def _room(self, session: GridSession) -> str:
        known = next((room.name for room in self._grid.rooms if room.room == session.room), None)
        return known or session.where
