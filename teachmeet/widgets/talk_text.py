"""A talk in words: title, who, kind, lengths; the same on the stage and in the running order."""

from teachmeet.domain.panels import NowPanel, TalkCard
from teachmeet.widgets.digits import Anchor, clock_text
from teachmeet.words import Words


def title_of(card: TalkCard, words: Words) -> str:
    """The title, or a stand-in once it was taken back."""
    return card.title or words("talks.untitled")


def name_of(card: TalkCard, words: Words) -> str:
    """Who presents it."""
    return card.name or words("talks.nameless")


def kind_of(card: TalkCard, words: Words) -> str:
    """The kind in this language; one that the words do not know is shown as it was typed."""
    key, known = f"talks.kind.{card.kind}", words.keys()
    return words(key) if key in known else card.kind


def who_line(card: TalkCard, words: Words) -> str:
    """Name, organisation and kind."""
    said = (name_of(card, words), card.organisation, kind_of(card, words), length_of(card.seconds, words))
    return " · ".join(part for part in said if part)


def short_line(card: TalkCard, words: Words) -> str:
    """Name, kind and length, for a narrow column."""
    return f"{name_of(card, words)} · {kind_of(card, words)} {length_of(card.seconds, words)}"


def length_of(seconds: int, words: Words) -> str:
    """A planned length: 7′, or 2:30 when it is no whole number of minutes."""
    minutes, rest = divmod(seconds, 60)
    return clock_text(seconds) if rest else words("talks.minutes", n=minutes)


def long_time(seconds: int, words: Words) -> str:
    """A span of an evening, in hours and minutes, rounded up."""
    hours, minutes = divmod((seconds + 59) // 60, 60)
    return words("talks.hours", hours=hours, minutes=minutes) if hours else words("talks.only_minutes", minutes=minutes)


def countdown(now: NowPanel) -> Anchor | None:
    """The clock of the talk that is on, as the big clock counts: in seconds."""
    clock = now.clock
    if clock is None:
        return None
    return Anchor(
        running=clock.ends_at is not None,
        ends_at=None if clock.ends_at is None else clock.ends_at / 1000,
        remaining=(clock.remaining or 0) / 1000,
        warn=clock.warn / 1000,
        danger=clock.danger / 1000,
        length=clock.total / 1000,
    )
