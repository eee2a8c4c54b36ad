"""The constants that lead from samples to the motion of a limb, each with its reason."""

from dataclasses import dataclass
from typing import Final

TICK_S: Final = 0.02
"""Step of the uniform grid that all analysis runs on. It is the unit of time and not to be tuned:
50 Hz costs VQF at most 0.6° of inclination compared with 286 Hz (BROAD benchmark), and counting leg
exercises needs nothing above 10 Hz."""

PEAK_TO_MEAN: Final = 1.875
"""Peak speed of a minimum-jerk way as a multiple of its mean (Flash & Hogan 1985)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignalTuning:
    """The constants of the way from samples to motion."""

    # ---- which readings can be used --------------------------------------------------------

    largest_reading: float = 1e6
    """No sensor reads this much, in m/s² or rad/s; sums of squares of such numbers would
    overflow."""

    latest_s: float = 1e9
    """No session lasts 30 years; a time beyond this is damaged."""

    repeated_deg_s: float = 6.5
    """A gyroscope that turns faster than this never reads the same three numbers twice, because its
    noise is several steps of its scale. Below it, a coarse one at rest may, with its bias of up to
    ``bias_clip_deg_s``."""

    spike_m_s2: float = 160.0
    """An accelerometer that jumps by more than this from one sample to the next, and back, was
    disturbed: heel strikes in a run reach 124 at the shank, with 100 samples a second."""

    spike_rad_s: float = 25.0
    """A gyroscope that jumps by more than this, 1430 °/s, and back, was disturbed: in a run with
    cuts it changes by 15. A hard heel strike changes it by 46, but not back; one sample of that is
    left out, and nothing is reported."""

    stuck_s: float = 0.5
    """Readings that repeat each other for longer are worth reporting: a sensor that is polled
    faster than it measures repeats itself for some hundredths of a second."""

    saturated_m_s2: float = 14.7
    """Readings up to this, 1.5 g, are not at the end of any accelerometer's scale; the smallest
    scale is 2 g."""

    saturated_deg_s: float = 100.0
    """Readings up to this are not at the end of any gyroscope's scale; the smallest scale is
    125 °/s."""

    scale_end_fraction: float = 0.999
    """A reading of this part of the largest one is at the end of the scale: with 12 bits a scale
    reaches one step further on one side, which is 1 in 2048."""

    scale_grows_factor: float = 1.001
    """A reading this many times the largest one so far shows that the scale does not end there."""

    lost_slack: float = 1.1
    """Between two samples at most this many times as many samples can be missing as fit into the
    time: sensors are off their nominal rate by up to 5 %, and the timeline slews by as much."""

    # ---- holes -----------------------------------------------------------------------------

    gap_periods: float = 3.5
    """A step between samples of more periods than this is a gap."""

    gap_min_s: float = 0.15
    """A gap is at least this long, so that a slow sensor that sends in bursts has none."""

    line_s: float = 0.55
    """Over gaps up to this long the rate is interpolated linearly; over longer ones gravity before
    and after shows how the limb turned. With 5 % of the samples lost in bursts of up to half a
    second, the line keeps 147 of 162 simulated sets exact: what a moving limb adds to gravity is
    more than its deviation from a line in that time."""

    hole_s: float = 0.3
    """A gap that lacks more than this is a hole: it is reported, and what happened in it is not
    known."""

    pose_s: float = 0.2
    """How long gravity is observed after a hole before the pose there is believed. A rep that a
    hole cut through is to be announced 0.3 s after the samples return."""

    longest_hole_s: float = 10.0
    """Longest hole over which counting goes on. A lost sensor is back after one to a few seconds;
    in more time a person does several reps, takes a strap off, or changes the leg."""

    remembered_s: float = 30.0
    """How long it is remembered where a limb rested and how fast it went: a few reps."""

    no_gyro_s: float = 2.0
    """A gyroscope that has been silent for longer, while the accelerometer goes on, is taken to be
    missing."""

    # ---- orientation and smoothing ---------------------------------------------------------

    bias_clip_deg_s: float = 5.0
    """Largest gyroscope bias that VQF looks for; its default of 2 also keeps it from detecting
    rest. Cheap sensors have up to 3 (BMI160 data sheet) or 5 (MPU-6050: 20 before the maker's
    calibration), and one of three in the recordings has 2.6 (Yurtman & Barshan 2014, subject 3)."""

    bias_sigma_deg_s: float = 2.0
    """Uncertainty of that bias at the start; VQF's default of 0.5 is for calibrated sensors."""

    rest_m_s2: float = 0.2
    """VQF takes a limb for resting, and its gyroscope's readings for bias, while the force stays
    this near to its mean of the last half second. With VQF's default of 0.5 it still does so in a
    limb that turns by 5 °/s, and a way of 15 s and more is lost as bias. With this value the limb
    may turn by 2.3 °/s, which is hardly more than the sway of a resting limb."""

    smoothing_half_s: float = 0.12
    """Half width of the Hann window over the angular rate. It passes 4 Hz at half height, so
    physiological tremor (8-12 Hz) is mostly removed, and as the window is symmetric, times are
    found without delay."""

    acc_only_half_s: float = 0.24
    """Half width of the Hann window over the force if there is no gyroscope: the rate is then the
    derivative of a tilt that contains the sensor's noise and every jolt."""

    still_deg_s: float = 1.5
    """Below this a limb is at rest: VQF calls under 2 °/s rest, and a resting thigh sways by about
    1."""


SIGNAL: Final = SignalTuning()
"""The default constants."""
