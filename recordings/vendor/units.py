"""Converting values to m/s² and rad/s: by the file's units, or by gravity if it names none."""

from dataclasses import replace

import numpy as np

from evenstride.recordings.vendor.part import Part
from evenstride.recordings.vendor.table import refused
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray, IntArray

_M_S2 = {"m/s2": 1.0, "g": GRAVITY_M_S2, "mg": GRAVITY_M_S2 / 1000.0}

# The unit is found if the median length of the force is within this fraction of one g, or 9.8 m/s².
_SLACK = 0.25

# The time over which gravity's direction is compared with the gyroscope's turns: longer than a
# jolt, shorter than a movement.
_STRETCH_US = 500_000


def in_si(part: Part) -> Part:
    """Return the part in m/s² and rad/s, with a remark on each inferred or contradicted unit.

    Raises:
        RecordingError: Its acceleration does not include gravity in any unit.
    """
    assert part.force is not None
    length = float(np.median(np.linalg.norm(part.force, axis=1))) if len(part) else 0.0
    unit = next((u for u, size in _M_S2.items() if _is_gravity(length * size)), "")
    remarks = list(part.remarks)
    if not unit:
        found = f"a median of {length:.3g}"
        if part.force_unit and length > 0.3 * GRAVITY_M_S2 / _M_S2[part.force_unit]:
            unit = part.force_unit  # it moves, or is badly calibrated; the analysis reports that
            remarks.append(
                f"Its acceleration has {found} {unit}, which is not gravity; the unit of the file"
                " was kept"
            )
        else:
            found += " " + (part.force_unit or "of an unknown unit") + ", as without gravity"
            raise refused(part.source, "acceleration that is 1 g or 9.8 m/s² at rest", found)
    elif part.force_unit not in ("", unit):
        remarks.append(
            f"The file says that its acceleration is in {part.force_unit}, and gravity that it is"
            f" in {unit}: a median of {length:.3g}; that was believed"
        )
    elif not part.force_unit:
        remarks.append(f"Its acceleration is in {unit}, by gravity: a median of {length:.3g}")
    force = part.force * _M_S2[unit]
    part = replace(part, force=force, force_unit="m/s2", remarks=tuple(remarks))
    return _rate_in_si(part)


def _rate_in_si(part: Part) -> Part:
    if part.rate is None:
        return replace(part, remarks=(*part.remarks, "It has no gyroscope"))
    if part.rate_unit:
        size = np.pi / 180.0 if part.rate_unit == "deg/s" else 1.0
        return replace(part, rate=part.rate * size, rate_unit="rad/s")
    assert part.force is not None
    times = turned_times(part.t_us, part.force, part.rate)
    unit = "deg/s" if times > 7.5 else "rad/s"  # the root of 57.3, the geometric mean of it and 1
    remark = (
        f"Its gyroscope is in {unit}: it turned {times:.3g} times as far as gravity did"
        if times
        else "The unit of its gyroscope is unknown, and nothing turned to tell it; rad/s is assumed"
    )
    part = replace(part, rate_unit=unit, remarks=(*part.remarks, remark))
    return _rate_in_si(part)


def turned_times(t_us: IntArray, force: FloatArray, rate: FloatArray) -> float:
    """Return how many times as far as gravity the gyroscope turned; 0 if hardly anything turned.

    During a time gravity's direction u moves by the sum of u × ω (least squares over all).
    """
    length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
    up = force / length
    steps_s = np.diff(t_us, prepend=t_us[:1])[:, None] / 1e6
    turned = np.cumsum(np.cross(up, rate) * steps_s, axis=0)
    ends = np.searchsorted(t_us, np.arange(t_us[0], t_us[-1], _STRETCH_US))
    seen, said = np.diff(up[ends], axis=0), np.diff(turned[ends], axis=0)
    small = float(np.degrees(np.sqrt((seen**2).sum()))) < 20.0
    product = float((seen * said).sum())
    return 0.0 if small or product <= 0.0 else float((said**2).sum()) / product


def _is_gravity(length_m_s2: float) -> bool:
    return abs(length_m_s2 / GRAVITY_M_S2 - 1.0) < _SLACK
