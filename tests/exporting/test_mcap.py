"""Tests MCAP, read back by mcap."""

import io
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from mcap.reader import make_reader

from evenstride.exporting.mcap_messages import messages_of
from evenstride.recordings.exporting.mcap_file import write_mcap
from evenstride.recordings.exporting.samples import samples_of
from tests.exporting.sessions import session, short_recording
from tests.recordings.helpers import samples

STARTED = datetime(2026, 11, 22, 6, 40, tzinfo=UTC)


def written(path: Path, started: datetime | None = STARTED) -> Any:
    one = session(path)
    file = io.BytesIO()
    write_mcap(
        file,
        samples_of(one.recording),
        messages_of(one),
        started_utc=started,
        about={"schema": "evenstride-analysis/1"},
    )
    return make_reader(io.BytesIO(file.getvalue()))


def test_there_is_a_message_for_each_sample_rep_and_tick(tmp_path: Path) -> None:
    path = short_recording(tmp_path)
    found = [
        (channel.topic, message, json.loads(message.data), schema)
        for schema, channel, message in written(path).iter_messages()
    ]
    raw = samples(session(path).recording)
    of_legs = Counter(f"/{one[0]}/samples" for one in raw)
    others = {"/left/reps": 6, "/right/reps": 6, "/left/angle": 3}
    assert Counter(topic for topic, *_ in found) == {**of_legs, **others}
    for _, message, content, schema in found:
        Draft202012Validator(json.loads(schema.data)).validate(content)
        if "acc_m_s2" in content:
            at_s = (message.log_time - STARTED.timestamp() * 1e9) / 1e9
            assert at_s == pytest.approx(content["t_s"], abs=1e-6)
    left = [content for topic, _, content, _ in found if topic == "/left/samples"]
    assert [tuple(one["acc_m_s2"].values()) for one in left] == [
        one[4:7] for one in raw if one[0] == "left"
    ]
    assert [one["gyr_rad_s"]["x"] for one in left] == [one[7] for one in raw if one[0] == "left"]


def test_a_rep_whose_end_lies_in_a_hole_is_at_the_last_time_that_is_known(tmp_path: Path) -> None:
    one = session(short_recording(tmp_path))
    first, second, *_ = one.result["legs"]["left"]["reps"]
    first["end_s"] = None
    second.update(top_s=None, leave_s=None, end_s=None)
    times = [message.t_s for message in messages_of(one) if message.topic == "/left/reps"]
    assert times[:2] == [first["leave_s"], second["start_s"]]


def test_without_a_date_times_begin_at_zero(tmp_path: Path) -> None:
    reader = written(short_recording(tmp_path), None)
    first = next(message for _, _, message in reader.iter_messages())
    assert first.log_time == 0
    (metadata,) = reader.iter_metadata()
    assert metadata.metadata["schema"] == "evenstride-analysis/1"
