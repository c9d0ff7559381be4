"""Hush: asked once, it shows what the wall shows and nothing else, and is not left by a slip."""

from datetime import timedelta

import pytest
import zxingcpp
from rich.cells import cell_len
from textual.content import Content
from textual.pilot import Pilot

from teachmeet.domain import commands as c
from teachmeet.domain import commands_board as cb
from teachmeet.domain import commands_hall as ch
from teachmeet.domain.panels import Door, Surroundings
from teachmeet.domain.programme import Format, Method, Pitch, RoomPlan, Scene, SlotPlan
from teachmeet.link import Rejected
from teachmeet.screens.hush import HushScreen
from teachmeet.screens.talks import TalksScreen
from teachmeet.screens.topics import TopicsScreen
from teachmeet.widgets.digits import BigClock
from teachmeet.widgets.menu import Menu
from teachmeet.widgets.pages import Block, Pages, paged
from tests.helpers import BEGIN, Story, ann, bob, cem, host
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn, signed_up, topic_plans
from tests.screens.evenings import evening, hat
from tests.screens.stage import Played, Stage, playing, sees, until
from tests.screenshots import png

SIZES = (SMALL, LARGE)
DOOR = Door("HTTP://192.168.178.23:8080/J/W3NY", "W3NY", 8080, ())


def around(story: Story) -> Surroundings:
    return Surroundings(now=story.now, door=DOOR)


def hushed(story: Story) -> Drawn:
    """The stage with all that there is; h is pressed in the test."""
    app = Drawn(TalksScreen())
    app.fake.time = story.now
    app.hand_all(story.state, around(story))
    return app


async def hush(app: Drawn, story: Story, pilot: Pilot[None]) -> None:
    """Press h, and be sent what a wall is."""
    await pilot.pause()
    if not isinstance(app.screen, HushScreen):
        await pilot.press("h")
        await pilot.pause()
    see(app, story)
    await pilot.pause()
    await pilot.pause()


def see(app: Drawn, story: Story) -> None:
    """All that there is comes, to the host and to the wall."""
    app.fake.time = story.now
    app.hand_all(story.state, around(story))
    app.hand_wall(story.state, around(story))


def voting(hidden: bool = True) -> Story:
    """Three vote on fourteen topics; the first topic has three dots."""
    story = Story(signed_up(topic_plans(14))).tell(ann(c.Join("Ann")), bob(c.Join("Bob")), cem(c.Join()))
    story.tell(host(c.OpenRound(3, 300, hidden=hidden)))
    first = min(story.state.topics)
    voters = (each(c.Vote(story.state.open_round or 0, first, 1)) for each in (ann, bob, cem))
    return story.tell(*voters)


def board() -> Story:
    """Four sessions in two rooms, at two times, the first of which is on."""
    times = tuple(SlotPlan(BEGIN + timedelta(minutes=n), BEGIN + timedelta(minutes=n + 50)) for n in (-10, 50))
    rooms = (RoomPlan("Library", 60), RoomPlan("Lab", 24))
    made = c.MakeMeet("Edcamp", Format.EDCAMP, "Europe/London", slots=times, rooms=rooms, topics=topic_plans(4))
    story = Story(made)
    cells = [(slot, room) for slot in story.state.slots for room in story.state.rooms]
    placed = zip(list(story.state.topics), cells, strict=True)
    story.tell(*(host(cb.PlaceTopic(topic, *cell)) for topic, cell in placed))
    return story.tell(host(cb.Publish()))


# ── the question


async def test_a_meet_is_hushed_until_the_host_has_said_who_sees_it(stage: Stage) -> None:
    stage.bridge()
    app = Played(stage, "bridge", asked=False)
    async with playing(app, LARGE) as pilot:
        await sees(pilot, "Does the room see this screen?")
        assert isinstance(app.screen_stack[-2], HushScreen)
        await pilot.press("y")
        await sees(pilot, "Scan to come in", "your screens")
        assert app.meeting is not None
        await pilot.press("h")
        await sees(pilot, "1 Join", "Nobody is in yet", "✓ saved")
        await pilot.press("q", "enter")
        await sees(pilot, "Your meets")
        app.open_meet("bridge")
        await sees(pilot, "1 Join", "✓ saved")
        await until(pilot, lambda: app.meeting is not None and app.connected)
        assert not any(isinstance(screen, HushScreen | Menu) for screen in app.screen_stack)


async def test_no_brings_the_hosts_own_screens_and_yes_stays_for_the_next_meet(stage: Stage) -> None:
    stage.bridge()
    app = Played(stage, "bridge", asked=False)
    async with playing(app) as pilot:
        await sees(pilot, "Does the room see this screen?")
        await pilot.press("Y")
        await sees(pilot, "1 Join", "✓ saved")
        await pilot.press("h")
        await sees(pilot, "Scan to come in")
        await pilot.press("q", "enter")
        await sees(pilot, "Your meets")
        app.open_meet("bridge")
        await sees(pilot, "Scan to come in", "your screens")


async def test_a_rehearsal_is_nobody_elses_to_see(stage: Stage) -> None:
    app = Played(stage, asked=False)
    async with playing(app) as pilot:
        await sees(pilot, "No meet here yet.")
        await pilot.press("r")
        await sees(pilot, "REHEARSAL", "✓ saved", "wall: join")
        assert not any(isinstance(screen, HushScreen | Menu) for screen in app.screen_stack)


# ── what is shown


@pytest.mark.parametrize("size", SIZES)
async def test_join(size: tuple[int, int]) -> None:
    story = Story(signed_up()).tell(ann(c.Join("Ann")))
    app = hushed(story)
    async with app.run_test(size=size) as pilot:
        await hush(app, story, pilot)
        assert [code.text for code in zxingcpp.read_barcodes(png(app))] == [DOOR.url]
        for text in ("192.168.178.23:8080", "1 is in", "TeachMeet Leeds", "18:00"):
            assert text in app.text
        assert "Ann" not in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_now_with_its_clock_and_who_is_next(size: tuple[int, int]) -> None:
    story = evening(1, on=True).later(minutes=2)
    app = hushed(story)
    async with app.run_test(size=size) as pilot:
        await hush(app, story, pilot)
        assert "Drama for quiet children" not in app.text
        on = story.state.talks[story.state.on or 0]
        assert on.title and on.title in app.text
        assert app.screen.query_one(BigClock).text.startswith("5:00")
        assert "Next" in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_who_was_drawn_stands_in_large_letters(size: tuple[int, int]) -> None:
    story = hat().tell(host(c.Draw()), host(ch.ChooseScene(Scene.NOW)))
    app = hushed(story)
    async with app.run_test(size=size) as pilot:
        await hush(app, story, pilot)
        assert "Next" in app.text and "█████" in app.text
        assert "not seen" not in app.text and "late" not in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_a_hidden_vote_shows_how_many_and_no_more(size: tuple[int, int]) -> None:
    story = voting()
    app = hushed(story)
    async with app.run_test(size=size) as pilot:
        await hush(app, story, pilot)
        assert "Voting closes in 4:5" in app.text and "of 3 have voted" in app.text
        assert "Retrieval" not in app.text and "━" not in app.text
        see(app, story.tell(host(c.CloseRound(story.state.open_round or 0))))
        await pilot.pause()
        await pilot.pause()
        assert "What the room chose" in app.text and "━" in app.text
        assert any("3  ◆ Retrieval" in line for line in app.text.splitlines())


async def test_a_vote_that_is_not_hidden_is_drawn_while_it_goes() -> None:
    story = voting(hidden=False)
    app = hushed(story)
    async with app.run_test(size=SMALL) as pilot:
        await hush(app, story, pilot)
        assert "3 of 3 have voted" in app.text and "━" in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_the_board_begins_with_the_time_that_is_on(size: tuple[int, int]) -> None:
    story = board()
    app = hushed(story)
    async with app.run_test(size=size) as pilot:
        await hush(app, story, pilot)
        first, second = app.text.index("Now, until 18:40"), app.text.index("Next, 18:50")
        assert first < app.text.index("Library") < second
        story.later(minutes=45)
        see(app, story)
        await pilot.pause()
        await pilot.pause()
        assert "until 18:40" not in app.text


@pytest.mark.parametrize("size", SIZES)
async def test_questions_that_were_let_out_what_most_want_first(size: tuple[int, int]) -> None:
    story = Story(signed_up()).tell(ann(c.Join("Ann")), bob(c.Join("Bob")))
    story.tell(*(ann(c.Ask(text)) for text in ("When is tea?", "Which pupils?", "Not for the wall")))
    tea, pupils, _ = story.state.questions
    story.tell(host(ch.ApproveQuestion(tea)), host(ch.ApproveQuestion(pupils)), bob(ch.BackQuestion(pupils)))
    story.tell(host(ch.ChooseScene(Scene.QUESTIONS)))
    app = hushed(story)
    async with app.run_test(size=size) as pilot:
        await hush(app, story, pilot)
        assert app.text.index("Which pupils?") < app.text.index("1 more asks this") < app.text.index("When is tea?")
        assert "Not for the wall" not in app.text and "Ann" not in app.text


async def test_a_pitch_and_thanks() -> None:
    story = voting().tell(host(c.AddTopic(Pitch.REQUEST, "Quiet [/] corners", "Olu")))
    story.tell(host(cb.CallPitch(max(story.state.topics))))
    app = hushed(story)
    async with app.run_test(size=SMALL) as pilot:
        await hush(app, story, pilot)
        for text in ("? request", "Quiet [/] corners", "Olu", "3 of 3 have voted"):
            assert text in app.text
        see(app, story.tell(host(ch.ChooseScene(Scene.THANKS))))
        await pilot.pause()
        await pilot.pause()
        assert "Thank you" in app.text and "people" in app.text and "topics" in app.text


async def test_who_answered_about_the_card_is_counted() -> None:
    story = Story(signed_up(topic_plans(3))).tell(ann(c.Join("Ann")))
    first = min(story.state.topics)
    story.tell(host(c.OpenRound(method=Method.INTEREST)), host(cb.CallPitch(first)))
    story.tell(ann(c.Vote(story.state.open_round or 0, first, 3)))
    app = hushed(story)
    async with app.run_test(size=SMALL) as pilot:
        await hush(app, story, pilot)
        assert "1 has answered" in app.text


async def test_dark_is_dark_and_scenes_take_turns() -> None:
    story = evening(1, on=True).tell(host(ch.ChooseScene(Scene.TURNING)))
    app = hushed(story)
    async with app.run_test(size=SMALL) as pilot:
        await hush(app, story, pilot)
        assert "Scan to come in" in app.text
        see(app, story.later(seconds=16))
        await pilot.pause()
        await pilot.pause()
        assert "On now" in app.text and "Scan" not in app.text
        see(app, story.tell(host(ch.BlankWall(True))))
        await pilot.pause()
        await pilot.pause()
        assert "On now" not in app.text and "TeachMeet Leeds" not in app.text
        await pilot.press("b")
        assert app.asked[-1] == ch.BlankWall(False)


@pytest.mark.parametrize("size", SIZES)
async def test_what_people_typed_is_shown_as_it_is_once_it_was_let(size: tuple[int, int]) -> None:
    story = Story(signed_up()).tell(ann(c.Join("Ann")))
    story.tell(*(ann(c.Ask((text * 40)[:280])) for text in HOSTILE))
    story.tell(*(host(ch.ApproveQuestion(question)) for question in story.state.questions))
    story.tell(host(ch.ChooseScene(Scene.QUESTIONS)))
    app = hushed(story)
    async with app.run_test(size=size) as pilot:
        await hush(app, story, pilot)
        assert HOSTILE[0] in app.text
        for _ in range(app.screen.query_one("#questions Pages", Pages)._at, 8):
            assert max(map(cell_len, app.text.splitlines())) <= size[0]
            app.fake.time += timedelta(seconds=8)
            see(app, story)
            await pilot.pause()


async def test_nothing_that_was_not_let_is_ever_shown() -> None:
    secret = "Zanzibar"
    story = voting().tell(cem(c.Join(f"{secret} A")), ann(c.Suggest(Pitch.OFFER, f"{secret} T", f"{secret} D")))
    story.tell(bob(c.Ask(f"{secret} Q")), bob(c.OfferTalk(f"{secret} O")))
    app = hushed(story)
    async with app.run_test(size=LARGE) as pilot:
        await hush(app, story, pilot)
        for scene in Scene:
            see(app, story.tell(host(ch.ChooseScene(scene))))
            await pilot.pause()
            await pilot.pause()
            assert secret not in app.text
        await pilot.press("u", "y", "Y")
        assert app.asked == []


# ── keys


async def test_keys_for_the_talks_go_on_and_end_arms_without_a_name() -> None:
    story = evening()
    app = hushed(story)
    async with app.run_test(size=SMALL) as pilot:
        await hush(app, story, pilot)
        await pilot.press("d", "space")
        assert app.asked == [c.Draw(), c.StartTalk()]
        see(app, story.tell(host(c.StartTalk())))
        await pilot.pause()
        await pilot.press("space", "plus")
        assert app.asked[2:] == [c.PauseTalk(), c.AddTime(30)]
        await pilot.press("n")
        await pilot.pause()
        assert "n again ends this talk" in app.text and len(app.asked) == 4
        await pilot.press("n")
        assert app.asked[-1] == c.EndTalk()


async def test_a_digit_asks_before_the_room_sees_it_and_h_comes_back() -> None:
    story = evening()
    app = hushed(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        app.install_screen(TopicsScreen(), "topics")
        await hush(app, story, pilot)
        await pilot.press("3")
        await pilot.pause()
        assert isinstance(app.screen, HushScreen) and "The room will see it. 3 again: Topics" in app.text
        app.screen._disarm()
        await pilot.press("3")
        assert isinstance(app.screen, HushScreen)
        await pilot.press("3")
        await pilot.pause()
        assert app.meet_screen is app.get_screen("topics") and not app.hush.on
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.meet_screen, HushScreen)
        await pilot.press("h")
        await pilot.pause()
        assert app.meet_screen is app.get_screen("topics")


async def test_what_is_said_has_no_gap_that_somebody_could_fill() -> None:
    story = evening()
    app = hushed(story)
    async with app.run_test(size=SMALL) as pilot:
        await hush(app, story, pilot)
        app.say("Time is up for Zanzibar.", "warning")
        await pilot.pause()
        assert "Zanzibar" not in app.text
        app.fake.link.refuse = Rejected("draw_first", "", {})
        await pilot.press("space")
        await pilot.pause()
        assert "Nobody is drawn yet." in app.text
        app.fake.link.refuse = None
        await pilot.press("w", "5")
        await pilot.pause()
        assert app.asked[-1] == ch.ChooseScene(Scene.QUESTIONS)


def test_rows_are_not_parted_and_a_head_stands_on_every_page() -> None:
    row = (Content("one"), Content("more"))
    pages = paged([Block((row, row), Content("A")), Block((row,), Content("B"), apart=True)], 5)
    assert [[line.plain for line in page] for page in pages] == [
        ["A", "one", "more", "one", "more"],
        ["B", "one", "more"],
    ]
    assert [[line.plain for line in page] for page in paged([Block((row, row), Content("A"))], 3)] == [
        ["A", "one", "more"],
        ["A", "one", "more"],
    ]
    assert paged([], 3) == [()]


async def test_the_wall_that_it_was_is_gone_when_hush_is_left(stage: Stage) -> None:
    stage.bridge()
    app = Played(stage, "bridge")
    async with playing(app) as pilot:
        await sees(pilot, "✓ saved")
        await pilot.press("h")
        await sees(pilot, "Scan to come in")
        hushed_workers = [worker for worker in app.workers if worker.group == "wall"]
        assert [worker.is_running for worker in hushed_workers] == [True]
        await pilot.press("h")
        await until(pilot, lambda: not any(worker.is_running for worker in hushed_workers))
