"""The wall's page as it is put together: every word is there and said, no name stands for two things."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from teachmeet.pages import Pages
from teachmeet.words import load
from tests.browser.test_phone import TOO_NEW, TOO_NEW_STYLE

WALL = files("teachmeet") / "web" / "wall"
SCRIPTS = sorted(path.name for path in WALL.iterdir() if path.name.endswith(".js"))
SHARED = ("kind", "segment", "pitch")
BY_WHAT_A_PANEL_SAYS = {"wall.clock": ("calm", "soon", "now", "over"), "wall.vote": ("approval", "interest"),
                        "wall.results": ("dots", "approval", "interest"),
                        "wall.board": ("now", "next", "later"),
                        "wall.thanks": ("people", "talks", "topics", "sessions")}  # fmt: skip
"""Words that are looked up by a name that stands in no script."""


def read(name: str) -> str:
    return (WALL / name).read_text(encoding="utf-8")


def code(name: str) -> str:
    """A script without its comments and what links it to the others."""
    beside = r"^\s*/\*.*?\*/|^\s*//[^\n]*|^import [^;]*;|(?<=[;{,]) // [^\n]*"
    return re.sub(beside, "", read(name), flags=re.M | re.S)


def said() -> Iterator[str]:
    """The keys that page and scripts say."""
    for name in SCRIPTS:
        yield from (f"wall.{key}" for key in re.findall(r"\bwords\.([a-z_]+(?:\.[a-z_]+)?)", code(name)))
    yield from (f"wall.{key}" for key in re.findall(r'data-say="([\w.]+)"', read("wall.html")))
    for section, names in BY_WHAT_A_PANEL_SAYS.items():
        yield from (f"{section}.{name}" for name in names)


def test_every_word_of_the_wall_is_there_and_said() -> None:
    known = {key for key in sorted(load().keys()) if key.startswith("wall.")}
    sections = {"wall"} | {key.rpartition(".")[0] for key in known} | {f"wall.{name}" for name in SHARED}
    assert set(said()) - sections == known


def test_the_scripts_go_out_as_one_and_the_page_asks_for_nothing_else() -> None:
    pages = Pages(load())
    script, page = pages.files["/wall.js"], pages.files["/wall"]
    assert not re.search(r"^import\b", script.body.decode(), re.M)
    assert re.findall(r'(?:src|href)="([^"]+)"', page.body.decode()) == ["data:,", "/wall.js?lang=en"]
    assert "data-say" not in page.body.decode()
    assert page.policy.startswith("default-src 'none'; script-src 'self'; style-src 'sha256-")
    assert len(page.zipped) + len(script.zipped) <= 16 * 1024


def test_two_modules_never_declare_the_same_name() -> None:
    names = [n for name in SCRIPTS for n in re.findall(r"^(?:export )?(?:const|let|function) (\w+)", code(name), re.M)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(("name", "too_new"), [*((name, TOO_NEW) for name in SCRIPTS), ("wall.css", TOO_NEW_STYLE)])
def test_browsers_of_2018_can_read_it(name: str, too_new: re.Pattern[str]) -> None:
    lines = read(name).splitlines()
    written = [line for line in lines if not re.match(r"\s*(//|/\*|   shorter|@media)", line)]
    assert [line for line in written if too_new.search(line)] == []
