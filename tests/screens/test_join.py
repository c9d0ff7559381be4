"""Join: the code is read from the screen in every theme and size; address, trial and hint."""

from dataclasses import replace

import pytest
import zxingcpp

from teachmeet import wire
from teachmeet.domain.panels import Address, JoinPanel, MeetPanel
from teachmeet.domain.programme import Format
from teachmeet.screens import messages as m
from teachmeet.screens.join import AddressScreen, JoinScreen, shown_url
from tests.screens.drawn import LARGE, SMALL, Drawn, FakeLink
from tests.screenshots import png

ADDRESSES = (
    Address("127.0.0.1", "lo", False),
    Address("192.168.178.123", "wlan0", True),
    Address("172.17.0.1", "docker0", False),
)
JOIN = JoinPanel("HTTP://192.168.178.123:8080/J/W3NY", "W3NY", 8080, ADDRESSES, 0, 0)
MEET = MeetPanel("Bridge", Format.TEACHMEET, "Europe/London", None, None, True)


def read(app: Drawn) -> list[str]:
    """The texts of all codes on the screen."""
    return [code.text for code in zxingcpp.read_barcodes(png(app))]


@pytest.mark.parametrize("size", [SMALL, LARGE, (80, 60), (200, 24)])
@pytest.mark.parametrize("theme", ["board", "paper", "textual-light"])
@pytest.mark.parametrize("url", [JOIN.url, "HTTP://10.0.0.7/J/ZQ9C", "HTTP://169.254.254.254:65535/J/ACDE"])
async def test_the_code_is_read_from_a_screenshot(url: str, theme: str, size: tuple[int, int]) -> None:
    app = Drawn(JoinScreen())
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        app.hand(MEET, replace(JOIN, url=url))
        await pilot.pause()
        await pilot.pause()
        assert read(app) == [url]
        assert shown_url(url) in app.text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_code_is_read_while_something_is_wrong_and_after_a_resize(size: tuple[int, int]) -> None:
    app = Drawn(JoinScreen())
    async with app.run_test(size=(120, 40)) as pilot:
        app.hand(MEET, JOIN)
        app.post_message(m.LinkDown(restarting=True))
        await pilot.pause()
        await pilot.resize_terminal(*size)
        await pilot.pause()
        await pilot.pause()
        assert read(app) == [JOIN.url]


async def test_the_trial_waits_and_then_says_that_it_worked() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test(size=SMALL) as pilot:
        app.hand(replace(MEET, rehearsal=False), JOIN)
        await pilot.pause()
        assert "waiting for your phone" in app.text and "Nobody is in yet" in app.text
        app.hand(replace(JOIN, phones=1))
        await pilot.pause()
        assert "✓ your phone reached this laptop" in app.text
        app.hand(replace(JOIN, phones=1, joined=1))
        await pilot.pause()
        assert "1 is in" in app.text


async def test_simulated_phones_are_not_taken_for_the_hosts_own() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test(size=SMALL) as pilot:
        app.hand(replace(MEET, rehearsal=True), replace(JOIN, phones=1, joined=1))
        await pilot.pause()
        assert "1 is in" in app.text
        assert "your phone reached" not in app.text


async def test_the_hint_comes_when_nobody_does_and_goes_when_somebody_has() -> None:
    screen = JoinScreen()
    app = Drawn(screen)
    async with app.run_test(size=SMALL) as pilot:
        app.hand(MEET, JOIN)
        await pilot.pause()
        assert "hotspot" not in app.text
        screen.hint()
        await pilot.pause()
        assert "No phone has reached" in app.text and "press i" in app.text
        assert read(app) == [JOIN.url]
        app.hand(replace(JOIN, joined=1))
        await pilot.pause()
        assert "hotspot" not in app.text


class SendingLink(FakeLink):
    """Keeps what needs no answer too."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[wire.FromClient] = []

    async def send(self, message: wire.FromClient) -> None:
        self.sent.append(message)


async def test_addresses_that_phones_can_hardly_reach_come_last_and_say_so() -> None:
    app = Drawn(JoinScreen())
    link = app.fake.link = SendingLink()
    async with app.run_test(size=SMALL) as pilot:
        app.hand(MEET, JOIN)
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, AddressScreen)
        lines = [line for line in app.text.splitlines() if any(one.interface in line for one in ADDRESSES)]
        assert ["wlan0" in line for line in lines] == [True, False, False]
        assert ["hardly" in line for line in lines] == [False, True, True]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert link.sent == [wire.Address("127.0.0.1")]
        assert "The code shows 127.0.0.1 now" in app.text
        app.hand(replace(JOIN, url="HTTP://127.0.0.1:8080/J/W3NY"))
        await pilot.pause()
        assert "Phones can hardly reach" in app.text


async def test_one_address_is_no_choice() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test(size=SMALL) as pilot:
        app.hand(MEET, replace(JOIN, addresses=ADDRESSES[1:2]))
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        assert "only this address" in app.text
