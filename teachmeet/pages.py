"""The phone's pages as they go out: put together once at the start, compressed, with the headers that guard them."""

import base64
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import ascii_letters

from teachmeet.words import Words

_WEB = files("teachmeet") / "web"
_MODULES = ("link", "draw", "talk", "vote", "phone")
"""The scripts of the phone's page, those that others import first; joined they share one scope."""

_SOURCE_ONLY = re.compile(
    r"^\s*(?:/\*.*?\*/|//[^\n]*)\s*?\n"  # comments on lines of their own
    r"|(?<=[;{,]) // [^\n]*$"  # and behind code
    r"|^[ \t]+",  # indentation
    re.MULTILINE | re.DOTALL,
)
_LINKING = re.compile(r"^import [^;]*;\n|^export (?=const |let |function )", re.MULTILINE)
_PROPERTY = re.compile(r"(?<![\w-])--[a-z]+")
_HTML_SPACE = re.compile(r'\n\s*|(?<==)"([\w-]+)"(?=[ >])')  # between lines; quotes that need not be
_STYLE_SPACE = re.compile(r"\s*([{};,>])\s*|(?<=[a-z-]:)\s+")
_TEXT = r'"(?:[^"\\\n]|\\.)*"|(?<=[(,=:\s])/(?![/*\s])(?:\[[^\]\n]*\]|\\.|[^/\\\n\[])+/'  # a string, a pattern
_SCRIPT_SPACE = re.compile(
    rf"(?P<kept>{_TEXT}|`[^`]*`)"
    r"|\s*(?P<sign>[!=]==|=>|&&|\|\||[{([,=<>?:*])\s*"
    r"|[ ]*(?P<end>[})\]])\s*"
    r"| ?(?P<sum>[+/-])[ ](?=[\w(`\"$])"
    r"|;\s*(?=\})|(?P<stop>;)\s*"
)
_ONE_NAME = re.compile(r"(?<=[(,=])\((\w+)\)(?==>)")
_PART = re.compile(rf"{_TEXT}|[A-Za-z_$][\w$]*|\.\.\.|=>|\d[\w.]*|\s+|.")
_TEMPLATE = re.compile(r"\$\{|`|(?:[^`$]|\$(?!\{))+")  # none of ours escapes anything
_DECLARED = re.compile(r"\b(?:const|let|function) (\w+)|(\w+)=>|\(([\w,]+)\)=>|function \w+\(([\w,]+)\)")
_KEY = re.compile(r'"([a-z_]+\.[a-z_]+)"')
_METHOD = re.compile(r"[{,](\w+)\([\w,]*\)\{")
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
        told = words.section("phone")
        texts = dict(_leaves(told))
        html = _read("phone.html")
        script = _lean_script(_joined(_MODULES))
        spoken = {key for key, _ in _SAY.findall(html)} | set(_KEY.findall(script))
        # Texts stand where they are said; left are those that are looked up by what a panel says.
        left = {
            section: {name: text for name, text in branch.items() if f"{section}.{name}" not in spoken}
            for section, branch in told.items()
            if isinstance(branch, dict) and f"words.{section}" in script
        }
        script = f"const words={_json(left)};" + _KEY.sub(lambda key: _json(texts.get(key[1], key[1])), script)
        html = _SAY.sub(lambda gap: f"{gap[2]}>{escape(str(texts[gap[1]]), quote=False)}", html)
        self.phone = _document(html, _lean_style(_read("phone.css")))
        self.files = {"/phone.js": _page("text/javascript; charset=utf-8", _shortened(script))}


def _leaves(branch: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """The texts of a section by their dotted keys; plural forms are one text."""
    for name, child in branch.items():
        if isinstance(child, dict) and "other" not in child:
            yield from _leaves(child, f"{prefix}{name}.")
        else:
            yield prefix + name, child


def _document(html: str, style: str) -> Page:
    """A page with its style inside: one request fewer, and the policy names the style by its hash."""
    html = _HTML_SPACE.sub(r"\1", html).replace("<!--CSS-->", f"<style>{style}</style>")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'sha256-{digest}'; connect-src 'self' ws: wss:; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return _page("text/html; charset=utf-8", html, policy)


def _joined(modules: tuple[str, ...]) -> str:
    """The modules as one, in their order: a request each would be a wait each over the hall's wifi."""
    return "".join(_LINKING.sub("", _SOURCE_ONLY.sub("", _read(f"{name}.js"))) for name in modules)


def _lean_style(source: str) -> str:
    lean = _STYLE_SPACE.sub(r"\1", _SOURCE_ONLY.sub("", source)).replace(";}", "}")
    names = {name: f"--{ascii_letters[i]}" for i, name in enumerate(sorted(set(_PROPERTY.findall(lean))))}
    return _PROPERTY.sub(lambda name: names[name[0]], lean)


def _lean_script(source: str) -> str:
    """A script without what only its reader needs; ours end every statement with a semicolon."""
    return _ONE_NAME.sub(r"\1", _SCRIPT_SPACE.sub(lambda part: part[part.lastgroup] if part.lastgroup else "", source))


def _shortened(script: str) -> str:
    """The script with short names for what it declares; the names of fields stay, `{name}` becomes `{name:short}`."""
    parts = _parts(script)
    counts = Counter(part for part, _ in parts)
    declared = {name for names in _DECLARED.findall(script) for name in ",".join(names).split(",") if len(name) > 1}
    names = sorted(declared - set(_METHOD.findall(script)), key=lambda name: (-counts[name], name))
    free = (f"{one}{two}" for one in ("", *ascii_letters) for two in ascii_letters)
    unused = (name for name in free if name not in counts and name not in ("do", "if", "in", "of"))
    short = dict(zip(names, unused, strict=False)) | {"const": "let"}
    written: list[str] = []
    for i, (part, bracket) in enumerate(parts):
        before, after = parts[i - 1][0], parts[(i + 1) % len(parts)][0]
        in_object = bracket == "{" and before in ("{", ",")
        if part not in short or bracket == "`" or before == "." or (in_object and after == ":"):
            written.append(part)
        elif in_object and after in ("}", ","):
            written.append(f"{part}:{short[part]}")
        else:
            written.append(short[part])
    return "".join(written)


def _parts(script: str) -> list[tuple[str, str]]:
    """A script's parts, each with the bracket that it is in; the text of a template is one part."""
    parts: list[tuple[str, str]] = []
    around = [""]
    at = 0
    while at < len(script):
        found = (_TEMPLATE if around[-1] == "`" else _PART).match(script, at)
        assert found is not None
        part, at = found[0], found.end()
        if part in ("(", "[", "{", "${", "`") and around[-1] != "`":
            around.append(part)
        elif part in (")", "]", "}", "`"):
            around.pop()
        parts.append((part, around[-1]))
        if part == "${" and around[-1] == "`":
            around.append(part)
    return parts


def _read(name: str) -> str:
    return (_WEB / name).read_text(encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _page(kind: str, text: str, policy: str = "") -> Page:
    body = text.encode()
    return Page(kind, body, gzip.compress(body, 9, mtime=0), policy)
