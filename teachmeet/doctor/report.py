"""Findings as people read them in a terminal, and as JSON."""

import textwrap
from collections.abc import Callable, Sequence

from teachmeet.doctor.finding import Finding, Verdict, advice, other_ways_in, sentence
from teachmeet.words import Words

MARKS = {Verdict.OK: "✓", Verdict.LOOK: "!", Verdict.WRONG: "✗"}
COLOURS = {Verdict.OK: "green", Verdict.LOOK: "yellow", Verdict.WRONG: "red"}
NARROWEST = 40

Paint = Callable[[str, Verdict], str]


def lines(found: Sequence[Finding], words: Words, width: int, paint: Paint) -> list[str]:
    """A line for each finding, below it what to do; then other ways in, and how many there are of each kind.

    Lines are broken to the terminal's width.
    """
    abouts = [words(f"doctor.about.{one.about}") for one in found]
    column = max(map(len, abouts), default=0) + 4
    said: list[str] = []
    for one, about in zip(found, abouts, strict=True):
        first, *rest = _broken(sentence(one, words), width - column)
        said.append(f"{paint(MARKS[one.verdict], one.verdict)} {about:<{column - 2}}{first}")
        said += [" " * column + line for line in rest]
        said += _todo(advice(one, words), column, width)
    if any(one.kept_out and one.verdict is not Verdict.OK for one in found):
        said += ["", words("doctor.crowd.title"), *_todo(other_ways_in(words), 2, width)]
    return [*said, "", paint(*_summary(found, words))]


def _todo(sentences: Sequence[str], column: int, width: int) -> list[str]:
    said = []
    for todo in sentences:
        head, *tail = _broken(todo, width - column - 2)
        said.append(" " * column + "→ " + head)
        said += [" " * (column + 2) + line for line in tail]
    return said


def _broken(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, NARROWEST), break_long_words=False, break_on_hyphens=False) or [""]


def _summary(found: Sequence[Finding], words: Words) -> tuple[str, Verdict]:
    bad = sum(one.verdict is Verdict.WRONG for one in found)
    odd = sum(one.verdict is Verdict.LOOK for one in found)
    said = [words("doctor.wrong", n=bad)] if bad else []
    said += [words("doctor.look", n=odd)] if odd else []
    verdict = Verdict.WRONG if bad else Verdict.LOOK if odd else Verdict.OK
    return (" ".join(said) or words("doctor.well"), verdict)


def plain(found: Sequence[Finding], words: Words) -> dict[str, object]:
    """The same for programs."""
    return {
        "ok": all(one.verdict is not Verdict.WRONG for one in found),
        "findings": [
            {
                "about": one.about.value,
                "verdict": one.verdict.value,
                "code": one.code,
                "values": dict(one.values),
                "says": sentence(one, words),
                "todo": [*advice(one, words), *(other_ways_in(words) if one.kept_out else ())],
            }
            for one in found
        ],
    }
