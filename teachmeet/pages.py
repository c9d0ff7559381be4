"""The phone's pages as they go out: put together once at the start, compressed, with the headers that guard them."""

import base64
import functools
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any

from teachmeet.words import Words

_WEB = files("teachmeet") / "web"
_MODULES = ("link", "draw", "vote", "talk", "phone")
"""The scripts of the phone's page, those that others import first; joined they share one scope."""

_SOURCE_ONLY = re.compile(
    r"^\s*(?:/\*.*?\*/|//[^\n]*)\s*?\n"  # comments on lines of their own
    r"|(?<=[;{,]) // [^\n]*$"  # and behind code
    r"|^[ \t]+",  # indentation
    re.MULTILINE | re.DOTALL,
)
_LINKING = re.compile(r"^import [^;]*;\n|^export (?=const |let |function )", re.MULTILINE)
_SCRIPT = re.compile(
    r'(?P<kept>"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`'  # strings; templates are never nested in our scripts
    r"|(?<=[(,=:\s])/(?![/*\s])(?:\[[^\]\n]*\]|\\.|[^/\\\n\[])+/)"  # patterns
    r"|\s*(?P<sign>=>|&&|\|\||[{(\[;,=<>?:*])\s*"
    r"|[ ]*(?P<end>[})\]])[ ]*"
)
_STYLE = re.compile(r"\s*([{};,>])\s*|(?<=[a-z-]:)\s+")
_SAY = re.compile(r' data-say="([\w.]+)"([^>]*)>(?=</)')


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it goes out: its type, its body plain and gzipped, and its policy if it is a document."""

    kind: str
    body: bytes
    zipped: bytes
    policy: str = ""


class Pages:
    """Everything that the server serves besides the socket."""

    def __init__(self, words: Words) -> None:
        script = _script(_MODULES)
        self.phone = _document("phone", words, script)
        self.files = {"/phone.js": _page("text/javascript; charset=utf-8", script)}


def _document(name: str, words: Words, script: str) -> Page:
    """A page with its style and its words inside: one request fewer, and the policy names the style by its hash."""
    style = _lean_style(_read(f"{name}.css"))
    html = re.sub(r"\n\s*", "", _read(f"{name}.html"))
    told = words.section(name)
    html = _fill(html, told, script)
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    html = html.replace("<!--CSS-->", f"<style>{style}</style>")
    html = html.replace("<!--WORDS-->", f'<script type="application/json" id="words">{data}</script>')
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'sha256-{digest}'; connect-src 'self' ws: wss:; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return _page("text/html; charset=utf-8", html, policy)


def _fill(html: str, told: dict[str, Any], script: str) -> str:
    """The document with the words that it says by itself; the page's own words keep only what its script asks for."""
    keys = set(_SAY.findall(html))
    texts = {key: functools.reduce(lambda branch, name: branch[name], key.split("."), told) for key, _ in keys}
    for key in texts:
        if f'"{key}"' not in script:
            *sections, name = key.split(".")
            del functools.reduce(lambda branch, section: branch[section], sections, told)[name]
    return _SAY.sub(lambda gap: f"{gap[2]}>{escape(texts[gap[1]], quote=False)}", html)


def _script(modules: tuple[str, ...]) -> str:
    """The modules as one, in their order: a request each would be a wait each over the hall's wifi."""
    joined = "".join(_LINKING.sub("", _SOURCE_ONLY.sub("", _read(f"{name}.js"))) for name in modules)
    return _SCRIPT.sub(lambda token: token["kept"] or token["sign"] or token["end"], joined)


def _lean_style(source: str) -> str:
    return _STYLE.sub(r"\1", _SOURCE_ONLY.sub("", source)).replace(";}", "}")


def _read(name: str) -> str:
    return (_WEB / name).read_text(encoding="utf-8")


def _page(kind: str, text: str, policy: str = "") -> Page:
    body = text.encode()
    return Page(kind, body, gzip.compress(body, 9, mtime=0), policy)
