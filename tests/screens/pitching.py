"""An edcamp's morning of pitching for the tests of screens: cards with their twins, some from phones, some merged."""

from teachmeet.domain.commands import AddTopic, OpenRound, Suggest, Vote
from teachmeet.domain.commands_board import CallPitch, CountHands, KeepApart, MergeTopics, NamePart, TakePart
from teachmeet.domain.panels import Surroundings
from teachmeet.domain.programme import Method, Part, Pitch
from teachmeet.screens.topics import TopicsScreen
from teachmeet.widgets.topic_list import Pitched, TopicList
from tests.helpers import Someone, Story, host, joined
from tests.screens.drawn import Drawn

CARDS = (
    "Retrieval practice in 5 minutes a day -- Sana",
    "?Marking with AI",
    "Behaviour: calm starts -- Femi",
    "Maths trails round the car park -- Zoë",
    "?Retrieval practice",
    "Restorative conversations that end well -- Olu",
    "?What to do with phones in Year 9",
    "Book club for staff -- Iain",
    "AI in marking: an honest look at four months -- Carme",
    "?Supporting children who have just arrived",
    "Outdoor learning when it rains -- Neil",
    "Quiet corners",
    "?Planning with ChatGPT, and what to keep doing by hand",
    "Parents’ evenings online -- Wen",
)
"""What is called out, as the host types it."""

ann, bob, cem, dot, eli = (Someone(name) for name in ("ann", "bob", "cem", "dot", "eli"))
PHONES = (ann, bob, cem, dot, eli)


def added(card: str) -> AddTopic:
    """A card as a command."""
    title, _, name = card.removeprefix("?").partition(" -- ")
    return AddTopic(Pitch.REQUEST if card.startswith("?") else Pitch.OFFER, title, name)


def typed_in(cards: tuple[str, ...] = CARDS) -> Story:
    """A meet without a phone, its cards typed."""
    return Story().tell(*(host(added(card)) for card in cards))


def pitched() -> Story:
    """The same with five phones, two of which have pitched; those two are not on the wall yet."""
    story = joined(*PHONES).tell(*(host(added(card)) for card in CARDS))
    detail = "Six weeks of notes in one exercise book: what I kept, what I threw away, and what the children said."
    return story.tell(
        ann(Suggest(Pitch.OFFER, "Retreival practise, my way", detail)), bob(Suggest(Pitch.REQUEST, "Less marking"))
    )


def number(story: Story, title: str) -> int:
    """The topic whose title begins so."""
    return next(topic.topic for topic in story.state.topics.values() if (topic.title or "").startswith(title))


def busy() -> Story:
    """In the middle of it: hands, a merge, a spotlight, people with parts, a pair that is kept apart."""
    story = pitched()
    retrieval = number(story, "Retrieval practice in")
    asked = next(t.topic for t in story.state.topics.values() if t.title == "Retrieval practice")
    maths, quiet = number(story, "Maths"), number(story, "Quiet")
    return story.tell(
        host(CountHands(retrieval, 14)),
        host(CountHands(maths, 3)),
        host(MergeTopics(asked, retrieval)),
        host(KeepApart(retrieval, maths)),
        host(NamePart(retrieval, "Gus", Part.SCRIBE)),
        host(NamePart(retrieval, "Ida")),
        cem(TakePart(quiet, Part.LEAD)),
        host(CallPitch(retrieval)),
    )


def voted(story: Story, method: Method = Method.DOTS, hidden: bool = True) -> Story:
    """A round is open, and four of five have voted."""
    story.tell(host(OpenRound(method=method, hidden=hidden, most=2 if method is Method.DOTS else 1)))
    opened = story.state.open_round
    assert opened is not None
    topics = list(story.state.rounds[opened].topics)
    for place, phone in enumerate(PHONES[:4]):
        for step in range(3):
            reply = 1 + (place + step) % 3 if method is Method.INTEREST else 1
            story.tell(phone(Vote(opened, topics[(place * step + step) % 7], reply)))
    return story


def shown(story: Story) -> Drawn:
    """The screen of topics, with all that there is."""
    app = Drawn(TopicsScreen())
    see(app, story)
    return app


def see(app: Drawn, story: Story) -> None:
    """All that there is comes, at the story's time."""
    app.fake.time = story.now
    app.hand_all(story.state, Surroundings(now=story.now, phones=len(PHONES)))


def rows(app: Drawn) -> tuple[Pitched, ...]:
    """What the list shows."""
    return app.drawn.query_one(TopicList).rows
