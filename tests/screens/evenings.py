"""Evenings of talks for the tests of screens: the real sheet's, before, with a hat, running, late."""

from dataclasses import replace
from datetime import timedelta

from teachmeet.domain.commands import Draw, EndTalk, LayPlan, SetOrder, StartTalk, TickHere
from teachmeet.domain.panels import Surroundings
from teachmeet.domain.programme import Format, Order
from teachmeet.domain.things import Talk
from teachmeet.screens.base import MeetScreen
from teachmeet.screens.talks import TalksScreen
from tests.helpers import BEGIN, Story, host
from tests.screens.drawn import Drawn, signed_up


def evening(ended: int = 0, on: bool = False) -> Story:
    """The real sheet's evening after so many talks, each of which took its planned time and ten seconds."""
    story = Story(signed_up())
    for _ in range(ended):
        story.tell(host(StartTalk()))
        assert story.state.on is not None
        story.later(seconds=story.state.talks[story.state.on].seconds + 9).tell(host(EndTalk()))
    return story.tell(host(StartTalk())) if on else story


def planned(minutes: int = 205) -> Story:
    """The same evening with the usual plan, so many minutes long from half past six; it is six."""
    starts = BEGIN + timedelta(minutes=30)
    story = Story(replace(signed_up(), starts=starts, ends=starts + timedelta(minutes=minutes)))
    return story.tell(host(LayPlan(Format.TEACHMEET)))


def hat(here: int = 5, minutes: int = 205) -> Story:
    """Lots are drawn, and the first so many of the sheet are here."""
    story = planned(minutes)
    for talk in list(story.state.talks.values())[:here]:
        story.tell(host(TickHere(talk.person)))
    return story.tell(host(SetOrder(Order.DRAWN)))


def running() -> Story:
    """The first who was drawn is on, another one is drawn."""
    return hat().tell(host(Draw()), host(StartTalk()), host(Draw()))


def coming(story: Story) -> Talk:
    """Who was drawn and waits."""
    return next(talk for talk in story.state.talks.values() if talk.waits and talk.drawn is not None)


def name(story: Story, talk: Talk) -> str:
    """Who gives a talk."""
    called = story.state.people[talk.person].name
    assert called
    return called


def see(app: Drawn, story: Story) -> None:
    """All that there is comes, at the story's time."""
    app.fake.time = story.now
    app.hand_all(story.state, Surroundings(now=story.now, phones=3))


def shown(story: Story, screen: MeetScreen | None = None) -> Drawn:
    """The screen of talks, or another, with all that there is."""
    app = Drawn(screen or TalksScreen())
    see(app, story)
    return app
