"""Text from outside against every output: nothing of it is obeyed by whoever reads it there."""

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from evenstride.history import History
from evenstride.places import log_path
from evenstride.recordings import samples
from evenstride.recordings.format import Header, format_event, format_header
from evenstride.sensors.samples import Leg, Link, LinkState, Note, SensorInfo
from tests.cli.helpers import run
from tests.fakes.session import ScriptedSource, block
from tests.history.histories import add
from tests.tui.on_screen import app_for, told

HOSTILE = "=1+1\x1b[2J\x07\x9b31m<script>alert(1)</script>[red]x[/]\u202egnp\u2066\r\n../../a&b\"'"
"""What a terminal, a browser, a spreadsheet, Textual and an archive would each obey."""

OBEYED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

NAME = "a\x1b[2J\u202e<b>\n.csv"


def lines_of(text: str) -> Iterator[str]:
    yield from text.replace("\r\n", "\n").split("\n")


def assert_no_control(text: str) -> None:
    """What is written has no control character, and no letter that changes the direction."""
    for line in lines_of(text):
        assert not {unicodedata.category(one) for one in line} & OBEYED, ascii(line)


@pytest.fixture
def recording(data: Path) -> Path:
    """A recording that says something hostile wherever it can say anything."""
    path = data / "recordings" / NAME
    path.parent.mkdir(parents=True)
    header = Header(
        sensors={leg: SensorInfo(HOSTILE, 50.0) for leg in Leg},
        exercise=HOSTILE,
        note=HOSTILE,
        extra={HOSTILE: HOSTILE},
    )
    events: list[Note | Link] = [
        Note(0, "set", {"exercise": HOSTILE, "leg": "left", HOSTILE: HOSTILE}),
        Note(0, HOSTILE, {"text": HOSTILE}),
        Note(0, "radio", {"leg": "left", "text": HOSTILE}),
        Note(0, "felt", {"pain": HOSTILE, "leg": HOSTILE}),
        Link(Leg.LEFT, LinkState.LOST, 0, HOSTILE),
        Link(Leg.LEFT, LinkState.BACK, 0, HOSTILE),
    ]
    sample = samples.path("straight-leg-raise").read_text(encoding="utf-8").splitlines()
    rows = "".join(f"{line}\n" for line in sample[3:] if not line.startswith("#"))
    # Twice: what the reader says of a damaged line may quote it.
    damaged = f"left,{HOSTILE}\n" + json.dumps(HOSTILE) + "\n"
    path.write_text(
        format_header(header) + "".join(format_event(one) for one in events) + rows + damaged
    )
    return path


@pytest.fixture
def session(data: Path, recording: Path) -> Path:
    """The same in the history, with a note as hostile."""
    with History(data / "history.sqlite3") as history:
        add(history, NAME)
        history.write_note(1, HOSTILE)
    return recording


READS = (
    ("analyze", "{file}"),
    ("replay", "--headless", "--speed", "max", "{file}"),
    ("analyze", "--json", "{file}"),
    ("replay", "--headless", "--json", "--speed", "max", "{file}"),
    ("analyze", "{file}", "{file}-that-is-not-there", "{folder}"),
    ("analyze", "--exercise", HOSTILE, "{file}"),
    ("history",),
    ("history", "--json"),
    ("history", "--csv"),
    ("history", "show", "1"),
    ("history", "show", "1", "--json"),
    ("history", "note", "1", HOSTILE),
    ("history", "rebuild"),
    ("history", "delete", "1", "--yes"),
    ("plan", "check", "{plan}"),
    (HOSTILE.replace("\r\n", " "),),
)


@pytest.mark.parametrize("args", READS, ids=[ascii(" ".join(args))[1:40] for args in READS])
def test_no_command_prints_what_a_terminal_obeys(
    args: tuple[str, ...], session: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(f"title = {json.dumps(HOSTILE)}\n[[exercise]]\nname = {json.dumps(HOSTILE)}\n")
    known = {"file": str(session), "folder": str(session.parent), "plan": str(plan)}
    done = run(*[arg.format(**known) if arg.startswith("{") else arg for arg in args])
    assert_no_control(done.stderr)
    assert_no_control(done.stdout)
    assert "Traceback" not in done.stderr
    if "--json" in args:
        assert done.stdout.isascii()
        assert [json.loads(line) for line in done.stdout.splitlines()]
    assert_no_control(log_path().read_text(encoding="utf-8"))


def test_no_cell_of_a_table_is_a_formula(session: Path) -> None:
    for cells in csv.reader(io.StringIO(run("history", "--csv").stdout)):
        assert not [one for one in cells if one.startswith(("=", "+", "@", "\t"))]


def test_no_name_and_no_text_in_an_archive_is_obeyed(session: Path, tmp_path: Path) -> None:
    run("history", "export", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        for name in archive.namelist():
            assert_no_control(name)
            assert ".." not in Path(name).parts
            assert not name.startswith(("/", "\\"))
            if not name.startswith("recordings/"):  # those are as the sensors' program wrote them
                assert_no_control(archive.read(name).decode())


def test_a_report_shows_it_and_obeys_nothing_of_it(session: Path, tmp_path: Path) -> None:
    from tests.report.html_tree import parse

    page = tmp_path / "report.html"
    done = run("report", "1", "-o", page, "--name", HOSTILE, "--note", HOSTILE)
    assert done.exit_code == 0, done.stderr
    html = page.read_text(encoding="utf-8")
    assert_no_control(html)
    tree = parse(html)
    assert not [one for node in tree.all("script") for one in [node.text] if "alert" in one]
    assert "<script>alert(1)</script>" in tree.text


async def test_the_dashboard_and_its_picture_show_it_as_it_is() -> None:
    source = ScriptedSource(
        [
            Link(Leg.LEFT, LinkState.LOST, 0, HOSTILE),
            Note(0, "set", {"exercise": HOSTILE}),
            block(),
        ],
        sensors={leg: SensorInfo(HOSTILE, 100.0) for leg in Leg},
        hangs=True,
    )
    app = app_for(source)
    async with app.run_test(size=(120, 40)) as pilot:
        await told(source, pilot, app)
        app.draw()
        await pilot.pause()
        for leg in Leg:
            view = app.shown[0].leg(leg)
            assert_no_control(view.device + view.link_text)
        picture = app.export_screenshot()
    assert_no_control(picture)
    assert "<script" not in picture
