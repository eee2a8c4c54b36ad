"""Building HTML as a tree, in which no text can become markup."""

import xml.etree.ElementTree as ET
from typing import Final, TypeAlias

Child: TypeAlias = ET.Element | str | None

# Line ends, and spaces at which no line may break.
_KEPT: Final = "\n\u00a0\u202f"


def tag(name: str, /, *children: Child, **attributes: str) -> ET.Element:
    """An element.

    Args:
        name: Its name, for instance ``p``.
        children: Elements and texts; None is nothing. Texts may be anybody's: characters that are
            markup are escaped when it is printed, and what cannot be printed is left out.
        attributes: Its attributes; ``class_`` is ``class``, ``aria_label`` is ``aria-label``.
    """
    element = ET.Element(name)
    for key, value in attributes.items():
        element.set(key.rstrip("_").replace("_", "-"), printable(value))
    for child in children:
        if isinstance(child, ET.Element):
            element.append(child)
        elif child:
            _add_text(element, printable(child))
    return element


def document(root: ET.Element) -> str:
    """The text of a whole HTML document."""
    return f"<!DOCTYPE html>\n{ET.tostring(root, encoding='unicode', method='html')}\n"


def printable(text: str) -> str:
    """A text without control characters, halves of characters and marks that turn its direction."""
    return "".join(one if one.isprintable() or one in _KEPT else " " for one in text)


def _add_text(element: ET.Element, text: str) -> None:
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text
