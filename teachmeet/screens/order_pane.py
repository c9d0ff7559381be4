"""The running order beside the stage: who is next, the hat, whether it fits; and every way to change who comes when."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from teachmeet.domain.commands import (
    Command,
    Draw,
    MarkAbsent,
    MoveTalk,
    PairTalks,
    ReturnTalk,
    SetAutoStart,
    SetOrder,
    StartTalk,
    SwapTalks,
    TickHere,
    WithdrawTalk,
)
from teachmeet.domain.panels import NowPanel, PlanPanel, TalksPanel
from teachmeet.domain.programme import Order
from teachmeet.screens.base import Pane, bind
from teachmeet.widgets.beside import Beside, hat_names
from teachmeet.widgets.menu import Choice, Menu
from teachmeet.widgets.plan_text import meter
from teachmeet.widgets.running_order import Place, RunningOrder, Stand
from teachmeet.widgets.talk_text import detail_line, name_of, title_of

NAMED = 3
"""How many of those left out are named in the line below; the dialog names more."""


class OrderPane(Pane):
    """Draws the running order; its keys are about the talk under the cursor, and about the hat."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("d", "draw", "talks.key.draw"),
        bind("x", "absent", "talks.key.absent"),
        bind("enter", "start", "talks.key.start", show=False, display="enter"),
        bind("D", "order", "talks.key.order", show=False, display="D"),
        bind("e", "menu", "talks.key.menu", show=False),
        bind("g", "here", "talks.key.here", show=False),
        bind("shift+up", "move(-1)", "talks.key.up", show=False, display="shift+↑"),
        bind("shift+down", "move(1)", "talks.key.down", show=False, display="shift+↓"),
    ]

    class Drawing(Message):
        """A lot was asked for; these names are in the hat."""

        def __init__(self, names: tuple[str, ...]) -> None:
            super().__init__()
            self.names = names

    def compose(self) -> ComposeResult:
        yield Beside(self.words)
        yield Static(id="order-heading", markup=False)
        yield RunningOrder(self.words)
        yield Static(id="meter", markup=False)
        with Vertical(id="cursor"):
            yield Static(id="cursor-title", markup=False)
            yield Static(id="cursor-who", markup=False)

    # ── drawing

    def show(self, now: NowPanel | None, talks: TalksPanel | None, plan: PlanPanel | None) -> None:
        """Draw what there is by now."""
        if talks is None:
            return
        self._order.set_zone(self.meet.zone)
        self._order.show(talks)
        if now is not None:
            self.query_one(Beside).show(now, talks)
        self.query_one("#order-heading", Static).update(self.query_one(Beside).heading(talks))
        late = None if plan is None else plan.late
        fits = self.query_one("#meter", Static)
        fits.display = late is not None and bool(self._order.waiting)
        fits.set_class((late or 0) >= 60, "-over")
        fits.update(Content("" if late is None else meter(late, self.words)))
        self.on_row_list_moved()

    def on_row_list_moved(self) -> None:
        row = self._order.row
        title, who = ("", "") if row is None else (title_of(row.talk.card, self.words), self._detail(row))
        self.query_one("#cursor-title", Static).update(Content(title))
        self.query_one("#cursor-who", Static).update(Content(who))

    def _detail(self, row: Place) -> str:
        # Nobody knows yet when somebody in the hat will be on.
        talk = replace(row.talk, starts=None) if row.stand is Stand.HAT else row.talk
        return detail_line(talk, self.words, self.meet.zone)

    @property
    def _order(self) -> RunningOrder:
        return self.query_one(RunningOrder)

    def _chosen(self, *, waiting: bool = False) -> Place | None:
        """The talk under the cursor; None, and a sentence, when there is none that will do."""
        row = self._order.row
        if row is None or (waiting and row.stand in (Stand.PAST, Stand.ON)):
            self.meet.say(self.words("talks.no_row") if row is None else self.words("refusal.talk_is_over"))
            return None
        return row

    # ── who is on next

    def action_start(self) -> None:
        """Start the talk under the cursor."""
        row = self._order.row
        if row is not None:
            self.meet.do(StartTalk(row.talk.card.talk))

    def action_draw(self) -> None:
        """Draw the next from those here, and name who is left out."""
        self._draw(Draw())

    def _draw(self, command: Draw) -> None:
        here, away = hat_names(self.meet.panel(TalksPanel), self.words)
        inside = (*here, *away) if command.everybody else here
        self.post_message(self.Drawing(() if command.all else inside))
        left_out = "" if command.everybody or not away else self.words("talks.left_out", names=self._named(away))
        said = self.words("talks.drawing_all" if command.all else "talks.drawn_one")
        self.meet.do(command, said=f"{said} {left_out}".strip())

    def _named(self, names: Sequence[str], most: int = NAMED) -> str:
        shown = ", ".join(names[:most])
        more = len(names) - most
        return self.words("talks.left_more", names=shown, n=more) if more > 0 else shown

    def action_absent(self) -> None:
        """The next one is not here: back into the hat, or to the end of the order."""
        now, talks = self.meet.panel(NowPanel), self.meet.panel(TalksPanel)
        if now is None or talks is None or now.next is None:
            self.meet.say(self.words("talks.nobody_next"))
            return
        said = "talks.absent" if talks.order is Order.DRAWN else "talks.absent_order"
        self.meet.do(MarkAbsent(now.next.talk), said=self.words(said, name=name_of(now.next, self.words)))

    def action_here(self) -> None:
        """Tick the one under the cursor: here, or not here after all."""
        row = self._chosen()
        if row is not None:
            here, name = not row.talk.here, row.talk.card.name or self.words("talks.nameless")
            said = self.words("talks.ticked" if here else "talks.unticked", name=name)
            self.meet.do(TickHere(row.talk.presenter, here), said=said)

    def action_move(self, by: int) -> None:
        """Move the talk under the cursor one place."""
        row = self._chosen(waiting=True)
        waiting = self._order.waiting
        if row is None or row not in waiting:
            return
        others = [place for place in waiting if place != row]
        at = waiting.index(row) + by
        if 0 <= at <= len(others):
            before = others[at].talk.card.talk if at < len(others) else None
            said = self.words("talks.moved", name=name_of(row.talk.card, self.words))
            self._order.stay()
            self.meet.do(MoveTalk(row.talk.card.talk, before), said=said)

    # ── the dialogs

    @work(group="menu", exclusive=True)
    async def action_order(self) -> None:
        """Choose how the order comes about, or whom to draw."""
        talks, plan, words = self.meet.panel(TalksPanel), self.meet.panel(PlanPanel), self.words
        order = Order.SIGNUP if talks is None else talks.order
        weights = talks is not None and talks.weights
        auto = plan is not None and plan.auto_start
        _, away = hat_names(talks, words)
        note = words("talks.order_menu.left_out", names=self._named(away, 8)) if away else ""
        draws = {"next_here": Draw(), "next_all": Draw(everybody=True), "all_here": Draw(all=True)}
        asked: dict[str, Command] = {**draws, "all_all": Draw(all=True, everybody=True)}
        asked |= {str(each): SetOrder(each, weights) for each in (Order.SIGNUP, Order.VOTES, Order.DRAWN)}
        asked["weights_off" if weights else "weights_on"] = SetOrder(order, not weights)
        asked["auto_off" if auto else "auto_on"] = SetAutoStart(not auto)
        hints = {str(order): words("talks.order_menu.now"), "weights_on": words("talks.order_menu.weights_on_hint")}
        choices = [
            Choice(str(key), words(f"talks.order_menu.{name}"), name, hints.get(name, ""))
            for key, name in enumerate(asked, 1)
        ]
        chosen = await self.app.push_screen_wait(Menu(words, words("talks.order_menu.title"), choices, note=note))
        command = None if chosen is None else asked[chosen]
        if isinstance(command, Draw):
            self._draw(command)
        elif command is not None:
            said = {"weights_on": "talks.weights_said", "weights_off": "talks.weights_off_said"}
            said |= {"auto_on": "talks.auto_on", "auto_off": "talks.auto_off"}
            self.meet.do(command, said=words(said.get(str(chosen), "talks.order_set")))

    @work(group="menu", exclusive=True)
    async def action_menu(self) -> None:
        """What else can be done about the talk under the cursor."""
        row = self._chosen(waiting=True)
        if row is None:
            return
        words, card = self.words, row.talk.card
        names = ["back_order"] if row.stand is Stand.GONE else ["ill", "swap", "pair", "first", "last"]
        if self._lots and row.stand in (Stand.NEXT, Stand.COMING):
            names.insert(1, "back")
        hints = {key: words(f"talks.menu.{key}_hint") for key in ("ill", "pair")}
        choices = [
            Choice(str(n), words(f"talks.menu.{key}"), key, hints.get(key, "")) for n, key in enumerate(names, 1)
        ]
        title = words("talks.menu.title", name=name_of(card, words), talk=title_of(card, words))
        chosen = await self.app.push_screen_wait(Menu(words, title, choices))
        other = await self._other(row) if chosen in ("swap", "pair") else None
        if chosen is not None and (other is not None or chosen not in ("swap", "pair")):
            self._do(chosen, row, other)

    @property
    def _lots(self) -> bool:
        talks = self.meet.panel(TalksPanel)
        return talks is not None and talks.order is Order.DRAWN

    async def _other(self, row: Place) -> Place | None:
        """With whom."""
        words = self.words
        choices = [
            Choice("", name_of(place.talk.card, words), place, title_of(place.talk.card, words))
            for place in self._order.waiting
            if place != row
        ]
        title = words("talks.menu.which", name=name_of(row.talk.card, words))
        return await self.app.push_screen_wait(Menu(words, title, choices))

    def _do(self, chosen: str, row: Place, other: Place | None) -> None:
        """What was chosen for a talk."""
        words, talk, name = self.words, row.talk.card.talk, name_of(row.talk.card, self.words)
        ahead = next((place.talk.card.talk for place in self._order.waiting if place != row), None)
        if other is not None:
            command = (SwapTalks if chosen == "swap" else PairTalks)(talk, other.talk.card.talk)
            said = "talks.swapped" if chosen == "swap" else "talks.paired_said"
            self.meet.do(command, said=words(said, name=name, other=name_of(other.talk.card, words)))
        elif chosen == "ill":
            self.meet.do(WithdrawTalk(talk), said=words("talks.ill_said", name=name))
        elif chosen in ("first", "last"):
            self.meet.do(MoveTalk(talk, ahead if chosen == "first" else None), said=words("talks.moved", name=name))
        else:
            self.meet.do(ReturnTalk(talk), said=words("talks.back_in", name=name))
