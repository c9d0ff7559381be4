"""The two lines above the board: how well it fits and what is wrong, or how far the planner is."""

from textual.content import Content
from textual.widget import Widget

from teachmeet.domain.panels_board import GridPanel, PlanningPanel
from teachmeet.widgets.bars import TRACK, bar
from teachmeet.widgets.board_text import WARNS, plan_line, published_line, score_line, wrong_line
from teachmeet.words import Words, load

BAR, SHORT = 32, 14
"""The columns of the planner's bar, and in a narrow terminal."""
NARROW = 100
"""A terminal of fewer columns is one."""


class ScoreLines(Widget):
    """Draws the score of the host's board, or of the planner's."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    ScoreLines { height: 2; padding: 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, words: Words | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = words or load()
        self._grid: GridPanel | None = None
        self._plan: PlanningPanel | None = None

    def show(self, grid: GridPanel, plan: PlanningPanel | None) -> None:
        """Show these."""
        if (grid, plan) != (self._grid, self._plan):
            self._grid, self._plan = grid, plan
            self.refresh()

    def render(self) -> Content:
        grid, width = self._grid, self.size.width
        if grid is None:
            return Content("")
        lines = self._scored(grid, width) if self._plan is None else self._planned(grid, self._plan, width)
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)

    def _scored(self, grid: GridPanel, width: int) -> list[Content]:
        words = self._words
        hands = sum(session.hands or 0 for session in grid.sessions)
        score = "" if not (grid.rooms and grid.slots) else score_line(grid.score, hands, words)
        wrong = wrong_line(grid.score, words)
        state = Content(published_line(grid, words))
        state = state.stylize("$success" if grid.published and not grid.changes else "$accent")
        said = Content(f"{WARNS} {wrong}" if wrong else "").stylize("$warning")
        said = said.truncate(max(width - state.cell_length - 2, 0), ellipsis=True)
        gap = max(width - said.cell_length - state.cell_length, 0)
        return [Content(score).stylize("bold"), said.pad_right(gap) + state]

    def _planned(self, grid: GridPanel, plan: PlanningPanel, width: int) -> list[Content]:
        words = self._words
        label = Content(f" {words('board.preview')} ").stylize("bold $background on $accent")
        if plan.searching:
            long = BAR if width >= NARROW else SHORT
            done = bar(plan.done, plan.of, long)
            percent = plan.done * 100 // max(plan.of, 1)
            track = TRACK * (long - len(done))
            state = Content.assemble((done, "$accent"), (track, "$border-blurred"), f" {percent} %")
        else:
            state = Content(words("board.ready")).stylize("bold")
        keys = Content(words("board.preview_keys")).stylize("$accent")
        first = label + Content("  ") + state
        gap = max(width - first.cell_length - keys.cell_length, 2)
        return [first.pad_right(gap) + keys, Content(plan_line(plan, grid, words)).stylize("bold")]
