"""The plan of the meet: its parts with their times, what warns, whether it fits; and every way to change it."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.commands import LayPlan, MoveSegment, SetKind, SkipSegment, StartSegment, StretchSegment
from teachmeet.domain.panels import PlanPanel, SegmentRow
from teachmeet.domain.programme import Format, Kind
from teachmeet.screens.base import Pane, bind
from teachmeet.widgets.digits import clock_text
from teachmeet.widgets.kinds import KindDialog
from teachmeet.widgets.menu import Choice, Menu
from teachmeet.widgets.plan_list import PlanList
from teachmeet.widgets.plan_text import meter, part_of, time_of_day, warning
from teachmeet.widgets.talk_text import kind_name


class PlanPane(Pane):
    """Draws `plan`; its keys are about the part under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("P", "screen.plan", "plan.key.stage", display="P"),
        bind("enter", "start", "plan.key.start", display="enter"),
        bind("plus,equals_sign", "stretch(60)", "plan.key.more", display="+ −"),
        bind("minus", "stretch(-60)", "plan.key.less", show=False, display="−"),
        bind("greater_than_sign", "stretch(300)", "plan.key.much_more", show=False, display=">"),
        bind("less_than_sign", "stretch(-300)", "plan.key.much_less", show=False, display="<"),
        bind("delete,backspace", "skip", "plan.key.skip", display="del"),
        bind("e", "menu", "plan.key.menu"),
        bind("shift+up", "move(-1)", "plan.key.up", show=False, display="shift+↑"),
        bind("shift+down", "move(1)", "plan.key.down", show=False, display="shift+↓"),
    ]

    def compose(self) -> ComposeResult:
        with Horizontal(id="plan-top"):
            yield Static(id="plan-heading", markup=False)
            yield Static(id="plan-meter", markup=False)
        yield PlanList(self.words)
        yield Static(id="plan-warnings", markup=False)

    def show(self, plan: PlanPanel) -> None:
        """Draw the plan."""
        words, zone = self.words, self.meet.zone
        parts = self.query_one(PlanList)
        parts.set_zone(zone)
        parts.put(plan.segments)
        said = [words("plan.of_parts", n=len(plan.segments))]
        if plan.finish is not None and plan.segments:
            said.append(words("plan.ends", time=time_of_day(plan.finish, zone)))
        ends = plan.ends
        said.append(words("plan.no_end") if ends is None else words("plan.planned", time=time_of_day(ends, zone)))
        said += [words("plan.auto")] if plan.auto_start else []
        heading = Content.assemble((words("plan.heading"), "bold $accent"), f"  {' · '.join(said)}")
        self.query_one("#plan-heading", Static).update(heading)
        fits = self.query_one("#plan-meter", Static)
        fits.set_class((plan.late or 0) >= 60, "-over")
        fits.update(Content("" if plan.late is None else meter(plan.late, words)))
        told = [f"⚠ {warning(notice, words)}" for notice in plan.warnings]
        self.query_one("#plan-warnings", Static).update(Content("\n".join(told)))
        self.query_one("#plan-warnings", Static).display = bool(told)

    @property
    def row(self) -> SegmentRow | None:
        """The part under the cursor; None, and a sentence, when there is none."""
        row = self.query_one(PlanList).row
        if row is None:
            self.meet.say(self.words("plan.none"))
        return row

    # ── what the keys do

    def action_start(self) -> None:
        """Begin the part under the cursor."""
        if (row := self.row) is not None:
            self.meet.do(StartSegment(row.card.segment), said=self._said("plan.started", row))

    def action_stretch(self, seconds: int) -> None:
        """Make it longer, or shorter; what lasts as long as its talks do begins from what that is expected to be."""
        if (row := self.row) is None:
            return
        length = row.seconds
        if length is None:
            span = 0 if row.starts is None or row.ends is None else row.ends - row.starts
            length = span // 60_000 * 60
        time = clock_text(length + seconds)
        said = self.words("plan.stretched", part=part_of(row.card, self.words), time=time)
        self.meet.do(StretchSegment(row.card.segment, length + seconds), said=said)

    def action_skip(self) -> None:
        """Leave it out, or take it in again."""
        if (row := self.row) is not None:
            said = "plan.taken_in" if row.skipped else "plan.skipped_said"
            self.meet.do(SkipSegment(row.card.segment, not row.skipped), said=self._said(said, row))

    def action_move(self, by: int) -> None:
        """Move it one place."""
        if (row := self.row) is None:
            return
        others = [each for each in self.query_one(PlanList).rows if each != row]
        at = self.query_one(PlanList).rows.index(row) + by
        if 0 <= at <= len(others):
            before = others[at].card.segment if at < len(others) else None
            self.meet.do(MoveSegment(row.card.segment, before), said=self._said("plan.moved", row))

    def _said(self, key: str, row: SegmentRow) -> str:
        return self.words(key, part=part_of(row.card, self.words))

    # ── the dialogs

    @work(group="menu", exclusive=True)
    async def action_menu(self) -> None:
        """The usual courses, and the kinds of talk."""
        words = self.words
        names = (Format.TEACHMEET.value, Format.EDCAMP.value, "kinds")
        choices = [
            Choice(str(key), words(f"plan.menu.{name}"), name, words(f"plan.menu.{name}_hint"))
            for key, name in enumerate(names, 1)
        ]
        menu = Menu(words, words("plan.menu.title"), choices, note=words("plan.menu.replaces"))
        chosen = await self.app.push_screen_wait(menu)
        if chosen == "kinds":
            await self._change_kind()
        elif chosen is not None:
            self.meet.do(LayPlan(Format(chosen)), said=words("plan.laid"))

    async def _change_kind(self) -> None:
        plan, words = self.meet.panel(PlanPanel), self.words
        kinds = () if plan is None else plan.kinds
        choices = [Choice("", kind_name(kind.name, words), kind, clock_text(kind.seconds)) for kind in kinds]
        choices.append(Choice("", words("plan.kinds.new"), Kind("", 300)))
        kind = await self.app.push_screen_wait(Menu(words, words("plan.kinds.title"), choices))
        if kind is None:
            return
        title = kind_name(kind.name, words) if kind.name else words("plan.kinds.new")
        changed = await self.app.push_screen_wait(KindDialog(words, kind, title))
        if changed is not None:
            name = kind_name(changed.name, words)
            said = words("plan.kind_set", kind=name, time=clock_text(changed.seconds))
            self.meet.do(SetKind(changed), said=said)
