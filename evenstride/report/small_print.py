"""The small print: how it was measured, and what the figures mean and do not mean."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from evenstride.language import leg_word, told, tr
from evenstride.report.content import Content, Outcome
from evenstride.report.markup import tag
from evenstride.report.words import number
from evenstride.sensors.samples import Leg, Placement
from evenstride.terminal.outside import safe
from evenstride.terminal.words import placement_word


def small_print(content: Content, outcomes: Iterable[Outcome]) -> ET.Element:
    """Return the methods and limits."""
    outcomes = tuple(outcomes)
    on_shanks = {limb is Placement.SHANK for outcome in outcomes for limb in _limbs(outcome)}
    limbs = sorted(tr(placement_word(on_shanks=one)) for one in on_shanks)
    limb = tr(" or ").join(limbs) or tr("thigh")
    paragraphs = [
        (
            tr("Measured"),
            tr(
                "with one motion sensor strapped to each {limb}{sensors}, at home and without "
                "supervision. Where one leg has no figures it wore no sensor.",
                limb=limb,
                sensors=_sensors(outcomes),
            ),
        ),
        (
            tr("Range"),
            tr(
                "is how far the {limb} turns between rest and top, against gravity: not the "
                "angle of a joint. The hold is the time between the moves out and back, each "
                "taken to last while faster than a tenth of its top speed; that adds about "
                "9\u00a0% of each move's duration. Way out and way back are those moves. "
                "Smoothness is "
                "the SPARC of both; closer to zero is smoother.",
                limb=limb,
            ),
        ),
        (
            tr("Left − right"),
            tr(
                "has a 95\u00a0% interval from how much reps and sets vary. A finding needs more "
                "than that: a difference that is also above what two sensors can tell (0.2\u00a0s "
                "of hold, a tenth of the range and 1° at least). A leg is called weaker for "
                "its range or its hold only, and from a tenth on. LSI is 100 × the lower mean "
                "/ the higher one. Under 90\u00a0% is common in healthy people."
            ),
        ),
        (
            tr("Not seen"),
            tr(
                "are the trunk, the bend of the knee, a knee that drops inwards, and strength. "
                "Straps that sit differently look like a difference between the legs. Changes "
                "within a set are drawn as a line only where they are clear."
            ),
        ),
        (
            tr("Pain and effort"),
            tr(
                "are what the person said, from 0 (none) to 10. From 5 on, when it is 2 more "
                "than before, or when the knee is sorer than 2 the morning after, the program "
                "advises less (after the pain-monitoring model of Thomeé and Silbernagel)."
            ),
        ),
        (
            tr("Planned"),
            tr(
                "is what was planned on the day where that is known, else what the plan says "
                "now: “{title}”. A set is complete with all of its reps. Figures are rounded "
                "one by one.",
                title=told(content.plan.title),
            ),
        ),
    ]
    made = tr("Made by evenstride {version}", version=content.version).strip()
    closing = tr(
        "{made}, a training aid and not a medical device: it does not diagnose.", made=made
    )
    return tag(
        "footer",
        *(tag("p", tag("b", head), f" {text}") for head, text in paragraphs),
        *(tag("p", sentence) for sentence in content.left_out),
        tag("p", closing),
    )


def _limbs(outcome: Outcome) -> Iterable[Placement]:
    return (info.placement for info in outcome.sensors.values())


def _sensors(outcomes: Iterable[Outcome]) -> str:
    """Return which sensors were worn, and the quality of their data."""
    for outcome in reversed(tuple(outcomes)):
        said = []
        for leg, info in outcome.sensors.items():
            summary = outcome.part.legs.get(leg)
            if summary is None:
                continue
            data = summary.data
            lost = tr("{pct} % lost", pct=number(100 * data.lost_fraction, 1))
            rate = number(data.rate_hz, 0, "\u00a0Hz")
            said.append(f"{leg_word(Leg(leg))} {safe(info.device, 40)}, {rate}, {lost}")
        if said:
            return tr(" (last: {sensors})", sensors="; ".join(said))
    return ""
