"""What a speaker brought, shown in the laptop's browser: the talk's link, or a file in the meet's `slides/`."""

import re
import webbrowser
from pathlib import Path

SHOWN = frozenset(
    {".pdf", ".odp", ".ppt", ".pptx", ".key", ".html", ".htm", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".txt", ".mp4"}
)
"""What is opened: nothing that would be run."""


def link_of(link: str | None) -> str | None:
    """A link that a browser may be given: http and https only, and no white space or control character in it."""
    if link and re.fullmatch(r"https?://[^\s\x00-\x1f\x7f]+", link, re.IGNORECASE):
        return link
    return None


def file_of(folder: Path, number: int, name: str) -> Path | None:
    """The file whose name begins with the talk's number or with its presenter's name."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SHOWN and path.is_file())
    except OSError:
        return None
    numbered = re.compile(rf"0*{number}(?!\d)")
    named = _plain(name)
    by_number = next((path for path in found if numbered.match(path.name)), None)
    return by_number or next((path for path in found if named and _plain(path.stem).startswith(named)), None)


def show(address: str) -> bool:
    """Open it; false when this laptop has no browser but one that would take over the terminal. May take a while."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    plain, behind = webbrowser.GenericBrowser, webbrowser.BackgroundBrowser
    in_terminal = isinstance(browser, plain) and not isinstance(browser, behind)
    return not in_terminal and browser.open(address)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
