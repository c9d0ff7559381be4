"""The QR code: smallest matrix, largest drawing, black on white in every theme, and read back from a screenshot."""

import pytest
import zxingcpp
from textual.app import App, ComposeResult
from textual.geometry import Size

from teachmeet.matrix import matrix
from teachmeet.widgets.qr import DARK, LEAST_QUIET, LIGHT, QUIET, QrCode, draw, fit, needed
from teachmeet.widgets.theme import THEMES
from tests.screenshots import png

URLS = [
    "http://192.168.178.23/J/KMRT",
    "http://10.0.0.7:8080/J/W3NY",
    "WIFI:T:WPA;S:Staff-Guest;P:a long pass phrase, with; marks;;",
]


class Shown(App[None]):
    """A code and nothing else."""

    def __init__(self, url: str, theme: str = "board") -> None:
        super().__init__()
        self._url = url
        self._theme = theme

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._theme

    def compose(self) -> ComposeResult:
        yield QrCode(self._url)


def read(app: App[None]) -> list[str]:
    """The texts of all codes on a screenshot."""
    return [code.text for code in zxingcpp.read_barcodes(png(app))]


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
@pytest.mark.parametrize("theme", ["board", "paper"])
@pytest.mark.parametrize("url", URLS)
async def test_it_is_read_from_a_screenshot(url: str, theme: str, size: tuple[int, int]) -> None:
    app = Shown(url, theme)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert read(app) == [url]


async def test_it_is_read_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Shown(URLS[0])
    async with app.run_test() as pilot:
        await pilot.pause()
        assert read(app) == [URLS[0]]


async def test_a_new_url_is_drawn_and_an_empty_one_is_not() -> None:
    app = Shown(URLS[0])
    async with app.run_test() as pilot:
        code = app.query_one(QrCode)
        code.url = URLS[1]
        await pilot.pause()
        assert read(app) == [URLS[1]]
        code.url = ""
        await pilot.pause()
        assert read(app) == []


async def test_it_fits_down_to_the_last_cell_and_then_says_what_it_takes() -> None:
    size = needed(len(matrix(URLS[0])))
    app = Shown(URLS[0])
    async with app.run_test(size=(size.width, size.height)) as pilot:
        await pilot.pause()
        assert read(app) == [URLS[0]]
        for smaller in (Size(size.width - 1, size.height), Size(size.width, size.height - 1)):
            await pilot.resize_terminal(*smaller)
            await pilot.pause()
            assert read(app) == []
            said = " ".join(app.query_one(QrCode).render_line(y).text.strip() for y in range(smaller.height))
            assert f"{size.width} columns and {size.height} rows" in said
            assert not set(said) & set("▀▄█")


async def test_its_lines_are_drawn_once() -> None:
    app = Shown(URLS[0])
    async with app.run_test() as pilot:
        await pilot.pause()
        code = app.query_one(QrCode)
        drawn = code._lines()
        code.refresh()
        await pilot.pause()
        assert code._lines() is drawn


def test_the_smallest_code_with_the_strongest_correction() -> None:
    # 26 bytes are the most that version 2 holds at level M (ISO/IEC 18004, table 7): as small as at level L.
    modules = matrix("http://10.0.0.7:8080/J/W3N")
    assert len(modules) == 25
    assert _level(modules) == "M"


@pytest.mark.parametrize(
    ("room", "scale", "quiet"),
    [
        (Size(28, 15), 0, 0),
        (Size(29, 14), 0, 0),
        (Size(29, 15), 1, LEAST_QUIET),
        (Size(31, 16), 1, 3),
        (Size(33, 17), 1, QUIET),
        (Size(80, 24), 1, QUIET),
        (Size(80, 29), 2, LEAST_QUIET),
        (Size(80, 33), 2, QUIET),
        (Size(200, 50), 3, QUIET),
    ],
)
def test_as_large_as_fits(room: Size, scale: int, quiet: int) -> None:
    assert fit(25, room) == ((scale, quiet) if scale else None)


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_drawing_is_of_the_size_it_needs_and_black_on_white(scale: int) -> None:
    modules = matrix(URLS[0])
    lines = draw(modules, scale, QUIET)
    size = needed(len(modules), scale, QUIET)
    assert {line.cell_length for line in lines} == {size.width}
    assert len(lines) == size.height
    assert {segment.style for line in lines for segment in line} == {LIGHT, DARK}


def _level(modules: tuple[tuple[bool, ...], ...]) -> str:
    """The error correction level, from the first two bits of the format information, unmasked (10)."""
    return {(False, True): "L", (False, False): "M", (True, True): "Q", (True, False): "H"}[
        not modules[8][0], modules[8][1]
    ]
