"""Recordings with seeded damage of every kind, for all steps from bytes to a result."""

import json
import random
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Final, TypeAlias

Lines: TypeAlias = list[str]
Mutation: TypeAlias = Callable[[Lines, random.Random], Lines]

_WILD: Final = (
    *("", "nan", "inf", "-inf", "1e308", "-1e308", "1e-320", "0", "-0", "1e5", "99999", "-99999"),
    *("9223372036854775807", "-9223372036854775808", "4611686018427387903", "4611686018427387904"),
    *("1_000", "٣", "left", "#", '"', "\x00", "\x1b[2J", "\ufeff", "0x10", "1,5", "9" * 400),
)
_EVENTS: Final = (
    *("set", "end-set", "pause", "resume", "correct", "undo", "weight", "worn", "battery", "felt"),
    *("lost", "back", "connected", "connecting", "marker", "radio", "nothing that is known"),
)
_VALUES: Final[tuple[object, ...]] = (
    *(None, True, 0, 1, -1, 10**30, 1e300, "", "left", "right", "straight-leg-raise", "squat"),
    *([], {}, [[]], {"sets": 1}, "\x1b[31m", "x" * 5000),
)
_FIELDS: Final = ("leg", "exercise", "number", "change", "kg", "pct", "planned", "first", "pain")


def mutated(lines: Sequence[str], seed: int) -> bytes:
    """A recording with one to four kinds of damage, which the seed chooses."""
    rng = random.Random(seed)
    damaged = list(lines)
    for _ in range(rng.randint(1, 4)):
        name = rng.choice(sorted(MUTATIONS))
        damaged = MUTATIONS[name](damaged, rng)
    data = "".join(f"{line}\n" for line in damaged).encode("utf-8", "replace")
    if rng.random() < 0.3:
        data = _bytes_changed(data, rng)
    if rng.random() < 0.1:
        data = data[: rng.randrange(len(data) + 1)]
    return data


def _some(lines: Lines, rng: random.Random) -> tuple[int, int]:
    """A stretch of lines, short or long."""
    first = rng.randrange(len(lines) + 1)
    most = rng.choice((1, 5, 50, len(lines)))
    return first, min(len(lines), first + rng.randint(0, most))


def _bytes_changed(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 30))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _removed(lines: Lines, rng: random.Random) -> Lines:
    first, end = _some(lines, rng)
    return lines[:first] + lines[end:]


def _thinned(lines: Lines, rng: random.Random) -> Lines:
    share = rng.choice((0.02, 0.1, 0.3, 0.7))
    return [line for line in lines if rng.random() < share] or lines[:1]


def _repeated(lines: Lines, rng: random.Random) -> Lines:
    first, end = _some(lines, rng)
    return lines[:end] + lines[first:end] + lines[end:]


def _shuffled(lines: Lines, rng: random.Random) -> Lines:
    first, end = _some(lines, rng)
    part = lines[first:end]
    rng.shuffle(part)
    return lines[:first] + part + lines[end:]


def _backwards(lines: Lines, rng: random.Random) -> Lines:
    first, end = _some(lines, rng)
    return lines[:first] + lines[first:end][::-1] + lines[end:]


def _wild_fields(lines: Lines, rng: random.Random) -> Lines:
    share, field = rng.choice((0.002, 0.05, 1.0)), rng.randrange(10)
    value = rng.choice(_WILD)
    return [_with_field(line, field, value) if rng.random() < share else line for line in lines]


def _with_field(line: str, field: int, value: str) -> str:
    fields = line.split(",")
    if line.startswith("#") or field >= len(fields):
        return line
    fields[field] = value
    return ",".join(fields)


def _scaled(lines: Lines, rng: random.Random) -> Lines:
    """A column times something, or plus something, from some line on."""
    field, first = rng.randrange(1, 10), _some(lines, rng)[0]
    factor = rng.choice((0.0, -1.0, 0.001, 0.1, 9.80665, 57.3, 1000.0, 1e12))
    plus = rng.choice((0.0, 1.0, -1e6, 1e9, 9.8e14, -9.8e14))

    def change(line: str) -> str:
        fields = line.split(",")
        try:
            value = float(fields[field]) * factor + plus
        except (ValueError, IndexError):
            return line
        fields[field] = f"{value:.0f}" if field < 4 else f"{value:.4f}"
        return ",".join(fields)

    return lines[:first] + [change(line) for line in lines[first:]]


def _jumping_clock(lines: Lines, rng: random.Random) -> Lines:
    """Both clocks jump, as where a computer's clock is set."""
    first = _some(lines, rng)[0]
    step = rng.choice((-(10**15), -(10**7), -400_000, 350_000, 10**7, 10**10, 10**15))

    def change(line: str) -> str:
        fields = line.split(",")
        try:
            fields[2:4] = [str(int(fields[2]) + step), str(int(fields[3]) + step)]
        except (ValueError, IndexError):
            return line
        return ",".join(fields)

    return lines[:first] + [change(line) for line in lines[first:]]


def _one_leg(lines: Lines, rng: random.Random) -> Lines:
    one, other = rng.sample(("left", "right"), 2)
    return [line.replace(one, other) if rng.random() < 0.9 else line for line in lines]


def _events(lines: Lines, rng: random.Random) -> Lines:
    changed = list(lines)
    for _ in range(rng.choice((1, 5, 40))):
        data = {field: rng.choice(_VALUES) for field in rng.sample(_FIELDS, rng.randint(0, 4))}
        data |= {"host_us": rng.choice((0, 10**6, -(10**9), 10**13, None)), "event": "x"}
        data["event"] = rng.choice(_EVENTS)
        changed.insert(rng.randrange(len(changed) + 1), f"#event {json.dumps(data)}")
    return changed


def _other_header(lines: Lines, rng: random.Random) -> Lines:
    if len(lines) < 2 or not lines[1].startswith("# {"):
        return lines
    try:
        header = json.loads(lines[1][2:])
    except ValueError:
        return lines
    keys = [*header, "started_utc", "sensors", "exercise", "units", "note", "synthetic"]
    header[rng.choice(keys)] = deepcopy(rng.choice(_VALUES))
    if isinstance(header.get("sensors"), dict) and header["sensors"] and rng.random() < 0.5:
        leg = rng.choice(sorted(header["sensors"]))
        header["sensors"][leg] = {
            "device": deepcopy(rng.choice(_VALUES)),
            "rate_hz": rng.choice((0, 0.001, 1, 60, 1e4, 1e300, -5, None, "60")),
            "placement": rng.choice(("thigh", "shank", "foot", None)),
        }
    return [lines[0], f"# {json.dumps(header)}", *lines[2:]]


def _other_columns(lines: Lines, rng: random.Random) -> Lines:
    at = next((k for k, line in enumerate(lines) if line.startswith("leg,")), None)
    if at is None:
        return lines
    names = lines[at].split(",")
    if rng.random() < 0.5:
        rng.shuffle(names)
    else:
        names[rng.randrange(len(names))] = rng.choice(("", "x", "leg", "acc_x"))
    return [*lines[:at], ",".join(names), *lines[at + 1 :]]


MUTATIONS: Final[dict[str, Mutation]] = {
    "lines removed": _removed,
    "lines thinned": _thinned,
    "lines repeated": _repeated,
    "lines shuffled": _shuffled,
    "lines backwards": _backwards,
    "wild fields": _wild_fields,
    "a column scaled": _scaled,
    "clocks jump": _jumping_clock,
    "one leg's rows are the other's": _one_leg,
    "events": _events,
    "another header": _other_header,
    "other columns": _other_columns,
}
"""Every kind of damage, by name."""
