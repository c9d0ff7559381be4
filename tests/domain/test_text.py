"""Text: what is harmful, what is blank, and what ordinary writing needs."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teachmeet.domain.text import is_blank, is_clean, is_harmful, squeezed, tidied
from tests.strategies import times

ORDINARY = [
    "Marking less",
    "a [/] b",
    "{{ 7*7 }} <b>%s</b> \\1",
    "Ünïcödé — “quotes”",
    "数学をもっと",
    "שלום עולם",
    "می‌خواهم",  # Persian, a zero-width non-joiner within
    "👩‍🏫 teaching",  # a family of emoji hangs together by joiners
    "a\u200fb\u200ec",  # right-to-left and left-to-right marks
    "nbsp\u00a0here",
]
HARMFUL = ["\x00", "\x07", "\t", "\n", "\r", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\ud800", "\udfff"]
BIDI = [chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_writing_is_clean_and_tidying_leaves_it(text: str) -> None:
    assert is_clean(text)
    assert tidied(text) == squeezed(text)


@pytest.mark.parametrize("character", [*HARMFUL, *BIDI], ids=lambda c: f"U+{ord(c):04X}")
def test_what_could_move_a_cursor_or_reorder_a_line_is_not(character: str) -> None:
    assert is_harmful(character)
    assert not is_clean(f"a{character}b")


def test_every_control_and_every_lone_surrogate_is_harmful() -> None:
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in ("Cc", "Cs"):
            assert is_harmful(chr(code))


@pytest.mark.parametrize("text", ["", " ", "\u00a0\u3000", "\u200b", "\u200d\u200c", "\u2060", "\ufe0f", " \u0301 "])
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", [*ORDINARY, "-", ".", "\u200ba"])
def test_what_can_be_seen_is_not(text: str) -> None:
    assert not is_blank(text)


@times(100)
@given(st.text(max_size=30))
def test_tidied_text_is_clean_on_one_line_and_stays_so(text: str) -> None:
    once = tidied(text)
    assert is_clean(once)
    assert tidied(once) == once
