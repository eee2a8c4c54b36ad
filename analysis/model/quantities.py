"""Defines the quantities of a rep: their names and units, and what the instrument resolves.

All code that compares, draws, prints or stores quantities takes them from this list.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from evenstride.analysis.model.reps import Measured


class Consequence(StrEnum):
    """The conclusion if the legs clearly differ in a quantity."""

    VERDICT = "verdict"
    """The leg with less is weaker in it, and may be called the weaker leg."""

    LESS = "less"
    """The leg with less is weaker in it, but that alone does not make it the weaker leg."""

    TEMPO = "tempo"
    """The difference is mentioned: tempo is chosen, and slower is not worse."""

    NONE = "none"
    """None: the quantity is only shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One quantity of a rep, or the count of reps.

    Attributes:
        name: Its name in results, with its unit: an attribute of ``Measured``.
        title: Its name at the head of a row or a column.
        noun: Its name in a sentence.
        short: The shortest word for it.
        unit: Its unit as printed after a number, "" for none.
        decimals: Decimals to show.
        digits: Decimals to store in results.
        less: The adjective for a leg with less of it, "shorter"; "" if less is not worse.
        lack: What such a leg has, "shorter holds"; "" if this is never said.
        consequence: The conclusion from a clear difference between the legs.
        only_held: Whether it means something only if the exercise asks for a hold.
        floor: Largest difference between two legs that the instrument cannot resolve, in the
            quantity's unit.
        floor_fraction: The same as a fraction of the larger leg's mean. The two have different
            causes, so their squares are added.
        ratio_from: Smallest mean of the stronger leg from which a ratio means something; None if it
            never does.
        drift_floor: Largest change between reps of one set that the instrument cannot resolve, in
            the quantity's unit; None if its drift is not computed.
        drift_fraction: Smallest change over a set that is worth mentioning, as a fraction of the
            mean.
    """

    name: str
    title: str
    noun: str
    short: str
    unit: str = ""
    decimals: int
    digits: int
    less: str = ""
    lack: str = ""
    consequence: Consequence = Consequence.NONE
    only_held: bool = False
    floor: float = 0.0
    floor_fraction: float = 0.0
    ratio_from: float | None = None
    drift_floor: float | None = None
    drift_fraction: float = 0.0

    @property
    def suffix(self) -> str:
        """The unit as it follows a number: a degree sign directly, a word after a space."""
        return f" {self.unit}" if self.unit[:1].isalpha() else self.unit

    def of(self, measured: Measured) -> float | None:
        """Return its value in one movement; None if it was not measured."""
        value: float | None = getattr(measured, self.name)
        return value if value is not None and math.isfinite(value) else None

    def resolution(self, *means: float) -> float:
        """Return the largest difference between legs with these means that may be instrumental."""
        return math.hypot(self.floor, self.floor_fraction * max(map(abs, means)))

    def worth_telling(self, mean: float) -> float:
        """Return the smallest change over a set with this mean that is worth mentioning."""
        return max(self.drift_floor or 0.0, self.drift_fraction * abs(mean))

    def decimals_for(self, *values: float | None) -> int:
        """Return how many decimals these values need.

        Sensors are accurate to whole degrees, but these would make small ranges look equal.
        """
        known = [abs(value) for value in values if value is not None]
        small = self is RANGE and bool(known) and max(known) < SMALL_RANGE_DEG
        return self.decimals + small


SMALL_RANGE_DEG: Final = 10.0
"""Ranges below this are shown with one more decimal, degrees."""

COUNT: Final = Quantity(
    name="reps", title="Reps", noun="reps", short="reps", decimals=0, digits=0, less="fewer"
)
"""The number of reps, a quantity of a leg and not of a rep."""

# Each leg's holds are accurate to 0.1 s on average, and the two legs may err in opposite
# directions: in simulated sessions the legs' difference was off by 0.05 s (RMS), and by up to
# 0.15 s. A leg that only turns round at the top stays there for 0.2-0.4 s, which is not a hold, so
# a ratio means nothing.
HOLD: Final = Quantity(
    name="hold_s",
    title="Hold",
    noun="hold",
    short="hold",
    unit="s",
    decimals=1,
    digits=3,
    less="shorter",
    lack="shorter holds",
    consequence=Consequence.VERDICT,
    only_held=True,
    floor=0.2,
    ratio_from=0.5,
    drift_floor=0.2,
    drift_fraction=0.1,
)

# Orientation is accurate to about 1°. Two errors grow with the range: accelerometer offsets (30 mg
# turn 40° into 41°, on two sensors) and the strap riding on the moving muscle. Together they are 4°
# at 40°: joint angles from such sensors are off by 3° (Seel 2014) to 5° (Argent 2019). Within a set
# the sensor, its offsets and the strap are the same for all reps.
RANGE: Final = Quantity(
    name="rom_deg",
    title="Range",
    noun="range",
    short="range",
    unit="°",
    decimals=0,
    digits=2,
    less="smaller",
    lack="a smaller range",
    consequence=Consequence.VERDICT,
    floor=1.0,
    floor_fraction=0.10,
    ratio_from=2.0,
    drift_floor=1.0,
    drift_fraction=0.1,
)

# Raters with a video agree on a phase to 0.4 s for one rep; for means half of that is realistic.
RAISE: Final = Quantity(
    name="raise_s",
    title="Way out",
    noun="way out",
    short="up",
    unit="s",
    decimals=1,
    digits=3,
    consequence=Consequence.TEMPO,
    floor=0.2,
    floor_fraction=0.10,
    ratio_from=0.2,
    drift_floor=0.1,
    drift_fraction=0.1,
)

LOWER: Final = replace(RAISE, name="lower_s", title="Way back", noun="way back", short="down")

PEAK_SPEED: Final = Quantity(
    name="peak_speed_deg_s",
    title="Peak speed",
    noun="peak speed",
    short="speed",
    unit="°/s",
    decimals=0,
    digits=2,
    ratio_from=5.0,
)

# It is negative, and less is rougher. For the same movement, it varies by 0.02 over durations of
# 1-4 s and rates of 25-100 Hz; a tremor of 3 °/s lowers it by 0.4.
SMOOTHNESS: Final = Quantity(
    name="smoothness",
    title="Smoothness",
    noun="smoothness",
    short="smoothness",
    decimals=2,
    digits=3,
    less="rougher",
    consequence=Consequence.LESS,
    floor=0.1,
    drift_floor=0.1,
)

TILT: Final = Quantity(
    name="tilt_deg", title="Lean", noun="lean", short="lean", unit="°", decimals=0, digits=2
)

ROLL: Final = replace(TILT, name="roll_deg", title="Roll", noun="roll", short="roll")

# The noise of a cheap gyroscope looks like 0.004° of tremor.
TREMOR: Final = Quantity(
    name="tremor_deg",
    title="Tremor",
    noun="tremor",
    short="tremor",
    unit="°",
    decimals=2,
    digits=3,
    drift_floor=0.01,
    drift_fraction=0.25,
)

SAG: Final = Quantity(
    name="sag_deg",
    title="Sag",
    noun="sag",
    short="sag",
    unit="°",
    decimals=1,
    digits=2,
    drift_floor=1.0,
)

# The angle of a knee between two sensors is accurate to 3° on a leg (Seel 2014), because of soft
# tissue; the error grows with the range. A smaller range is weaker only if the exercise moves the
# knee, see ``Exercise.knee``.
KNEE_RANGE: Final = Quantity(
    name="knee_rom_deg",
    title="Knee range",
    noun="range of the knee",
    short="knee",
    unit="°",
    decimals=0,
    digits=2,
    less="smaller",
    lack="a smaller range of the knee",
    consequence=Consequence.LESS,
    floor=3.0,
    floor_fraction=0.05,
    ratio_from=10.0,
)

KNEE_AT_TOP: Final = Quantity(
    name="knee_at_top_deg",
    title="Knee at the top",
    noun="knee at the top",
    short="at top",
    unit="°",
    decimals=0,
    digits=2,
)

KNEE_LAG: Final = replace(
    KNEE_AT_TOP, name="knee_lag_deg", title="Knee lag", noun="knee lag", short="lag"
)

OF_A_REP: Final = (RANGE, RAISE, HOLD, LOWER, PEAK_SPEED, SMOOTHNESS, TILT, ROLL, TREMOR, SAG)
"""Quantities of every rep; a set's means, spread and drifts are computed for these."""

OF_A_KNEE: Final = (KNEE_RANGE, KNEE_AT_TOP, KNEE_LAG)
"""Quantities of reps of a leg with a second sensor on the shank."""

COMPARED: Final = (HOLD, RANGE, RAISE, LOWER, PEAK_SPEED, SMOOTHNESS, TILT)
"""Quantities compared between the legs besides the count, in the order of the result."""

TOLD: Final = (HOLD, RANGE, RAISE, LOWER, SMOOTHNESS)
"""Quantities of the comparison that tables and exports contain."""

KEPT: Final = (*TOLD, TREMOR, SAG, *OF_A_KNEE)
"""Quantities whose means over a set have a column of their own in the history."""

FALLING: Final = (RANGE, HOLD)
"""Quantities that should not decrease over a set: a decrease is reported as falling off."""

BY_NAME: Final = {one.name: one for one in (COUNT, *OF_A_REP, *OF_A_KNEE)}
"""Every quantity by its name in results."""
