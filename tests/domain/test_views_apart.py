"""What a topic is kept apart from: shown on both, to the host alone."""

from teachmeet.domain.commands import AddTopic, RemoveTopic
from teachmeet.domain.commands_board import KeepApart, MergeTopics
from teachmeet.domain.panels import Surroundings, TopicsPanel, View
from teachmeet.domain.programme import Pitch
from teachmeet.domain.views import topics
from tests.helpers import ann, host, joined


def test_only_the_host_sees_what_a_topic_is_kept_apart_from() -> None:
    story = joined(ann).tell(*(host(AddTopic(Pitch.OFFER, title)) for title in ("One", "Two", "Three")))
    one, two, three = story.state.topics
    story.tell(host(KeepApart(one, two)), host(KeepApart(three, one)))

    def apart(view: View) -> list[tuple[int, ...]]:
        shown = topics(story.state, Surroundings(), view)
        assert isinstance(shown, TopicsPanel)
        return [card.avoids for card in shown.topics]

    assert apart(View.HOST) == [(two, three), (one,), (one,)]
    assert apart(View.ATTENDEE) == apart(View.WALL) == [(), (), ()]
    story.tell(host(MergeTopics(two, three)))
    assert apart(View.HOST) == [(three,), (one,)]
    story.tell(host(RemoveTopic(three)))
    assert apart(View.HOST) == [()]
