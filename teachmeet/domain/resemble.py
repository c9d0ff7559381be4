"""Whether two names may be the same person's, as a human would wonder at the door. Pure."""

import unicodedata
from functools import lru_cache


def plain(name: str) -> str:
    """A name in lower case, without accents, punctuation and doubled spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


@lru_cache(maxsize=20_000)
def resemble(one: str, other: str) -> bool:
    """The same, one a part of the other ("Femi" and "Femi Adeyemi"), or one slip of the finger apart."""
    a, b = plain(one).split(), plain(other).split()
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    if all(any(is_slip(word, known) for known in longer) for word in shorter):
        return True
    return is_slip("".join(a), "".join(b))


def is_slip(one: str, other: str) -> bool:
    """Whether at most one letter is wrong, missing, too much, or swapped with the next; short words must be equal."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :] or (
            one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
        )
    short, long = sorted((one, other), key=len)
    return short[start:] == long[start + 1 :]
