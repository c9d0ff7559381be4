"""The panels of the hall: what the wall shows, passes, and one's own part."""

from datetime import timedelta

from teachmeet.domain.panels import Surroundings, View
from teachmeet.domain.panels_hall import MyHall, MyQuestion, PassesPanel, PassRow, WallPanel
from teachmeet.domain.programme import Scene, SegmentKind
from teachmeet.domain.state import State

RESULTS_STAY = timedelta(minutes=3)
"""So long a wall that chooses by itself shows what came of a round."""
_LAST = frozenset({SegmentKind.TAKE_HOME, SegmentKind.PRIZE_DRAW, SegmentKind.TEACHEAT})


def wall(state: State, around: Surroundings, _view: View) -> WallPanel:
    """The wall panel."""
    chosen = state.scene
    if chosen is Scene.AUTO:
        scenes: tuple[Scene, ...] = (_fitting(state, around),)
    elif chosen is Scene.TURNING:
        scenes = _telling(state, around)
    else:
        scenes = (chosen,)
    return WallPanel(chosen, scenes, state.blank, sum(talk.started is not None for talk in state.talks.values()))


def _fitting(state: State, around: Surroundings) -> Scene:
    """What fits what is going on, the most pressing first."""
    if state.pitching is not None:
        return Scene.PITCHING
    if state.open_round is not None:
        return Scene.VOTE
    if state.on is not None:
        return Scene.NOW
    if _just_closed(state, around):
        return Scene.RESULTS
    part = None if state.segment is None else state.segments.get(state.segment)
    if part is not None and part.kind in _LAST:
        return Scene.THANKS
    if state.publications:
        return Scene.BOARD
    return Scene.NOW if part is not None and part.kind is not SegmentKind.WELCOME else Scene.JOIN


def _just_closed(state: State, around: Surroundings) -> bool:
    closed = [voting.closed for voting in state.rounds.values() if voting.closed is not None]
    return bool(closed) and around.now is not None and around.now - max(closed) < RESULTS_STAY


def _telling(state: State, around: Surroundings) -> tuple[Scene, ...]:
    """The scenes that have something to say now; how to get in is always one."""
    says = {
        Scene.JOIN: True,
        Scene.PITCHING: state.pitching is not None,
        Scene.NOW: bool(state.talks) or state.segment is not None,
        Scene.VOTE: state.open_round is not None,
        Scene.RESULTS: _just_closed(state, around),
        Scene.BOARD: bool(state.publications),
        Scene.QUESTIONS: any(q.approved and not q.answered and q.text is not None for q in state.questions.values()),
    }
    return tuple(scene for scene, has in says.items() if has)


def passes(state: State, around: Surroundings, _view: View) -> PassesPanel:
    """The passes panel."""
    return PassesPanel(
        tuple(
            PassRow(
                known.number,
                known.duty,
                None if known.holder is not None else around.codes.get(known.number),
                known.holder is not None,
                known.number in around.on_duty,
            )
            for known in state.passes.values()
            if not known.revoked
        ),
        sum(person.kiosk and not person.forgotten for person in state.people.values()),
    )


def my_hall(state: State, person: int) -> MyHall:
    """What the state holds of one person's words, for that person's eyes."""
    me = state.people[person]
    return MyHall(
        me.does,
        me.seeks,
        me.publish,
        tuple(
            MyQuestion(asked.question, asked.text, asked.approved, asked.answered, asked.parked)
            for asked in state.questions.values()
            if asked.person == person
        ),
        tuple(asked.question for asked in state.questions.values() if person in asked.backers),
    )
