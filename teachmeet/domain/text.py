"""What text may stand in a meet: how long, and without which characters. Pure."""

import unicodedata

NAME, TITLE, DETAIL, QUESTION, LINK, KIT = 60, 140, 280, 280, 500, 24
"""The longest text of each sort, in characters."""

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_SEPARATORS = frozenset("\u2028\u2029")


def is_harmful(character: str) -> bool:
    """Whether a character could move a cursor, reorder a line or break a row.

    That is: C0 and C1 controls (the escape of ANSI sequences among them), line and paragraph separators, bidi
    embeddings, overrides and isolates (Unicode Standard Annex 9), and lone surrogates. Marks that ordinary
    writing needs stay: joiners in emoji and Persian, left-to-right and right-to-left marks.
    """
    return (
        unicodedata.category(character) in ("Cc", "Cs")
        or character in _BIDI_CONTROLS
        or character in _LINE_SEPARATORS
    )


def is_clean(text: str) -> bool:
    """Whether no character of the text is harmful."""
    return (text.isascii() and text.isprintable()) or not any(map(is_harmful, text))


def squeezed(text: str) -> str:
    """The text with each run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def tidied(text: str) -> str:
    """The text of a sheet's cell on one line: white space squeezed, harmful characters left out."""
    return squeezed("".join(c for c in squeezed(text) if not is_harmful(c)))


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen: only spaces, joiners and other invisible characters."""
    return all(unicodedata.category(c) in ("Zs", "Cf", "Cc", "Mn") for c in text)
