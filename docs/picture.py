"""`python -m docs.picture` draws docs/stage.svg, the picture in the README: the stage in the middle of an evening."""

import asyncio
import re
from pathlib import Path

from tests.screens.evenings import running, shown

PICTURE = Path(__file__).parent / "stage.svg"
SIZE = (100, 30)


async def draw() -> str:
    """The stage as Textual exports it, without the fonts of another host: a browser takes one that it has."""
    story = running()
    app = shown(story.later(minutes=2, seconds=13))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        svg = app.export_screenshot(title="teachmeet host")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    PICTURE.write_text(asyncio.run(draw()), encoding="utf-8", newline="\n")
