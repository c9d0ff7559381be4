"""Likely twins: titles as people call them out, in other words, with slips; and those that only look alike."""

import pytest

from teachmeet.similar import Twins

THE_SAME = (
    ("Retrieval practice", "Retrieval practice in 5 minutes a day"),
    ("Retrieval practice in 5 minutes a day", "retreival practise"),
    ("Retrieval practice", "retreival practise"),
    ("AI in marking", "Marking with AI"),
    ("Staff wellbeing", "Well-being for staff"),
    ("Behaviour", "Behaviour management"),
    ("behavior management strategies", "Managing behaviour"),
    ("Low-stakes quizzes", "Low stakes quizzing"),
    ("Outdoor learning", "Learning outdoors when it rains"),
    ("Supporting EAL learners", "EAL: what works?"),
    ("Running a book club", "Book club for staff"),
    ("How do you use ChatGPT to plan lessons?", "Lesson planning with ChatGPT"),
    ("Parents’ evenings online", "Online parents evening"),
    ("Cultivating curiosity in maths", "Curiosity in math"),
    ("CAFÉ BOOKS", "Café books"),
)
NOT_THE_SAME = (
    ("AI in marking", "AI in planning"),
    ("Marking with voice notes", "AI in marking"),
    ("Making", "Marking"),
    ("Phonics in Year 1", "Phonics in Year 2"),
    ("Ideas for Year 3", "Ideas for Year 6"),
    ("Teaching maths", "Teaching reading"),
    ("Teaching learners", "Learning to teach"),
    ("Quiet corners", "Quiet reading"),
    ("Maths trails round the car park", "Maths through stories"),
    ("Using data well", "Using drama well"),
    ("New teachers: first week", "First week of term assemblies"),
    ("SEND reviews", "Lesson reviews"),
    ("Group work", "Group photos"),
    ("Chess club", "Coding club"),
    ("How to", "What we do"),
    ("", ""),
    ("?", "?"),
)


@pytest.mark.parametrize(("one", "other"), THE_SAME)
def test_the_same_in_other_words_is_a_likely_twin(one: str, other: str) -> None:
    twins = Twins()
    twins.put({1: (one, ""), 2: ("Bus drivers join too", ""), 3: (other, "")})
    assert (twins.of(1), twins.of(2), twins.of(3)) == ((3,), (), (1,))


@pytest.mark.parametrize(("one", "other"), NOT_THE_SAME)
def test_what_only_looks_alike_is_none(one: str, other: str) -> None:
    twins = Twins()
    twins.put({1: (one, ""), 2: (other, "")})
    assert twins.of(1) == twins.of(2) == ()


def test_a_title_that_stands_in_the_other_s_own_words_is_a_likely_twin() -> None:
    twins = Twins()
    detail = "Retrieval practice, every lesson"
    twins.put({1: ("Starters that stick", detail), 2: ("Retrieval practice", ""), 3: ("Retrieval", "")})
    assert twins.of(2) == (3, 1)
    assert twins.of(1) == (2,)


def test_the_likeliest_comes_first() -> None:
    twins = Twins()
    twins.put({1: ("AI in marking", ""), 2: ("Marking with AI, and without tears", ""), 3: ("Marking with AI", "")})
    assert twins.of(1) == (3, 2)


def test_what_is_gone_or_reads_otherwise_now_is_nobody_s_twin() -> None:
    twins = Twins()
    twins.put({1: ("AI in marking", ""), 2: ("Marking with AI", ""), 3: ("AI for marking", "")})
    assert twins.of(1) == (2, 3)
    twins.put({1: ("AI in marking", ""), 3: ("Chess", "")})
    assert (twins.of(1), twins.of(2), twins.of(3)) == ((), (), ())
    twins.put({1: ("AI in marking", ""), 2: ("Marking with AI", ""), 3: ("Chess", "")})
    assert twins.of(1) == (2,)


@pytest.mark.parametrize("text", ["مرحبا: greeting every child", "字" * 140, "🗺️👩‍🏫 नमस्ते", "[/] {name} %s", "W" * 140])
def test_any_writing_will_do(text: str) -> None:
    twins = Twins()
    twins.put({1: (text, text), 2: (text, ""), 3: ("Chess", "")})
    assert twins.of(1) == (2,)
    assert twins.of(3) == ()
