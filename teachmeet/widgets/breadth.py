"""How broad a terminal must be for two columns side by side; screens get the class of their breadth."""

BREADTHS: list[tuple[int, str]] = [(0, "-narrow"), (120, "-wide")]
"""The least columns of each class, as Textual's HORIZONTAL_BREAKPOINTS wants them."""
