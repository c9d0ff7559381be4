"""Marks what somebody can ask to have forgotten."""

from dataclasses import field
from typing import Any


def personal() -> Any:
    """A field that the forgetting rewrite sets to None."""
    return field(metadata={"personal": True})
