"""Which topics are likely the same thing in other words: a guess for the host to judge, who alone merges. Local.

Two titles are alike when most of the words of the shorter one are in the other one, slips of the finger and endings
allowed; words that half of all titles have ("teaching", "ideas") say little.
"""

import unicodedata
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

LIKELY = 0.66
"""From here on two topics are shown to the host as likely the same."""

_SAME_WORD = 0.8
"""From here on two words are one, mistyped: a letter in five."""
_BEGINNING = 0.85
"""How alike a word and a longer one are that begins with it (assess, assessor)."""
_SQUASHED = 0.86
"""From here on two titles are the same but for spaces and a slip (low stakes, low-stakes)."""
_IN_DETAIL = 0.7
"""How alike topics are when one's whole title stands in what the other says of itself."""

_ENDINGS = ("ement", "ment", "ings", "ing", "ers", "er", "ed", "es", "e")
_SILENT_WORDS = """
    a about all an and any are as at be but by can do does for from get go how i in into is it its me my not of on or
    our out so than that the their them then there this to up us we what when where which who why will with without
    well you your
    """
_COMMON_WORDS = """
    approach class classroom day easy effective every five great help idea improve kid learn lesson make minute new
    pupil quick school session share start strategy student support teach ten three tip two use way week work year
    """
_LITTLE, _NUMBER = 0.35, 0.5
"""What a word of many titles and a number weigh; any other word weighs 1."""


def words_of(text: str) -> tuple[str, ...]:
    """The words that say something, without accents and endings; all of them if none would be left."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    joined = "".join(c for c in bare if unicodedata.category(c) != "Pd" and c not in "'’`")
    found = "".join(c if c.isalnum() else " " for c in joined).split()
    return tuple(dict.fromkeys([stem(word) for word in found if word not in _SILENT] or found))


def stem(word: str) -> str:
    """The word without the s of several and without one ending, as long as four letters stay."""
    if len(word) > 4 and word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 3), "")
    return word.removesuffix(ending) if ending else word


_SILENT = frozenset(_SILENT_WORDS.split())
_COMMON = frozenset(stem(word) for word in _COMMON_WORDS.split())


def _weight(word: str) -> float:
    if word.isdigit():
        return _NUMBER
    return _LITTLE if word in _COMMON else 1.0


class Twins:
    """Keeps which topics are alike while they come and go; what stays is not compared again."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[str, str]] = {}
        self._titles: dict[int, tuple[str, ...]] = {}
        self._all: dict[int, frozenset[str]] = {}
        self._squashed: dict[int, str] = {}
        self._alike: dict[int, dict[int, float]] = {}
        # Of each word that was met, the words like it, and the topics in whose title or detail it stands.
        self._near: dict[str, dict[str, float]] = {}
        self._where: dict[str, set[int]] = {}

    def put(self, texts: Mapping[int, tuple[str, str]]) -> None:
        """These are the topics now: title and detail by number."""
        for number in [known for known in self._texts if texts.get(known) != self._texts[known]]:
            self._forget(number)
        for number, text in texts.items():
            if number not in self._texts:
                self._meet(number, text)

    def of(self, number: int) -> tuple[int, ...]:
        """The topics that are likely the same as this one, the likeliest first."""
        found = self._alike.get(number, {})
        return tuple(sorted(found, key=lambda other: (-found[other], other)))

    # ── coming and going

    def _forget(self, number: int) -> None:
        for word in self._all[number]:
            self._where[word].discard(number)
        for kept in (self._texts, self._titles, self._all, self._squashed):
            del kept[number]
        for other in self._alike.pop(number):
            del self._alike[other][number]

    def _meet(self, number: int, text: tuple[str, str]) -> None:
        title = words_of(text[0])
        everything = frozenset((*title, *words_of(text[1])))
        for word in everything:
            self._learn(word)
        squashed = "".join(title)
        slips = process.extract(
            squashed, self._squashed, scorer=OSA.normalized_similarity, score_cutoff=_SQUASHED, limit=None
        )
        self._texts[number], self._titles[number], self._all[number] = text, title, everything
        same = {other for _, _, other in slips if len(squashed) > 5 and not self._count_apart(number, other)}
        alike = self._alike[number] = {}
        for other in self._sharing(everything) | same:
            found = max(self._likeness(number, other), _SQUASHED if other in same else 0.0)
            if found >= LIKELY:
                alike[other] = self._alike[other][number] = found
        self._squashed[number] = squashed
        for word in everything:
            self._where[word].add(number)

    def _learn(self, word: str) -> None:
        """Find the words like a new one."""
        if word in self._near:
            return
        near = {word: 1.0}
        if not word.isdigit():
            near |= _begun(word, self._near)
            if len(word) >= 5:
                long = [known for known in self._near if len(known) >= 5]
                slips = process.extract(
                    word, long, scorer=OSA.normalized_similarity, score_cutoff=_SAME_WORD, limit=None
                )
                near |= {known: max(near.get(known, 0.0), found) for known, found, _ in slips}
        self._near[word], self._where[word] = near, set()
        for known, found in near.items():
            self._near[known][word] = found

    def _sharing(self, words: Iterable[str]) -> set[int]:
        """The topics that have a telling word in common with these."""
        telling = (word for word in words if _weight(word) == 1.0)
        return {number for word in telling for known in self._near[word] for number in self._where[known]}

    # ── how alike

    def _likeness(self, one: int, other: int) -> float:
        found = self._by_words(self._titles[one], self._titles[other])
        if self._count_apart(one, other):
            return found * 0.8
        inside = self._inside(one, other) or self._inside(other, one)
        return max(found, _IN_DETAIL) if inside else found

    def _by_words(self, one: tuple[str, ...], other: tuple[str, ...]) -> float:
        """How much of the shorter title is in the longer one, and a little how much is left over; 0 to 1."""
        short, long = sorted((one, other), key=lambda words: sum(map(_weight, words)))
        shared = sum(_weight(word) == 1.0 and self._found(word, long) > 0 for word in short)
        if not shared or (shared == 1 and not self._say_no_more(short, long)):
            return 0.0
        return 0.7 * self._covered(short, long) + 0.3 * self._covered(long, short)

    def _say_no_more(self, short: tuple[str, ...], long: tuple[str, ...]) -> bool:
        """Whether two titles with one word in common say hardly anything else."""
        rest, left = ([word for word in a if not self._found(word, b)] for a, b in ((short, long), (long, short)))
        telling = sum(_weight(word) == 1.0 for word in left)
        return telling <= 1 if not rest else not telling and all(word in _COMMON for word in rest)

    def _inside(self, one: int, other: int) -> bool:
        """Whether all that a title tells, more than a word, stands in the other's title and detail."""
        telling = [word for word in self._titles[one] if _weight(word) == 1.0]
        return len(telling) >= 2 and all(self._found(word, self._all[other]) for word in telling)

    def _count_apart(self, one: int, other: int) -> bool:
        """Whether the titles have numbers, and none in common: year 3, year 6."""
        numbers, others = ({word for word in self._titles[each] if word.isdigit()} for each in (one, other))
        return bool(numbers and others and not numbers & others)

    def _covered(self, words: tuple[str, ...], by: Iterable[str]) -> float:
        weighed = sum(map(_weight, words))
        return sum(_weight(word) * self._found(word, by) for word in words) / weighed

    def _found(self, word: str, words: Iterable[str]) -> float:
        near = self._near[word]
        return max((near.get(other, 0.0) for other in words), default=0.0)


def _begun(word: str, known: Iterable[str]) -> dict[str, float]:
    """The words that begin with this one, and those that it begins with."""
    if len(word) < 4:
        return {}
    return {
        other: _BEGINNING
        for other in known
        if len(other) >= 4 and (other.startswith(word) or word.startswith(other))
    }
