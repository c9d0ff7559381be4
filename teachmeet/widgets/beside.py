"""What stands over the running order: who is next, between two talks who was on, before the first the evening."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from teachmeet.domain.panels import NowPanel, TalksPanel
from teachmeet.domain.programme import Order
from teachmeet.widgets.digits import clock_text
from teachmeet.widgets.running_order import Place, Stand, places
from teachmeet.widgets.talk_text import long_time, name_of, row_of, short_line, title_of
from teachmeet.words import Words


def hat_names(talks: TalksPanel | None, words: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names in the hat: those here, and those not seen yet. Where no lots are drawn, all who wait are in it."""
    waiting = [row for row in (() if talks is None else talks.talks) if row.started is None and row.withdrawn is None]
    lots = talks is not None and talks.order is Order.DRAWN
    inside = [row for row in waiting if not (lots and row.drawn)]
    here = tuple(name_of(row.card, words) for row in inside if row.here)
    return here, tuple(name_of(row.card, words) for row in inside if not row.here)


def summed_up(talks: TalksPanel, words: Words) -> tuple[int, str]:
    """How many talks have been on, and what the evening was."""
    done = [p for p in places(talks) if p.stand is Stand.PAST]
    used, over = sum(p.used for p in done), sum(p.used - p.talk.card.seconds for p in done)
    summing = [words("talks.over_hint", n=len(done), used=long_time(used, words))]
    if over > 0:
        summing.append(words("talks.over_by", time=clock_text(over)))
    return len(done), " · ".join(summing)


class Beside(Vertical):
    """Draws `now` and `talks` in four lines."""

    DEFAULT_CSS = """
    Beside {
        height: auto; padding: 0 1;
        & > #beside-heading { height: 1; color: $text-muted; }
        & > #beside-who { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #beside-title { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #beside-called { height: 1; color: $warning; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #beside-called.-seen { color: $success; }
    }
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        for name in ("heading", "who", "title", "called"):
            yield Static(id=f"beside-{name}", markup=False)

    def show(self, now: NowPanel, talks: TalksPanel) -> None:
        """Draw who is next; between two talks, who was on; before the first, how much there is."""
        words = self._words
        done = [p for p in places(talks) if p.stand is Stand.PAST]
        last = max(done, key=lambda p: p.talk.ended or 0, default=None)
        called = self.query_one("#beside-called", Static)
        called.display = now.on is not None and now.next is not None
        if now.on is not None and now.next is not None:
            card, row = now.next, row_of(talks, now.next.talk)
            told = (words("talks.next"), short_line(card, words), title_of(card, words))
            seen = row is not None and row.seen
            called.set_class(seen, "-seen")
            called.update(words("talks.seen" if seen else "talks.not_seen"))
        elif now.on is not None:
            last_one = words("talks.hat_hint") if now.left else words("talks.last_one")
            told = (words("talks.next"), last_one, "")
        elif last is not None:
            told = (words("talks.last"), name_of(last.talk.card, words), self._took(last))
        else:
            seconds = sum(row.card.seconds for row in talks.talks if row.withdrawn is None)
            span = words("talks.of_talking", time=long_time(seconds, words))
            told = (words("talks.begin"), words("talks.talks", n=len(talks.talks)), span)
        for name, text in zip(("heading", "who", "title"), told, strict=True):
            self.query_one(f"#beside-{name}", Static).update(Content(text))

    def heading(self, talks: TalksPanel) -> Content:
        """What stands directly over the list: how many are to come, or the hat."""
        words = self._words
        coming = [p for p in places(talks) if p.stand in (Stand.NEXT, Stand.COMING, Stand.HAT)]
        if not coming:
            return Content(words("talks.all_done"))
        if talks.order is Order.DRAWN:
            here, away = hat_names(talks, words)
            counts = words("talks.hat_counts", here=len(here), away=len(away))
            told = counts if here or away else words("talks.hat_empty")
            return Content.assemble(words("talks.hat_short"), (f"  {told}", "$text-muted"))
        time = long_time(sum(p.talk.card.seconds for p in coming), words)
        told = words("talks.to_come", n=len(coming), time=time)
        return Content.assemble(words("talks.order"), (f"  {told}", "$text-muted"))

    def _took(self, place: Place) -> str:
        planned = clock_text(place.talk.card.seconds)
        used = self._words("talks.used", used=clock_text(place.used), planned=planned)
        return f"{used} · {clock_text(-place.over)}" if place.over else used
