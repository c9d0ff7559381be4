"""A made-up evening for a newcomer to look at. Its talks stand in `words/`, so that they are read in one's language."""

from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import KIND_SECONDS, Format, Pitch, Signup, TalkPlan, TopicPlan
from teachmeet.typed import local_zone
from teachmeet.words import Words

_KINDS = ("micro", "nano", "micro", "nano", "micro", "nano", "micro", "micro")


def made_up(words: Words) -> MakeMeet:
    """The command that founds it: talks by people called after what they do, and a few topics."""
    talks = tuple(
        TalkPlan(Signup(words(f"made_up.who_{n}")), words(f"made_up.talk_{n}"), kind, KIND_SECONDS[kind])
        for n, kind in enumerate(_KINDS, 1)
    )
    topics = tuple(TopicPlan(None, words(f"made_up.offer_{n}")) for n in range(1, 5)) + tuple(
        TopicPlan(None, words(f"made_up.request_{n}"), Pitch.REQUEST) for n in range(1, 3)
    )
    return MakeMeet(words("made_up.title"), Format.TEACHMEET, local_zone(), talks=talks, topics=topics, rehearsal=True)


def pitches(words: Words) -> tuple[str, ...]:
    """What simulated attendees suggest."""
    return tuple(words(f"made_up.pitch_{n}") for n in range(1, 13))


def questions(words: Words) -> tuple[str, ...]:
    """What simulated attendees ask."""
    return tuple(words(f"made_up.question_{n}") for n in range(1, 7))


def names(words: Words) -> tuple[str, ...]:
    """What simulated attendees are called."""
    return tuple(words("made_up.names").split())
