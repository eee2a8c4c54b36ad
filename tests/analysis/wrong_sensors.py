"""A working sensor, and the warnings about others."""

import numpy as np

from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.analysis.signal.screening.grid import Ticks, UniformGrid
from evenstride.sensors.samples import Samples
from tests.analysis.moving import QUIET, Limb

DEGREES = 180.0 / np.pi


def clean() -> Samples:
    return Limb(pitch_deg=2.0).wait(4.0).reps(6, 40.0).wait(2.0).samples(sensor=QUIET)


def evidence_of(samples: Samples) -> SensorEvidence:
    evidence = SensorEvidence()
    for ticks in UniformGrid(100.0).update(samples):
        assert isinstance(ticks, Ticks)
        evidence.update(ticks)
    evidence.gather()
    return evidence
