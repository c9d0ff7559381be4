"""Every text that people read on terminal, phone and wall, one TOML file a language; no text is made here.

A file is a tree of sections; a leaf is a sentence with plain `{name}` gaps, or a table of its plural forms
(`one`, `other`, …) chosen by the value `n`. What a language lacks is said in English.

A process speaks one language, which `speak` says before anything with texts is imported; pages and phones are spoken to
in their own.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources

FALLBACK = "en"
"""The language that every other one is laid over."""

CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The plural categories of Unicode CLDR."""

_GAP = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_WEIGHT = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.IGNORECASE)


class Words:
    """The texts of one language."""

    language: str
    """The language's code, as in the name of its file."""

    def __init__(self, language: str, tree: Mapping[str, object]) -> None:
        self.language = language
        self._tree = tree
        self._leaves = dict(_flatten(tree))

    def __call__(self, key: str, /, **values: object) -> str:
        """The text at a dotted key, its gaps filled once with the values as they are.

        Values are never looked into nor filled again: attendees may type braces. An unknown key, and a gap
        without a value, raise KeyError.
        """
        text = self._leaves[key]
        if isinstance(text, Mapping):
            text = self._plural(key, text, values)
        return _GAP.sub(lambda gap: str(values[gap[1]]), text)

    def keys(self) -> frozenset[str]:
        """All dotted keys; a table of plural forms counts as one."""
        return frozenset(self._leaves)

    def section(self, prefix: str) -> dict[str, object]:
        """One section as nested plain data, gaps and plural forms untouched, for a page to fill in itself."""
        branch: object = self._tree
        for name in prefix.split("."):
            branch = branch.get(name) if isinstance(branch, Mapping) else None
        if not isinstance(branch, Mapping):
            raise KeyError(prefix)
        return _copy(branch)

    def _plural(self, key: str, forms: Mapping[str, str], values: Mapping[str, object]) -> str:
        n = values.get("n")
        if not isinstance(n, int | float):
            raise KeyError(f"{key} needs a number n")
        return forms.get(plural(self.language, n), forms["other"])


_spoken = [FALLBACK]
"""The language of this process."""


def speak(language: str) -> None:
    """From now on this process speaks a language; an unknown one is a LookupError.

    Keys of screens get their names when they are imported: this comes before.
    """
    _spoken[0] = load(language).language


def load(language: str = "") -> Words:
    """The words of a language, or of the one that this process speaks.

    A region's code (`es-MX`) finds its language, an unknown one is a LookupError.
    """
    found = known(language or _spoken[0])
    if found is None:
        raise LookupError(f"no words in {language!r}; there are: {', '.join(languages())}")
    return _loaded(found)


@cache
def _loaded(language: str) -> Words:
    tree = _read(FALLBACK)
    return Words(language, tree if language == FALLBACK else _laid_over(tree, _read(language)))


def known(language: str) -> str | None:
    """The language of a code such as `es-MX`, `ca_ES.UTF-8@valencia` or `AR`, if there are words in it."""
    base = re.split(r"[-_.@]", language.strip(), maxsplit=1)[0].lower()
    return base if base in languages() else None


def preferred(wishes: Iterable[str]) -> str:
    """The first of the languages that somebody wishes for that there are words in; else English."""
    return next((found for wish in wishes if (found := known(wish)) is not None), FALLBACK)


def accepted(header: str) -> str:
    """The language that a browser's Accept-Language likes best of those that there are words in; else English."""
    wishes: list[tuple[float, str]] = []
    for part in header.split(","):
        language, _, weight = part.partition(";")
        q = _WEIGHT.fullmatch(weight)
        liking = 1.0 if not weight.strip() else float(q[1]) if q else 0.0
        if liking > 0:
            wishes.append((liking, language))
    wishes.sort(key=lambda wish: -wish[0])  # stable: of those liked as well, the first
    return preferred(language for _, language in wishes)


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a file, sorted."""
    names = (file.name for file in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def plural(language: str, n: float) -> str:
    """The cardinal category of a number by the rules of Unicode CLDR; `other` in a language without rules."""
    rule = _RULES.get(language)
    return rule(abs(n)) if rule else "other"


def _english(n: float) -> str:
    # A number with visible decimals is plural ("1.0 minutes"), hence the test for int.
    return "one" if isinstance(n, int) and n == 1 else "other"


def _spanish(n: float) -> str:
    return "one" if n == 1 else _romance_many(n)


def _catalan(n: float) -> str:
    return "one" if isinstance(n, int) and n == 1 else _romance_many(n)


def _romance_many(n: float) -> str:
    return "many" if isinstance(n, int) and n and n % 1_000_000 == 0 else "other"


def _arabic(n: float) -> str:
    if n in (0, 1, 2):
        return ("zero", "one", "two")[int(n)]
    if n != int(n):
        return "other"
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if n % 100 >= 11 else "other"


_RULES: dict[str, Callable[[float], str]] = {"ar": _arabic, "ca": _catalan, "en": _english, "es": _spanish}


def _read(language: str) -> dict[str, object]:
    """The tree of one file, refused at once when it holds what is neither a section nor a text."""
    file = resources.files(__name__) / f"{language}.toml"
    tree = tomllib.loads(file.read_text(encoding="utf-8"))
    for key, text in _flatten(tree):
        for form in text.values() if isinstance(text, Mapping) else [text]:
            if not isinstance(form, str):
                raise ValueError(f"words/{language}.toml: {key} is not a text")
            if stray := set(_GAP.sub("", form)) & set("{}"):
                raise ValueError(f"words/{language}.toml: {key} has a stray {min(stray)}")
    return tree


def _is_plural(branch: Mapping[str, object]) -> bool:
    return "other" in branch and branch.keys() <= CATEGORIES


def _flatten(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, str | Mapping[str, str]]]:
    leaves: list[tuple[str, str | Mapping[str, str]]] = []
    for name, value in tree.items():
        if isinstance(value, Mapping) and not _is_plural(value):
            leaves += _flatten(value, f"{prefix}{name}.")
        else:
            leaves.append((f"{prefix}{name}", value))  # type: ignore[arg-type]  # _read refuses other types
    return leaves


def _laid_over(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Both trees in one; plural forms are taken whole, since two languages' forms do not mix."""
    merged = dict(under)
    for name, value in over.items():
        below = under.get(name)
        nested = isinstance(value, Mapping) and isinstance(below, Mapping) and not _is_plural(value)
        merged[name] = _laid_over(below, value) if nested else value  # type: ignore[arg-type]  # nested: both are
    return merged


def _copy(branch: Mapping[str, object]) -> dict[str, object]:
    return {name: _copy(value) if isinstance(value, Mapping) else value for name, value in branch.items()}
