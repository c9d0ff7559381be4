"""Who a socket may be, and what it may look at: every role but the wall's hangs on a secret. No sockets in here."""

import hashlib
import hmac
from typing import Protocol, assert_never

from teachmeet import wire
from teachmeet.domain.actors import Role
from teachmeet.domain.panels import View
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.views import PANELS


class Keys(Protocol):
    """The secrets of a meet."""

    @property
    def host(self) -> str:
        """The host's key."""

    @property
    def code(self) -> str:
        """The code that lets attendees in."""


def admitted(hello: wire.Hello, keys: Keys) -> str | None:
    """The hash of an attendee's secret, None for other roles; Refused when the role is not to be had."""
    if hello.v != wire.VERSION:
        raise Refused(Code.WRONG_VERSION)
    match hello.role:
        case Role.HOST:
            if not hmac.compare_digest(hello.key.encode(), keys.host.encode()):
                raise Refused(Code.WRONG_KEY)
        case Role.ATTENDEE:
            if hello.code.strip().upper() != keys.code.upper():
                raise Refused(Code.WRONG_CODE)
            if hello.secret is None:
                raise Refused(Code.WRONG_TYPE, detail="an attendee's hello needs a secret")
            return hashlib.sha256(hello.secret.encode()).hexdigest()
        case Role.WALL:
            pass
        case Role.CLOCK:
            raise Refused(Code.NOT_YOURS)
        case _:
            assert_never(hello.role)
    return None


def allowed(view: View, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of these panels, or Refused when one of them is not for this view."""
    if any(name not in PANELS or view not in PANELS[name][1] for name in names):
        raise Refused(Code.NOT_YOURS)
    return names
