"""What the keys for the talks ask for, the same from the stage and from before the room."""

from teachmeet.domain.commands import Command, PauseTalk, ResumeTalk, StartSegment, StartTalk
from teachmeet.domain.panels import NowPanel, PlanPanel, TalksPanel
from teachmeet.widgets.plan_text import due_part


def go(now: NowPanel | None) -> Command:
    """Start the next talk; pause the one that is on, or let it go on."""
    if now is None or now.on is None or now.clock is None:
        return StartTalk()
    return ResumeTalk() if now.clock.ends_at is None else PauseTalk()


def onward(plan: PlanPanel | None, talks: TalksPanel | None) -> Command:
    """With no talk on: begin what the plan has next, a part or a talk."""
    due = due_part(plan, talks)
    return StartTalk() if due is None else StartSegment(due.card.segment)
