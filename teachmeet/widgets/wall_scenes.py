"""The scenes of one sentence: how to come in, what is on, who pitches, how the vote goes, thanks."""

from collections.abc import Callable
from math import ceil

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from teachmeet.domain.panels import (
    JoinPanel,
    MeetPanel,
    NowPanel,
    PitchingPanel,
    RoundPanel,
    TalkCard,
    TallyPanel,
    TopicsPanel,
)
from teachmeet.domain.panels_board import BoardPanel
from teachmeet.domain.panels_hall import WallPanel
from teachmeet.domain.programme import Method, SegmentKind
from teachmeet.widgets.digits import BigClock, clock_text
from teachmeet.widgets.figure import Figure
from teachmeet.widgets.letters import Picturing, name_picture, size_of, spelled
from teachmeet.widgets.pages import Pages
from teachmeet.widgets.plan_text import part_of, time_of_day
from teachmeet.widgets.qr import QrCode
from teachmeet.widgets.talk_text import countdown, kind_name, length_of
from teachmeet.widgets.wall_lists import best, counted
from teachmeet.widgets.wall_scene import Seen, WallScene, parts, sign_of
from teachmeet.widgets.wifi import TwoCodes, Wifi
from teachmeet.words import Words

MARGIN = 20
"""Columns beside a name in large letters."""


class JoinScene(WallScene):
    """The code as large as it goes, and the address beside it for those who type; before it the wifi's, if known."""

    def __init__(self, wifi: Wifi | None, words: Words, *, id: str | None = None) -> None:
        super().__init__(words, id=id)
        self._wifi = wifi
        self.set_class(wifi is not None, "-wifi")

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield QrCode(words=self.words, id="wall-code")
            yield TwoCodes(self.words)
            with Vertical(id="wall-beside"):
                yield self.line("scan", "kicker")
                yield self.line("how")
                yield self.line("type", "kicker")
                yield self.line("url", "title")
                yield self.line("code", "kicker")
                yield Picturing(id="wall-letters")
                yield self.line("in", "title")

    def show(self, seen: Seen, now: float) -> None:
        join, words = seen[JoinPanel], self.words
        url = join.url.rpartition("/J/")[0].lower()
        self.query_one("#wall-code", QrCode).url = join.url
        self.query_one(TwoCodes).show(self._wifi, join.url, f"{url.partition('://')[2]} · {join.code}")
        self.query_one(Picturing).picture = spelled(join.code)
        self.put("scan", words("wall.join.scan"))
        self.put("how", words("wall.join.anywhere" if url.startswith("https") else "wall.join.wifi"))
        self.put("type", words("wall.join.type"))
        self.put("url", url.partition("://")[2])
        self.put("code", words("wall.join.code"))
        self.put("in", words("wall.join.in", n=join.joined) if join.joined else words("wall.join.nobody"))


class NowScene(WallScene):
    """What is on with its clock, and who comes next."""

    def __init__(self, clock: Callable[[], float], words: Words, *, id: str | None = None) -> None:
        super().__init__(words, id=id)
        self._clock = clock

    def compose(self) -> ComposeResult:
        yield self.line("kicker", "kicker")
        yield self.line("title", "title")
        yield self.line("who", "who")
        yield Picturing(most=8, id="wall-name", centred=True)
        yield BigClock(self._clock, words=self.words)
        yield self.line("timer", "who")
        yield self.line("next", "kicker")
        yield self.line("next-title")
        yield self.line("next-who", "who")
        yield self.line("left", "who")

    def show(self, seen: Seen, now: float) -> None:
        on, words = seen[NowPanel], self.words
        part = _part(on, words)
        talk = on.on or (on.next if part is None else None)
        waits = talk is None and part is None
        self.put("kicker", words("wall.now.on") if on.on or part else words("wall.now.next") if talk else "")
        title = self._waiting(seen, now) if waits else part or ""
        self.put("title", title if talk is None else talk.title or words("wall.now.untitled"))
        ends = None if on.segment_clock is None or part is None else on.segment_clock.ends_at
        until = "" if ends is None else words("wall.now.until", time=time_of_day(ends, seen.zone))
        self.put("who", until if talk is None else self._who(talk))
        lots = talk is not None and on.on is None
        name = name_picture(talk.name or "") if lots and talk is not None else ()
        self.query_one(Picturing).picture = name if size_of(name, 1).width < self.screen.size.width - MARGIN else ()
        clock = on.clock if on.on is not None else on.segment_clock if part else None
        self.set_class(clock is not None, "-clock")
        self.query_one(BigClock).countdown = countdown(clock)
        self._show_timer(on, now)
        self._show_next(on, on.next if on.on or part else None)

    def _waiting(self, seen: Seen, now: float) -> str:
        starts = seen[MeetPanel].starts
        if starts is None or starts / 1000 <= now:
            return self.words("wall.now.nothing")
        return self.words("wall.now.begins", time=time_of_day(starts, seen.zone))

    def _show_timer(self, on: NowPanel, now: float) -> None:
        timer = countdown(on.timer)
        left = 0 if timer is None else ceil(timer.left(now) - 0.001)
        over, runs = self.words("wall.now.timer_over"), self.words("wall.now.timer", time=clock_text(max(left, 0)))
        self.put("timer", "" if timer is None else runs if left > 0 else over)

    def _show_next(self, on: NowPanel, then: TalkCard | None) -> None:
        words = self.words
        self.put("next", words("wall.now.next") if then else "")
        self.put("next-title", then.title or words("wall.now.untitled") if then else "")
        self.put("next-who", self._who(then) if then else "")
        left = words("wall.now.left", n=on.left) if on.left else words("wall.now.last") if on.on else ""
        self.put("left", "" if then else left)

    def _who(self, talk: TalkCard) -> str:
        who = parts(talk.name) if talk.partner is None else f"{talk.name or ''} & {talk.partner}".removeprefix(" & ")
        kind = f"{kind_name(talk.kind, self.words)} {length_of(talk.seconds, self.words)}"
        return parts(who, talk.organisation, kind)


def _part(on: NowPanel, words: Words) -> str | None:
    """The part of the meet that is on by itself, without a talk."""
    rests = on.on is None and on.segment is not None and on.segment.kind is not SegmentKind.TALKS
    return part_of(on.segment, words) if rests and on.segment is not None else None


class PitchingScene(WallScene):
    """The topic that somebody speaks for; before the first, what may be pitched."""

    def compose(self) -> ComposeResult:
        yield self.line("kicker", "kicker")
        yield self.line("title", "title")
        yield self.line("who", "who")
        yield self.line("count", "count")
        yield self.line("how", "who")

    def show(self, seen: Seen, now: float) -> None:
        pitching, voting, tally, words = seen[PitchingPanel], seen[RoundPanel], seen[TallyPanel], self.words
        topic = pitching.on if pitching.on is not None and pitching.on.approved else None
        asks = words("wall.pitching.requests" if pitching.only_requests else "wall.pitching.any")
        self.put("kicker", "" if topic is None else sign_of(topic, words))
        self.put("title", asks if topic is None else topic.title or words("wall.pitching.untitled"))
        self.put("who", "" if topic is None else parts(topic.name, *topic.leads))
        so_far = len(seen[TopicsPanel].topics)
        count = words("wall.pitching.so_far", n=so_far) if so_far else ""
        if topic is not None and voting.open:
            count = words("wall.vote.so_far", n=tally.voted, of=tally.voters)
            if voting.method is Method.INTEREST and tally.answered is not None:
                count = words("wall.pitching.answered", n=tally.answered)
        self.put("count", count)
        self.put("how", words("wall.pitching.how") if topic is None else "")


class VoteScene(WallScene):
    """How many have voted, and when it closes."""

    def compose(self) -> ComposeResult:
        yield self.line("line", "title")
        yield Figure(most_scale=5, id="vote-count")
        yield Pages()
        yield self.line("how", "who")

    def show(self, seen: Seen, now: float) -> None:
        voting, tally, words = seen[RoundPanel], seen[TallyPanel], self.words
        left = 0 if voting.closes_at is None else ceil(voting.closes_at / 1000 - now - 0.001)
        line = words("wall.vote.none") if voting.round is None else words("wall.vote.over")
        if voting.open:
            line = words("wall.vote.closes", time=clock_text(left)) if left > 0 else words("wall.vote.open")
        self.put("line", line)
        rows = best(seen[TopicsPanel], tally) if voting.round is not None else None
        self.set_class(bool(rows), "-counted")
        voted = "" if voting.round is None else str(tally.voted)
        self.query_one(Figure).say(voted, words("walls.voted", n=tally.voters) if voted else "")
        so_far = words("wall.vote.so_far", n=tally.voted, of=tally.voters)
        self.put("how", so_far if rows else self._how(voting) if voting.open else "")
        shown = rows or ()
        self.query_one(Pages).put(shown, lambda width: counted(shown, width, words))
        self.query_one(Pages).turn(now)

    def reopen(self, now: float) -> None:
        self.query_one(Pages).reopen(now)

    def _how(self, voting: RoundPanel) -> str:
        words = self.words
        if voting.method is not Method.DOTS:
            return words(f"wall.vote.{voting.method}")
        most = words("wall.vote.most", n=voting.most) if 1 < voting.most < voting.dots else ""
        return f"{words('wall.vote.dots', n=voting.dots)} {most}".strip()


class ThanksScene(WallScene):
    """What the meet was, in up to three numbers."""

    ROWS = ("people", "talks", "topics", "sessions")

    def compose(self) -> ComposeResult:
        yield self.line("title", "title")
        with Horizontal():
            for name in self.ROWS:
                yield Figure(most_scale=3, id=f"thanks-{name}")

    def show(self, seen: Seen, now: float) -> None:
        self.put("title", self.words("wall.thanks.title"))
        numbers = (
            seen[JoinPanel].joined,
            seen[WallPanel].given,
            len(seen[TopicsPanel].topics),
            len(seen[BoardPanel].sessions),
        )
        shown = [(name, n) for name, n in zip(self.ROWS, numbers, strict=True) if n][:3]
        for name in self.ROWS:
            self.query_one(f"#thanks-{name}").display = name in dict(shown)
        for name, n in shown:
            self.query_one(f"#thanks-{name}", Figure).say(str(n), self.words(f"wall.thanks.{name}", n=n))
