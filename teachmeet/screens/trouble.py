"""What is wrong with the server, as the top line says it."""

from datetime import datetime, tzinfo

from teachmeet.domain.panels import Notice
from teachmeet.screens import messages as m
from teachmeet.widgets.top_line import Trouble
from teachmeet.words import Words

News = m.LinkUp | m.LinkDown | m.RestartFailed | m.ServerEnded | m.TurnedAway


def trouble_of(news: News, words: Words, zone: tzinfo | None) -> Trouble | None:
    """The trouble that a message of the link brings; None when it says that all is well."""
    match news:
        case m.LinkUp():
            return None
        case m.LinkDown(restarting=True):
            return _named("restarting", words)
        case m.LinkDown():
            return _named("away", words)
        case m.RestartFailed():
            return _named("gone", words) if news.why is None else Trouble(words("app.trouble.gone"), news.why)
        case m.TurnedAway():
            return Trouble(words("app.trouble.gone"), news.say)
        case m.ServerEnded(why="not_saved"):
            saved = f"{datetime.fromtimestamp(news.saved / 1000, zone):%H:%M:%S}"
            reason = words("app.trouble.disk_full") if "No space" in news.reason else news.reason
            sentence = words("app.trouble.not_saved_sentence", reason=reason, time=saved)
            return Trouble(words("app.trouble.not_saved"), sentence)
        case _:
            return _named("stopped", words)


def notice_of(notice: Notice, words: Words) -> Trouble:
    """What the server has to tell, amber: the meet goes on."""
    return Trouble("", words(f"notice.{notice.code}", **notice.values), grave=False)


def _named(name: str, words: Words) -> Trouble:
    return Trouble(words(f"app.trouble.{name}"), words(f"app.trouble.{name}_sentence"))
