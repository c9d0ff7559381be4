"""Real browsers of three makers, driven alike: Chromium, Firefox, and WebKit, which is what iPhones have.

Playwright drives only the Firefox and the WebKit that it downloads itself. Debian's Firefox speaks WebDriver BiDi over
a websocket, and Debian's WebKitGTK the older WebDriver over HTTP; what is needed of either is little enough.
"""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from playwright.async_api import Error as PageError
from playwright.async_api import Page, async_playwright
from websockets.asyncio.client import ClientConnection, connect

from tests.world import PATIENCE, free_port, until

WIDTH, HEIGHT = 420, 800
MINI_BROWSERS = ("webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0")
"""The folders of the window for WebKitGTK, by version of its interface."""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which WebDriver names an element (W3C WebDriver, 12.1)."""
PREFERENCES = {
    "app.normandy.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
}
"""So that Firefox asks nobody outside for anything."""


class Missing(Exception):
    """This browser is not on this machine; says what would have to be."""


class Window(Protocol):
    """A browser with one page, as somebody has it before them."""

    async def open(self, url: str) -> None:
        """Load a page."""

    async def run(self, body: str) -> Any:
        """What the body of a function returns that is called in the page."""

    async def tap(self, xpath: str) -> None:
        """Click what is there."""

    async def type(self, xpath: str, text: str) -> None:
        """Click into a field, and type."""


def wanted(*names: str) -> str:
    """The path of the first of these programs that is there."""
    for name in names:
        if path := shutil.which(name):
            return path
    raise Missing(names[0])


@contextmanager
def running(folder: Path, *line: str, **env: str) -> Iterator[Path]:
    """A program until the block ends, and all that it started; the file that holds what it says."""
    log = folder / f"{Path(line[0]).name}.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            line, stdout=said, stderr=subprocess.STDOUT, env={**os.environ, **env}, start_new_session=True
        )
    try:
        yield log
    finally:
        for harder in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, harder)
                process.wait(5)


async def heard(log: Path, pattern: str) -> str:
    """What stands in a program's log, once it does."""

    def found() -> "re.Match[str] | None":
        return re.search(pattern, log.read_text(errors="replace"))

    await until(found, pattern)
    there = found()
    assert there is not None
    return there[1]


# ── Chromium


class Chromium:
    """Driven by Playwright."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def open(self, url: str) -> None:
        await self._page.goto(url)

    async def run(self, body: str) -> Any:
        try:
            return await self._page.evaluate(f"() => {{ {body} }}")
        except PageError as gone:
            if "context was destroyed" not in gone.message:
                raise
            return None  # the page was just being left

    async def tap(self, xpath: str) -> None:
        await self._page.click(f"xpath={xpath}", timeout=10_000)

    async def type(self, xpath: str, text: str) -> None:
        await self.tap(xpath)
        await self._page.keyboard.type(text)


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Window]:
    """Chromium, which keeps pages for those who come back, as outside of tests."""
    path = os.environ.get("TEACHMEET_CHROMIUM") or wanted("chromium")
    keeping = ["--disable-back-forward-cache"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"], ignore_default_args=keeping
        )
        yield Chromium(await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}))
        await browser.close()


# ── Firefox

INTO_VIEW = """(there) => new Promise((still) => {
    there.scrollIntoView({block: "center"});
    let last;
    const look = () => {
        const top = there.getBoundingClientRect().top;
        if (top === last) return still();
        last = top;
        requestAnimationFrame(() => requestAnimationFrame(look));
    };
    look();
})"""
"""Scroll to an element, and wait until it holds still: a click goes to where it was when it was asked."""


class Firefox:
    """Driven over WebDriver BiDi (w3.org/TR/webdriver-bidi)."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._asked = 0
        self._tab = ""

    async def ask(self, method: str, **params: Any) -> Any:
        """One command, and what it returns."""
        self._asked += 1
        await self._line.send(json.dumps({"id": self._asked, "method": method, "params": params}))
        async with asyncio.timeout(PATIENCE):
            while (answer := json.loads(await self._line.recv())).get("id") != self._asked:
                pass
        assert answer["type"] == "success", answer
        return answer["result"]

    async def begin(self) -> None:
        """Take the one tab that is there."""
        await self.ask("session.new", capabilities={})
        (tab,) = (await self.ask("browsingContext.getTree"))["contexts"]
        self._tab = tab["context"]
        await self.ask("browsingContext.setViewport", context=self._tab, viewport={"width": WIDTH, "height": HEIGHT})

    async def open(self, url: str) -> None:
        await self.ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    async def run(self, body: str) -> Any:
        called = f"JSON.stringify((() => {{ {body} }})())"
        where = {"context": self._tab}
        came = await self.ask("script.evaluate", expression=called, target=where, awaitPromise=False)
        assert came["type"] == "success", came
        return json.loads(came["result"].get("value", "null"))

    async def _find(self, xpath: str) -> dict[str, str]:
        where = {"type": "xpath", "value": xpath}
        (found, *_) = (await self.ask("browsingContext.locateNodes", context=self._tab, locator=where))["nodes"]
        there = {"sharedId": found["sharedId"]}
        target = {"context": self._tab}
        await self.ask(
            "script.callFunction", functionDeclaration=INTO_VIEW, arguments=[there], target=target, awaitPromise=True
        )
        return there

    async def tap(self, xpath: str) -> None:
        origin = {"type": "element", "element": await self._find(xpath)}
        moves = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        await self._act({"type": "pointer", "id": "mouse", "actions": moves})

    async def type(self, xpath: str, text: str) -> None:
        await self.tap(xpath)
        strokes = [{"type": how, "value": letter} for letter in text for how in ("keyDown", "keyUp")]
        await self._act({"type": "key", "id": "keys", "actions": strokes})

    async def _act(self, actions: dict[str, Any]) -> None:
        await self.ask("input.performActions", context=self._tab, actions=[actions])


@asynccontextmanager
async def firefox(folder: Path) -> AsyncIterator[Window]:
    """Firefox without a window, with a profile of its own."""
    path = wanted("firefox-esr", "firefox")
    profile = folder / "firefox"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    begin = (path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0")
    with running(folder, *begin, HOME=str(profile)) as log:
        address = await heard(log, r"WebDriver BiDi listening on (ws://\S+)")
        async with connect(f"{address}/session", max_size=None, compression=None, proxy=None) as line:
            window = Firefox(line)
            await window.begin()
            yield window


# ── WebKit


class WebKit:
    """Driven over WebDriver (w3.org/TR/webdriver2)."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def ask(self, method: str, path: str, **params: Any) -> Any:
        """One command, and what it returns."""
        return await asyncio.to_thread(self._ask, method, path, params)

    def _ask(self, method: str, path: str, params: dict[str, Any]) -> Any:
        body = json.dumps(params).encode() if method == "POST" else None
        request = urllib.request.Request(f"{self._address}{path}", body, method=method)
        try:
            with _straight.open(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None

    async def begin(self, browser: str) -> None:
        """Open the window."""
        options = {"binary": browser, "args": ["--automation"]}
        wants = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        session = await self.ask("POST", "/session", capabilities=wants)
        self._address += f"/session/{session['sessionId']}"
        await self.ask("POST", "/window/rect", width=WIDTH, height=HEIGHT)

    async def end(self) -> None:
        """Close it."""
        await self.ask("DELETE", "")

    async def open(self, url: str) -> None:
        await self.ask("POST", "/url", url=url)

    async def run(self, body: str) -> Any:
        return await self.ask("POST", "/execute/sync", script=body, args=[])

    async def _find(self, xpath: str) -> str:
        found = await self.ask("POST", "/element", using="xpath", value=xpath)
        there: str = found[ELEMENT]
        return there

    async def tap(self, xpath: str) -> None:
        await self.ask("POST", f"/element/{await self._find(xpath)}/click")

    async def type(self, xpath: str, text: str) -> None:
        await self.ask("POST", f"/element/{await self._find(xpath)}/value", text=text)


_straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def mini_browser() -> str:
    """Where Debian keeps the window for WebKitGTK."""
    for name in MINI_BROWSERS:
        for path in Path("/usr/lib").glob(f"*/{name}/MiniBrowser"):
            return str(path)
    raise Missing("MiniBrowser")


@asynccontextmanager
async def webkit(folder: Path) -> AsyncIterator[Window]:
    """WebKitGTK in its own small browser, on a screen that nobody sees."""
    driver, screen = wanted("WebKitWebDriver"), wanted("Xvfb")
    small = mini_browser()
    async with AsyncExitStack() as stack:
        log = stack.enter_context(running(folder, screen, "-displayfd", "1", "-nolisten", "tcp"))
        display = await heard(log, r"^(\d+)\n")
        port = free_port()
        on = {"DISPLAY": f":{display}", "GDK_BACKEND": "x11", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
        stack.enter_context(running(folder, driver, "--host=127.0.0.1", f"--port={port}", **on))
        window = WebKit(f"http://127.0.0.1:{port}")
        await answering(port)
        await window.begin(small)
        stack.push_async_callback(window.end)
        yield window


async def answering(port: int) -> None:
    """Wait until somebody listens there."""

    def answers() -> bool:
        with socket.socket() as trying:
            return trying.connect_ex(("127.0.0.1", port)) == 0

    await until(answers, "the driver listens")


ENGINES = {"chromium": chromium, "firefox": firefox, "webkit": webkit}


@asynccontextmanager
async def window(name: str) -> AsyncIterator[Window]:
    """A window of this browser; raises Missing where there is none."""
    with tempfile.TemporaryDirectory(prefix="teachmeet-", ignore_cleanup_errors=True) as folder:
        async with ENGINES[name](Path(folder)) as opened:
            yield opened
