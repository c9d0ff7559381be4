"""The page as it is put together: every text is there, nothing of the scripts is lost, nothing is asked for in vain."""

import re
from importlib.resources import files

import pytest

from teachmeet.pages import Pages
from teachmeet.words import languages, load

WEB = files("teachmeet") / "web"
SCRIPTS = {
    "/phone.js": ("link", "draw", "talk", "phone"),
    "/acts.js": ("more", "rows", "vote", "suggest", "questions", "day", "me", "acts"),
    "/kiosk.js": ("kiosk",),
}
"""What goes out on a phone's page, and on the kiosk's, which shares it."""
HELP = ("link", "draw", "rows", "timekeeper", "floor", "pitches", "help")
"""What goes out on the page of those on duty, as one script."""
MODULES = tuple(dict.fromkeys(name for names in (*SCRIPTS.values(), HELP) for name in names))
MADE = {"words", "page"}
"""What `pages.py` puts in front of a script."""
IMPORT = re.compile(r'^import \{ ([^}]*) \} from "/(\w+)\.js";$', re.MULTILINE)
STORED = {"teachmeet.beat", "teachmeet.kiosk", "teachmeet.lang"}
"""What looks like a key of words, and is one of storage."""
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


def test_the_modules_go_out_as_scripts(pages: Pages) -> None:
    first, *later = (pages.files[path].body.decode() for path in SCRIPTS)
    assert set(pages.files) == {*SCRIPTS, "/kiosk", "/help", "/help.js", "/wall", "/wall.js"}
    alone = pages.files["/help.js"].body.decode()
    assert not re.search(r"^import\b", first + alone, re.MULTILINE)
    for script in later:
        assert re.findall(r'^import\{[^}]*\}from"([^"]*)"', script) == ["/phone.js?lang=en"]
    assert not any(re.search(r"\n(?:import|export)\b", script) for script in (*later, alone))
    for page in (pages.phone, pages.files["/kiosk"], pages.files["/help"]):
        assert page.body.decode().count("<script") == 1
    assert set(MODULES) == {path.name[:-3] for path in WEB.iterdir() if path.name.endswith(".js")}


def test_the_later_scripts_find_in_the_first_what_they_ask_for(pages: Pages) -> None:
    first, *later = (pages.files[path].body.decode() for path in SCRIPTS)
    asked = {name for script in later for name in re.findall(r"^import\{([^}]*)\}", script)[0].split(",")}
    assert sorted(asked) == sorted(re.findall(r"^export (?:const|let|function) ([\w$]+)", first, re.M))


def test_a_module_imports_what_there_is_and_uses_it() -> None:
    for name in MODULES:
        used = re.sub(r"^import .*$", "", read(name), flags=re.MULTILINE)
        for names, module in IMPORT.findall(read(name)):
            for each in names.split(", "):
                assert re.search(rf"(?<![\w.]){re.escape(each)}(?!\w)", used), f"{name}.js does not use {each}"
                if module not in MADE:
                    declared = rf"^export (?:const|let|function) {re.escape(each)}(?!\w)"
                    assert re.search(declared, read(module), re.MULTILINE), f"{module}.js has no {each}"


def test_the_first_page_is_small(pages: Pages) -> None:
    assert len(pages.phone.zipped) + len(pages.files["/phone.js"].zipped) <= 13_500


@pytest.mark.parametrize("language", languages())
def test_the_first_page_is_small_in_every_language(language: str) -> None:
    pages = Pages(load(language))
    assert len(pages.phone.zipped) + len(pages.files["/phone.js"].zipped) <= 14 * 1024


def test_every_text_that_the_page_asks_for_stands_in_it(pages: Pages) -> None:
    known = load().keys()
    html = "".join(page.body.decode() for page in (pages.phone, pages.files["/kiosk"], pages.files["/help"]))
    scripts = [pages.files[path].body.decode() for path in (*SCRIPTS, "/help.js")]
    asked = {key for name in MODULES for key in re.findall(r'"([a-z_]+\.[a-z_]+)"', source(name))} - STORED
    assert {key for key in asked if f"phone.{key}" not in known and key not in known} == set()
    assert [key for key in asked for script in scripts if f'"{key}"' in script] == []
    assert [text for text in (html, *scripts) if "data-say" in text] == []
    assert "Come to the front." in html
    assert "Voting is open." in scripts[0]
    assert "The organizer sees totals, not your choices." in scripts[1]
    assert "Done: next person" in html
    assert "The host has taken this back." in scripts[3]


def test_no_string_is_changed_or_lost(pages: Pages) -> None:
    known = load().keys()
    said = {f'"{key.removeprefix("phone.")}"' for key in known}
    for path, names in {**SCRIPTS, "/help.js": HELP}.items():
        script = pages.files[path].body.decode()
        for name in names:
            strings = set(STRING.findall(re.sub(r"`[^`]*`", "", source(name)))) - said
            assert {text for text in strings if text not in script} == set()


@pytest.mark.parametrize("modules", [*SCRIPTS.values(), SCRIPTS["/phone.js"] + SCRIPTS["/acts.js"], HELP])
def test_two_modules_never_declare_the_same_name(modules: tuple[str, ...]) -> None:
    names = [n for m in modules for n in re.findall(r"^(?:const|let|function) (\w+)", source(m), re.M)]
    assert sorted(names) == sorted(set(names))
