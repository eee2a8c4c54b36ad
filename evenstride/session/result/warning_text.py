"""Warnings about the legs' data, each sentence once."""

from collections.abc import Mapping

from evenstride.analysis.model.summary import LegSummary
from evenstride.language import leg_head, told, tr
from evenstride.sensors.samples import Leg


def warning_lines(legs: Mapping[Leg, LegSummary]) -> list[str]:
    """Return each warning with its leg; one that both legs have is listed once, for both."""
    of_legs: dict[str, list[Leg]] = {}
    for leg in Leg:
        for warning in dict.fromkeys(legs[leg].data.warnings if leg in legs else ()):
            of_legs.setdefault(warning, []).append(leg)
    return [
        f"{tr('Both legs') if len(which) > 1 else leg_head(which[0])}: {told(warning)}"
        for warning, which in of_legs.items()
    ]
