"""The dashboard's keys and their actions, used by the last row, the help and the palette."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from textual.binding import Binding, BindingType
from textual.screen import Screen

from evenstride.language import tr


def key(
    keys: str,
    action: str,
    name: str,
    tells: str,
    *,
    shown_as: str | None = None,
    group: Binding.Group | None = None,
    show: bool = True,
) -> Binding:
    """Return a key with its name for the last row and a sentence for the help."""
    return Binding(
        keys,
        action,
        tr(name),
        tooltip=tr(tells),
        key_display=shown_as and tr(shown_as),
        group=group,
        show=show,
    )


COMMON_KEYS: Final[list[BindingType]] = [
    key("r", "result", "Result", "Every rep so far, and what follows.", show=False),
    key("s", "toggle_sound", "Sound", "Sounds on or off; remembered."),
    key("v", "toggle_voice", "Voice", "Say the counts, or not; remembered.", show=False),
    key("d", "toggle_dark", "Dark", "Dark or light.", show=False),
    key("question_mark,f1", "help", "Help", "Every key.", shown_as="?"),
    key("q", "quit", "Quit", "Leave; a session ends with all saved."),
    Binding(
        "ctrl+c",
        "leave",
        tr("Quit at once"),
        tooltip=tr("Leave the program, all saved, without a question."),
        show=False,
        priority=True,
    ),
    # Textual's own, with our names and sentences.
    Binding(
        "ctrl+q",
        "quit",
        tr("Quit"),
        tooltip=tr("Leave; a session ends with all saved."),
        show=False,
        priority=True,
    ),
    # People who know it from other programs need no help with it.
    Binding("ctrl+z", "suspend_process", show=False, priority=True, system=True),
    Binding(
        "ctrl+p",
        "command_palette",
        tr("Search"),
        tooltip=tr("Look for one of these by its name."),
        show=False,
        priority=True,
    ),
]
"""Keys that work on every screen."""


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """One action of a screen.

    Attributes:
        keys: Its keys, as written on the screen.
        name: Its name.
        tells: Its effect, in a sentence.
        action: The action for Textual to run.
    """

    keys: str
    name: str
    tells: str
    action: str


def keys_of(screen: Screen[Any]) -> Iterator[KeyHelp]:
    """Yield every action that can be reached on a screen now, from its bindings.

    Textual's own, which have no sentence, are left out: the focus, copying, pages of a list.
    """
    found: dict[str, tuple[list[str], Binding]] = {}
    # Those in the last row first, in its order; they also give names to actions with several keys.
    active = sorted(screen.active_bindings.values(), key=lambda one: not one.binding.show)
    for node, binding, enabled, _ in active:
        if not enabled or binding.system or not binding.tooltip:
            continue
        in_app = node is screen.app and not binding.action.startswith("app.")
        action = f"app.{binding.action}" if in_app else binding.action
        keys, _ = found.setdefault(action, ([], binding))
        shown = screen.app.get_key_display(binding)
        if shown not in keys:
            keys.append(shown)
    for action, (keys, binding) in found.items():
        yield KeyHelp(" ".join(keys), binding.description, binding.tooltip, action)
