"""Tests the moving picture of the demo: each row once, visible at its times."""

import xml.etree.ElementTree as ET

from rich.segment import Segment
from rich.style import Style

from tests.demo_animation import animation, row_of


def test_a_row_that_stays_is_there_once_and_one_that_changes_is_seen_at_its_times() -> None:
    still = row_of([Segment("LEFT ██", Style(color="#ffffff", bold=True))])
    one, other = (row_of([Segment(text, Style(color="#56b4e9"))]) for text in ("1 & 2", "▄▀"))
    root = ET.fromstring(animation([[still, one], [still, other], [still, one]], "A demo"))
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["LEFT", "1 & 2"]
    moves = [one.attrib["values"] for one in root.iter("{http://www.w3.org/2000/svg}animate")]
    assert moves == ["visible;hidden;visible", "hidden;visible;hidden"]
    blocks = [box.attrib["height"] for box in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert blocks == ["100%", "17.0", "8.5", "8.5"]
