"""Building HTML as a tree, so that no text can become markup."""

import xml.etree.ElementTree as ET
from typing import Final, TypeAlias

Child: TypeAlias = ET.Element | str | None

# Line ends and non-breaking spaces.
_KEPT: Final = "\n\u00a0\u202f"


def tag(name: str, /, *children: Child, **attributes: str) -> ET.Element:
    """Return an element.

    Args:
        name: Its name, for instance ``p``.
        children: Elements and texts; None is skipped. Texts may come from anybody: markup
            characters are escaped when it is serialized, and unprintable ones become spaces.
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
    """Return the text of a whole HTML document."""
    return f"<!DOCTYPE html>\n{ET.tostring(root, encoding='unicode', method='html')}\n"


def printable(text: str) -> str:
    """Return a text without control characters, lone surrogates and marks of direction."""
    return "".join(one if one.isprintable() or one in _KEPT else " " for one in text)


def _add_text(element: ET.Element, text: str) -> None:
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text
