"""A sensor before a session, in words and signs."""

from datetime import date
from typing import Final

from rich.cells import cell_len

from evenstride.language import short_date, tr
from evenstride.sensors.quality import LOW_BATTERY_PCT
from evenstride.tui.cells import fit
from evenstride.tui.home.sensor_setup_state import SensorRow
from evenstride.user.batteries import Battery

# The number of bars from a level in dBm on. At -90 connections break; a sensor next to the computer
# has -40 to -60.
_BARS: Final = ((-60, "▂▄▆█"), (-70, "▂▄▆ "), (-80, "▂▄  "))


def signal_words(rssi_dbm: int | None) -> str:
    """Return a signal's strength as bars and a figure."""
    if rssi_dbm is None:
        return ""
    bars = next((bars for from_dbm, bars in _BARS if rssi_dbm >= from_dbm), "▂   ")
    return f"{bars} {rssi_dbm} dBm".replace("-", "−")


def battery_words(battery: Battery | None, today: date) -> str:
    """Return a charge, with its day if that is not today; "" if unknown."""
    if battery is None:
        return ""
    low = "!" if battery.pct <= LOW_BATTERY_PCT else ""
    if battery.day >= today:
        return f"{battery.pct} %{low}"
    return tr("{charge} on {day}", charge=f"{battery.pct} %{low}", day=short_date(battery.day))


def rate_words(row: SensorRow) -> str:
    """Return the true rate; "" while it does not stream."""
    return "" if row.quality is None else f"{row.quality.rate_hz:.0f} Hz"


def lost_words(row: SensorRow) -> str:
    """Return the loss in percent; "" while it does not stream."""
    return "" if row.quality is None else f"{round(100 * row.quality.lost_fraction)} %"


def state_words(row: SensorRow) -> str:
    """Return whether it is there, in words."""
    if row.link:
        return row.link
    return tr("in range") if row.in_range else tr("not in range")


def fit_name(name: str, cells: int) -> str:
    """Return a name in this many cells, without cutting the end of its address, which is unique."""
    own, dot, end = name.rpartition(" ·")
    if dot and cell_len(name) > cells > cell_len(end) + 2:
        return f"{fit(own, cells - cell_len(end) - 1)}·{end}"
    return fit(name, cells)
