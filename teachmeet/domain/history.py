"""The fold with undo: lines in, the state out, with enough of the past kept to leave an act of the host out again."""

from collections import deque
from collections.abc import Iterable

from teachmeet.domain.acts import act_of
from teachmeet.domain.facts import Line, Undone
from teachmeet.domain.state import KEPT_ACTS, State


class History:
    """Folds lines as they come.

    `state` is the room now. Behind it stands a checkpoint that lags by the host's last 50 acts, with the lines
    since: undoing folds these again from the checkpoint, without what was undone.
    """

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.state = State()
        self._checkpoint = State()
        self._since: deque[Line] = deque()
        self._acts_since = 0
        self._undone: set[int] = set()
        for line in lines:
            self.add(line)

    def add(self, line: Line) -> None:
        """Fold one more line."""
        self._since.append(line)
        undone = {fact.act for fact in line.facts if isinstance(fact, Undone)}
        if undone:
            self._undone |= undone
            self._fold_again()
        else:
            self.state.apply(line)
        self._acts_since += (act_of(line) is not None)
        while self._acts_since > KEPT_ACTS:
            self._advance()

    def _fold_again(self) -> None:
        self.state = self._checkpoint.copy()
        self.state.acts = []
        for line in self._since:
            self._fold(line, self.state)
        self._acts_since = len(self.state.acts)

    def _advance(self) -> None:
        """Move the checkpoint over one line."""
        line = self._since.popleft()
        self._fold(line, self._checkpoint)
        self._acts_since -= (act_of(line) is not None and line.seq not in self._undone)
        self._undone.discard(line.seq)

    def _fold(self, line: Line, state: State) -> None:
        if line.seq in self._undone:
            state.take_note(line)
        else:
            state.apply(line)


def fold(lines: Iterable[Line]) -> State:
    """The state that the lines lead to."""
    return History(lines).state
