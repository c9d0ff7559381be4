"""A laptop for screens that need a real one; whatever server it started is gone afterwards."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from teachmeet import laptop
from tests.screens.stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A laptop with no meets."""
    yield Stage(tmp_path)
    for child in laptop._children:
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(5)
