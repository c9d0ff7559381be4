"""A room of three hundred phones suggests, sees topics merged, and votes through two hidden rounds.

What the host is shown afterwards is counted again from the journal's bytes by other code than ours. Every frame that a
phone or the wall received while a round was hidden is kept and searched for what would tell how it goes.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from teachmeet.domain.commands import MakeMeet
from teachmeet.domain.programme import Format, TopicPlan
from teachmeet.meetfolder import MeetFolder
from teachmeet.server import raise_file_limit
from tests.phones import LOOKS, Page, Phone, Tape, crowd
from tests.world import Message, Served, make_meet, serving, until

BEFOREHAND = 12
"""Topics that the organizer brought."""
SUGGESTED = 36
"""Topics that come from phones, of which every sixth says again what the one before it said."""
BEST = 12
MADE = MakeMeet("Edcamp", Format.EDCAMP, "UTC", topics=tuple(TopicPlan(None, f"Card {n}") for n in range(BEFOREHAND)))
CARD = {"topic", "pitch", "title", "detail", "name", "kit", "leads", "scribes", "merged", "approved", "hands", "avoids"}
"""What may stand on a card that is shown to everybody."""


# ── the count, made again from the journal alone


def facts(folder: MeetFolder) -> Iterator[tuple[str, dict[str, Any]]]:
    """The facts of a journal, as anybody would read them who has only seen the file."""
    for line in folder.journal.read_text(encoding="utf-8").splitlines():
        yield from json.loads(line)["facts"]


def recount(folder: MeetFolder, number: int, least: int, exactly: bool = False) -> dict[int, int]:
    """People per topic who gave it at least (or exactly) so many; who chose two that became one is one."""
    ballots: dict[int, dict[int, int]] = defaultdict(dict)
    into: dict[int, int] = {}
    for name, fact in facts(folder):
        if name == "voted" and fact["round"] == number:
            ballots[fact["person"]][fact["topic"]] = fact["dots"]
        elif name == "topics_merged":
            into[fact["topic"]] = fact["into"]
        elif name == "topic_unmerged":
            del into[fact["topic"]]
    counts: dict[int, int] = defaultdict(int)
    for ballot in ballots.values():
        together: dict[int, int] = defaultdict(int)
        for topic, dots in ballot.items():
            while topic in into:
                topic = into[topic]
            together[topic] = max(together[topic], dots)
        for topic, dots in together.items():
            counts[topic] += dots == least if exactly else dots >= least
    return {topic: count for topic, count in counts.items() if count}


def spent(folder: MeetFolder, number: int) -> dict[int, int]:
    """The dots that each person's ballot holds, topics that became one each counted for itself."""
    ballots: dict[int, dict[int, int]] = defaultdict(dict)
    for name, fact in facts(folder):
        if name == "voted" and fact["round"] == number:
            ballots[fact["person"]][fact["topic"]] = fact["dots"]
    return {person: sum(ballot.values()) for person, ballot in ballots.items()}


def drawn(page: Page, part: str = "counts") -> dict[int, int]:
    """The counts that a page shows, by topic; none for a topic that nobody chose."""
    tally, topics = page.newest("tally"), page.newest("topics")
    assert tally["edition"] == topics["edition"]
    numbers = [card["topic"] for card in topics["topics"]]
    assert len(numbers) == len(tally[part])
    return {topic: count for topic, count in zip(numbers, tally[part], strict=True) if count}


# ── what may be seen while a round is hidden


@cache
def parsed(frame: str) -> Message:
    """A frame; most are the same for everybody, so each is read once."""
    message: Message = json.loads(frame)
    return message


def within(value: object) -> Iterator[object]:
    """A value and everything in it."""
    yield value
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from within(part)


def tallies(desk: Page, part: str) -> set[tuple[object, ...]]:
    """Every tally that the host saw in this part, also sorted and without its zeros: what nobody else may see."""
    seen: set[tuple[object, ...]] = set()
    for when, frame in desk.frames:
        if when == part and frame.startswith('{"type":"panel","name":"tally"'):
            for counts in (parsed(frame)["data"]["counts"], parsed(frame)["data"]["maybes"]):
                some = [count for count in counts or () if count]
                for said in (counts or (), some, sorted(counts or ()), sorted(some), sorted(some, reverse=True)):
                    if len(said) > 2 and len(set(said)) > 1:
                        seen.add(tuple(said))
    assert seen, f"the host saw no tally in {part}"
    return seen


@cache
def leaks(frame: str, hidden: int, secret: frozenset[tuple[object, ...]], order: tuple[int, ...]) -> str:
    """What is wrong with a frame that came while the round `hidden` was: empty when nothing is."""
    message = parsed(frame)
    for value in within(message):
        numbers = tuple(value.values()) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else ()
        if all(isinstance(number, int) for number in numbers) and numbers in secret:
            return "a tally"
    if message["type"] != "panel":
        return ""
    data = message["data"]
    if any(isinstance(value, dict) and "person" in value for value in within(data)):
        return "who somebody is"
    match message["name"]:
        case "tally":
            of_it = data["round"] == hidden
            return "counts" if of_it and (data["counts"] is not None or data["maybes"] is not None) else ""
        case "topics":
            listed = [card["topic"] for card in data["topics"]]
            if any(card.keys() != CARD for card in data["topics"]):
                return "something more on a card"
            return "" if listed == sorted(listed) else "an order other than the one they came in"
        case "round":
            of_it = data["round"] == hidden
            kept = tuple(topic for topic in order if topic in data["topics"])
            return "" if not of_it or tuple(data["topics"]) == kept else "another order of the round's topics"
    return ""


def judge(pages: list[tuple[Page, dict[int, set[int]] | None]], part: str, hidden: int, desk: Page) -> int:
    """Go through all that came to these pages in a part; how many frames that was."""
    secret = frozenset(tallies(desk, part))
    order = next(
        tuple(parsed(frame)["data"]["topics"])
        for when, frame in desk.frames
        if when == part and '"name":"round"' in frame and parsed(frame)["data"]["round"] == hidden
    )
    looked_at = 0
    for page, sent in pages:
        for when, frame in page.frames:
            if when == part:
                looked_at += 1
                wrong = leaks(frame, hidden, secret, order)
                assert not wrong, f"{wrong}: {frame[:400]}"
                mine = parsed(frame).get("mine")
                if mine is not None:
                    assert sent is not None, "a wall is nobody"
                    assert mine["person"] == (page.mine or {})["person"]
                    for topic, dots in mine["votes"].items():
                        assert dots in sent[int(topic)], "a choice that this person never made"
    return looked_at


# ── the story


class Room:
    """The host, the wall and everybody, and what each person asked for."""

    def __init__(self, served: Served, tape: Tape, desk: Page, wall: Page, phones: list[Phone]) -> None:
        self.served, self.tape, self.desk, self.wall, self.phones = served, tape, desk, wall, phones
        self.sent: dict[int, dict[int, set[int]]] = {phone.number: defaultdict(set) for phone in phones}
        self.taken: dict[int, list[tuple[tuple[str, int], dict[str, int]]]] = {phone.number: [] for phone in phones}

    async def suggest(self) -> list[tuple[int, int]]:
        """Phones suggest; the pairs of topics that say the same, the later one first."""
        again = range(5, SUGGESTED, 6)
        titles = [f"Card {n - 1}, again" if n in again else f"Card {n}" for n in range(SUGGESTED)]
        asking = (
            phone.pages[0].ask("suggest", pitch="offer" if n % 3 else "request", title=title, anonymous=n % 5 == 0)
            for n, (phone, title) in enumerate(zip(self.phones * SUGGESTED, titles, strict=False))
        )
        numbers = [answer["seq"] for answer in await asyncio.gather(*asking)]
        await self.host("approve_topics", topics=numbers)
        return [(numbers[n], numbers[n - 1]) for n in again]

    async def host(self, do: str, **fields: object) -> int:
        """The host does something; its number."""
        answer = await self.desk.ask(do, **fields)
        assert answer["type"] == "answer", answer
        return int(answer["seq"])

    async def vote(self, phone: Phone, page: Page, round: int, topic: int, dots: int) -> str:
        """Vote from one of one's pages; whether it was answered, or why not."""
        self.sent[phone.number][topic].add(dots)
        fields = {"round": round, "topic": topic, "dots": dots}
        n = page.n + 1
        answer = await page.ask("vote", **fields)
        if answer["type"] == "answer":
            self.taken[phone.number].append(((page.client, n), fields))
        return str(answer.get("code", "answer"))

    async def settled(self) -> tuple[int, ...]:
        """The counts at the host's, once everybody's last vote is in them."""
        pages = [self.desk, *(page for phone in self.phones for page in phone.pages)]
        last = max(int(parsed(frame)["seq"]) for page in pages for frame in _answers(page)[-1:])
        await until(lambda: self.desk.newest("desk")["saved"] >= last, "the host sees the last of it")
        return tuple(self.desk.newest("tally")["counts"])


def _answers(page: Page) -> list[str]:
    return [frame for _, frame in page.frames if frame.startswith('{"type":"answer"')]


async def six_at_once(room: Room, phone: Phone, voting: int, topics: list[int]) -> None:
    """Six votes at one moment over two sockets, three dots: exactly three stand."""
    dice = Random(phone.number)
    favourites = sorted(dice.sample(topics, 12), key=topics.index)[:6]
    dice.shuffle(favourites)
    said = await asyncio.gather(
        *(room.vote(phone, phone.pages[place % 2], voting, topic, 1) for place, topic in enumerate(favourites))
    )
    assert sorted(said) == ["answer"] * 3 + ["over_budget"] * 3
    if phone.number % 3 == 0:  # somebody who thinks again
        first = room.taken[phone.number][0][1]["topic"]
        other = next(topic for topic in favourites if topic not in {v["topic"] for _, v in room.taken[phone.number]})
        assert await room.vote(phone, phone.pages[0], voting, first, 0) == "answer"
        assert await room.vote(phone, phone.pages[1], voting, other, 1) == "answer"


async def again_and_again(room: Room, phone: Phone, voting: int) -> None:
    """Send every vote ten times more over three sockets: under its old number, and what stands under new ones."""
    third = await phone.open()
    pages = [*phone.pages[:2], third]
    standing = [{"round": voting, "topic": int(topic), "dots": dots} for topic, dots in phone.mine["votes"].items()]
    for time in range(5):
        page = pages[time % 3]
        old = [page.ask("vote", asked, **vote) for asked, vote in room.taken[phone.number]]
        said = await asyncio.gather(*old, *(page.ask("vote", **vote) for vote in standing))
        assert [answer for answer in said if answer["type"] != "answer"] == []
    phone.pages.remove(third)
    await third.close()


async def card_by_card(room: Room, phone: Phone, voting: int, until_left: int) -> None:
    """Answer a round by interest: the card that the server shows next, and so on."""
    dice = Random(phone.number * 7 + 1)
    await until(lambda: phone.mine["round"] == voting, "the round reached the phone")
    seen: list[int] = []
    while (card := phone.mine["board"]["next"]) is not None and len(seen) < until_left:
        assert card not in seen, "a card twice"
        seen.append(card)
        assert await room.vote(phone, phone.pages[0], voting, card, dice.choice((1, 1, 2, 3))) == "answer"
    assert len(seen) == until_left


async def play(folder: MeetFolder, people: int) -> None:
    """The whole morning's choosing."""
    tape = Tape()
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(serving(folder))
        looks = [*LOOKS, "desk"]
        desk = await Page.open(
            served, tape, {"role": "host", "client": "the-hosts-desk", "key": folder.host, "look": looks}
        )
        stack.push_async_callback(desk.close)
        wall = await Page.open(served, tape, {"role": "wall", "client": "the-projector", "look": LOOKS})
        stack.push_async_callback(wall.close)
        room = Room(served, tape, desk, wall, await crowd(stack, served, tape, people, 2))
        twins = await room.suggest()
        everything = [*range(2, 2 + BEFOREHAND), *sorted(card["topic"] for card in (await _topics(desk))[BEFOREHAND:])]
        await first_round(room, everything, twins)
        await second_round(room)


async def _topics(desk: Page) -> list[Message]:
    await until(lambda: len(desk.newest("topics")["topics"]) == BEFOREHAND + SUGGESTED, "all topics are there")
    cards: list[Message] = desk.newest("topics")["topics"]
    return cards


async def first_round(room: Room, topics: list[int], twins: list[tuple[int, int]]) -> None:
    """Dots, hidden, with topics merged before it and while it is on."""
    folder, half = room.served.folder, len(twins) // 2
    for one, into in twins[:half]:
        await room.host("merge_topics", topic=one, into=into)
    listed = [topic for topic in topics if topic not in {one for one, _ in twins[:half]}]
    room.tape.part = "first"
    voting = await room.host("open_round", dots=3, method="dots", hidden=True)
    await asyncio.gather(*(six_at_once(room, phone, voting, listed) for phone in room.phones))
    for one, into in twins[half:]:
        await room.host("merge_topics", topic=one, into=into)
    before, written = await room.settled(), folder.journal.stat().st_size
    for start in range(0, len(room.phones), 50):  # third sockets of so many people at once
        await asyncio.gather(*(again_and_again(room, phone, voting) for phone in room.phones[start : start + 50]))
    assert folder.journal.stat().st_size == written, "a vote that was sent again did something"
    assert tuple(room.desk.newest("tally")["counts"]) == before
    room.tape.part = "first closed"
    await closed(room, voting)
    counted = recount(folder, voting, 1)
    assert list(spent(folder, voting).values()) == [3] * len(room.phones)
    for page in (room.desk, room.wall, *(phone.pages[1] for phone in room.phones)):
        assert drawn(page) == counted
    for phone in room.phones:
        assert phone.mine["board"]["spent"] == 3
    looked_at = judge(everybody(room), "first", voting, room.desk)
    assert looked_at > 10 * len(room.phones)


async def second_round(room: Room) -> None:
    """Interested, maybe or skip, on the best of the first, hidden too, while one topic is spoken for."""
    folder = room.served.folder
    room.tape.part = "second"
    voting = await room.host("open_round", method="interest", best=BEST, hidden=True)
    await until(lambda: room.desk.newest("round")["round"] == voting, "the host sees the round")
    chosen = room.desk.newest("round")["topics"]
    assert len(chosen) >= BEST
    await room.host("call_pitch", topic=chosen[0])
    await asyncio.gather(
        *(
            card_by_card(room, phone, voting, len(chosen) if phone.number % 4 else len(chosen) // 2)
            for phone in room.phones
        )
    )
    await room.settled()
    answered = sum(fact["topic"] == chosen[0] for name, fact in facts(folder) if _first_answer(name, fact, voting))
    await until(lambda: room.wall.newest("tally")["answered"] == answered, "the wall says how many have answered")
    room.tape.part = "second closed"
    await closed(room, voting)
    interested, maybes = recount(folder, voting, 3), recount(folder, voting, 2, exactly=True)
    assert interested
    assert maybes
    for page in (room.desk, room.wall, *(phone.pages[1] for phone in room.phones)):
        assert drawn(page) == interested
        assert drawn(page, "maybes") == maybes
    assert judge(everybody(room), "second", voting, room.desk) > 10 * len(room.phones)


def _first_answer(name: str, fact: dict[str, Any], voting: int) -> bool:
    return name == "voted" and fact["round"] == voting and fact["dots"] > 0


async def closed(room: Room, voting: int) -> None:
    """Close the round; everybody has its tally, and the list that it indexes."""
    await room.host("close_round", round=voting)

    def shown(page: Page) -> bool:
        tally, topics = page.newest("tally"), page.newest("topics")
        return tally["round"] == voting and tally["counts"] is not None and tally["edition"] == topics["edition"]

    pages = (room.desk, room.wall, *(phone.pages[1] for phone in room.phones))
    await until(lambda: all(map(shown, pages)), "everybody sees the tally")


def everybody(room: Room) -> list[tuple[Page, dict[int, set[int]] | None]]:
    """All pages but the host's, with what their person asked for."""
    pages: list[tuple[Page, dict[int, set[int]] | None]] = [(room.wall, None)]
    return [*pages, *((page, room.sent[phone.number]) for phone in room.phones for page in phone.pages)]


@pytest.mark.timeout(300)
async def test_three_hundred_phones_choose_and_every_count_is_right_and_secret(tmp_path: Path) -> None:
    raise_file_limit()
    await play(make_meet(tmp_path, made=MADE), 300)
