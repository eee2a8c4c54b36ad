"""The quantities of a rep: what each is called, its unit, what the instrument resolves.

This is the one list of them: whoever compares, draws, tells or keeps one takes it from here.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from evenstride.analysis.model.reps import Measured


class Consequence(StrEnum):
    """What follows where the legs clearly differ in a quantity."""

    VERDICT = "verdict"
    """The leg with less is weaker in it, and may be called the weaker leg."""

    LESS = "less"
    """The leg with less is weaker in it, which alone does not make it the weaker leg."""

    TEMPO = "tempo"
    """It is told: tempo is chosen, and slower is no worse."""

    NONE = "none"
    """Nothing: it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One quantity of a rep, or the count of reps.

    Attributes:
        name: Its name in results, with its unit: an attribute of ``Measured``.
        title: What it is called at the head of a row or a column.
        noun: What it is called in a sentence.
        short: The shortest word for it.
        unit: Its unit as it is printed after a number, "" for none.
        decimals: Decimals worth showing.
        digits: Decimals that results keep.
        less: What a leg with less of it is, "shorter"; "" where less is no worse.
        lack: What such a leg has, "shorter holds"; "" where that is never told.
        consequence: What follows from a clear difference between the legs.
        only_held: It means something only where the exercise asks for a hold.
        floor: What the instrument does not resolve between two legs, in the quantity's unit.
        floor_fraction: The same as a part of the larger leg's mean. The two are of different
            origin, so their squares are added.
        ratio_from: Smallest mean of the stronger leg from which a ratio means something; None if it
            never does.
        drift_floor: What the instrument does not resolve between reps of one set; None if no drift
            is looked for.
        drift_fraction: The change over a set that is worth telling, as a part of the mean.
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
        """The unit as it follows a number: a degree sign at once, a word after a space."""
        return f" {self.unit}" if self.unit[:1].isalpha() else self.unit

    def of(self, measured: Measured) -> float | None:
        """Its value in one movement; None if it was not measured."""
        value: float | None = getattr(measured, self.name)
        return value if value is not None and math.isfinite(value) else None

    def resolution(self, *means: float) -> float:
        """The smallest difference between legs with these means that is not the instrument's."""
        return math.hypot(self.floor, self.floor_fraction * max(map(abs, means)))

    def worth_telling(self, mean: float) -> float:
        """The smallest change over a set with this mean that is worth telling."""
        return max(self.drift_floor or 0.0, self.drift_fraction * abs(mean))

    def decimals_for(self, *values: float | None) -> int:
        """Decimals that tell these values apart.

        Whole degrees are what the sensors are good for, but would make small ranges equal.
        """
        known = [abs(value) for value in values if value is not None]
        small = self is RANGE and bool(known) and max(known) < SMALL_RANGE_DEG
        return self.decimals + small


SMALL_RANGE_DEG: Final = 10.0
"""Below this a range is told with a decimal."""

COUNT: Final = Quantity(
    name="reps", title="Reps", noun="reps", short="reps", decimals=0, digits=0, less="fewer"
)
"""How many reps: of a leg, not of a rep."""

# Either leg's holds are right to 0.1 s on average, and the two may err in opposite directions: in
# simulated sessions the legs' difference was off by 0.05 s (RMS), by 0.15 s at most. A leg that
# only turns round at the top is there for 0.2-0.4 s: no hold, no ratio.
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

# Orientation is good to about 1°. What grows with the range: accelerometer offsets (30 mg turn 40°
# into 41°, on two sensors) and the strap riding on the moving muscle. Together 4° at 40°: joint
# angles from such sensors are off by 3° (Seel 2014) to 5° (Argent 2019). Over one set it is one
# sensor on one leg, so that offsets and the strap are the same for all reps.
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

# Raters with a video agree on a phase to 0.4 s for one rep; on means half of that is real.
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

# It is negative, so that rougher is less. The spread of one and the same movement over durations of
# 1-4 s and rates of 25-100 Hz is 0.02; a tremor of 3 °/s costs 0.4.
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

ROLL: Final = Quantity(
    name="roll_deg", title="Roll", noun="roll", short="roll", unit="°", decimals=0, digits=2
)

# The noise of a cheap gyroscope is 0.004° of tremor.
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

# The knee between two sensors is good to 3° on a leg (Seel 2014): soft tissue, and more of it where
# the range is large. A smaller range is weaker where the knee is to move, see ``Exercise.knee``.
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

KNEE_LAG: Final = Quantity(
    name="knee_lag_deg",
    title="Knee lag",
    noun="knee lag",
    short="lag",
    unit="°",
    decimals=0,
    digits=2,
)


OF_A_REP: Final = (
    RANGE,
    RAISE,
    HOLD,
    LOWER,
    PEAK_SPEED,
    SMOOTHNESS,
    TILT,
    ROLL,
    TREMOR,
    SAG,
)
"""What every rep has: the means, the spread and the drifts of a set are of these."""

OF_A_KNEE: Final = (KNEE_RANGE, KNEE_AT_TOP, KNEE_LAG)
"""What a rep has only where the shank wears a sensor beside the thigh."""

COMPARED: Final = (HOLD, RANGE, RAISE, LOWER, PEAK_SPEED, SMOOTHNESS, TILT)
"""What is compared between the legs, beside the count; in the order of the result."""

TOLD: Final = (HOLD, RANGE, RAISE, LOWER, SMOOTHNESS)
"""What tables and exports tell of the comparison."""

KEPT: Final = (*TOLD, TREMOR, SAG, *OF_A_KNEE)
"""Means over a set's reps that have a column of their own in the history."""

FALLING: Final = (RANGE, HOLD)
"""What is not to get less over a set: a drift of it downwards is told as falling off."""

BY_NAME: Final = {one.name: one for one in (COUNT, *OF_A_REP, *OF_A_KNEE)}
"""Every quantity by its name in results."""
