"""The page as it is put together: every text is there, nothing of the scripts is lost, nothing is asked for in vain."""

import re
from importlib.resources import files

import pytest

from teachmeet.pages import Pages
from teachmeet.words import load

WEB = files("teachmeet") / "web"
MODULES = ("link", "draw", "talk", "vote", "phone")
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def source(name: str) -> str:
    """A script as it is written, without its comments and what links it to the others."""
    text = re.sub(r"^\s*/\*.*?\*/|^\s*//[^\n]*|^import [^;]*;|(?<=[;{,]) // [^\n]*", "", read(name), flags=re.M | re.S)
    return text.replace("export ", "")


def read(name: str) -> str:
    return (WEB / f"{name}.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(load())


def test_the_modules_go_out_as_one_script(pages: Pages) -> None:
    script = pages.files["/phone.js"].body.decode()
    assert not re.search(r"\b(?:import|export)\b", script)
    assert pages.phone.body.decode().count("<script") == 1
    assert set(MODULES) == {path.name[:-3] for path in WEB.iterdir() if path.name.endswith(".js")}


def test_every_text_that_the_page_asks_for_stands_in_it(pages: Pages) -> None:
    known = load().keys()
    script, html = pages.files["/phone.js"].body.decode(), pages.phone.body.decode()
    asked = {key for name in MODULES for key in re.findall(r'"([a-z_]+\.[a-z_]+)"', source(name))} - {"teachmeet.beat"}
    assert {key for key in asked if f"phone.{key}" not in known} == set()
    assert [key for key in asked if f'"{key}"' in script] == []
    assert "data-say" not in html
    assert "Come to the front." in html
    assert "Voting is open." in script


def test_no_string_is_changed_or_lost(pages: Pages) -> None:
    script = pages.files["/phone.js"].body.decode()
    known = load().keys()
    said = {f'"{key[6:]}"' for key in known if key.startswith("phone.")}
    for name in MODULES:
        strings = set(STRING.findall(re.sub(r"`[^`]*`", "", source(name)))) - said
        assert {text for text in strings if text not in script} == set()


def test_two_modules_never_declare_the_same_name() -> None:
    names = [n for m in MODULES for n in re.findall(r"^(?:const|let|function) (\w+)", source(m), re.M)]
    assert sorted(names) == sorted(set(names))
