"""Who a socket may be, and what it may look at: every role but the wall's hangs on a secret. No sockets in here.

Codes that people say aloud are made here: one-time codes of passes, and the personal code with which somebody is the
same person on another phone. A personal code stands nowhere: it follows from the host's key and the person's number.
Of a pass's code the journal keeps what the host's key makes of it: few letters could be tried out, a key cannot.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from teachmeet import wire
from teachmeet.domain.actors import Role
from teachmeet.domain.facts import Fact
from teachmeet.domain.facts_hall import PassMade, PassRevoked, PassTaken
from teachmeet.domain.panels import Mine, View
from teachmeet.domain.programme import Duty
from teachmeet.domain.refusals import Code, Refused
from teachmeet.domain.rules_hall import duty_of, take_pass
from teachmeet.domain.state import State
from teachmeet.domain.views import PANELS

LETTERS = "ACDEFGHJKLMNPQRTUVWXYZ234679"
"""What nobody mistakes for anything else, read or said: no 0 O 1 I 8 B 5 S."""
SPOKEN = 6
"""Letters of a code for a pass, or of a personal one: 480 million of them."""
WRONG, AGAIN = 30, 60.0
"""After so many wrong codes no more are looked at for so many seconds: enough for people, hopeless for guessing."""


class Keys(Protocol):
    """The secrets of a meet."""

    @property
    def host(self) -> str:
        """The host's key."""

    @property
    def code(self) -> str:
        """The code that lets attendees in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who may come in: `secret` is the hash of a phone's, `holder` of what a page on duty keeps.

    `facts` are to be kept before they are let in: a code was used.
    """

    secret: str | None = None
    holder: str | None = None
    duty: Duty | None = None
    facts: tuple[Fact, ...] = ()


class Doorkeeper:
    """Knows the keys and the codes; `now` gives seconds of any monotonic clock, `dice` 48 random bits."""

    def __init__(self, keys: Keys, dice: Callable[[], int], now: Callable[[], float]) -> None:
        self._keys, self._dice, self._now = keys, dice, now
        self.codes: dict[int, str] = {}
        """Of the passes that this run made: their codes."""
        self._made: dict[str, str] = {}
        self._people: dict[str, int] = {}
        self._coded = 0
        self._wrong, self._since = 0, 0.0

    def admit(self, hello: wire.Hello, state: State) -> Entry:
        """Who this is, or Refused when the role is not to be had."""
        if hello.v != wire.VERSION:
            raise Refused(Code.WRONG_VERSION)
        match hello.role:
            case Role.HOST:
                if not hmac.compare_digest(hello.key.encode(), self._keys.host.encode()):
                    raise Refused(Code.WRONG_KEY)
                return Entry()
            case Role.COHOST:
                entry = self._on_duty(hello.secret, hello.key, state)
                if entry.duty is Duty.KIOSK:
                    raise Refused(Code.WRONG_KEY)
                return entry
            case Role.ATTENDEE:
                return self._attendee(hello, state)
            case Role.WALL:
                return Entry()
            case Role.CLOCK:
                raise Refused(Code.NOT_YOURS)

    def _attendee(self, hello: wire.Hello, state: State) -> Entry:
        if hello.secret is None:
            raise Refused(Code.WRONG_TYPE, detail="an attendee's hello needs a secret")
        if hello.kiosk is not None:
            entry = self._on_duty(hello.kiosk, hello.key, state)
            if entry.duty is not Duty.KIOSK:
                raise Refused(Code.WRONG_KEY)
            return Entry(hashed(hello.secret), entry.holder, entry.duty, entry.facts)
        if hello.code.strip().upper() != self._keys.code.upper():
            raise Refused(Code.WRONG_CODE)
        return Entry(hashed(hello.secret))

    def _on_duty(self, keeps: str | None, key: str, state: State) -> Entry:
        """A page that was let in before, or one with a code that nobody used yet."""
        if keeps is None:
            raise Refused(Code.WRONG_TYPE, detail="a page on duty needs a secret")
        holder = hashed(keeps)
        duty = duty_of(state, holder)
        if duty is not None:
            return Entry(None, holder, duty)
        if not key:
            raise Refused(Code.WRONG_KEY)  # a page that was revoked comes back without one: that is no guess
        self._count_wrong()
        secret = self._sealed(key)
        facts = take_pass(state, secret, holder)
        self._wrong -= 1
        taken = next(known for known in state.passes.values() if known.secret == secret and known.holder is None)
        return Entry(None, holder, taken.duty, facts)

    def fresh(self) -> str:
        """What the journal keeps of a new one-time code: nobody without the host's key can tell the code from it."""
        code = spoken(self._dice())
        secret = self._sealed(code)
        self._made[secret] = code
        return secret

    def _sealed(self, code: str) -> str:
        return hmac.digest(self._keys.host.encode(), f"pass {plain(code)}".encode(), "sha256").hex()

    def heed(self, fact: PassMade | PassTaken | PassRevoked) -> None:
        """A pass was made, taken or revoked, and that is on disk."""
        if isinstance(fact, PassMade) and (code := self._made.pop(fact.secret, None)) is not None:
            self.codes = {**self.codes, fact.number: code}
        elif not isinstance(fact, PassMade):
            self.codes = {number: code for number, code in self.codes.items() if number != fact.number}

    def with_code(self, own: Mine) -> Mine:
        """Somebody's own part, with their personal code."""
        return replace(own, hall=replace(own.hall, code=self.personal_code(own.person)))

    def personal_code(self, person: int) -> str:
        """With which somebody is the same person on another phone."""
        return _personal(self._keys.host, person)

    def whose(self, code: str, state: State) -> int | None:
        """Whose personal code that is, if anybody's."""
        self._count_wrong()
        if self._coded != len(state.people):
            self._coded = len(state.people)
            for person in state.people.values():
                if person.joined is not None:  # who is only on the sheet was never told a code
                    self._people.setdefault(self.personal_code(person.person), person.person)
        found = self._people.get(plain(code))
        if found is not None:
            self._wrong -= 1
        return found

    def _count_wrong(self) -> None:
        """Each code that is looked at is a wrong one until it was found."""
        if self._now() - self._since > AGAIN:
            self._wrong, self._since = 0, self._now()
        if self._wrong >= WRONG:
            raise Refused(Code.TOO_FAST)
        self._wrong += 1


@lru_cache(maxsize=4_096)
def _personal(key: str, person: int) -> str:
    digest = hmac.digest(key.encode(), f"return {person}".encode(), "sha256")
    return spoken(int.from_bytes(digest[:8], "big"))


def hashed(secret: str) -> str:
    """What may be kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def spoken(number: int) -> str:
    """A number as a code that can be said aloud."""
    letters: list[str] = []
    for _ in range(SPOKEN):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def plain(code: str) -> str:
    """A code as it was meant, however it was typed."""
    return "".join(code.split()).replace("-", "").upper()


def allowed(view: View, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of these panels, or Refused when one of them is not for this view."""
    if any(name not in PANELS or view not in PANELS[name][1] for name in names):
        raise Refused(Code.NOT_YOURS)
    return names
