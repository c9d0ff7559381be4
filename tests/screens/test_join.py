"""Join: the code is read from the screen in every theme and size; address, trial, hint, and the wifi's own code."""

from dataclasses import replace

import pytest
import zxingcpp
from textual.widgets import Static

from teachmeet import wire
from teachmeet.domain.panels import Address, Door, JoinPanel, MeetPanel, Surroundings
from teachmeet.domain.programme import Format
from teachmeet.screens import messages as m
from teachmeet.screens.hush import HushScreen
from teachmeet.screens.join import AddressScreen, JoinScreen, shown_url
from teachmeet.widgets.wifi import Wifi, read_wifi
from tests.helpers import Story
from tests.screens.drawn import HOSTILE, LARGE, SMALL, Drawn, FakeLink, typed
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
        text = " ".join(app.text.split())
        assert "No phone has reached" in text and "Up to 5 people" in app.text and "press i" in app.text
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


async def test_the_hint_names_another_address_that_phones_can_reach() -> None:
    screen = JoinScreen()
    app = Drawn(screen)
    async with app.run_test(size=LARGE) as pilot:
        other = Address("10.0.0.7", "eth0", True)
        app.hand(MEET, replace(JOIN, addresses=(*ADDRESSES, other)))
        await pilot.pause()
        screen.hint()
        await pilot.pause()
        assert "Or first the other address: 10.0.0.7" in str(app.screen.query_one("#hint", Static).content)


async def test_a_public_address_is_said_to_be_one() -> None:
    app = Drawn(JoinScreen())
    public = Address("https://meet.example.org", "public", True)
    async with app.run_test(size=LARGE) as pilot:
        url = "HTTPS://MEET.EXAMPLE.ORG/J/W3NY"
        app.hand(MEET, replace(JOIN, url=url, addresses=(public, *ADDRESSES)))
        await pilot.pause()
        assert "Words leave the building." in app.text and "same wifi" not in app.text
        assert read(app) == [url]
        await pilot.press("i")
        await pilot.pause()
        assert "in the code now" in next(line for line in app.text.splitlines() if "https://meet" in line)


# ── the wifi


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Staff-Guest -- quiet corners", "WIFI:T:WPA;S:Staff-Guest;P:quiet corners;;"),
        ("Open hall", "WIFI:T:nopass;S:Open hall;;"),
        ('a;b:c,d\\e"f -- 1;2:3,4\\5"6', 'WIFI:T:WPA;S:a\\;b\\:c\\,d\\\\e\\"f;P:1\\;2\\:3\\,4\\\\5\\"6;;'),
        ("Café -- pässwörter", "WIFI:T:WPA;S:Café;P:pässwörter;;"),
    ],
)
def test_a_typed_wifi_becomes_what_phones_read(text: str, code: str) -> None:
    wifi = read_wifi(text)
    assert wifi is not None and wifi.code == code and not wifi.too_short


def test_a_wifi_without_a_name_is_none_and_a_short_password_is_no_wifis() -> None:
    assert read_wifi(" -- secret password") is None
    assert Wifi("a", "1234567").too_short


@pytest.mark.parametrize("size", [SMALL, (120, 40), LARGE])
async def test_two_codes_stand_side_by_side(size: tuple[int, int]) -> None:
    app = Drawn(JoinScreen())
    async with app.run_test(size=size) as pilot:
        app.hand(MEET, JOIN)
        await pilot.pause()
        await pilot.press("t")
        await typed(pilot, "Staff-Guest -- quiet;corners")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert set(read(app)) == {JOIN.url, "WIFI:T:WPA;S:Staff-Guest;P:quiet\\;corners;;"}
        assert "1 Wifi  Staff-Guest · quiet;corners" in app.text
        assert f"2 Page  {shown_url(JOIN.url)}" in app.text
        await pilot.resize_terminal(size[0] + 8, size[1])
        await pilot.pause()
        await pilot.pause()
        assert len(read(app)) == 2
        await pilot.press("delete")
        await pilot.pause()
        await pilot.pause()
        assert read(app) == [JOIN.url] and "One code again" in app.text


async def test_a_password_that_no_wifi_has_is_typed_again() -> None:
    app = Drawn(JoinScreen())
    async with app.run_test(size=SMALL) as pilot:
        app.hand(MEET, JOIN)
        await pilot.pause()
        await pilot.press("t")
        await typed(pilot, "Staff -- short")
        await pilot.press("enter")
        await pilot.pause()
        assert app.wifi is None and "8 letters or more" in app.text
        await pilot.press("escape", "i")
        await pilot.pause()
        assert isinstance(app.screen, AddressScreen)


async def test_below_two_codes_a_line_says_who_is_in_and_what_helps() -> None:
    screen = JoinScreen()
    app = Drawn(screen)
    app.wifi = Wifi("Staff-Guest", "quiet corners")
    async with app.run_test(size=SMALL) as pilot:
        app.hand(MEET, JOIN)
        await pilot.pause()
        await pilot.pause()
        assert "Nobody is in yet · “No internet”?" in app.text
        screen.hint()
        await pilot.pause()
        assert "No phone yet? Up to 5: a phone's hotspot." in app.text
        app.hand(replace(JOIN, joined=1))
        await pilot.pause()
        assert "1 is in" in app.text and "hotspot" not in app.text


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_wifis_name_is_shown_as_it_is(text: str) -> None:
    app = Drawn(JoinScreen())
    app.wifi = Wifi(text[:32], "quiet corners")
    async with app.run_test(size=LARGE) as pilot:
        app.hand(MEET, JOIN)
        await pilot.pause()
        assert text[:8] in app.text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_under_hush_too_the_wifis_code_stands_before_the_pages(size: tuple[int, int]) -> None:
    app = Drawn(JoinScreen())
    app.wifi = Wifi("Staff-Guest", "quiet corners")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.screen, HushScreen)
        app.hand_wall(Story().state, Surroundings(door=Door(JOIN.url, JOIN.code, JOIN.port, ())))
        await pilot.pause()
        await pilot.pause()
        assert set(read(app)) == {JOIN.url, "WIFI:T:WPA;S:Staff-Guest;P:quiet corners;;"}
