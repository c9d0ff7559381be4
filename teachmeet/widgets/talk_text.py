"""A talk in words: title, who, kind, lengths; the same on the stage and in the running order."""

from datetime import tzinfo

from teachmeet.domain.clock import Anchor as Clock
from teachmeet.domain.panels import TalkCard, TalkRow, TalksPanel
from teachmeet.widgets.digits import Anchor, clock_text
from teachmeet.widgets.plan_text import time_of_day
from teachmeet.words import Words


def title_of(card: TalkCard, words: Words) -> str:
    """The title, or a stand-in once it was taken back."""
    return card.title or words("talks.untitled")


def name_of(card: TalkCard, words: Words) -> str:
    """Who presents it, alone or with somebody."""
    name = card.name or words("talks.nameless")
    return name if card.partner is None else words("talks.with", name=name, partner=card.partner)


def kind_of(card: TalkCard, words: Words) -> str:
    """The kind of a talk."""
    return kind_name(card.kind, words)


def kind_name(name: str, words: Words) -> str:
    """A kind in this language; one that the words do not know is shown as it was typed."""
    key, known = f"talks.kind.{name}", words.keys()
    return words(key) if key in known else name


def who_line(card: TalkCard, words: Words) -> str:
    """Name, organisation and kind."""
    said = (name_of(card, words), card.organisation, kind_of(card, words), length_of(card.seconds, words))
    return " · ".join(part for part in said if part)


def short_line(card: TalkCard, words: Words) -> str:
    """Name, kind and length, for a narrow column."""
    return f"{name_of(card, words)} · {kind_of(card, words)} {length_of(card.seconds, words)}"


def detail_line(row: TalkRow, words: Words, zone: tzinfo | None) -> str:
    """What the list has no room for: of a past talk the times, planned and real; of one to come when it is expected."""
    card = row.card
    if row.started is not None and row.ended is not None:
        used = (row.used or 0) // 1000
        over = used - card.seconds
        said = [
            words("talks.from_to", since=time_of_day(row.started, zone), until=time_of_day(row.ended, zone)),
            words("talks.used", used=clock_text(used), planned=clock_text(card.seconds)),
        ]
        said += [clock_text(-over)] if over > 0 else []
        return " · ".join(said)
    expected = [] if row.starts is None else [words("talks.about", time=time_of_day(row.starts, zone))]
    vain = [words("talks.vain", n=row.vain)] if row.vain else []
    here = words("talks.here" if row.here else "talks.not_here")
    link = words("talks.has_link" if row.link else "talks.no_link_yet")
    school = [card.organisation] if card.organisation else []
    return " · ".join([*expected, here, *vain, link, *school])


def length_of(seconds: int, words: Words) -> str:
    """A planned length: 7′, or 2:30 when it is no whole number of minutes."""
    minutes, rest = divmod(seconds, 60)
    return clock_text(seconds) if rest else words("talks.minutes", n=minutes)


def long_time(seconds: int, words: Words) -> str:
    """A span of an evening, in hours and minutes, rounded up."""
    hours, minutes = divmod((seconds + 59) // 60, 60)
    return words("talks.hours", hours=hours, minutes=minutes) if hours else words("talks.only_minutes", minutes=minutes)


def row_of(talks: TalksPanel | None, talk: int) -> TalkRow | None:
    """A talk's row in the running order."""
    return next((row for row in (() if talks is None else talks.talks) if row.card.talk == talk), None)


def countdown(clock: Clock | None) -> Anchor | None:
    """A clock of the server as the big clock counts: in seconds."""
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
