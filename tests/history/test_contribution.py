"""Tests that a contribution contains nothing personal, and the corrected counts."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from evenstride.analysis.model.exercises import find
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.errors import JobError
from evenstride.history.contribution import Person, contributed, texts, write_archive
from evenstride.history.nameless import nameless_header, nameless_items
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Leg, Note
from evenstride.session.whole_recording import analyze_items, analyze_recording
from evenstride.user.exercises import Choice
from tests.recordings.helpers import events, save
from tests.recordings.helpers import samples as samples_in

SECRET = "Rosalind"
HEAD = (
    "# evenstride-recording 1\n"
    '# {"started_utc": "1999-12-31T23:59:59Z", "exercise": "straight-leg-raise",'
    ' "synthetic": false, "sensors": {"left": {"device": "WT901BLE67 (C4:AB:12:34:56:78)",'
    ' "rate_hz": 100, "placement": "thigh"}, "right": {"device": "Rosalind\'s", "rate_hz": 50,'
    ' "placement": "shank"}}, "note": "Rosalind", "at": "Rosalind",'
    ' "units": {"t": "us", "acc": "m/s2", "gyr": "rad/s"}}\n'
    "leg,seq,t_us,host_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z\n"
)
NOTES = (
    '{"event": "set", "exercise": "straight-leg-raise", "planned": {"sets": 3, "reps": 12,'
    ' "by": "Rosalind"}, "first": "left", "physio": "Rosalind"}',
    '{"event": "set", "leg": "right", "exercise": "straight-leg-raise"}',
    '{"event": "marker", "text": "Rosalind"}',
    '{"event": "felt", "pain": 7, "leg": "left"}',
    '{"event": "radio", "leg": "left", "text": "Rosalind"}',
    '{"event": "lost", "leg": "left", "text": "Rosalind"}',
    '{"event": "battery", "leg": "left", "pct": 63}',
    '{"event": "weight", "leg": "left", "kg": 1.5, "of": "Rosalind"}',
    '{"event": "correct", "leg": "left", "change": 1}',
    '{"event": "pause"}',
    '{"event": "my-own", "text": "Rosalind"}',
    '{"event": "end-set", "leg": "left", "why": "Rosalind"}',
)


def recording(folder: Path, notes: tuple[str, ...] = NOTES) -> Path:
    """Two legs, each with clocks and numbers of its own, and every kind of event."""
    rows = [
        f"{leg},{seq + n},{t_us + n * 20_000},{9_000_000 + n * 20_000},0,0,9.81,0,0,0\n"
        for n in range(60)
        for leg, seq, t_us in (("left", 70_123, 5_000_123), ("right", 81_234, 7_000_321))
    ]
    for place, note in enumerate(notes):
        rows.insert(4 * place + 5, f'#event {{"host_us": {9_500_000 + place}, {note[1:]}\n')
    return save(folder, HEAD + "".join(rows))


def archive_of(path: Path, person: Person) -> zipfile.ZipFile:
    summary = analyze_recording(path, Choice()).summary
    file = io.BytesIO()
    write_archive(file, [contributed(12, "session-1.csv", read(path), summary)], person)
    return zipfile.ZipFile(io.BytesIO(file.getvalue()))


def test_nothing_in_the_archive_tells_whose_it_is(tmp_path: Path) -> None:
    archive = archive_of(recording(tmp_path), Person("person-1"))
    whole = "".join(archive.read(name).decode() for name in archive.namelist())
    for secret in (SECRET, "1999", "C4:AB", "12:34", "felt", "pain", "63", "70123", "70124"):
        assert secret not in whole.replace("2063", ""), secret
    assert sorted(archive.namelist()) == ["README.txt", "counts.csv", "session-1.csv"]
    assert {one.date_time[0] for one in archive.infolist()} == {1980}


def test_what_was_measured_and_what_counting_takes_is_there_from_zero(tmp_path: Path) -> None:
    path = recording(tmp_path)
    archive = archive_of(path, Person("person-1"))
    found = read(save(tmp_path, archive.read("session-1.csv"), "session-1.csv"))
    header = found.header
    assert (header.started_utc, header.note, header.extra) == (None, "", {})
    assert header.exercise == "straight-leg-raise"
    assert header.sensors[Leg.LEFT].device == "WT901BLE67"
    assert header.sensors[Leg.RIGHT].device == "unknown"
    assert header.sensors[Leg.RIGHT].placement == "shank"
    assert found.report.sentences() == []
    before, after = samples_in(read(path)), samples_in(found)
    for leg in ("left", "right"):
        old = [one for one in before if one[0] == leg]
        new = [one for one in after if one[0] == leg]
        assert new[0][1:4] == (0, 0, 0)
        assert [one[4:] for one in new] == [one[4:] for one in old]
        assert [one[1] for one in new] == [one[1] - old[0][1] for one in old]
    told = events(found)
    kinds = [one.event if isinstance(one, Note) else one.state for one in told]
    assert kinds == ["set", "set", "lost", "weight", "pause", "end-set"]
    notes = [one for one in told if isinstance(one, Note)]
    assert notes[0].data["planned"]["sets"] == 3  # type: ignore[index]
    assert notes[0].data["first"] == "left"
    assert notes[1].data == {"leg": "right", "exercise": "straight-leg-raise"}
    assert notes[2].data == {"leg": "left", "kg": 1.5}
    assert notes[0].host_us == 500_000


def test_it_is_counted_as_it_was(tmp_path: Path) -> None:
    """Times from zero change nothing."""
    lines = samples.path("hamstring-curl").read_text().splitlines(keepends=True)
    whole = read(save(tmp_path, "".join(lines[:3000])))
    exercise = find("hamstring-curl")
    results: list[Any] = [
        summary_as_json(analyze_items(items, sensors, exercise, follow_notes=True), None)
        for items, sensors in (
            (whole, whole.sensors),
            (nameless_items(whole), nameless_header(whole.header).sensors),
        )
    ]
    assert results[0]["legs"]["left"]["count"] >= 2
    assert results[0]["legs"] == results[1]["legs"]


def test_the_table_has_the_counts_as_corrected_and_what_was_typed(tmp_path: Path) -> None:
    path = recording(tmp_path)
    summary = analyze_recording(path, Choice()).summary
    one = contributed(12, "session-1.csv", read(path), summary)
    table = texts([one], Person("person-1", "40-49", "left", "elastic"))["counts.csv"]
    left, right = csv.DictReader(io.StringIO(table))
    assert (left["leg"], left["reps"], left["counted"]) == ("left", "1", "0")
    assert (left["confidence"], right["confidence"]) == ("corrected", "not corrected")
    assert (right["reps"], right["counted"]) == ("0", "0")
    typed = {name: left[name] for name in ("person", "age_group", "side", "strap")}
    assert list(typed.values()) == ["person-1", "40-49", "left", "elastic"]
    nobody = texts([one], Person("person-1"))["counts.csv"]
    assert all(line.endswith(",person-1,,,") for line in nobody.splitlines()[1:])


@pytest.mark.parametrize("where", ["header", "event"])
def test_an_exercise_of_ones_own_stays_out(tmp_path: Path, where: str) -> None:
    notes = ('{"event": "set", "exercise": "Rosalind"}',) if where == "event" else ()
    path = recording(tmp_path, notes)
    if where == "header":
        path.write_text(path.read_text().replace('"straight-leg-raise"', '"Rosalind"', 1))
    summary = analyze_recording(path, Choice(), on_remark=lambda _: None).summary
    with pytest.raises(JobError, match="an exercise of your own"):
        contributed(3, "session-1.csv", read(path), summary)
