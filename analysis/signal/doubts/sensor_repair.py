"""Makes a sensor's values usable once it is known what is wrong with them."""

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np

from evenstride.analysis.signal.doubts.axes_fit import HYPOTHESES
from evenstride.analysis.signal.doubts.gravity_doubts import (
    QUIET_CHUNKS,
    GravityDoubt,
    GravityKind,
    gravity_doubt,
    uneven_gravity,
)
from evenstride.analysis.signal.doubts.sensor_doubts import (
    DEGREES,
    OF_AXES,
    GyroscopeDoubt,
    GyroscopeKind,
    gyroscope_doubt,
    is_of_degrees,
    rate_at_rest,
    turns_as_gravity,
)
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.analysis.signal.screening.stuck_gyroscope import StuckRun
from evenstride.sensors.samples import GRAVITY_M_S2, Samples

Matrix: TypeAlias = tuple[float, ...]
"""Nine numbers, row by row, that turn readings into true rates."""

AS_IT_IS: Final[Matrix] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


_MOST_STUCK: Final = 16
"""How many runs of a stuck gyroscope are left out from their start; later ones only from when they
are detected."""


@dataclass(frozen=True, slots=True)
class Repair:
    """How samples are made usable, and why.

    Attributes:
        acc_factor: Factor for acceleration.
        gyr_matrix: Matrix for angular rate; None if it cannot be used at all.
        gyr_at_rest: The gyroscope's reading at rest, rad/s, which is subtracted first.
        stuck: Where its readings do not change while the limb turns; they are removed there.
        gravity: What was found about the accelerometer.
        gyroscope: What was found about the gyroscope.
        is_taken_over: Whether it was found on the other leg's sensor, written by the same program.
        is_own: Whether its own movements have shown that what was taken over does not hold.
        is_turned_back: Whether its axes were turned until its accelerometer proved faulty.
    """

    acc_factor: float = 1.0
    gyr_matrix: Matrix | None = AS_IT_IS
    gyr_at_rest: tuple[float, float, float] | None = None
    stuck: tuple[StuckRun, ...] = ()
    gravity: GravityDoubt | None = None
    gyroscope: GyroscopeDoubt | None = None
    is_taken_over: bool = False
    is_own: bool = False
    is_turned_back: bool = False

    def mended(self, samples: Samples) -> Samples:
        """Return the samples as the analysis can use them."""
        acc, gyr = samples.acc_m_s2, samples.gyr_rad_s
        if self.gyr_at_rest is not None:
            gyr = gyr - np.array(self.gyr_at_rest)
        if self.gyr_matrix is None:
            gyr = np.full_like(gyr, np.nan)
        elif self.gyr_matrix != AS_IT_IS:
            # Column by column, as a matrix product would round by the length of blocks.
            columns = np.array(self.gyr_matrix).reshape(3, 3).T
            gyr = gyr[:, :1] * columns[0] + gyr[:, 1:2] * columns[1] + gyr[:, 2:] * columns[2]
        for run in self.stuck:
            gyr = np.where(run.covers(samples.t_s, gyr)[:, None], np.nan, gyr)
        if self.acc_factor != 1.0:
            acc = acc * self.acc_factor
        if gyr is samples.gyr_rad_s and acc is samples.acc_m_s2:
            return samples
        return replace(samples, acc_m_s2=acc, gyr_rad_s=gyr)

    @property
    def turns_axes(self) -> bool:
        """Whether the gyroscope's axes are taken to be other than stated."""
        return self.gyroscope is not None and self.gyroscope.kind in OF_AXES

    @property
    def of_units(self) -> "Repair":
        """The part that also applies to another sensor written by the same program."""
        gyroscope = self.gyroscope
        of_unit = gyroscope is not None and gyroscope.kind in _UNITS
        return Repair(
            self.acc_factor,
            self.gyr_matrix if of_unit else AS_IT_IS,
            gravity=self.gravity,
            gyroscope=gyroscope if of_unit else None,
            is_taken_over=True,
        )

    def where_unknown(self, evidence: SensorEvidence) -> "Repair":
        """Return the part that unrepaired evidence about a sensor does not contradict."""
        repair = self
        if len(evidence.quiet_m_s2) >= QUIET_CHUNKS and gravity_doubt(evidence) is None:
            repair = replace(repair, acc_factor=1.0, gravity=None)
        if turns_as_gravity(evidence.gravity.so_far):
            repair = replace(repair, gyr_matrix=AS_IT_IS, gyroscope=None)
        return repair


_UNITS: Final = (GyroscopeKind.DEGREES, GyroscopeKind.RADIANS_TWICE)
_NEVER_MENDED: Final = (GyroscopeKind.RAW, GyroscopeKind.SILENT, GyroscopeKind.AXIS)


def further_repair(known: Repair, evidence: SensorEvidence) -> Repair:
    """Return the repair that evidence from samples repaired so far requires.

    Only certain faults are repaired: units that gravity itself confirms, and the axis that the limb
    turns about. What may be the fault of either sensor is only reported.
    """
    run = evidence.stuck
    if run is not None and run not in known.stuck and len(known.stuck) < _MOST_STUCK:
        return replace(known, stuck=(*known.stuck, run))
    gravity = None if known.gravity else gravity_doubt(evidence)
    if gravity is not None:
        factor = {GravityKind.G: GRAVITY_M_S2, GravityKind.MILLI_G: GRAVITY_M_S2 / 1000.0}
        factor[GravityKind.UNIT] = GRAVITY_M_S2 / max(gravity.reads_m_s2, 1e-9)
        if gravity.kind in factor:
            known = replace(known, acc_factor=factor[gravity.kind], gravity=gravity)
    gyroscope = gyroscope_doubt(evidence)
    if gyroscope is not None and known.gyroscope is not None and known.is_taken_over:
        # The other leg's program did not write this sensor's values after all.
        return replace(known, gyr_matrix=AS_IT_IS, gyroscope=None, is_own=True)
    if known.turns_axes and uneven_gravity(evidence) is not None:
        # A faulty accelerometer was the only witness.
        return replace(known, gyr_matrix=AS_IT_IS, gyroscope=None, is_turned_back=True)
    at_rest = rate_at_rest(evidence)
    if at_rest is not None and known.gyr_at_rest is None and known.gyroscope is None:
        return replace(known, gyr_at_rest=at_rest)
    return known if gyroscope is None else _with_gyroscope(known, gyroscope)


def _with_gyroscope(known: Repair, doubt: GyroscopeDoubt) -> Repair:
    """Add the repair for a doubt about the gyroscope; some doubts are only reported."""
    is_told = doubt.kind is GyroscopeKind.GAIN or known.gyr_matrix is None
    is_told |= doubt.kind is GyroscopeKind.UNPROVEN and not known.turns_axes
    is_told |= doubt.kind in OF_AXES and known.is_turned_back
    if is_told:
        return known
    if known.gyroscope is not None or doubt.kind in _NEVER_MENDED:
        # Later movements contradict what the first ones seemed to show.
        return replace(known, gyr_matrix=None, gyroscope=known.gyroscope or doubt)
    return replace(known, gyr_matrix=_mending(doubt), gyroscope=doubt)


def _mending(doubt: GyroscopeDoubt) -> Matrix:
    size = 1.0
    if doubt.kind is GyroscopeKind.DEGREES or is_of_degrees(doubt.times):
        size = DEGREES
    elif doubt.kind is GyroscopeKind.RADIANS_TWICE or is_of_degrees(1.0 / doubt.times):
        size = 1.0 / DEGREES
    matrix = next(one.matrix for one in HYPOTHESES if one.axes == doubt.axes)
    return tuple((matrix * size).tolist())
