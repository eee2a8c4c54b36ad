"""Tests that no output lets text from outside act as a command."""

import csv
import io
import json
import re
import shutil
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import fitdecode
import pyarrow.parquet as pq
import pytest
from mcap.reader import make_reader

from evenstride.analysis.model.plan import builtin_plan
from evenstride.history import History
from evenstride.places import history_path, log_path
from evenstride.recordings import samples
from evenstride.recordings.format import Header, format_event, format_header
from evenstride.sensors.bluetooth.scanning import clean_name
from evenstride.sensors.network.phyphox import read_config
from evenstride.sensors.network.sensor_logger import BadMessageError, read_message
from evenstride.sensors.network.slimevr_packets import Handshake, read_packet
from evenstride.sensors.samples import Leg, Link, LinkState, Note, SensorInfo
from evenstride.tui.screens.plan import PlanScreen
from evenstride.tui.screens.progress import ProgressScreen
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.screens.sessions import SessionsScreen
from tests.cli.helpers import run
from tests.fakes.session import ScriptedSource, block
from tests.history.histories import add
from tests.tables import is_number
from tests.tui.home import FakeNearby, at_home, found
from tests.tui.on_screen import app_for, told

HOSTILE = "=1+1\x1b[2J\x07\x9b31m<script>alert(1)</script>[red]x[/]\u202egnp\u2066\r\n../../a&b\"'"
"""What a terminal, a browser, a spreadsheet, Textual and an archive would each obey."""

OBEYED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

NAME = "a\x1b[2J\u202e<b>\n.csv"


def lines_of(text: str) -> Iterator[str]:
    yield from text.replace("\r\n", "\n").split("\n")


def assert_no_control(text: str) -> None:
    """Assert that a text has no control character, and none that changes the direction."""
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
    rows = "".join(f"{line}\n" for line in sample[3:2600] if not line.startswith("#"))
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


PRINTABLE = "=1+1<script>alert(1)</script>[red]x[/][bold]../../;a,b:c"
"""What a plan's title may be: nothing that a terminal obeys, and all that others would."""

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


WRITES = (
    *(("analyze", "{file}", "--output", f"=1+1.{form}") for form in ("csv", "jsonl", "parquet")),
    *(("export", "{file}", "--to", form) for form in ("csv", "parquet", "mcap", "fit")),
    ("export", "{file}", "--of", "samples", "-o", "samples.csv"),
    ("export", "{file}", "--to", "bids", "-o", "bids"),
    ("report", "{file}", "-o", "report.html", "--plan", "next.toml", "--name", HOSTILE),
    ("plan", "calendar", "{plan}", "-o", "training.ics"),
)
"""The commands that write a file for another program."""


def test_no_file_for_another_program_holds_what_is_obeyed_there(
    session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "written"
    folder.mkdir()
    monkeypatch.chdir(folder)
    # A spreadsheet takes a cell that begins so for a formula; a file's name may begin so.
    shutil.copy(session, "=2+2\x1b[2J\u202e.csv")
    (tmp_path / "plan.toml").write_text(
        f"title = {json.dumps(PRINTABLE)}\n[hamstring-curl]\nreps = 3\n"
    )
    known = {"{file}": "=2+2\x1b[2J\u202e.csv", "{plan}": str(tmp_path / "plan.toml")}
    for args in WRITES:
        done = run(*[known.get(arg, arg) for arg in args])
        assert done.exit_code == 0, (args, done.stderr)
        assert_no_control(done.stdout + done.stderr)
    Path(known["{file}"]).unlink()
    made = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in made} >= READERS.keys()
    for path in made:
        assert ".." not in path.relative_to(folder).parts
        for text in READERS.get(path.suffix, of_text)(path):
            assert_no_control(text)


def of_text(path: Path) -> Iterator[str]:
    yield path.read_text(encoding="utf-8")


def of_csv(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    yield text
    assert_no_formula(csv.reader(io.StringIO(text)))


def of_tsv(path: Path) -> Iterator[str]:
    yield path.read_text(encoding="utf-8").replace("\t", " ")


def of_parquet(path: Path) -> Iterator[str]:
    table = pq.read_table(path)
    for column in table.columns:
        if column.type == "string":
            yield from {one for one in column.to_pylist() if one is not None}


def of_mcap(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for _, channel, message in make_reader(file).iter_messages():
            yield channel.topic
            yield message.data.decode()
    with path.open("rb") as file:
        for one in make_reader(file).iter_metadata():
            yield json.dumps(one.metadata, ensure_ascii=False)


def of_fit(path: Path) -> Iterator[str]:
    with fitdecode.FitReader(path) as reader:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage):
                yield from (str(one.value) for one in frame.fields)


def of_calendar(path: Path) -> Iterator[str]:
    text = path.read_bytes().decode()
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") > 0
    names = {re.split("[;:]", line)[0] for line in text.split("\r\n") if line[:1] not in (" ", "")}
    assert all(name.isupper() for name in names)  # nothing of the title begins a line of its own
    yield text


READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".csv": of_csv,
    ".parquet": of_parquet,
    ".mcap": of_mcap,
    ".fit": of_fit,
    ".ics": of_calendar,
    ".html": of_text,
    ".toml": of_text,
    ".json": of_text,
    ".jsonl": of_text,
    ".tsv": of_tsv,
}
"""How a file is read by what it is for, by its ending: all the texts in it."""


def assert_no_formula(rows: Iterable[list[str]]) -> None:
    for cells in rows:
        texts = [one for one in cells if not is_number(one)]
        assert not [one for one in texts if one.startswith(("=", "+", "-", "@", "\t"))]


def test_no_cell_of_a_table_is_a_formula(session: Path) -> None:
    assert_no_formula(csv.reader(io.StringIO(run("history", "--csv").stdout)))


@pytest.mark.parametrize("name", [HOSTILE, HOSTILE.encode(), None, "\x1b\u202e"])
def test_no_name_that_a_device_gives_itself_is_obeyed(name: str | bytes | None) -> None:
    """Each comes in by one of these doors."""
    text = name.decode() if isinstance(name, bytes) else name
    assert_no_control(clean_name(text))
    experiment = {
        "title": text,
        "inputs": [
            {"source": "accelerometer", "outputs": [{one: one} for one in ("x", "y", "z", "t")]}
        ],
    }
    assert_no_control(read_config(json.dumps(experiment).encode()).title)
    firmware = (text or "").encode()[:200]
    body = struct.pack(">IQ7i", 3, 0, *[0] * 7) + bytes([len(firmware)]) + firmware + bytes(6)
    packet = read_packet(body)
    assert packet is not None
    assert isinstance(packet.said, Handshake)
    assert_no_control(packet.said.firmware)
    message: dict[str, object] = {"deviceId": text, "sessionId": "a", "messageId": 1, "payload": []}
    with pytest.raises(BadMessageError):
        read_message(json.dumps(message).encode())


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


async def test_screens_show_markup_as_it_is_written(data: Path, tmp_path: Path) -> None:
    with History(history_path()) as history:
        number = add(history, NAME, at=datetime(2026, 11, 22, 11, 40, tzinfo=UTC))  # as TODAY is
        history.write_note(number, HOSTILE)
    plan = replace(builtin_plan(), title=PRINTABLE)
    nearby = FakeNearby()
    async with at_home(tmp_path, nearby, plan=plan, size=(120, 40)) as one:

        def check(what: str) -> None:
            picture = one.app.export_screenshot()
            assert_no_control(picture)
            assert "<script" not in picture
            assert what in picture.replace("&#160;", " ")

        check("[red]x[/]")
        await one.press("e")
        await one.at(PlanScreen)
        check("Hamstring curl")
        await one.press("escape", "b")
        await one.at(SensorsScreen)
        nearby.hear(found(name=clean_name("[red]x[/]" + HOSTILE)))
        await one.draw()
        check("[red]x[/]=1+1")
        await one.press("escape", "h")
        await one.at(SessionsScreen)
        check("[red]x[/]")
        await one.press("escape", "g")
        await one.at(ProgressScreen)
        check("Straight leg raise")


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
