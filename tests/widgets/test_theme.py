"""The two themes: every pair of a text and its ground can be read, and Textual takes the colours as they are."""

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from teachmeet.widgets.theme import BOARD_COLOURS, PAPER_COLOURS, THEMES, Palette


@pytest.mark.parametrize("colours", [BOARD_COLOURS, PAPER_COLOURS], ids=["board", "paper"])
def test_each_pair_has_a_contrast_of_six_to_one(colours: Palette) -> None:
    for ground in (colours.background, colours.raised):
        for role in ("text", "past", "live", "saved", "soon", "now"):
            contrast = _contrast(getattr(colours, role), ground)
            assert contrast >= 5.95, f"{role} on {ground}: {contrast:.2f}"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_the_variables_are_the_colours(theme: Theme) -> None:
    app: App[None] = App()
    async with app.run_test():
        app.register_theme(theme)
        app.theme = theme.name
        shown = {name: Color.parse(value) for name, value in app.get_css_variables().items() if value[0] == "#"}
    colours = BOARD_COLOURS if theme.dark else PAPER_COLOURS
    expected = {
        "background": colours.background,
        "surface": colours.raised,
        "panel": colours.raised,
        "text": colours.text,
        "text-muted": colours.past,
        "accent": colours.live,
        "success": colours.saved,
        "warning": colours.soon,
        "error": colours.now,
        "border-blurred": colours.rule,
    }
    assert {name: shown[name] for name in expected} == {name: Color.parse(c) for name, c in expected.items()}


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in Color.parse(colour).rgb]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
