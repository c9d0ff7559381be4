"""What clients ask for, until the writer takes it: each frame read, within its rate, in the order it came. No rules.

What cannot be read, or comes too fast, is refused here at once and never waits.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from teachmeet import wire
from teachmeet.domain.actors import Role
from teachmeet.domain.clock import at
from teachmeet.domain.commands import Command
from teachmeet.domain.refusals import Code, Refused
from teachmeet.session import Session
from teachmeet.words import Words, load, preferred

MOST_UNANSWERED = 32
"""How many commands of one socket may wait at once."""
FLOOD = 1_000
"""A socket is closed after so many messages over its rate."""

Asked = wire.Hello | wire.Look | wire.Address | wire.Arrange | wire.Hold | wire.Stop | tuple[wire.Do, Command]


class Inbox:
    """The queue in front of the writer. `wake` is called when there is something in it."""

    def __init__(self, words: Words, now: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._words, self._now, self._wake = words, now, wake
        self._queue: deque[tuple[Session, Asked]] = deque()

    def __len__(self) -> int:
        return len(self._queue)

    def take(self) -> tuple[Session, Asked]:
        """The oldest of what waits."""
        return self._queue.popleft()

    def receive(self, session: Session, frame: str | bytes) -> None:
        """Take one message in. What cannot be read is refused at once; the rest waits for the writer."""
        within_rate = session.may_send(asyncio.get_running_loop().time())
        if session.excess > FLOOD:
            session.outlet.close("too fast")
            return
        message: wire.FromClient | None = None
        try:
            if isinstance(frame, bytes):
                raise Refused(Code.NOT_UNDERSTOOD)
            message = wire.read_client(frame)
            if not within_rate:
                raise Refused(Code.TOO_FAST)  # read all the same: who waits for an answer is told which it was
            self._take_in(session, message)
        except Refused as refused:
            self.refuse(session, refused, message if isinstance(message, wire.Do) else None)

    def _take_in(self, session: Session, message: wire.FromClient) -> None:
        match message:
            case wire.Do():
                if session.unanswered >= MOST_UNANSWERED:
                    raise Refused(Code.TOO_MANY_UNANSWERED, most=MOST_UNANSWERED)
                self._put(session, (message, wire.read_command(message)))
                session.unanswered += 1
            case wire.Ping():
                session.outlet.send(wire.encode(wire.Pong(message.c, at(self._now()))))
            case wire.Hello():
                session.lang = message.lang  # also when it is refused: that is a sentence too
                self._put(session, message)
            case wire.Look():
                self._put(session, message)
            case wire.Address() | wire.Arrange() | wire.Hold() | wire.Stop():
                if session.role is not Role.HOST:
                    raise Refused(Code.NOT_YOURS)
                self._put(session, message)
            case _:
                assert_never(message)

    def _put(self, session: Session, asked: Asked) -> None:
        self._queue.append((session, asked))
        self._wake()

    def refuse(self, session: Session, refused: Refused, do: wire.Do | None = None) -> None:
        """Say no, and why; to a command also which one it was."""
        words = load(preferred((session.lang,))) if session.lang else self._words
        say = words(f"refusal.{refused.code}", **refused.values)
        n, client = (None, None) if do is None else (do.n, do.client or session.client)
        session.outlet.send(wire.encode(wire.Refusal(refused.code, say, refused.values, n, client)))
