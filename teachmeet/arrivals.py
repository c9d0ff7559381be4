"""Who asked for a page and who then got through, by remote address: signs that a network keeps phones away.

A whole venue may stand behind one address, so nobody is ever limited or let in by what is counted here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

NO_PHONE, NO_SOCKET = "no_phone_yet", "page_without_socket"
"""The codes of the notices."""
SIGNS = (NO_PHONE, NO_SOCKET)
PATIENCE = 60.0
"""Seconds that a hall may take until somebody has scanned the code."""
LOADS = 20.0
"""Seconds between a page and its socket's first word; a second or two is usual."""
STALE = 600.0
"""Seconds after which somebody who did not get through has given up."""
A_FEW = 3
"""So many who do not get through are no accident, though others do."""
MOST = 4_096
"""The most addresses that are remembered."""


@dataclass(slots=True)
class Arrivals:
    """`now` gives seconds of any monotonic clock; `expected` is when phones are, None when none are."""

    now: Callable[[], float]
    expected: float | None = None
    patience: float = PATIENCE
    loads: float = LOADS
    pages: int = 0
    """Pages that phones asked for."""
    through: int = 0
    """Sockets on which a browser said something."""
    _coming: dict[str, None] = field(default_factory=dict)
    """Addresses whose newest page came with the code: it need not be typed first."""
    _waiting: dict[str, float] = field(default_factory=dict)
    """Address → when a page that came there began to look for its socket, and has none since."""

    def asked(self, address: str, with_code: bool) -> None:
        """A phone asked for the page."""
        self.pages += 1
        self._coming.pop(address, None)
        if with_code:
            self._coming[address] = None
            _forget_the_oldest(self._coming)

    def loaded(self, address: str) -> None:
        """That page got its script, which opens a socket at once; a mere preview of a link gets none."""
        if address in self._coming:
            self._waiting.setdefault(address, self.now())
            _forget_the_oldest(self._waiting)

    def spoke(self, address: str) -> None:
        """A browser at this address said something on its socket."""
        self.through += 1
        self._coming.pop(address, None)
        self._waiting.pop(address, None)

    def signs(self) -> frozenset[str]:
        """The codes of what the host should know now."""
        now = self.now()
        for address in [address for address, since in self._waiting.items() if now - since > STALE]:
            del self._waiting[address]
        stuck = sum(now - since >= self.loads for since in self._waiting.values())
        found = set()
        if stuck >= A_FEW or (stuck and not self.through):
            found.add(NO_SOCKET)
        if self.expected is not None and now - self.expected >= self.patience and not (self.pages or self.through):
            found.add(NO_PHONE)
        return frozenset(found)


def _forget_the_oldest(addresses: dict[str, Any]) -> None:
    if len(addresses) > MOST:
        del addresses[next(iter(addresses))]
