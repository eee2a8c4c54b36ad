"""Tests the reader on recordings of real people, if available."""

from pathlib import Path

import pytest

from evenstride.recordings.format import format_block
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block
from tests.real_recordings import DATA

FILES = sorted(
    path
    for path in DATA.glob("*/*.csv")
    if not path.name.endswith(".truth.csv") and path.parent.name != "vendor"
)
SOME = FILES[:: max(1, len(FILES) // 8)]


@pytest.mark.skipif(not FILES, reason="the real recordings are not at hand")
def test_all_real_recordings_are_read_to_the_last_line() -> None:
    for path in FILES:
        recording = read(path)
        items = list(recording)
        assert not recording.report.sentences(), path
        assert {item.leg for item in items if isinstance(item, Block)} == recording.sensors.keys()
        rows = sum(line[:1] in "lr" for line in path.read_text().splitlines()) - 1
        assert recording.report.samples == rows, path


@pytest.mark.skipif(not FILES, reason="the real recordings are not at hand")
@pytest.mark.parametrize("path", SOME, ids=[path.stem for path in SOME])
def test_a_real_recording_is_written_as_it_was(path: Path) -> None:
    rows = [line for line in path.read_text().splitlines(keepends=True) if line[:1] in "lr"][1:]
    items = read(path, block_lines=1)
    again = "".join(format_block(item) for item in items if isinstance(item, Block))
    assert again == "".join(rows).replace("-0.0000,", "0.0000,").replace("-0.00000", "0.00000")
