"""Simulated attendees, each a link over a real socket: they do what attendees do, drop out, and come back."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from teachmeet.domain import commands as c
from teachmeet.domain.actors import Role
from teachmeet.domain.panels import AsksPanel, Mine, NowPanel, RoundPanel, Standing, TalksPanel, TopicsPanel
from teachmeet.domain.programme import Order, Pitch
from teachmeet.link import Event, Link, Own, Pass, Rejected, Shown
from teachmeet.made_up import names, pitches, questions
from teachmeet.words import load

LOOKS = ("meet", "now", "topics", "round", "tally")
SLOWEST, FASTEST = 6.0, 0.2
"""Seconds between two acts of one attendee."""


@dataclass(slots=True)
class Attendee:
    """One simulated phone, with what it was shown last and how it went so far."""

    number: int
    url: Callable[[], str]
    code: str
    pace: float
    answered: int = 0
    refused: int = 0
    topics: TopicsPanel | None = None
    voting: RoundPanel | None = None
    now: NowPanel | None = None
    mine: Mine | None = None
    link: Link = field(init=False)
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.number)
        card = Pass(Role.ATTENDEE, code=self.code, secret=secrets.token_urlsafe(16))
        self.link = Link(self.url, card, LOOKS, self._listen)

    def _listen(self, event: Event) -> None:
        match event:
            case Shown(_, TopicsPanel() as panel):
                self.topics = panel
            case Shown(_, RoundPanel() as panel):
                self.voting = panel
            case Shown(_, NowPanel() as panel):
                self.now = panel
            case Own(mine):
                self.mine = mine
            case _:
                pass

    async def live(self) -> None:
        """Come in after a while, then do something every now and then, until the meet is stopped."""
        await asyncio.sleep(self.random.uniform(0, self.pace * 2))
        await _while_linked(self.link, self._take_part())

    async def _take_part(self) -> None:
        known = names(load("en"))
        await self._do(c.Join(known[self.number % len(known)] if self.random.random() < 0.8 else ""))
        while True:
            await asyncio.sleep(self.random.uniform(0.5, 1.5) * self.pace)
            await self._act()

    async def _act(self) -> None:
        """See to one's own talk; then vote if there is voting; else pitch, ask, offer, drop out, or listen."""
        chance = self.random.random()
        if self.mine is not None and (own := self._about_ones_talk(self.mine)) is not None:
            await self._do(own)
        elif chance < 0.05:
            self.link.drop()
        elif self.voting is not None and self.voting.open and chance < 0.75:
            await self._vote(self.voting)
        elif chance < 0.15 and (self.mine is None or len(self.mine.topics) < 2):
            pitch = Pitch.OFFER if self.random.random() < 0.6 else Pitch.REQUEST
            await self._do(c.Suggest(pitch, self.random.choice(pitches(load("en"))), anonymous=chance < 0.08))
        elif chance < 0.22 and (self.mine is None or self.mine.questions < 3):
            await self._do(c.Ask(self.random.choice(questions(load("en")))))

    def _about_ones_talk(self, mine: Mine) -> c.Command | None:
        """Say who one is on the sheet; see that one is next; offer two minutes when there is time for them."""
        if mine.maybe and mine.claimed is None and mine.talk is None:
            return c.ClaimSignup(self.random.choice(mine.maybe).person)
        if mine.talk is not None and mine.talk.standing is Standing.NEXT and not mine.talk.seen:
            return c.SawCall(mine.talk.talk)
        has_room = self.now is not None and self.now.room_for_two
        if has_room and mine.offer is None and mine.talk is None and self.random.random() < 0.1:
            return c.OfferTalk(self.random.choice(pitches(load("en"))))
        return None

    async def _vote(self, voting: RoundPanel) -> None:
        """Spend a dot, or think again about one that was spent."""
        if voting.round is None or not voting.topics:
            return
        votes = dict(self.mine.votes) if self.mine is not None and self.mine.round == voting.round else {}
        if len(votes) >= voting.dots:
            if self.random.random() < 0.2:
                await self._do(c.Vote(voting.round, self.random.choice(sorted(votes)), 0))
            return
        await self._do(c.Vote(voting.round, self.random.choice(voting.topics), 1))

    async def _do(self, command: c.Command) -> None:
        try:
            await self.link.do(command)
        except Rejected:
            self.refused += 1
        else:
            self.answered += 1


class Host:
    """A simulated host, for a rehearsal without anybody at the terminal: draws, runs talks, and holds rounds."""

    LOOKS = ("now", "round", "talks", "asks")

    def __init__(self, url: Callable[[], str], key: str, pace: float) -> None:
        self.pace = pace
        self.voting: RoundPanel | None = None
        self.now: NowPanel | None = None
        self.talks: TalksPanel | None = None
        self.asks: AsksPanel | None = None
        self.missed_one = False
        self.link = Link(url, Pass(Role.HOST, key=key), self.LOOKS, self._listen)

    def _listen(self, event: Event) -> None:
        match event:
            case Shown(_, RoundPanel() as panel):
                self.voting = panel
            case Shown(_, NowPanel() as panel):
                self.now = panel
            case Shown(_, TalksPanel() as panel):
                self.talks = panel
            case Shown(_, AsksPanel() as panel):
                self.asks = panel
            case _:
                pass

    async def live(self) -> None:
        """Host until the meet is stopped."""
        await _while_linked(self.link, self._host())

    async def _host(self) -> None:
        while True:
            await asyncio.sleep(self.pace * 2)
            for command in self.acts():
                with suppress(Rejected):
                    await self.link.do(command)

    def acts(self) -> list[c.Command]:
        """What is to be done now: answer who asks, take the running order one step on, have a round open."""
        acts: list[c.Command] = []
        if self.asks is not None:
            acts += [c.AnswerClaim(claim.claim, True) for claim in self.asks.claims]
            acts += [c.AnswerOffer(offer.offer, True) for offer in self.asks.offers]
        if self.now is not None and self.talks is not None and (step := self._step(self.now, self.talks)) is not None:
            acts.append(step)
        if self.voting is not None and not self.voting.open:
            acts.append(c.OpenRound())
        return acts

    def _step(self, now: NowPanel, talks: TalksPanel) -> c.Command | None:
        """End what is on; else have the next one on, drawn if there is none, and once somebody who is not there."""
        if now.on is not None:
            return c.EndTalk()
        if now.next is None or talks.order is not Order.DRAWN:
            return c.Draw(everybody=True) if now.left else None
        if not self.missed_one and now.left > 1:
            self.missed_one = True
            return c.MarkAbsent(now.next.talk)
        return c.StartTalk()


async def _while_linked(link: Link, doing: Coroutine[object, object, None]) -> None:
    """Do something for as long as the link is held; it lets go when the server says goodbye."""
    tasks = [asyncio.create_task(link.run()), asyncio.create_task(doing)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def rehearse(
    url: Callable[[], str], code: str, people: int, seconds: float, host_key: str | None = None
) -> dict[str, float]:
    """Let so many attendees live for so long, with a simulated host when a key is given; how it went, in numbers."""
    pace = min(SLOWEST, max(FASTEST, seconds / 12))
    crowd = [Attendee(number, url, code, pace) for number in range(people)]
    lives = [attendee.live() for attendee in crowd]
    if host_key is not None:
        lives.append(Host(url, host_key, pace).live())
    tasks = [asyncio.create_task(life) for life in lives]
    await asyncio.wait(tasks, timeout=seconds)
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended
    return {
        "people": people,
        "seconds": seconds,
        "answered": sum(attendee.answered for attendee in crowd),
        "refused": sum(attendee.refused for attendee in crowd),
        "reconnects": sum(max(0, attendee.link.connections - 1) for attendee in crowd),
    }
