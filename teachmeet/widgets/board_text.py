"""The board in words: its score, what is wrong with it, a card, a place, and what a move would do."""

from datetime import tzinfo

from teachmeet.domain.panels_board import GridPanel, PlanningPanel, ScoreCard
from teachmeet.widgets.board_scene import Board, Card, Cell, Row, Spot, Stand
from teachmeet.widgets.plan_text import time_of_day
from teachmeet.widgets.topic_list import MARKS
from teachmeet.words import Words

PIN, MOVED, WARNS, SWAP = "⚑", "→", "⚠", "⇄"
"""Marks of a card: pinned, moved, something is wrong with it, would change places."""
MINUS = "−"


def title_of(card: Card, words: Words) -> str:
    """The title, or a stand-in."""
    return card.title or words("topics.untitled")


def price_text(price: int) -> str:
    """A price with its sign."""
    return f"{MINUS}{-price}" if price < 0 else f"+{price}" if price else "0"


def hours_of(row: Row, zone: tzinfo | None) -> str:
    """From when to when."""
    return f"{time_of_day(row.slot.starts, zone)}–{time_of_day(row.slot.ends, zone)}"


# ── the whole board


def score_line(score: ScoreCard | None, hands: int, words: Words) -> str:
    """How well it fits."""
    if score is None:
        return words("board.nothing_placed")
    if score.fit is None:
        return words("board.by_hands", n=hands) if hands else words("board.no_votes")
    most = score.most_missed
    said = words("board.fits", fit=score.fit, n=most) if most else words("board.all_fit")
    return said if score.by_votes is None else words("board.beside", said=said, fit=score.by_votes)


def wrong_line(score: ScoreCard | None, words: Words) -> str:
    """What is wrong with it, the worst first; empty when nothing is."""
    if score is None:
        return ""
    counts = {
        "doubled": score.doubled,
        "clashes": score.clashes,
        "unfit": score.unfit,
        "short": score.short,
        "left": score.left,
    }
    return " · ".join(words(f"board.wrong.{name}", n=n) for name, n in counts.items() if n)


def published_line(grid: GridPanel, words: Words) -> str:
    """Whether everybody sees it as it is."""
    if not grid.published:
        return words("board.unpublished") if grid.sessions else ""
    return words("board.changes", n=grid.changes) if grid.changes else words("board.published")


def plan_line(plan: PlanningPanel, grid: GridPanel, words: Words) -> str:
    """What the planner's board would be worth; once something is published, first what it would move."""
    if plan.score is None:
        return words("board.starting")
    said = [words("board.would_move", n=plan.moved, of=len(grid.sessions))] if grid.published else []
    hands = sum(session.hands or 0 for session in grid.sessions) + sum(topic.hands or 0 for topic in grid.waiting)
    wrong = wrong_line(plan.score, words)
    return " · ".join([*said, score_line(plan.score, hands, words), *([wrong] if wrong else [])])


# ── a card and a place


def interest(card: Card, words: Words) -> str:
    """How many want it: those going once anybody said so, else wishes and, marked as such, hands."""
    if card.going:
        return words("board.going_short", n=card.going)
    if card.hands is None:
        return str(card.wishes) if card.wishes else ""
    hands = words("board.hands", n=card.hands)
    return f"{card.wishes}+{hands}" if card.wishes else hands


def card_line(card: Card, cell: Cell | None, words: Words) -> str:
    """All about a card in one line."""
    said = [f"{MARKS[card.pitch]} {words(f'topics.{card.pitch}')}", ", ".join(card.leads)]
    said += [words("board.wishes", n=card.wishes)] if card.wishes else []
    said += [words("board.hands", n=card.hands)] if card.hands is not None else []
    said += [words("board.going", n=card.going)] if card.going else []
    said += [words("board.needs", kit=", ".join(card.kit))] if card.kit else []
    said += [words("board.at", where=card.where)] if card.where else []
    said += [f"{PIN} {words('board.pinned')}"] if card.pinned else []
    said += [f"{MOVED} {words('board.moved')}"] if cell is not None and cell.moved else []
    said += [f"{WARNS} {words(f'board.warning.{code}')}" for code in card.warnings]
    return " · ".join(part for part in said if part)


def place_of(board: Board, spot: Spot, words: Words, zone: tzinfo | None) -> str:
    """A cell by its room and time."""
    row, column = spot
    room = board.rooms[column]
    name = words("board.elsewhere") if room is None else room.name
    return words("board.place", room=name, time=time_of_day(board.rows[row].slot.starts, zone))


def room_line(board: Board, spot: Spot, words: Words) -> str:
    """What there is to know of an empty cell."""
    room, row = board.rooms[spot[1]], board.rows[spot[0]]
    said = [] if room is None else [words("board.seats", n=room.seats), ", ".join(room.kit), room.way]
    said += [words("board.torn", n=row.torn)] if row.torn else []
    said += [words("board.frozen_slot")] if row.slot.frozen else []
    return " · ".join(part for part in said if part)


def state_of(row: Row, words: Words) -> str:
    """A slot's state in a word: on, past or frozen."""
    if row.stand is Stand.COMING:
        return words("board.frozen") if row.slot.frozen else ""
    return words("board.on" if row.stand is Stand.ON else "board.past")


# ── what a move would do


def drop_line(board: Board, spot: Spot, hand: Card, words: Words, zone: tzinfo | None) -> str:
    """What comes of dropping the card in one's hand there."""
    cell = board.at(spot)
    if cell is None or (cell.card is not None and cell.card.topic == hand.topic):
        return words("board.back_here")
    if cell.room is None:
        return words("board.drop_elsewhere")
    why_not = _why_not(board, spot, cell)
    if (cell.priced and cell.price is None) or why_not == "closed":
        return words(f"board.why_not.{why_not}")
    said = words("board.counting")
    if cell.price is not None:
        price = cell.price
        said = words("board.saves" if price < 0 else "board.costs" if price else "board.same", n=abs(price))
    if cell.card is not None:
        home = board.spot_of(hand.topic)
        title = title_of(cell.card, words)
        if home is None:
            said = words("board.and_waits", said=said, title=title)
        else:
            said = words("board.and_goes", said=said, title=title, place=place_of(board, home, words, zone))
    return words("board.full_stop", said=said)


def _why_not(board: Board, spot: Spot, cell: Cell) -> str:
    if cell.closed:
        return "closed"
    if board.rows[spot[0]].slot.frozen:
        return "frozen"
    return "pinned" if cell.card is not None and cell.card.pinned else "twice"
