"""What waits for the host's yes or no, on any screen: claims, offers, and what the clock does after a time away."""

from dataclasses import replace

import pytest
from rich.cells import cell_len

from teachmeet.domain.commands import AnswerClaim, AnswerOffer, ClaimSignup, Join, OfferTalk, SettleAway, TickHere
from teachmeet.domain.panels import AsksPanel, AwayCard, ClaimRow, OfferRow, PlanPanel
from teachmeet.screens.base import MeetScreen
from teachmeet.screens.join import JoinScreen
from teachmeet.screens.people import PeopleScreen
from teachmeet.screens.questions import QuestionsScreen
from teachmeet.screens.talks import TalksScreen
from teachmeet.screens.topics import TopicsScreen
from teachmeet.widgets.menu import Menu
from tests.helpers import Story, ann, bob, host
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn
from tests.screens.evenings import planned, see, shown

SCREENS = (JoinScreen, TalksScreen, TopicsScreen, QuestionsScreen, PeopleScreen)


def asking() -> Story:
    """Una has come in with a phone, and Bob has two minutes."""
    story = planned().tell(ann(Join("una")))
    una = next(p.person for p in story.state.people.values() if p.name == "Una")
    return story.tell(ann(ClaimSignup(una)), bob(Join("Bob")), bob(OfferTalk("A song [/] with two chords")))


@pytest.mark.parametrize("screen", SCREENS)
async def test_on_every_screen_one_key_says_yes_or_no(screen: type[MeetScreen]) -> None:
    story = asking()
    claim, offer = next(iter(story.state.claims)), next(iter(story.state.offers))
    app = shown(story, screen())
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        assert "“una” on a phone: is that Una, “One-page profiles" in app.text and "1 more" in app.text
        await pilot.press("y")
        await pilot.pause()
        assert app.asked == [AnswerClaim(claim, True)]
        see(app, story.tell(host(AnswerClaim(claim, True))))
        await pilot.pause()
        assert "Bob has two minutes: “A song [/] with two chords”" in app.text
        assert "more" not in app.text.split("Y no")[1]
        await pilot.press("Y")
        await pilot.pause()
        assert app.asked[1:] == [AnswerOffer(offer, False)]
        see(app, story.tell(host(AnswerOffer(offer, False))))
        await pilot.pause()
        assert "two minutes" not in app.text
        await pilot.press("y")
        await pilot.pause()
        assert len(app.asked) == 2 and "Nobody waits for an answer." in app.text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_names_are_shown_as_they_are(size: tuple[int, int]) -> None:
    app = shown(planned())
    async with app.run_test(size=size) as pilot:
        for text in HOSTILE:
            for asks in (
                AsksPanel((ClaimRow(1, text, text, text),), ()),
                AsksPanel((ClaimRow(1, text, None, None),), ()),
                AsksPanel((), (OfferRow(1, None, text),)),
                AsksPanel((), (OfferRow(1, text, text), OfferRow(2, text, text))),
            ):
                app.hand(asks)
                await pilot.pause()
                assert text[:6] in app.text and "y yes" in app.text
                assert max(map(cell_len, app.text.splitlines())) <= size[0]


async def test_g_on_people_ticks_those_without_a_phone() -> None:
    story = planned()
    first = next(iter(story.state.people))
    app = shown(story, PeopleScreen())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("g")
        await pilot.pause()
        assert app.asked == [TickHere(first, True)]
        see(app, story.tell(host(TickHere(first, True))))
        await pilot.pause()
        assert "here ✓" in app.text
        await pilot.press("g")
        assert app.asked[1:] == [TickHere(first, False)]


def away(app: Drawn, story: Story) -> PlanPanel:
    """The laptop was away for three minutes."""
    plan = app.panels[PlanPanel]
    assert isinstance(plan, PlanPanel)
    now = round(story.now.timestamp() * 1000)
    return replace(plan, away=AwayCard(now - 200_000, now - 20_000))


@pytest.mark.parametrize(("keys", "freeze"), [(("enter",), False), (("down", "enter"), True)])
@pytest.mark.parametrize("screen", SCREENS)
async def test_after_a_time_away_the_host_is_asked_what_the_clock_does(
    screen: type[MeetScreen], keys: tuple[str, ...], freeze: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Menu, "SETTLES", 0.01)
    story = planned().later(hours=1)
    app = shown(story, screen())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        app.hand(away(app, story))
        await pilot.pause(0.1)
        assert "The laptop was away from 18:56 to 18:59." in app.text and "Did it go on meanwhile?" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert "The laptop was away" in app.text
        await pilot.press(*keys)
        await pilot.pause()
        assert app.asked == [SettleAway(freeze)]
        app.hand(away(app, story))
        await pilot.pause()
        assert "The laptop was away" not in app.text


async def test_a_key_that_was_on_its_way_does_not_answer_it() -> None:
    story = planned()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        app.hand(away(app, story))
        await pilot.pause()
        await pilot.press("enter", "space", "enter")
        await pilot.pause()
        assert app.asked == [] and "The laptop was away" in app.text


async def test_the_question_goes_when_it_was_answered_elsewhere_and_comes_again_for_another_time() -> None:
    story = planned()
    app = shown(story)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        asked = away(app, story)
        app.hand(asked)
        await pilot.pause()
        assert "The laptop was away" in app.text
        app.hand(replace(asked, away=None))
        await pilot.pause()
        assert "The laptop was away" not in app.text and app.asked == []
        app.hand(asked)
        await pilot.pause()
        assert "The laptop was away" in app.text
