"""Tests ``import``: exports of other products become recordings, with messages about guesses."""

from pathlib import Path

from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, Leg, Placement
from tests.cli.helpers import one_sentence, run

XIO = (
    "Time (s),Gyroscope X (deg/s),Gyroscope Y (deg/s),Gyroscope Z (deg/s),Accelerometer X (g),"
    "Accelerometer Y (g),Accelerometer Z (g)\n"
) + "".join(f"{0.01 * i:.3f},90,0,-45,0.5,0,0.866\n" for i in range(300))


def export(folder: Path, name: str, text: str = XIO) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_two_exports_become_a_recording_of_two_legs(tmp_path: Path) -> None:
    sources = [export(tmp_path, name) for name in ("links.csv", "rechts.csv")]
    out = tmp_path / "session.csv"
    args = ("--exercise", "clam", "--placement", "shank", "-o", out)
    result = run("import", *sources, *args)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"{out}\n"
    assert 'is taken for the left leg, by the name "links.csv"' in result.stderr
    assert "both are taken to begin together" in result.stderr
    recording = read(out)
    assert recording.header.exercise == "clam"
    assert [info.placement for info in recording.sensors.values()] == [Placement.SHANK] * 2
    assert [info.rate_hz for info in recording.sensors.values()] == [100.0, 100.0]
    blocks = [item for item in recording if isinstance(item, Block)]
    assert {leg: sum(len(b) for b in blocks if b.leg is leg) for leg in Leg} == dict.fromkeys(
        Leg, 300
    )
    assert not recording.report.sentences()
    assert run("analyze", out).exit_code == 0


def test_without_a_side_it_is_the_left_leg_and_that_is_said(tmp_path: Path) -> None:
    result = run("import", export(tmp_path, "log.csv"), "-o", tmp_path / "out.csv")
    assert result.exit_code == 0
    assert "is taken for the left leg, as nothing tells" in result.stderr


def test_what_is_not_understood_ends_with_one_sentence(tmp_path: Path) -> None:
    diary = export(tmp_path, "diary.txt", "Dear diary\n")
    for args in ([diary], [tmp_path / "gone.csv"], ["--left", diary]):
        result = run("import", *args, "-o", tmp_path / "out.csv")
        assert result.exit_code == 1
        assert result.stdout == ""
        assert "another product" not in one_sentence(result)
    assert not (tmp_path / "out.csv").exists()


def test_a_recording_of_ours_and_a_packed_file_are_refused_with_a_remedy(tmp_path: Path) -> None:
    own, packed, out = tmp_path / "own.csv", tmp_path / "own.csv.gz", tmp_path / "new.csv"
    own.write_text("# evenstride-recording 1\n")
    packed.write_bytes(b"\x1f\x8b\x08\0")
    assert "is an evenstride recording already" in one_sentence(run("import", own, "-o", out))
    assert "unpack it first" in one_sentence(run("import", packed, "-o", out))


def test_prose_in_which_some_lines_look_like_rows_is_no_export(tmp_path: Path) -> None:
    lines = [
        "| left | right |",
        "by the way, it was",
        "1, 2, 3, 4",
        "2, 3, 4, 5",
        *["so, it goes"] * 5,
    ]
    diary = export(tmp_path, "diary.md", "\n".join(lines))
    imported = run("import", diary, "-o", tmp_path / "out.csv")
    analyzed = run("analyze", diary)
    assert (imported.exit_code, analyzed.exit_code) == (1, 1)
    assert "expected an export of" in one_sentence(imported)
    assert "is an export of" not in one_sentence(analyzed)


def test_two_sensors_without_a_side_are_not_guessed(tmp_path: Path) -> None:
    sources = [export(tmp_path, name) for name in ("a.csv", "b.csv")]
    result = run("import", *sources, "-o", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "say it with --left and --right" in one_sentence(result)
    sides = ("--left", sources[1], "--right", sources[0])
    assert run("import", *sides, "-o", tmp_path / "out.csv").exit_code == 0


def test_wrong_usage_ends_with_exit_code_two(tmp_path: Path) -> None:
    for args in (
        [],
        ["--columns", "t = a", export(tmp_path, "a.csv")],
        ["--columns", "x.toml", "a"],
    ):
        result = run("import", *args)
        assert result.exit_code == 2
        assert result.stdout == ""


def test_a_recording_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    out = export(tmp_path, "out.csv", "mine")
    assert run("import", export(tmp_path, "log.csv"), "-o", out).exit_code == 1
    assert out.read_text(encoding="utf-8") == "mine"


def test_two_sensors_of_one_leg_become_a_leg_with_a_shank(tmp_path: Path) -> None:
    thigh, shank = (export(tmp_path, name) for name in ("a.csv", "b.csv"))
    out = tmp_path / "session.csv"
    result = run("import", "--left", thigh, "--left-shank", shank, "-o", out)
    assert result.exit_code == 0, result.stderr
    assert "the knee between two of a leg is only as good as that" in result.stderr
    info = read(out).sensors[Leg.LEFT]
    assert info.second is not None
    assert (info.placement, info.second.placement) == (Placement.THIGH, Placement.SHANK)
    assert sum(len(item) for item in read(out) if isinstance(item, Block) and item.second) == 300
    lone = run("import", "--right", thigh, "--left-shank", shank, "-o", tmp_path / "other.csv")
    assert "goes with one on the thigh" in one_sentence(lone)
