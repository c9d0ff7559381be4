"""Too small a terminal: a sentence over everything, and back when it has grown."""

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input, Static

from teachmeet.widgets.too_small import TooSmall, fits, guard


class Shown(App[None]):
    """An app with something typed in, which must still be there afterwards."""

    BINDINGS = [Binding("2", "act", "act")]  # noqa: RUF012  # Textual's own type
    acts = 0

    def compose(self) -> ComposeResult:
        yield Input("half a sentence")

    def on_resize(self, event: events.Resize) -> None:
        guard(self, event.size)

    def action_act(self) -> None:
        self.acts += 1


def test_what_fits() -> None:
    assert fits(Size(80, 24)) and fits(Size(160, 50))
    assert not fits(Size(79, 24)) and not fits(Size(80, 23))


async def test_it_comes_says_the_sizes_and_goes() -> None:
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        assert not isinstance(app.screen, TooSmall)
        for width, height in ((60, 20), (30, 8), (80, 23)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert isinstance(app.screen, TooSmall)
            said = " ".join(str(app.screen.query_one(Static).render()).split())
            assert "80 columns and 24 rows" in said
            assert f"{width} by {height}" in said
        assert len(app.screen_stack) == 2
        await pilot.press("2")
        assert app.acts == 0
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not isinstance(app.screen, TooSmall)
        assert app.screen.query_one(Input).value == "half a sentence"


async def test_it_is_there_from_the_start_and_at_any_size() -> None:
    app = Shown()
    async with app.run_test(size=(1, 1)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert not isinstance(app.screen, TooSmall)


async def test_a_dialog_opened_over_it_does_not_keep_it_there() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        app.push_screen(Screen())
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        app.pop_screen()
        await pilot.pause()
        assert len(app.screen_stack) == 1
