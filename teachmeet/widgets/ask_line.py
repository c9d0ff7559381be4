"""What waits for the host's yes or no, in one line over the keys of every screen; hidden when nothing does."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.panels import AsksPanel, ClaimRow, OfferRow
from teachmeet.words import Words


def first_ask(asks: AsksPanel | None) -> ClaimRow | OfferRow | None:
    """What is asked now: who somebody is comes before what they offer."""
    waiting: list[ClaimRow | OfferRow] = [] if asks is None else [*asks.claims, *asks.offers]
    return waiting[0] if waiting else None


def ask_sentence(ask: ClaimRow | OfferRow, words: Words) -> str:
    """The question."""
    name = ask.name or words("ask.nameless")
    if isinstance(ask, OfferRow):
        return words("ask.offer", name=name, title=ask.title or words("talks.untitled"))
    signup = ask.signup or words("ask.nameless")
    if ask.title is None:
        return words("ask.claim", name=name, signup=signup)
    return words("ask.claim_talk", name=name, signup=signup, title=ask.title)


class AskLine(Horizontal):
    """Draws the `asks` panel."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    AskLine {
        display: none;
        height: 1;
        padding: 0 2;
        background: $surface;
        &.-asks { display: block; }
        & > #ask { width: 1fr; height: 1; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #ask-keys { width: auto; height: 1; padding-left: 2; }
    }
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        yield Static(id="ask", markup=False)
        yield Static(id="ask-keys", markup=False)

    def show(self, asks: AsksPanel) -> None:
        """Draw the oldest question, and how many wait behind it."""
        ask, words = first_ask(asks), self._words
        self.set_class(ask is not None, "-asks")
        if ask is None:
            return
        self.query_one("#ask", Static).update(Content(ask_sentence(ask, words)))
        keys = Content.assemble(
            ("y", "bold $accent"), " ", words("ask.yes"), "  ", ("Y", "bold $accent"), " ", words("ask.no")
        )
        more = len(asks.claims) + len(asks.offers) - 1
        if more:
            keys = Content.assemble(keys, (f"  · {words('ask.more', n=more)}", "$text-muted"))
        self.query_one("#ask-keys", Static).update(keys)
