"""What the link to the server said, as Textual messages to the app; a newer panel swallows an older one."""

from textual.message import Message

from teachmeet.domain.panels import Panel


class LinkUp(Message):
    """Connected, and let in."""


class LinkDown(Message):
    """Not connected; the link goes on trying. `restarting`: the server is gone, and a new one is being started."""

    def __init__(self, restarting: bool = False) -> None:
        super().__init__()
        self.restarting = restarting


class RestartFailed(Message):
    """The server is gone and does not come back; `why` is a sentence, None when it was tried often enough."""

    def __init__(self, why: str | None) -> None:
        super().__init__()
        self.why = why


class PanelShown(Message):
    """A panel came, whole."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.panel = panel

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, PanelShown) and type(message.panel) is type(self.panel)


class ServerEnded(Message):
    """The server said goodbye: `stopped`, or `not_saved` with the system's reason and the last safe time (ms)."""

    def __init__(self, why: str, reason: str = "", saved: int = 0) -> None:
        super().__init__()
        self.why, self.reason, self.saved = why, reason, saved


class Refused(Message):
    """The server did not do what was asked in passing: the refusal's code, sentence and values."""

    def __init__(self, code: str, say: str, values: dict[str, str | int]) -> None:
        super().__init__()
        self.code, self.say, self.values = code, say, values


class TurnedAway(Message):
    """The server does not let us in; `say` is its sentence."""

    def __init__(self, say: str) -> None:
        super().__init__()
        self.say = say
