"""One open socket as the hub knows it: who it is, what it looks at, how fast it may speak. No sockets in here."""

from collections.abc import Iterable
from typing import Protocol

from teachmeet.domain.actors import Role
from teachmeet.domain.panels import Mine, View
from teachmeet.domain.programme import Duty

RATE, BURST = 60.0, 200.0
"""Messages a second that one socket may send for long, and at once."""


class Frame:
    """Bytes that many sockets get; what a transport makes of them is made once and kept in `packed`."""

    __slots__ = ("data", "packed")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.packed: bytes | None = None


class Outlet(Protocol):
    """The way out to one client."""

    def send(self, data: bytes) -> None:
        """Send what only this client gets."""

    def show(self, frame: Frame) -> bool:
        """Send what many get; False, and nothing sent, when the client is too slow just now."""

    def close(self, reason: str) -> None:
        """Close the socket after what was sent."""


class Session:
    """One open socket."""

    __slots__ = (
        "client",
        "duty",
        "excess",
        "holder",
        "lang",
        "look",
        "mine",
        "outlet",
        "role",
        "secret",
        "shown",
        "tokens",
        "topped_up",
        "unanswered",
        "view",
    )

    def __init__(self, outlet: Outlet, now: float) -> None:
        self.outlet = outlet
        self.role: Role | None = None
        self.view = View.ATTENDEE
        self.client = ""
        self.lang = ""
        self.mine: Mine | None = None
        # What it was sent last of its person's own part.
        self.secret: str | None = None
        self.holder: str | None = None
        self.duty: Duty | None = None
        self.look: tuple[str, ...] = ()
        self.shown: dict[str, int] = {}
        self.unanswered = 0
        self.tokens, self.topped_up, self.excess = BURST, now, 0

    def let_in(
        self, role: Role, client: str, secret: str | None, holder: str | None = None, duty: Duty | None = None
    ) -> None:
        """Give it its role, and the view that goes with it; `secret` and `holder` are hashes, see `admission.Entry`."""
        self.role, self.view, self.client, self.secret = role, View(role.value), client, secret
        self.holder, self.duty = holder, duty
        self.shown = {}  # versions count for a view: those of another one say nothing

    def put_out(self) -> None:
        """Take its role from it: it may do nothing more, and sees nothing."""
        self.role, self.holder, self.duty, self.look = None, None, None, ()

    def may_send(self, now: float) -> bool:
        """Whether one more message is within its rate; counts it."""
        self.tokens = min(BURST, self.tokens + (now - self.topped_up) * RATE)
        self.topped_up = now
        if self.tokens >= BURST:
            self.excess = 0
        if self.tokens < 1:
            self.excess += 1
            return False
        self.tokens -= 1
        return True


class Kin:
    """Which sockets are pages of the same person, by the hashes of their phones' secrets: what one does, the others
    show too."""

    def __init__(self) -> None:
        self._pages: dict[str, set[Session]] = {}

    def add(self, session: Session, secret: str) -> None:
        """The socket is a page of this phone from now on."""
        self._pages.setdefault(secret, set()).add(session)

    def remove(self, session: Session) -> None:
        """The socket is nobody's page any more."""
        if session.secret is not None and (pages := self._pages.get(session.secret)) is not None:
            pages.discard(session)
            if not pages:
                del self._pages[session.secret]

    def of(self, session: Session, secrets: Iterable[str]) -> Iterable[Session]:
        """The other pages of the phones that keep these."""
        pages = (page for secret in dict.fromkeys(secrets) for page in self._pages.get(secret, ()))
        return (page for page in pages if page is not session)
