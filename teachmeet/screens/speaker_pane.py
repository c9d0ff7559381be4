"""What the host does for whoever speaks: messages, the camel, a timer for questions, and what they brought."""

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.timer import Timer

from teachmeet.domain.commands import Command, StartTimer, StopTimer, TellSpeaker, ThrowCamel
from teachmeet.domain.panels import NowPanel, TalkCard, TalkRow, TalksPanel
from teachmeet.domain.programme import Told
from teachmeet.screens import slides
from teachmeet.screens.base import Pane, bind
from teachmeet.widgets.digits import clock_text
from teachmeet.widgets.menu import Choice, Menu
from teachmeet.widgets.stage import Stage
from teachmeet.widgets.talk_text import name_of, row_of
from teachmeet.widgets.typed_line import Ask, TypedLine

TIMERS = (1, 2, 3, 5)
"""The minutes that the second timer offers."""
END, CAMEL = "end", "camel"
"""What can be armed."""
FREE = "0"
"""The key of the message that is typed."""


class SpeakerPane(Pane):
    """Its keys are about the talk that is on, or the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("m", "message", "talks.key.message"),
        bind("c", "camel", "talks.key.camel", show=False),
        bind("S", "timer", "talks.key.timer", show=False, display="S"),
        bind("o", "open", "talks.key.open", show=False),
    ]

    ARMED_FOR = 3.0
    """Seconds within which the second press of a key that arms does what it says."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._armed: tuple[str, int] | None = None
        self._lapse: Timer | None = None

    @property
    def on(self) -> TalkCard | None:
        """The talk that is on."""
        now = self.meet.panel(NowPanel)
        return None if now is None else now.on

    # ── keys that arm

    def armed(self, act: str, talk: int, text: str) -> bool:
        """Whether this key was pressed a moment ago for the same talk; if not, it is armed and says so."""
        if self._armed == (act, talk):
            self.disarm()
            return True
        self.disarm()
        self._armed = act, talk
        self.query_one(Stage).arm(text)
        self._lapse = self.set_timer(self.ARMED_FOR, self.disarm)
        return False

    def disarm(self) -> None:
        """Whatever was armed is not any more."""
        if self._lapse is not None:
            self._lapse.stop()
            self._lapse = None
        if self._armed is not None:
            self._armed = None
            self.query_one(Stage).disarm()

    # ── what the keys do

    def action_camel(self) -> None:
        """Arm, then throw the camel: nobody can catch it again."""
        on = self.on
        if on is None:
            self.meet.say(self.words("talks.nobody_on"))
            return
        name = name_of(on, self.words)
        if self.armed(CAMEL, on.talk, self.words("talks.arm_camel")):
            self.meet.do(ThrowCamel(), said=self.words("talks.camel", name=name))

    @work(group="menu", exclusive=True)
    async def action_message(self) -> None:
        """Choose what the speaker reads; a digit sends it at once."""
        on = self.on
        if on is None:
            self.meet.say(self.words("talks.nobody_on"))
            return
        words, name = self.words, name_of(on, self.words)
        ready = [Choice(str(key), words(f"talks.tell.{told}"), str(told)) for key, told in enumerate(Told, 1)]
        choices = [*ready, Choice(FREE, words("talks.tell.text"), "")]
        menu = Menu(words, words("talks.tell.title", name=name), choices, note=words("talks.tell.note"))
        chosen = await self.app.push_screen_wait(menu)
        if chosen:
            said = words("talks.told", name=name, text=words(f"talks.tell.{chosen}"))
            self.meet.do(TellSpeaker(Told(chosen)), said=said)
        elif chosen is not None:
            asked = Ask("tell", words("talks.tell.placeholder", name=name), words("talks.tell.help"), once=True)
            self.screen.query_one(TypedLine).open(asked)

    @work(group="menu", exclusive=True)
    async def action_timer(self) -> None:
        """Start the second timer, or take it away."""
        now, words = self.meet.panel(NowPanel), self.words
        if now is not None and now.timer is not None:
            self.meet.do(StopTimer())
            return
        choices = [Choice(str(n), words("talks.timer.minutes", n=n), n * 60) for n in TIMERS]
        seconds = await self.app.push_screen_wait(Menu(words, words("talks.timer.title"), choices))
        if seconds is not None:
            said: Command = StartTimer(seconds)
            self.meet.do(said, said=words("talks.timer_on", minutes=clock_text(seconds)))

    def action_open(self) -> None:
        """Show what the talk that is on, or else the next, brought."""
        now, talks = self.meet.panel(NowPanel), self.meet.panel(TalksPanel)
        card = None if now is None else now.on or now.next
        row = None if card is None else row_of(talks, card.talk)
        if row is None or talks is None:
            self.meet.say(self.words("talks.nobody_next"))
            return
        signed_up = sorted(each.card.talk for each in talks.talks)
        self._open(row, signed_up.index(row.card.talk) + 1)

    @work(group="open-link", exclusive=True)
    async def _open(self, row: TalkRow, number: int) -> None:
        meeting, words = self.meet.meet_app.meeting, self.words
        assert meeting is not None
        folder, name = meeting.folder.path / "slides", name_of(row.card, words)
        address = slides.link_of(row.link)
        if address is None:
            path = await asyncio.to_thread(slides.file_of, folder, number, row.card.name or "")
            address = None if path is None else path.resolve().as_uri()
        if address is None:
            self.meet.say(words("talks.nothing_to_open", name=name, folder=folder, number=number), "warning")
            return
        self.meet.say(words("talks.opening", name=name))
        if not await asyncio.to_thread(slides.show, address):
            self.meet.say(words("talks.opened_not", link=address), "warning")
