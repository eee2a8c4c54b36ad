"""Changes of the dashboard's state by items that arrive from the sensors."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from evenstride.analysis.model.notes import (
    BatteryTold,
    Paused,
    RadioTold,
    SensorTold,
    Weighed,
    WornBy,
    said,
)
from evenstride.language import later, leg_word, told, tr
from evenstride.sensors.quality import LOW_BATTERY_PCT, Quality
from evenstride.sensors.samples import Block, Item, Leg, Link, LinkState, Note, SensorInfo, Site
from evenstride.session.state.dashboard import DashboardState, Message
from evenstride.session.state.leg_view import LegView, Signal
from evenstride.terminal.outside import SENTENCES, safe
from evenstride.terminal.words import low_battery_words, site_words

# A leg without samples for this long, while time goes on, has lost its signal as far as the person
# who counts is concerned, whatever the radio reports. Late blocks come within half a second.
SILENCE_S = 2.0

# How long a low battery is shown.
LOW_BATTERY_SHOWN_S = 30.0
# Sentences of sensors are shown one after the other; all are in the result.
_MOST_WAITING = 4

# How long the return of a sensor is shown: whoever looks up when the alarm stops can read it.
BACK_SHOWN_S = 15.0


def with_sensors(state: DashboardState, sensors: Mapping[Leg, SensorInfo]) -> DashboardState:
    """The source is open, with these sensors and no others."""
    for leg in Leg:
        view = state.leg(leg)
        info = sensors.get(leg)
        if info is None:
            view = replace(view, signal=Signal.ABSENT, working=False)
        else:
            view = replace(view, device=safe(info.device), has_two=info.second is not None)
        state = state.with_leg(view)
    return state


def with_item(
    state: DashboardState, item: Item, at_s: float, quality: Quality | None = None
) -> DashboardState:
    """Apply an item that arrived.

    Args:
        state: The state before.
        at_s: When, seconds on the session's timeline.
        quality: The rate and loss of a block's sensor; None if they are unchanged.
    """
    clock_s = max(state.clock_s, at_s)
    message = state.message
    if message is not None and message.until_s is not None and clock_s >= message.until_s:
        message = None
    state = replace(state, clock_s=clock_s, message=message)
    if state.message is None and state.waiting:
        state = _saying(replace(state, waiting=state.waiting[1:]), state.waiting[0])
    if isinstance(item, Block):
        # With two sensors on a leg either one counts.
        view = state.leg(item.leg)
        last_s = at_s if view.last_sample_s is None else max(view.last_sample_s, at_s)
        view = replace(
            view,
            signal=Signal.ON,
            remedy="",
            lost_since_s=None,
            last_sample_s=last_s,
            quality=quality or view.quality,
        )
        return _with_silence(state.with_leg(view))
    if isinstance(item, Link):
        return (_with_pair if state.leg(item.leg).has_two else _with_link)(state, item, at_s)
    return _with_note(state, item)


_SIGNAL_OF_LINK = MappingProxyType(
    {
        LinkState.CONNECTING: Signal.CONNECTING,
        LinkState.CONNECTED: Signal.ON,
        LinkState.LOST: Signal.LOST,
        LinkState.BACK: Signal.ON,
    }
)


_PAIR_WORDS = MappingProxyType(
    {
        (LinkState.LOST, False): later(
            "The sensor on the {leg} thigh is lost; the other one counts on, without the knee."
        ),
        (LinkState.LOST, True): later(
            "The sensor on the {leg} shin is lost; the other one counts on, without the knee."
        ),
        (LinkState.BACK, False): later("The sensor on the {leg} thigh is back."),
        (LinkState.BACK, True): later("The sensor on the {leg} shin is back."),
    }
)


def _with_link(state: DashboardState, link: Link, at_s: float) -> DashboardState:
    signal = _SIGNAL_OF_LINK[link.state]
    before = state.leg(link.leg)
    view = replace(
        before,
        signal=signal,
        link_text=told(safe(link.text, limit=SENTENCES)),
        # While the sensor is tried again and again, the remedy stays the same.
        remedy=before.remedy if signal is Signal.CONNECTING else "",
        lost_since_s=at_s if signal is Signal.LOST else None,
        away_since_s=at_s if signal is Signal.LOST else before.away_since_s,
    )
    return _with_return(state.with_leg(view), before, link, at_s)


def _with_return(state: DashboardState, before: LegView, link: Link, at_s: float) -> DashboardState:
    """Report once that a sensor is back, and how long it was away."""
    if link.state is not LinkState.BACK or before.away_since_s is None:
        return state
    away_s = round(at_s - before.away_since_s)
    state = state.with_leg(replace(state.leg(link.leg), away_since_s=None))
    if away_s < 1 or state.message is not None:
        return state
    text = tr(
        "The sensor on the {leg} leg is back. It was away for {seconds} s; what moved meanwhile "
        "may not be counted.",
        leg=leg_word(link.leg),
        seconds=away_s,
    )
    return replace(state, message=Message(text=text, until_s=state.clock_s + BACK_SHOWN_S))


def _with_pair(state: DashboardState, link: Link, at_s: float) -> DashboardState:
    """Apply a link change of one of a leg's two sensors; its loss is reported once.

    If the other sensor is lost, too, the leg is lost.
    """
    view = state.leg(link.leg)
    is_lost = link.state is LinkState.LOST
    lost = view.lost_sites | {link.site} if is_lost else view.lost_sites - {link.site}
    state = state.with_leg(replace(view, lost_sites=lost))
    other = Site.of(link.leg, second=not link.second)
    words = _PAIR_WORDS.get((link.state, link.second))
    if words is None or other in lost or view.last_sample_s is None:
        # Nothing is said about the second sensor while the leg's first one is being looked for.
        return state if link.second and not is_lost else _with_link(state, link, at_s)
    until_s = state.clock_s + LOW_BATTERY_SHOWN_S
    text = tr(words, leg=leg_word(link.leg))
    return replace(state, message=Message(text=text, until_s=until_s))


def _with_note(state: DashboardState, note: Note) -> DashboardState:
    match said(note):
        case Paused(legs=legs, is_paused=is_paused):
            for leg in legs:
                state = state.with_leg(replace(state.leg(leg), paused=is_paused))
        case Weighed(legs=legs, kg=kg):
            for leg in legs:
                state = state.with_leg(replace(state.leg(leg), kg=kg))
        case BatteryTold(site=site, pct=pct):
            return _with_battery(state, site, pct)
        case WornBy(leg=leg):
            return _with_wearer(state, leg)
        case RadioTold(site=site, text=text) if state.leg(site.leg).signal is not Signal.ON:
            remedy = told(safe(text, limit=SENTENCES))
            return state.with_leg(replace(state.leg(site.leg), remedy=remedy))
        case SensorTold(site=site, text=text) | RadioTold(site=site, text=text):
            words = tr(
                "Sensor {leg}: {words}",
                leg=site_words(site),
                words=told(safe(text, limit=SENTENCES)),
            )
            if state.message is None:
                return _saying(state, words)
            return replace(state, waiting=(*state.waiting, words)[:_MOST_WAITING])
    return state


def _saying(state: DashboardState, words: str) -> DashboardState:
    """Show a sentence of a sensor for a while."""
    until_s = state.clock_s + LOW_BATTERY_SHOWN_S
    return replace(state, message=Message(text=words, until_s=until_s))


def _with_wearer(state: DashboardState, leg: Leg) -> DashboardState:
    """The only sensor is on this leg now; the other leg does not miss it."""
    on = replace(state.leg(leg), signal=Signal.WAITING, working=True)
    other = replace(state.leg(leg.other), signal=Signal.ELSEWHERE, working=False)
    for view in (on, other):
        state = state.with_leg(replace(view, lost_since_s=None, remedy=""))
    return state


def _with_battery(state: DashboardState, site: Site, pct: int) -> DashboardState:
    view = state.leg(site.leg)
    view = replace(view, batteries_pct={**view.batteries_pct, site: pct})
    if pct <= LOW_BATTERY_PCT and site not in view.batteries_told and state.message is None:
        view = replace(view, batteries_told=view.batteries_told | {site})
        message = Message(
            text=low_battery_words(site, pct), until_s=state.clock_s + LOW_BATTERY_SHOWN_S
        )
        state = replace(state, message=message)
    return state.with_leg(view)


def _with_silence(state: DashboardState) -> DashboardState:
    """Mark a leg as lost if its samples stay away while the other leg's continue."""
    for leg in Leg:
        view = state.leg(leg)
        if (
            view.signal is Signal.ON
            and view.last_sample_s is not None
            and state.clock_s - view.last_sample_s > SILENCE_S
        ):
            lost = replace(view, signal=Signal.LOST, lost_since_s=view.last_sample_s)
            state = state.with_leg(lost)
    return state
