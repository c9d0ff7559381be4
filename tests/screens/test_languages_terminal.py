"""The terminal in other languages: its keys too, whatever they are written in, and chosen by name."""

import subprocess
import sys
from pathlib import Path

import pytest

from teachmeet.words import languages

LOOK = """
import asyncio, sys
from pathlib import Path
from teachmeet import words
words.speak(sys.argv[1])
from teachmeet.app import TeachmeetApp
from teachmeet.laptop import Laptop

async def look():
    laptop = Laptop(Path(sys.argv[2]))
    app = TeachmeetApp(laptop)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert app.words.language == sys.argv[1]
        keys = {binding.description for _, binding, _, _ in app.screen_stack[0].active_bindings.values()}
        assert app.words("app.keys.leave") in keys, keys
        app.export_screenshot()
        await pilot.press("escape")
        named = {command.title: command for command in app.get_system_commands(app.screen)}
        choice = named[app.words("language.speak", name=words.load("ca")("language.name"))]
        choice.callback()
        await app.workers.wait_for_complete()
        assert laptop.language == "ca"
    sys.stdout.write("fine")

asyncio.run(look())
"""


@pytest.mark.parametrize("language", languages())
def test_home_keys_and_palette_speak_the_language_and_it_can_be_changed(tmp_path: Path, language: str) -> None:
    asked = [sys.executable, "-c", LOOK, language, str(tmp_path)]
    told = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert told.stdout == "fine", told.stderr[-2000:]
