"""Every tuning constant of the analysis, each with its reason."""

TICK_S = 0.02
"""Step of the uniform grid that all analysis runs on. 50 Hz costs VQF at most 0.6° of inclination
against 286 Hz (BROAD benchmark), and no leg exercise has content above 10 Hz that a count needs."""

SMOOTHING_HALF_S = 0.12
"""Half width of the Hann window over the angular rate. It passes 4 Hz at half height: muscle tremor
(5-12 Hz) is mostly removed, and with its symmetric window every time found is free of delay."""

ACC_ONLY_HALF_S = 0.30
"""The same where there is no gyroscope: the rate is then the derivative of a tilt that carries the
sensor's noise and every jolt."""

BRIDGE_S = 2.0
"""Longest gap over which the pose is taken to be unchanged. Radio drop-outs and stalls are shorter;
in more time a person can do half a rep."""

GAP_FACTOR = 3.5
"""A step between samples of more than this many periods is a gap."""

GAP_MIN_S = 0.15
"""... and of at least this long: bursts of a slow sensor are not gaps."""

STILL_DEG_S = 1.5
"""Below this a limb is at rest: VQF calls under 2 °/s rest, a resting thigh sways by about 1."""

SPEED_FRACTION = 0.10
"""A way out or back lasts while its speed exceeds this part of its own peak (the contract)."""
