"""The panels of the evening itself: what is on, the running order, the plan, and one's own part in it."""

from teachmeet.domain.checks import next_talk
from teachmeet.domain.clock import anchor, at, kind_of, milliseconds, segment_anchor, timer_anchor, used
from teachmeet.domain.draw import is_here
from teachmeet.domain.forecast import Forecast, Of, forecast, pending
from teachmeet.domain.panels import (
    AsksPanel,
    AwayCard,
    ClaimRow,
    Fix,
    Maybe,
    Mine,
    MyOffer,
    MyTalk,
    Notice,
    NowPanel,
    OfferRow,
    PlanPanel,
    SegmentCard,
    SegmentRow,
    Standing,
    Surroundings,
    TalkCard,
    TalkRow,
    TalksPanel,
    ToldRow,
    View,
)
from teachmeet.domain.policies import outcomes
from teachmeet.domain.programme import KINDS, NANO, RESTS
from teachmeet.domain.resemble import resemble
from teachmeet.domain.state import State
from teachmeet.domain.things import Away, Segment, Talk
from teachmeet.domain.views_board import my_board, name_of
from teachmeet.domain.views_hall import my_hall
from teachmeet.domain.votes import joined, roots

LONG_WITHOUT_REST = 90 * 60
"""The plan warns when people sit for more than so many seconds without a rest."""
MOST_MAYBES = 5


def card(state: State, talk: Talk, view: View) -> TalkCard:
    """A talk as it is announced."""
    presenter = state.people.get(talk.person)
    return TalkCard(
        talk.talk,
        talk.title,
        name_of(state, talk.person, view),
        None if presenter is None else presenter.organisation,
        talk.kind,
        talk.seconds,
        name_of(state, talk.partner, view),
    )


def now(state: State, around: Surroundings, view: View) -> NowPanel:
    """The now panel."""
    on = None if state.on is None else state.talks[state.on]
    coming = next_talk(state)
    part = None if state.segment is None else state.segments.get(state.segment)
    return NowPanel(
        None if on is None else card(state, on, view),
        None if on is None else anchor(on, kind_of(state, on)),
        None if coming is None else card(state, coming, view),
        len(pending(state)),
        None if part is None else segment_card(part),
        None if part is None else segment_anchor(part),
        None if state.timer is None else timer_anchor(state.timer),
        state.camel,
        _has_room_for_two(state, around),
        state.weights,
    )


def _has_room_for_two(state: State, around: Surroundings) -> bool:
    """Whether a nano talk and its changeover still fit before the planned end."""
    if around.now is None or not state.talks or state.meet is None or state.meet.ends is None:
        return False
    late = forecast(state, around.now).late
    nano = state.kinds.get(NANO, KINDS[NANO])
    return late is not None and late + nano.seconds + nano.changeover <= 0


def segment_card(segment: Segment) -> SegmentCard:
    """A part as it is announced."""
    return SegmentCard(segment.segment, segment.kind, segment.title)


def talks(state: State, around: Surroundings, _view: View) -> TalksPanel:
    """The talks panel."""
    seen = None if around.now is None else forecast(state, around.now)
    rows = tuple(_talk_row(state, talk, seen) for talk in state.talks.values())
    return TalksPanel(rows, state.order, state.weights)


def _talk_row(state: State, talk: Talk, seen: Forecast | None) -> TalkRow:
    stop = None if seen is None or not talk.waits else seen.of(Of.TALK, talk.talk)
    presenter = state.people.get(talk.person)
    in_series = state.meet is not None and bool(state.meet.series)
    return TalkRow(
        card(state, talk, View.HOST),
        talk.link or None,
        None if talk.started is None else at(talk.started),
        None if talk.ended is None else at(talk.ended),
        None if talk.ended is None else milliseconds(used(talk, talk.ended)),
        None if stop is None else _to_the_minute(at(stop.starts)),
        talk.withdrawn,
        talk.drawn is not None,
        is_here(state, talk),
        talk.vain,
        talk.seen,
        talk.person,
        presenter is not None and in_series and presenter.spoke == 0,
        presenter is not None and presenter.missed,
    )


def _to_the_minute(moment: int) -> int:
    """A forecast is no better than this, and need not be sent again for less."""
    return moment // 60_000 * 60_000


def plan(state: State, around: Surroundings, _view: View) -> PlanPanel:
    """The plan panel."""
    ends = None if state.meet is None or state.meet.ends is None else at(state.meet.ends)
    seen = None if around.now is None else forecast(state, around.now)
    fixes = () if around.now is None else outcomes(state, around.now)
    return PlanPanel(
        tuple(_segment_row(segment, seen) for segment in state.segments.values()),
        None if seen is None else _to_the_minute(at(seen.finish)),
        ends,
        None if seen is None or seen.late is None else seen.late // 60 * 60,
        warnings(state, seen),
        tuple(Fix(one.policy, one.late // 60 * 60, one.touched, one.seconds) for one in fixes),
        tuple(state.kinds.values()),
        state.auto_start,
        None if state.away is None else _away_card(state.away),
    )


def _away_card(away: Away) -> AwayCard:
    first = away.earlier[0] if away.earlier else away
    return AwayCard(at(first.since), at(away.until))


def _segment_row(segment: Segment, seen: Forecast | None) -> SegmentRow:
    stop = None if seen is None else seen.of(Of.SEGMENT, segment.segment)
    starts = segment.started or (None if stop is None else stop.starts)
    ends = segment.ended or (None if stop is None else stop.ends)
    return SegmentRow(
        segment_card(segment),
        segment.seconds,
        segment.within,
        None if starts is None else _to_the_minute(at(starts)),
        None if ends is None else _to_the_minute(at(ends)),
        segment.started is not None,
        segment.ended is not None,
        segment.skipped,
    )


def warnings(state: State, seen: Forecast | None) -> tuple[Notice, ...]:
    """What an organizer would want to know early."""
    found: list[Notice] = []
    waiting = pending(state)
    without = sum(not talk.link for talk in waiting)
    if without and any(talk.link for talk in waiting):
        found.append(Notice("no_link", {"n": without, "of": len(waiting)}))
    if seen is not None:
        if (minutes := _longest_without_rest(state, seen) // 60) > LONG_WITHOUT_REST // 60:
            found.append(Notice("no_break", {"n": minutes}))
        if seen.unplaced:
            found.append(Notice("no_place", {"n": len(seen.unplaced)}))
    return tuple(found)


def _longest_without_rest(state: State, seen: Forecast) -> int:
    """The longest time that people are to sit, in seconds."""
    rests = [
        stop for stop in seen.stops if stop.of is Of.SEGMENT and state.segments[stop.number].kind in RESTS
    ]
    if not seen.stops:
        return 0
    edges = [seen.stops[0].starts, *(edge for rest in rests for edge in (rest.starts, rest.ends)), seen.finish]
    spans = zip(edges[::2], edges[1::2], strict=True)
    return max(round((end - start).total_seconds()) for start, end in spans)


def asks(state: State, _around: Surroundings, _view: View) -> AsksPanel:
    """The asks panel."""
    claims = [claim for claim in state.claims.values() if claim.yes is None]
    offers = [offer for offer in state.offers.values() if offer.yes is None and offer.title is not None]
    return AsksPanel(
        tuple(
            ClaimRow(
                claim.claim,
                state.people[claim.person].name,
                state.people[claim.signup].name,
                _first_title(state, claim.signup),
            )
            for claim in claims
            if not state.people[claim.person].forgotten and not state.people[claim.signup].forgotten
        ),
        tuple(OfferRow(offer.offer, state.people[offer.person].name, offer.title) for offer in offers),
    )


def _first_title(state: State, person: int) -> str | None:
    return next((talk.title for talk in state.talks.values() if talk.person == person and talk.title), None)


# ── one's own part


def mine(state: State, person: int) -> Mine:
    """What the state holds of one person, for that person's eyes."""
    last = max(state.rounds, default=None)
    votes = {} if last is None else joined(state.ballots.get(last, {}).get(person, {}), roots(state))
    return Mine(
        person,
        state.people[person].name,
        last,
        dict(votes),
        tuple(t.topic for t in state.topics.values() if t.person == person and t.listed),
        sum(q.person == person for q in state.questions.values()),
        _my_talk(state, person) if state.talks else None,
        _maybes(state, person) if state.talks else (),
        _my_claim(state, person) if state.claims else None,
        _my_offer(state, person) if state.offers else None,
        my_board(state, person),
        my_hall(state, person),
    )


def _my_talk(state: State, person: int) -> MyTalk | None:
    """The talk that one gives: the one that is on or next before all others."""
    me = {person, state.people[person].signup} - {None}
    given = [talk for talk in state.talks.values() if talk.person in me or talk.partner in me]
    own = [(_standing(state, talk), talk) for talk in given]
    if not own:
        return None
    rank = (Standing.ON, Standing.NEXT, Standing.COMING, Standing.OVER, Standing.GIVEN_UP)
    standing, talk = min(own, key=lambda one: rank.index(one[0]))
    told = tuple(
        ToldRow(message.message, message.ready, message.text)
        for message in state.messages.values()
        if message.talk == talk.talk
    )
    return MyTalk(talk.talk, talk.title, standing, talk.seen, told[-5:])


def _standing(state: State, talk: Talk) -> Standing:
    if state.on == talk.talk:
        return Standing.ON
    if talk.withdrawn is not None:
        return Standing.GIVEN_UP
    if talk.started is not None:
        return Standing.OVER
    coming = next_talk(state)
    return Standing.NEXT if coming is not None and coming.talk == talk.talk else Standing.COMING


def _maybes(state: State, person: int) -> tuple[Maybe, ...]:
    """Those on the sheet with a talk, without a phone, and with a name like one's own, who was not told no."""
    me = state.people[person]
    if not me.name or me.signup is not None:
        return ()
    asked = {claim.signup for claim in state.claims.values() if claim.person == person}
    found: list[Maybe] = []
    for talk in state.talks.values():
        known = state.people.get(talk.person)
        if known is None or known.joined is not None or known.phone is not None or known.person in asked:
            continue
        if resemble(me.name, known.name or "") and known.person not in {one.person for one in found}:
            found.append(Maybe(known.person, known.name, talk.title))
    return tuple(found[:MOST_MAYBES])


def _my_claim(state: State, person: int) -> int | None:
    """Whom one says one is, while the host's answer is awaited."""
    return next((c.signup for c in state.claims.values() if c.person == person and c.yes is None), None)


def _my_offer(state: State, person: int) -> MyOffer | None:
    own = [offer for offer in state.offers.values() if offer.person == person]
    return MyOffer(own[-1].title, own[-1].yes) if own else None
