"""Constants of the signal room: from samples to the motion of a limb, each with its reason."""

from dataclasses import dataclass
from typing import Final

TICK_S: Final = 0.02
"""Step of the uniform grid that all analysis runs on. It is the unit of time and not for tuning:
50 Hz costs VQF at most 0.6° of inclination against 286 Hz (BROAD benchmark), and no leg exercise
has content above 10 Hz that a count needs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignalTuning:
    """What the way from samples to motion depends on."""

    # ---- which readings can be used --------------------------------------------------------

    largest_reading: float = 1e6
    """No sensor reads as much, in m/s² or rad/s; sums of squares of such numbers would overflow."""

    latest_s: float = 1e9
    """No session lasts 30 years; what claims to is a damaged time."""

    repeated_deg_s: float = 6.5
    """A gyroscope that turns faster than this never reads the same three numbers twice: its noise
    is some steps of its scale. Slower, a coarse one that rests may, with its bias of up to
    ``bias_clip_deg_s``."""

    spike_m_s2: float = 160.0
    """An accelerometer that jumps by more from one sample to the next, and back, was disturbed:
    heels that strike in a run show 124 at the shank, with 100 samples a second."""

    spike_rad_s: float = 25.0
    """A gyroscope that jumps by more than this, 1430 °/s, and back, was disturbed: in a run that
    cuts it changes by 15. A heel that strikes hard changes it by 46, but not back; of that one
    sample is left out, and nothing is said."""

    stuck_s: float = 0.5
    """Readings that repeat each other for longer are worth telling: a sensor that is asked faster
    than it measures repeats itself for some hundredths of a second."""

    saturated_m_s2: float = 14.7
    """What is no more than 1.5 g is not the end of any accelerometer's scale; the smallest is
    2 g."""

    saturated_deg_s: float = 100.0
    """What is no more than this is not the end of any gyroscope's scale; the smallest is
    125 °/s."""

    scale_end_fraction: float = 0.999
    """A reading of this part of the largest one is at the end of the scale: with 12 bits a scale
    reaches a step further on one side, which is 1 in 2048."""

    scale_grows_factor: float = 1.001
    """A reading this many times the largest one before shows that the scale does not end there."""

    lost_slack: float = 1.1
    """Between two samples at most this many times the samples are missing that fit into their
    time: sensors are off their nominal rate by up to 5 %, and the timeline slews by as much."""

    # ---- holes -----------------------------------------------------------------------------

    gap_periods: float = 3.5
    """A step between samples of more than so many periods is a gap."""

    gap_min_s: float = 0.15
    """A gap is at least this long: what a slow sensor sends in bursts has no gaps."""

    line_s: float = 0.55
    """Over gaps up to this long the rate goes on in a straight line; over longer ones gravity
    before and after them tells how the limb turned. With 5 % of the samples lost in bursts of up
    to half a second the line keeps 147 of 162 simulated sets exact: what a moving limb adds to
    gravity is more than what it deviates from a line in that time."""

    hole_s: float = 0.3
    """A gap that lacks more than this is a hole: it is told, and what lies in it is not known."""

    pose_s: float = 0.2
    """How long gravity is looked at after a hole before the pose there is believed. A rep that a
    hole cut through is to be announced 0.3 s after the samples return."""

    longest_hole_s: float = 10.0
    """Longest hole over which counting goes on. A sensor that is lost is back after one to some
    seconds; in more time a person does several reps, takes a strap off, or changes the leg."""

    remembered_s: float = 30.0
    """Where a limb rested and how fast it went is remembered for so long: some reps."""

    no_gyro_s: float = 2.0
    """A gyroscope that has been silent for longer, while the accelerometer goes on, is none."""

    # ---- orientation and smoothing ---------------------------------------------------------

    bias_clip_deg_s: float = 5.0
    """Largest gyroscope bias that VQF looks for; its own default of 2 also keeps it from seeing
    rest. Cheap sensors have up to 3 (BMI160 data sheet) or 5 (MPU-6050: 20 before the maker's
    calibration), and one of three in the recordings has 2.6 (Yurtman & Barshan 2014, subject 3)."""

    bias_sigma_deg_s: float = 2.0
    """How uncertain that bias is at the start; VQF's default of 0.5 is for calibrated sensors."""

    rest_m_s2: float = 0.2
    """VQF takes a limb for resting, and what its gyroscope reads for bias, while the force stays
    this near to its mean of the last half second. With VQF's own 0.5 gravity in a limb that turns
    by 5 °/s still does, and a way of 15 s and more is lost as bias; with this it may turn by
    2.3 °/s, which is hardly more than a limb that rests sways by."""

    smoothing_half_s: float = 0.12
    """Half width of the Hann window over the angular rate. It passes 4 Hz at half height: muscle
    tremor (5-12 Hz) is mostly removed, and with its symmetric window every time found is free of
    delay."""

    acc_only_half_s: float = 0.24
    """Half width of the Hann window over the force where there is no gyroscope: the rate is then
    the derivative of a tilt that carries the sensor's noise and every jolt."""

    still_deg_s: float = 1.5
    """Below this a limb is at rest: VQF calls under 2 °/s rest, a resting thigh sways by about
    1."""


SIGNAL: Final = SignalTuning()
"""The constants as they are used where nobody hands in others."""
