"""Talks: the stage with the running order beside it, or the plan; and what is typed or decided on either."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType

from teachmeet.domain.commands import AddSegment, AddTalk, FixOverrun, TellSpeaker
from teachmeet.domain.panels import Fix, MeetPanel, NowPanel, Panel, PlanPanel, TalksPanel
from teachmeet.domain.programme import KINDS, Policy, SegmentKind
from teachmeet.screens.base import MeetScreen, bind
from teachmeet.screens.plan_pane import PlanPane
from teachmeet.screens.stage_pane import StagePane
from teachmeet.widgets.breadth import BREADTHS
from teachmeet.widgets.menu import Choice, Menu
from teachmeet.widgets.plan_list import PlanList
from teachmeet.widgets.plan_text import fix_lines, minutes_of, time_of_day
from teachmeet.widgets.running_order import RunningOrder
from teachmeet.widgets.talk_text import kind_name, name_of
from teachmeet.widgets.typed_line import Ask, TypedLine

WHO = " -- "
"""What stands between a name and a title."""


def read_walk_in(text: str, kind: str) -> AddTalk | None:
    """What a typed line asks for: a name, then a title."""
    name, dashes, title = f" {text} ".partition(WHO)
    return AddTalk(name.strip(), title.strip(), kind) if dashes and name.strip() and title.strip() else None


def read_part(text: str, kind: SegmentKind, before: int | None) -> AddSegment | None:
    """What a typed line asks for: minutes, then a title. A part for talks needs no minutes."""
    first, _, rest = text.strip().partition(" ")
    if first.isascii() and first.isdigit():
        return AddSegment(kind, rest.strip(), int(first[:6]) * 60, before)
    return AddSegment(kind, text.strip(), None, before) if kind is SegmentKind.TALKS else None


FOOTER = ("space", "n", "d", "enter", "plus", "m", "x", "delete", "e", "P", "question_mark")
"""The keys that the foot of the screen shows first, in this order: a narrow terminal has no room for all."""


class TalksScreen(MeetScreen):
    """Shows the stage or the plan."""

    CSS_PATH = "talks.tcss"
    HORIZONTAL_BREAKPOINTS = BREADTHS
    NAME = "talks"
    LOOKS = ("talks",)
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("f", "fix", "talks.key.fix", show=False),
        bind("P", "plan", "talks.key.plan", display="P"),
        bind("t", "type", "talks.key.type", show=False),
    ]

    def body(self) -> ComposeResult:
        yield StagePane(id="stage-pane")
        yield PlanPane(id="plan-pane")
        yield TypedLine()

    def show(self, panel: Panel) -> None:
        if isinstance(panel, MeetPanel):
            for known in (self.panel(TalksPanel), self.panel(PlanPanel)):
                if known is not None:
                    self.show(known)
        self.query_one(StagePane).show(panel)
        if isinstance(panel, PlanPanel):
            self.query_one(PlanPane).show(panel)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What can be done now, the most needed first."""
        found = super().active_bindings
        first = [key for key in FOOTER if key in found]
        if "q" in found and self.has_class("-narrow"):
            # The foot has no room for it; help says it.
            found["q"] = found["q"]._replace(binding=replace(found["q"].binding, show=False))
        return {key: found[key] for key in (*first, *(key for key in found if key not in first))}

    # ── the two views

    @property
    def on_plan(self) -> bool:
        """Whether the plan is shown, and not the stage."""
        return self.has_class("-plan")

    def action_plan(self) -> None:
        """From the stage to the plan, and back."""
        self.toggle_class("-plan")
        self._focus_list()

    def _focus_list(self) -> None:
        if self.on_plan:
            self.query_one(PlanList).focus()
        else:
            self.query_one(RunningOrder).focus()

    # ── being late

    @work(group="menu", exclusive=True)
    async def action_fix(self) -> None:
        """Choose what gives, with what would come of it."""
        plan, words = self.panel(PlanPanel), self.words
        if plan is None or not plan.fixes or plan.late is None:
            self.say(words("talks.fix.none"))
            return
        # A way out has the same digit whichever others there are.
        digits = {policy: str(n) for n, policy in enumerate(Policy, 1)}
        choices = [Choice(digits[fix.policy], *self._fix(fix, plan)) for fix in plan.fixes]
        title = words("talks.fix.title", time=minutes_of(plan.late, words))
        chosen = await self.app.push_screen_wait(Menu(words, title, choices))
        if chosen is not None:
            last = chosen.touched if chosen.policy is Policy.DROP else 0
            self.do(FixOverrun(chosen.policy, last), said=self._fix(chosen, plan)[0])

    def _fix(self, fix: Fix, plan: PlanPanel) -> tuple[str, Fix, str]:
        """What a way out does, itself, and what would come of it."""
        waiting = self.query_one(RunningOrder).waiting
        last = [name_of(place.talk.card, self.words) for place in waiting[len(waiting) - fix.touched :]]
        finish = "" if plan.finish is None else time_of_day(plan.finish, self.zone)
        label, hint = fix_lines(fix, last, finish, self.words)
        return label, fix, hint

    # ── typing

    def action_type(self) -> None:
        """Type in a walk-in; on the plan, a part."""
        words = self.words
        if self.on_plan:
            turns = tuple((str(kind), words(f"plan.kind.{kind}")) for kind in _parts_first())
            asked = Ask("part", words("plan.entry.placeholder"), words("plan.entry.help"), turns)
        else:
            plan = self.panel(PlanPanel)
            kinds = list(KINDS) if plan is None else [kind.name for kind in plan.kinds]
            turns = tuple((name, kind_name(name, words)) for name in kinds)
            asked = Ask("walk_in", words("talks.walk_in.placeholder"), words("talks.walk_in.help"), turns)
        self.query_one(TypedLine).open(asked)

    @on(TypedLine.Entered)
    def _entered(self, event: TypedLine.Entered) -> None:
        event.stop()
        entered = {"walk_in": self._walk_in, "part": self._part, "tell": self._tell}[event.what]
        if entered(event):
            self.query_one(TypedLine).taken()

    def _walk_in(self, event: TypedLine.Entered) -> bool:
        command = read_walk_in(event.text, event.turn)
        if command is None:
            self.say(self.words("talks.kept_short"), "warning")
            return False
        self.do(command, said=self.words("talks.walked_in", name=command.name))
        return True

    def _part(self, event: TypedLine.Entered) -> bool:
        kind, row = SegmentKind(event.turn), self.query_one(PlanList).row
        before = None if row is None or row.started else row.card.segment
        command = read_part(event.text, kind, before)
        if command is None:
            self.say(self.words("plan.kept_short"), "warning")
            return False
        self.do(command, said=self.words("plan.added", part=command.title or self.words(f"plan.kind.{kind}")))
        return True

    def _tell(self, event: TypedLine.Entered) -> bool:
        now = self.panel(NowPanel)
        name = self.words("talks.nameless") if now is None or now.on is None else name_of(now.on, self.words)
        said = self.words("talks.told", name=name, text=event.text)
        self.do(TellSpeaker(text=event.text), said=said)
        return True

    @on(TypedLine.Closed)
    def _typed(self, event: TypedLine.Closed) -> None:
        event.stop()
        self._focus_list()


def _parts_first() -> tuple[SegmentKind, ...]:
    """The kinds of parts, those that are typed in most often first."""
    first = (SegmentKind.BREAK, SegmentKind.TALKS, SegmentKind.OTHER)
    return (*first, *(kind for kind in SegmentKind if kind not in first))
