"""The blackboard and the paper: the two themes that give terminal, phone and wall one look.

Screens and widgets name colours by what they mean, through the variables that every Textual theme has, so that
the other themes stay choosable:

    $accent      live, the main act         $success     saved, fits
    $warning     soon                       $error       now, wrong
    $text        chalk                      $text-muted  past, secondary
    $background  the board                  $surface     raised ($panel is the same)
    $border-blurred  a thin rule

Text on a coloured ground takes `$background`. Each of these pairs has a contrast of 6:1 or more.
"""

from typing import NamedTuple

from textual.theme import Theme


class Palette(NamedTuple):
    """The colours of one theme by what they mean; the phone's and the wall's style sheets hold the same."""

    background: str
    raised: str
    rule: str
    text: str
    past: str
    live: str
    saved: str
    soon: str
    now: str


BOARD_COLOURS = Palette(
    background="#14211c",
    raised="#1d2d26",
    rule="#3a4d44",
    text="#f4f1e6",
    past="#a9bab0",
    live="#ffd166",
    saved="#86d9a0",
    soon="#ffb454",
    now="#ff8a80",
)

PAPER_COLOURS = Palette(
    background="#fbf9f3",
    raised="#ffffff",
    rule="#d8d2c2",
    text="#1c2a24",
    past="#4f5f56",
    live="#7a4f00",
    saved="#1b6e36",
    soon="#8a4b00",
    now="#b3261e",
)


_ROLES = (
    "primary", "secondary", "accent", "success", "warning", "error",
    "foreground", "background", "surface", "panel",
)  # fmt: skip


def _theme(name: str, colours: Palette, *, dark: bool) -> Theme:
    """A Textual theme of these colours alone."""
    theme = Theme(
        name=name,
        dark=dark,
        primary=colours.live,
        secondary=colours.past,
        accent=colours.live,
        success=colours.saved,
        warning=colours.soon,
        error=colours.now,
        foreground=colours.text,
        background=colours.background,
        surface=colours.raised,
        panel=colours.raised,
        variables=_details(colours),
    )
    # As variables too: Textual takes the fields through another colour space, which shifts some by one.
    theme.variables.update({role: getattr(theme, role) for role in _ROLES})
    return theme


def _details(colours: Palette) -> dict[str, str]:
    """The variables that Textual would otherwise mix from the roles."""
    return {
        "text": colours.text,
        "text-muted": colours.past,
        "text-disabled": colours.past,
        "text-primary": colours.live,
        "text-secondary": colours.past,
        "text-accent": colours.live,
        "text-success": colours.saved,
        "text-warning": colours.soon,
        "text-error": colours.now,
        "foreground-muted": colours.past,
        "foreground-disabled": colours.past,
        "border": colours.live,
        "border-blurred": colours.rule,
        "block-cursor-background": colours.live,
        "block-cursor-foreground": colours.background,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": colours.rule,
        "block-cursor-blurred-foreground": colours.text,
        "block-hover-background": colours.raised,
        "button-color-foreground": colours.background,
        "button-foreground": colours.text,
        "footer-background": colours.background,
        "footer-foreground": colours.past,
        "footer-description-foreground": colours.past,
        "footer-key-foreground": colours.live,
        "input-cursor-background": colours.live,
        "input-cursor-foreground": colours.background,
        "input-selection-background": colours.rule,
        "input-selection-foreground": colours.text,
        "link-color": colours.live,
        "scrollbar": colours.rule,
        "scrollbar-hover": colours.past,
        "scrollbar-active": colours.live,
        "scrollbar-background": colours.background,
        "scrollbar-background-hover": colours.background,
        "scrollbar-background-active": colours.background,
        "scrollbar-corner-color": colours.background,
    }


BOARD = _theme("board", BOARD_COLOURS, dark=True)
"""Dark; the default of the terminal and the wall."""

PAPER = _theme("paper", PAPER_COLOURS, dark=False)
"""Light."""

THEMES = (BOARD, PAPER)
"""What the app registers; the first is its default."""
