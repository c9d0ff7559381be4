"""What every open socket is shown: panels drawn once for all who see the same, sent when they changed, newest only."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from teachmeet import wire
from teachmeet.domain.actors import Role
from teachmeet.domain.panels import Door, Notice, Surroundings, View
from teachmeet.domain.panels_board import PlanningPanel
from teachmeet.domain.state import State
from teachmeet.domain.views import PANELS
from teachmeet.session import Frame, Session


class _Drawn:
    """A panel as it was last drawn for a view; `stamp` says of which moment."""

    __slots__ = ("data", "frame", "stamp", "version")

    def __init__(self) -> None:
        self.stamp, self.version, self.data = -1, 0, b""
        self.frame = Frame(b"")


class Display:
    """The panels of one meet, and who has which version of them.

    To be asked to draw only while the state is as the disk has it. A panel that is drawn again as it was is not
    sent: nobody has to say which facts touch which panels.
    """

    def __init__(
        self,
        state: Callable[[], State],
        now: Callable[[], datetime],
        door: Door,
        notices: tuple[Notice, ...],
        changed: Callable[[], None],
    ) -> None:
        self._state, self._now, self._changed = state, now, changed
        self._around = Surroundings(door=door, notices=notices)
        self.sessions: set[Session] = set()
        self._drawn: dict[tuple[str, View], _Drawn] = {}
        self._stamp = 0
        self._shown_stamp = self._seen_stamp = -1
        self._next_show = 0.0

    def touch(self) -> None:
        """Something changed that a panel may show: the writer is to look again."""
        self._stamp += 1
        self._changed()

    def tell_host(self, notice: Notice) -> None:
        """Let the host know of something, until the server ends."""
        if notice not in self._around.notices:
            self._around = replace(self._around, notices=(*self._around.notices, notice))
            self.touch()

    def tell_host_no_more(self, code: str) -> None:
        """What this notice said is over."""
        left = tuple(notice for notice in self._around.notices if notice.code != code)
        if left != self._around.notices:
            self._around = replace(self._around, notices=left)
            self.touch()

    def put_door(self, door: Door) -> None:
        """Say how one gets in."""
        self._around = replace(self._around, door=door)
        self.touch()

    def put_planning(self, found: PlanningPanel | None) -> None:
        """Show the host how far the planner is; None when it does nothing."""
        self._around = replace(self._around, planning=found)
        self.touch()

    def put_codes(self, codes: Mapping[int, str]) -> None:
        """Show the host the codes of passes that nobody has used yet."""
        self._around = replace(self._around, codes=codes)
        self.touch()

    def hold(self, topic: int | None) -> None:
        """The host holds this topic over the board."""
        self._around = replace(self._around, held=topic)
        self.touch()

    def wait(self, now: float) -> float | None:
        """Seconds until there is something to show; None when everybody has everything."""
        return None if self._shown_stamp == self._stamp else max(self._next_show - now, 0)

    def show(self, now: float) -> None:
        """Send everybody what changed, at most a few times a second; who is too slow gets it the next time."""
        if self.wait(now) != 0:
            return
        stamp = self._stamp
        everybody_has_it = True
        for session in self.sessions:
            if session.role is not None:
                everybody_has_it &= self._show_to(session)
        self._next_show = now + self._interval()
        if everybody_has_it:
            self._shown_stamp = stamp

    def show_look(self, session: Session) -> None:
        """Send one socket what it newly looks at."""
        if not self._show_to(session):
            self.touch()

    def _interval(self) -> float:
        """Seconds between two versions of a panel, by the size of the room."""
        return 0.25 if len(self.sessions) <= 300 else 0.5 if len(self.sessions) <= 1_000 else 1.0

    def _show_to(self, session: Session) -> bool:
        """Send a socket the panels it has not got; False when it is too slow to take them now."""
        if self._seen_stamp != self._stamp:
            self._see_who_is_here()
        for name in session.look:
            drawn = self._draw(name, session.view)
            if session.shown.get(name) != drawn.version:
                if not session.outlet.show(drawn.frame):
                    return False
                session.shown[name] = drawn.version
        return True

    def _draw(self, name: str, view: View) -> _Drawn:
        drawn = self._drawn.get((name, view))
        if drawn is None:
            drawn = self._drawn[name, view] = _Drawn()
        if drawn.stamp != self._stamp:
            data = wire.write_panel_data(PANELS[name][0](self._state(), self._around, view))
            drawn.stamp = self._stamp
            if data != drawn.data:
                drawn.data = data
                drawn.version += 1
                drawn.frame = Frame(wire.write_panel(name, drawn.version, data))
        return drawn

    def _see_who_is_here(self) -> None:
        here: dict[int, int] = {}
        phones = 0
        secrets, passes = self._state().secrets, self._state().passes.values()
        holders = {session.holder for session in self.sessions}
        on_duty = frozenset(known.number for known in passes if known.holder is not None and known.holder in holders)
        for session in self.sessions:
            if session.role is Role.ATTENDEE:
                phones += 1
                person = None if session.secret is None else secrets.get(session.secret)
                if person is not None:
                    here[person] = here.get(person, 0) + 1
        self._around = replace(self._around, connected=here, phones=phones, now=self._now(), on_duty=on_duty)
        self._seen_stamp = self._stamp
