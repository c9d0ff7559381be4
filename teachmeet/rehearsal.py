"""Simulated people over real sockets: they do what people do, drop out, and come back."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from teachmeet import simulated
from teachmeet.domain import commands as c
from teachmeet.domain.actors import Role
from teachmeet.domain.panels import MeetPanel
from teachmeet.domain.programme import Format
from teachmeet.link import Event, Link, Own, Pass, Rejected, Shown
from teachmeet.made_up import cards, names, pitches, questions
from teachmeet.simulated import Seen
from teachmeet.wire import Arrange
from teachmeet.words import load

LOOKS = ("meet", "now", "topics", "pitching", "round", "tally", "board", "going")
SLOWEST, FASTEST = 6.0, 0.2
"""Seconds between two acts of one attendee."""
CARDS_EACH = 10


@dataclass(slots=True)
class Attendee:
    """One simulated phone of `of`, and how it went so far."""

    number: int
    url: Callable[[], str]
    code: str
    pace: float
    of: int = 1
    answered: int = 0
    refused: int = 0
    seen: Seen = field(default_factory=Seen)
    link: Link = field(init=False)
    dice: Random = field(init=False)
    habits: simulated.Attendee = field(init=False)

    def __post_init__(self) -> None:
        self.dice = Random(self.number)
        words = load()
        self.habits = simulated.Attendee(self.dice, pitches(words), questions(words))
        card = Pass(Role.ATTENDEE, code=self.code, secret=secrets.token_urlsafe(16))
        self.link = Link(self.url, card, LOOKS, self._listen)

    def _listen(self, event: Event) -> None:
        match event:
            case Shown(_, MeetPanel() as meet) if meet.format is Format.EDCAMP and self.seen.get(MeetPanel) is None:
                self.seen.put(meet)
                self.habits.cards = list(cards(load())[self.number :: self.of][:CARDS_EACH])
            case Shown(_, panel):
                self.seen.put(panel)
            case Own(mine):
                self.seen.mine = mine
            case _:
                pass

    async def live(self) -> None:
        """Come in after a while, then do something every now and then, until the meet is stopped."""
        await asyncio.sleep(self.dice.uniform(0, self.pace * 2))
        await _while_linked(self.link, self._take_part())

    async def _take_part(self) -> None:
        known = names(load())
        await self._do(c.Join(known[self.number % len(known)] if self.dice.random() < 0.8 else ""))
        while True:
            await asyncio.sleep(self.dice.uniform(0.5, 1.5) * self.pace)
            if self.dice.random() < 0.05:
                self.link.drop()
            elif (command := self.habits.act(self.seen)) is not None:
                await self._do(command)

    async def _do(self, command: c.Command) -> None:
        try:
            await self.link.do(command)
        except Rejected:
            self.refused += 1
        else:
            self.answered += 1


class Host:
    """A simulated host, for a rehearsal without anybody at the terminal."""

    def __init__(self, url: Callable[[], str], key: str, pace: float, seconds: float) -> None:
        self._pace, self._seconds = pace, seconds
        self._seen = Seen()
        self._habits = simulated.Host()
        self._welcomed = asyncio.Event()
        looks = tuple(dict.fromkeys(("meet", *simulated.EdcampHost.LOOKS)))
        self.link = Link(url, Pass(Role.HOST, key=key), looks, self._listen)

    def _listen(self, event: Event) -> None:
        match event:
            case Shown(_, MeetPanel() as meet) if not self._welcomed.is_set():
                self._welcomed.set()
                if meet.format is Format.EDCAMP:
                    words = load()
                    self._habits = simulated.EdcampHost(
                        self._seconds, cards(words), pitches(words)[0], words("made_up.elsewhere")
                    )
                    self._pace = min(self._pace, self._seconds / 80)
            case Shown(_, panel):
                self._seen.put(panel)
            case _:
                pass

    async def live(self) -> None:
        """Host until the meet is stopped."""
        await _while_linked(self.link, self._host())

    async def _host(self) -> None:
        await self._welcomed.wait()
        clock = asyncio.get_running_loop()
        begun = clock.time()
        while True:
            await asyncio.sleep(self._pace * 2)
            part = (clock.time() - begun) / self._seconds
            for act in self._habits.acts(self._seen, part):
                if isinstance(act, Arrange):
                    await self.link.send(act)
                else:
                    with suppress(Rejected):
                        await self.link.do(act)


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
    crowd = [Attendee(number, url, code, pace, people) for number in range(people)]
    lives = [attendee.live() for attendee in crowd]
    if host_key is not None:
        lives.append(Host(url, host_key, pace, seconds).live())
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
