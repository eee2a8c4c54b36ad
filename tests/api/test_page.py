"""Tests that the code on the page "From Python" runs, block after block."""

from pathlib import Path
from typing import Any

import pytest

import evenstride as es
from evenstride.recordings import samples
from tests.api.arrays import arrays_of, tables_of
from tests.docs.pages import ROOT, blocks

RAISE = samples.path("straight-leg-raise")


def test_the_blocks_of_the_page_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "session.csv").write_bytes(RAISE.read_bytes())
    monkeypatch.chdir(tmp_path)
    t_s, acc, gyr = arrays_of(RAISE)["left"]
    frame = tables_of(RAISE)["right"].assign(t_s=lambda rows: rows["t_us"] / 1e6)
    known: dict[str, Any] = {
        "__name__": "page",  # so that no pool is opened
        "t_s": t_s,
        "acc_m_s2": acc,
        "gyr_rad_s": gyr,
        "frame": frame,
        "shin": frame.drop(columns="leg"),
    }
    shown = [b for b in blocks(ROOT / "docs" / "from-python.md") if b.language == "python"]
    assert len(shown) == 8

    def run_blocks() -> None:
        for block in shown:
            exec(compile(block.text, "from-python.md", "exec"), known)

    # The page's last arrays are one leg's thigh given as its shin, too: such a knee has no hinge.
    with pytest.warns(es.EvenstrideWarning, match="The knee's hinge was not found"):
        run_blocks()
    assert known["res"].legs["left"].count == 6
    assert len(known["reps"]) == 12
