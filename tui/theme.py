"""The dashboard's colours, dark and light: blue is left and orange is right."""

import os
from typing import Any

from textual.app import App
from textual.constants import DEFAULT_THEME
from textual.theme import Theme

# Blue and orange stay apart in every common form of colour blindness (Okabe and Ito, "Color
# Universal Design", 2008); the light theme takes darker shades of them. primary is the left leg,
# secondary the right one, warning a lost signal.
# The leg at rest is dimmer, but keeps the contrast of 4.5 : 1 to its ground that WCAG 2.1 asks of
# text, which a test asserts.
_DARK_RESTING = {"resting": "#9AA1A8", "left-resting": "#4590BC", "right-resting": "#B77F0E"}
_LIGHT_RESTING = {"resting": "#5C6370", "left-resting": "#2F6EA3", "right-resting": "#9C5520"}

DARK = Theme(
    name="evenstride-dark",
    primary="#56B4E9",
    secondary="#E69F00",
    accent="#12AD82",
    warning="#F0E442",
    error="#F0E442",
    success="#009E73",
    foreground="#F2F2F2",
    background="#101418",
    surface="#1A2026",
    panel="#242C34",
    dark=True,
    variables=_DARK_RESTING,
)
LIGHT = Theme(
    name="evenstride-light",
    primary="#005A9C",
    secondary="#9F4700",
    accent="#00664B",
    warning="#B00020",
    error="#B00020",
    success="#00664B",
    foreground="#101418",
    background="#FCFCFC",
    surface="#EEF1F4",
    panel="#DDE3E8",
    dark=False,
    variables=_LIGHT_RESTING,
)


def variables_for(theme: Theme) -> dict[str, str]:
    """Return the colours that our themes define and other themes do not."""
    plain = theme.foreground or theme.primary
    return {
        "resting": plain,
        "left-resting": theme.primary,
        "right-resting": theme.secondary or theme.primary,
    }


def use_themes(app: App[Any]) -> None:
    """Register both themes and choose one, unless the user chose another with TEXTUAL_THEME."""
    for theme in (DARK, LIGHT):
        app.register_theme(theme)
    if "TEXTUAL_THEME" in os.environ and DEFAULT_THEME in app.available_themes:
        app.theme = DEFAULT_THEME
    else:
        app.theme = LIGHT.name if _is_light_terminal() else DARK.name


def toggle_theme(app: App[Any]) -> None:
    """Switch between dark and light."""
    app.theme = LIGHT.name if app.current_theme.dark else DARK.name


def _is_light_terminal() -> bool:
    """Whether the terminal states in COLORFGBG (rxvt, Konsole, iTerm2) that its ground is light."""
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return background in {"7", "15"}
