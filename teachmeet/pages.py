"""The phone's pages as they go out: put together once at the start, compressed, with the headers that guard them."""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from importlib.resources import files

from teachmeet.words import Words

_WEB = files("teachmeet") / "web"
_SOURCE_ONLY = re.compile(
    r"^\s*(?:/\*.*?\*/|//[^\n]*)\s*?\n"  # comments on lines of their own
    r"|(?<=[;{,]) // [^\n]*$"  # and behind code
    r"|^[ \t]+",  # indentation
    re.MULTILINE | re.DOTALL,
)


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
        self.phone = _document("phone", words)
        self.files = {f"/{name}": _script(name) for name in ("link.js", "phone.js")}


def _document(name: str, words: Words) -> Page:
    """A page with its style and its words inside: one request fewer, and the policy names the style by its hash."""
    style = _lean((_WEB / f"{name}.css").read_text(encoding="utf-8"))
    told = json.dumps({name: words.section(name)}, ensure_ascii=False, separators=(",", ":"))
    told = told.replace("<", "\\u003c")
    html = (_WEB / f"{name}.html").read_text(encoding="utf-8")
    html = html.replace("<!--CSS-->", f"<style>{style}</style>")
    html = html.replace("<!--WORDS-->", f'<script type="application/json" id="words">{told}</script>')
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'sha256-{digest}'; connect-src 'self' ws: wss:; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return _page("text/html; charset=utf-8", html.encode(), policy)


def _script(name: str) -> Page:
    return _page("text/javascript; charset=utf-8", _lean((_WEB / name).read_text(encoding="utf-8")).encode())


def _lean(source: str) -> str:
    """A style or script without what only its reader needs: the hall's wifi carries it three hundred times."""
    return _SOURCE_ONLY.sub("", source)


def _page(kind: str, body: bytes, policy: str = "") -> Page:
    return Page(kind, body, gzip.compress(body, 9, mtime=0), policy)
