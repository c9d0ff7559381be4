"""The phone's pages as they go out: put together once at the start, compressed, with the headers that guard them."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from teachmeet.words import Words, accepted, known, languages, load

_WEB = files("teachmeet") / "web"
_FIRST = ("link", "draw", "talk", "phone")
"""The scripts with which one joins and sees what is on, those that others import first; joined they share one scope."""
_LATER = ("more", "rows", "vote", "suggest", "questions", "day", "me", "acts")
"""Those that come behind it, with their part of the page: what one does then."""
_KIOSK = ("kiosk",)
"""What a kiosk needs besides these two."""
_HELP = ("link", "draw", "rows", "timekeeper", "floor", "pitches", "help")
"""The scripts of a page on duty."""
_OWN = ("kiosk", "duty", "duty_time", "duty_questions", "duty_pitches")
"""Sections of words besides the phone's, in which kiosk and duty speak."""

_WALL = tuple(f"wall/{name}" for name in ("link", "chalk", "pages", "bell", "lists", "stage", "wall"))
"""The scripts of the wall, likewise."""
_WALL_SHARES = ("kind", "segment", "pitch")
"""Sections of the phone's words that the wall says too."""

_SOURCE_ONLY = re.compile(
    r"^\s*(?:/\*.*?\*/|//[^\n]*)\s*?\n"  # comments on lines of their own
    r"|(?<=[;{,]) // [^\n]*$"  # and behind code
    r"|^[ \t]+",  # indentation
    re.MULTILINE | re.DOTALL,
)
_IMPORT = re.compile(r'^import \{ ([^}]*) \} from "/(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|let|function) ([\w$]+))", re.MULTILINE)
_KEY = re.compile(r'"([a-z_]+\.[a-z_]+)"')
_LANG = re.compile(r"(?:^|&)lang=([\w-]{2,35})(?:&|$)")
_SAY = re.compile(r' data-say="([\w.]+)"([^>]*)>(?=</)')


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it goes out: its type, its body plain and gzipped, and its policy if it is a document."""

    kind: str
    body: bytes
    zipped: bytes
    policy: str = ""


@cache
def pages_in(language: str) -> "Pages":
    """The pages in a language; put together when they are first asked for."""
    return Pages(load(language))


def chosen(query: str, header: str) -> "Pages":
    """The pages in the language that an address names (`?lang=ca`), or else that a browser's Accept-Language likes."""
    named = _LANG.search(query)
    return pages_in((named and known(named[1])) or accepted(header))


class Pages:
    """Everything that the server serves besides the socket, in one language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._told = {**words.section("phone"), **{name: words.section(name) for name in _OWN}}
        self._texts = dict(_leaves(self._told))
        first, later = _lean(_read("phone.html")), _lean(_read("acts.html"))
        style, more = _lean(_read("phone.css")), _lean(_read("acts.css"))
        page = f"const page={_json([self._filled(later), more])};"
        self.phone = _document(self._filled(first), style, more)
        self.files = {
            "/phone.js": _script(self._worded(_joined(_FIRST, _needed(_LATER + _KIOSK)), first)),
            "/acts.js": _script(_from_first(_LATER, words.language) + page + self._worded(_joined(_LATER), later)),
        }
        self.files |= self._kiosk(first, style, more) | self._help(style + more) | _wall(words)

    def _kiosk(self, phone: str, style: str, more: str) -> dict[str, Page]:
        """The phone's page once more, with a script of its own in front and what ends a visit."""
        html = phone.replace('"/phone.js"', '"/kiosk.js"').replace("<main>", _lean(_read("kiosk.html")) + "<main>")
        return {
            "/kiosk": _document(self._filled(html), style + _lean(_read("kiosk.css")), more),
            "/kiosk.js": _script(_from_first(_KIOSK, self._words.language) + self._worded(_joined(_KIOSK), html)),
        }

    def _help(self, style: str) -> dict[str, Page]:
        """The page of those on duty; it looks as a phone does."""
        html = _lean(_read("help.html"))
        return {
            "/help": _document(self._filled(html), style + _lean(_read("help.css"))),
            "/help.js": _script(self._worded(_joined(_HELP), html)),
        }

    def _filled(self, html: str) -> str:
        """The texts where the page says them."""
        html = _SAY.sub(lambda gap: f"{gap[2]}>{escape(str(self._texts[gap[1]]), quote=False)}", html)
        return _spoken(html, self._words).replace("<!--OTHERS-->", _others(self._words.language))

    def _worded(self, script: str, html: str) -> str:
        """Texts stand where they are said; in front are those that are looked up by what a panel says."""
        spoken = {key for key, _ in _SAY.findall(html)} | set(_KEY.findall(script))
        left = {
            section: {name: text for name, text in branch.items() if f"{section}.{name}" not in spoken}
            for section, branch in self._told.items()
            if isinstance(branch, dict) and f"words.{section}" in script
        }
        return f"const words={_json(left)};" + _KEY.sub(lambda key: _json(self._texts.get(key[1], key[1])), script)


def _wall(words: Words) -> dict[str, Page]:
    """The wall's page and its script, which holds all of the wall's words, and those that it shares with the phone."""
    told, shared = words.section("wall"), words.section("phone")
    texts = dict(_leaves(told))
    html = _SAY.sub(lambda gap: f"{gap[2]}>{escape(str(texts[gap[1]]), quote=False)}", _read("wall/wall.html"))
    said = {**told, **{section: shared[section] for section in _WALL_SHARES}}
    script = f"const words={_json(said)};{_joined(_WALL)}"
    return {
        "/wall": _document(_lean(_spoken(html, words)), _lean(_read("wall/wall.css"))),
        "/wall.js": _script(script),
    }


def _spoken(html: str, words: Words) -> str:
    """A page that says its language, and has its script come in the same: they share one cache, and one module."""
    says = f'<html lang="{words.language}" dir="{words("language.direction")}"'
    html = html.replace('<html lang="en" dir="ltr"', says)
    return html.replace('.js"></script>', f'.js?lang={words.language}"></script>')


@cache
def _others(language: str) -> str:
    """Links to the page in the other languages, each named by those who speak it."""
    others = (load(other) for other in languages() if other != language)
    return " ".join(
        f'<a href="?lang={other.language}" hreflang="{other.language}" lang="{other.language}" dir="auto">'
        f'{escape(other("language.name"))}</a>'
        for other in others
    )


def _leaves(branch: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """The texts of a section by their dotted keys; plural forms are one text."""
    for name, child in branch.items():
        if isinstance(child, dict) and "other" not in child:
            yield from _leaves(child, f"{prefix}{name}.")
        else:
            yield prefix + name, child


def _document(html: str, style: str, *more: str) -> Page:
    """A page with its style inside: one request fewer. The policy names it by its hash, and those to come."""
    html = html.replace("<!--CSS-->", f"<style>{style}</style>")
    digests = (base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in (style, *more))
    styles = " ".join(f"'sha256-{digest}'" for digest in digests)
    policy = (
        f"default-src 'none'; script-src 'self'; style-src {styles}; "
        "connect-src 'self' ws: wss:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return _page("text/html; charset=utf-8", html, policy)


def _script(text: str) -> Page:
    return _page("text/javascript; charset=utf-8", text)


def _imports(modules: tuple[str, ...]) -> Iterator[tuple[list[str], str]]:
    """What these modules import: names, and from which."""
    for module in modules:
        for names, source in _IMPORT.findall(_read(f"{module}.js")):
            yield names.split(", "), source


@cache
def _needed(modules: tuple[str, ...]) -> frozenset[str]:
    """What these modules take from the phone's first script."""
    return frozenset(name for names, module in _imports(modules) if module in _FIRST for name in names)


def _from_first(modules: tuple[str, ...], language: str) -> str:
    """How a later script gets that."""
    return f'import{{{",".join(sorted(_needed(modules)))}}}from"/phone.js?lang={language}";'


@cache
def _joined(modules: tuple[str, ...], needed: frozenset[str] = frozenset()) -> str:
    """The modules as one, in their order: a request each would be a wait each over the hall's wifi.

    What is `needed` by the scripts that come later stays exported.
    """
    joined = "".join(_IMPORT.sub("", _lean(_read(f"{name}.js"))) for name in modules)
    return _EXPORT.sub(lambda export: export[0] if export[1] in needed else "", joined)


@cache
def _lean(source: str) -> str:
    """A source without what only its reader needs: comments and indentation."""
    return _SOURCE_ONLY.sub("", source)


@cache
def _read(name: str) -> str:
    return (_WEB / name).read_text(encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _page(kind: str, text: str, policy: str = "") -> Page:
    body = text.encode()
    return Page(kind, body, gzip.compress(body, 9, mtime=0), policy)
