"""How long after the tap a phone can be used: Chromium with a quarter of the speed, and 400 ms to the laptop and back.

`usable_ms` is from the navigation until the button that lets one in is there, enabled and answers a tap; the median of
several phones, none of which has seen the page before. `wire_kb` is what came over the wire until then.
"""

import argparse
import asyncio
import os
import shutil
import statistics
from typing import Any

from playwright.async_api import Browser, async_playwright

from benchmarks.report import emit
from benchmarks.room import Room, room

SLOWER, LATENCY = 4, 400
PHONES = 7
READY = """new Promise((usable) => {
    const look = () => {
        const field = document.getElementById("join-name");
        const button = field && field.form.querySelector(".main");
        const seen = button && button.getClientRects().length && !button.disabled;
        // A page whose script has not run yet would send the form away; that one has run says the line above it.
        if (seen && document.getElementById("line").textContent) usable(performance.now());
        else requestAnimationFrame(look);
    };
    look();
})"""


async def tapped(browser: Browser, url: str) -> tuple[float, float]:
    """One phone: milliseconds until one can come in, and kilobytes that came until then."""
    context = await browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = await context.new_page()
    line = await context.new_cdp_session(page)
    came = [0.0]

    def count(event: dict[str, Any]) -> None:
        came[0] += event["encodedDataLength"]

    line.on("Network.loadingFinished", count)
    await line.send("Network.enable")
    conditions = {"offline": False, "latency": LATENCY, "downloadThroughput": -1, "uploadThroughput": -1}
    await line.send("Network.emulateNetworkConditions", conditions)
    await line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await page.goto(url, wait_until="commit")
    usable = float(await page.evaluate(READY))
    await context.close()
    return usable, came[0] / 1024


async def measured(where: Room) -> tuple[list[float], float]:
    """All phones, one after the other."""
    path = os.environ.get("TEACHMEET_CHROMIUM") or shutil.which("chromium")
    if path is None:
        raise SystemExit("no Chromium: install one, or name it in TEACHMEET_CHROMIUM")
    url = f"http://127.0.0.1:{where.port}/J/{where.folder.code}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        found = [await tapped(browser, url) for _ in range(PHONES)]
        await browser.close()
    return [usable for usable, _ in found], found[0][1]


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    as_json = options.parse_args().json
    with room() as where:
        times, size = asyncio.run(measured(where))
    figures = {
        "phone.usable_ms": round(statistics.median(times)),
        "phone.usable_ms_worst": round(max(times)),
        "phone.wire_kb": round(size, 2),
    }
    emit("phone", figures, as_json)


if __name__ == "__main__":
    main()
